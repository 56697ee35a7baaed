"""Small images that the judge measured, as PNG in the page itself."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.judge.measured import SmallImage

GAP = 1  # pixels between two images of a sheet
SHEET_COLUMNS = 8


def digit_png(image: SmallImage) -> str:
    """A digit, bright on dark, as an address that holds the image."""
    return _png(np.repeat(_pixels(image)[:, :, None], 3, axis=2))


def weights_png(images: Sequence[SmallImage]) -> tuple[str, int, int]:
    """Images of weights side by side, red above zero and blue below.

    Returns:
        The address that holds the sheet, its width and its height in pixels.
    """
    rows, columns = images[0].rows, images[0].columns
    across = min(SHEET_COLUMNS, len(images))
    down = math.ceil(len(images) / across)
    shape = (down * (rows + GAP) - GAP, across * (columns + GAP) - GAP, 4)
    sheet = np.zeros(shape, np.uint8)  # gaps and missing images are transparent
    for index, image in enumerate(images):
        top, left = (index // across) * (rows + GAP), (index % across) * (columns + GAP)
        sheet[top : top + rows, left : left + columns] = _colours()[_pixels(image)]
    return _png(sheet), shape[1], shape[0]


def _pixels(image: SmallImage) -> np.ndarray:
    content = np.frombuffer(base64.b64decode(image.pixels), np.uint8)
    return content.reshape(image.rows, image.columns)


@lru_cache(maxsize=1)
def _colours() -> np.ndarray:
    """Blue, white, red for 1, 128 and 255; uint8 array (256, 4)."""
    level = np.clip((np.arange(256) - 128) / 127, -1, 1)[:, None]
    blue, white, red = np.array([[33, 102, 172], [247, 247, 247], [178, 24, 43]], float)
    mixed = white + np.where(level > 0, level * (red - white), -level * (blue - white))
    return np.concatenate([np.rint(mixed), np.full((256, 1), 255)], axis=1).astype(np.uint8)


def _png(pixels: np.ndarray[Any, Any]) -> str:
    from matplotlib.image import imsave

    buffer = io.BytesIO()
    imsave(buffer, pixels, format="png")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
