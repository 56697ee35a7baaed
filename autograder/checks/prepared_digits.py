"""Keeps what a student's function made of digits, for the next model that reads them with it."""

from __future__ import annotations

from typing import Any

import numpy as np


class PreparedDigits:
    """What one function made of some digits; of the last ones only, which may have 30 MB.

    A test that measures five models with one function has thousands of digits prepared once: each
    call of the function goes to the student's process and back.
    """

    def __init__(self) -> None:
        self._asked: tuple[Any, np.ndarray, bool] | None = None
        self._inputs: np.ndarray | None = None

    def find(self, preprocess: Any, images: np.ndarray, pixelwise: bool) -> np.ndarray | None:
        """What was kept of this very function and these very images; None if nothing was.

        Args:
            preprocess: the student's function.
            images: the array that it was asked about.
            pixelwise: see `predicted_digits`.
        """
        if self._asked is None:
            return None
        function, asked, single = self._asked
        same = function is preprocess and asked is images and single == pixelwise
        return self._inputs if same else None

    def keep(
        self, preprocess: Any, images: np.ndarray, pixelwise: bool, inputs: np.ndarray
    ) -> None:
        """Keep what came of it, instead of what was kept before."""
        self._asked, self._inputs = (preprocess, images, pixelwise), inputs
