"""Fixtures of the tests of checks."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest

from autograder import checks

HOLDOUT_SIZE = 1200


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    """No test leaves figures open; where none was drawn, Matplotlib is not loaded for it."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture
def holdout() -> Iterator[checks.Digits]:
    """Made-up digits: pixel (0, 0) holds the label, pixel (1, 1) makes each image its own."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 10, HOLDOUT_SIZE).astype(np.uint8)
    images = generator.integers(0, 200, (HOLDOUT_SIZE, 28, 28)).astype(np.uint8)
    images[:, 0, 0] = labels
    digits = checks.Digits(images, labels)
    checks.set_context(checks.CheckContext(digits, {}))
    yield digits
    checks.set_context(None)
