"""What a student's `prepare` makes of photographs of handwriting that the judge draws.

`prepare` gets a photograph as uint8 array (height, width), and gives (1, 28, 28, 1): one image
as MNIST has them, bright ink on black paper, 0-1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checks.registry import CheckFailed, check, fail, require
from autograder.errors import JudgeError
from autograder.handwriting.photograph import Photograph, photograph

Prepare = Callable[[Any], Any]

SIZE = 28  # pixels of a side
BOX = 20  # pixels of the longer side of a digit in MNIST
BOX_TOLERANCE = 2.5  # pixels; where blurred ink ends is a matter of taste
PAPER = 0.08  # share of the brightest ink that paper may keep
VISIBLE = 0.3  # share of the brightest ink that counts as ink
MIDDLE = (SIZE - 1) / 2
# MNIST puts the centre of mass at pixel 14 of 0-27; the middle of the image is at 13.5.
# Nearly a pixel more than rounding needs: int() and floor() cut off instead.
CENTRE_TOLERANCE = 1.4
MAX_QUOTE = 200


def drawn_photograph(digit: int, seed: int) -> Photograph:
    """A photograph of a digit that no file holds; the same seed draws the same."""
    return photograph(digit, seed)


@check(concept="A network takes a batch of images with a channel axis, even if it is a batch of 1.")
def prepared_photograph(prepare: Prepare | None, photo: Photograph) -> np.ndarray:
    """What `prepare` makes of a photograph, float array (28, 28).

    Raises:
        CheckFailed: there is no such function, it raises, or its result has another shape, or
            values that are no numbers.
    """
    if prepare is None or not callable(prepare):
        fail("prepare is not a function.", "Define it with def prepare(path): ...")
    try:
        result = prepare(photo.image.copy())
    except (CheckFailed, JudgeError):
        raise
    except Exception as error:
        fail(
            f"prepare stopped with an error for another photograph: {str(error)[:MAX_QUOTE]}",
            "It should prepare any photograph of a digit; read_photo takes an array as well.",
        )
    require(
        result is not None,
        observed="The result of prepare is still None.",
        expected="Write the function.",
    )
    require(
        np.shape(result) == (1, SIZE, SIZE, 1),
        observed=f"prepare gives the shape {np.shape(result)}.",
        expected="It should be (1, 28, 28, 1).",
    )
    image = np.asarray(result)
    require(
        image.dtype.kind in "fiub" and np.isfinite(image).all(),
        observed="The prepared image holds values that are no finite numbers.",
        expected="Each pixel should be a number from 0 to 1.",
    )
    return image.reshape(SIZE, SIZE).astype(float)


@check(concept="Digits of MNIST are bright ink (1) on black paper (0); a network knows no others.")
def bright_ink(image: np.ndarray, photo: Photograph) -> None:
    """Ink is brighter than paper, and paper is black.

    Args:
        image: float array (28, 28), of any scale.
        photo: what was prepared; a digit that is no plain bar.
    """
    border = float(np.median(_border(image)))
    require(
        image.max() > image.min(),
        observed="The prepared image is the same everywhere: the digit is gone.",
        expected="The ink of the photograph should be seen in it.",
    )
    require(
        border - image.min() < image.max() - border and _likeness(image, photo) > 0,
        observed="In your prepared image the paper is bright and the ink is dark.",
        expected="It should be inverted: the ink bright, the paper black.",
    )
    require(
        abs(np.median(image)) <= PAPER * image.max(),
        observed="The paper of your prepared image is grey.",
        expected="Paper should be 0, also where the light is weaker.",
    )


@check(concept="The networks were trained with pixels from 0 to 1; others are new to them.")
def unit_scale(image: np.ndarray) -> None:
    """Pixels lie between 0 and 1 and use most of that range; float array (28, 28)."""
    low, high = float(image.min()), float(image.max())
    require(
        low >= -1e-6 and high <= 1 + 1e-6,
        observed=f"The pixels of your prepared image go from {low:.3g} to {high:.3g}.",
        expected="They should be scaled to lie between 0 and 1.",
    )
    require(
        high >= 0.3,
        observed=f"The brightest pixel of your prepared image is {high:.2f}.",
        expected="The darkest ink of the photograph should come near 1.",
    )


@check(concept="MNIST's digits were made smaller with their proportions kept, to fit 20 x 20.")
def in_proportion(image: np.ndarray, photo: Photograph) -> None:
    """The digit fits a box of 20 x 20 and has the proportions of the photographed one.

    Args:
        image: float array (28, 28), of any scale, inverted or not.
        photo: what was prepared.
    """
    rows, columns = _extent(_ink(image) > VISIBLE)
    true_rows, true_columns = _extent(photo.ink > VISIBLE)
    longest = max(true_rows, true_columns)
    wanted = BOX * true_rows / longest, BOX * true_columns / longest
    seen = f"The digit of a photograph is {rows} pixels high and {columns} wide when prepared"
    right = abs(rows - wanted[0]) <= BOX_TOLERANCE, abs(columns - wanted[1]) <= BOX_TOLERANCE
    squeezed = right[0] != right[1] and max(rows, columns) <= BOX + BOX_TOLERANCE
    require(
        not squeezed,
        observed=f"{seen}; in the photograph it is {true_rows} high and {true_columns} wide.",
        expected="It should keep its proportions: one factor for height and width.",
    )
    require(
        all(right),
        observed=f"{seen}.",
        expected="Its longer side should be 20: cut the digit out, then make it smaller.",
    )


@check(concept="MNIST's digits lie with their centre of mass in the middle of the image.")
def centred_by_mass(image: np.ndarray) -> None:
    """The centre of mass of the ink is in the middle; float array (28, 28), inverted or not."""
    ink = _ink(image)
    y, x = np.indices(ink.shape)
    row, column = (ink * y).sum() / ink.sum(), (ink * x).sum() / ink.sum()
    near = max(abs(row - MIDDLE - 0.25), abs(column - MIDDLE - 0.25)) <= CENTRE_TOLERANCE
    require(
        near,
        observed=f"The ink of a prepared digit has its centre of mass at row {row:.1f}, column "
        f"{column:.1f}.",
        expected="It should be near the middle, between 13 and 14.5.",
    )


def _border(image: np.ndarray) -> np.ndarray:
    return np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])


def _ink(image: np.ndarray) -> np.ndarray:
    """How far each pixel is from the paper's shade, 0-1."""
    away = np.abs(image - np.median(_border(image)))
    # What is left of the paper's grain is no ink.
    away = np.where(away > PAPER * away.max(), away, 0)
    return np.asarray(away / max(float(away.max()), 1e-12))


def _likeness(image: np.ndarray, photo: Photograph) -> float:
    """Correlation, -1 to 1, of an image's inner box with the ink of the photograph's."""
    inner, true = _cut(image, _ink(image) > VISIBLE), _cut(photo.ink, photo.ink > VISIBLE)
    rows = np.linspace(0, len(true) - 1, len(inner)).round().astype(int)
    columns = np.linspace(0, true.shape[1] - 1, inner.shape[1]).round().astype(int)
    wanted = true[np.ix_(rows, columns)]
    if not (inner.std() and wanted.std()):
        return 0.0
    return float(np.corrcoef(inner.ravel(), wanted.ravel())[0, 1])


def _cut(image: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The smallest box of the image around what is true; at least one pixel."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _extent(mask: np.ndarray) -> tuple[int, ...]:
    """Rows and columns of the smallest box around what is true."""
    return _cut(mask, mask).shape if mask.any() else (0, 0)
