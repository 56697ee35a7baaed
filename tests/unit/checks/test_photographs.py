"""What is said about photographs that a student's function has prepared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks.photographs import (
    bright_ink,
    centred_by_mass,
    drawn_photograph,
    in_proportion,
    prepared_photograph,
    unit_scale,
)
from autograder.checks.registry import CheckFailed
from autograder.handwriting.photograph import Photograph

DIGITS = range(10)


def shrunk(image: np.ndarray, height: int, width: int) -> np.ndarray:
    """The mean of the pixels that each new pixel covers, roughly."""
    rows = np.array_split(np.arange(len(image)), height)
    columns = np.array_split(np.arange(image.shape[1]), width)
    return np.array([[image[np.ix_(r, c)].mean() for c in columns] for r in rows])


def prepare(
    photo: np.ndarray,
    *,
    invert: bool = True,
    largest: float = 1.0,
    squeeze: bool = False,
    by_mass: bool = True,
) -> np.ndarray:
    """A right way to prepare a photograph, and wrong ones."""
    paper = np.median(photo)
    ink = np.clip(paper - photo.astype(float), 0, None)
    rows, columns = np.where(ink > 0.4 * ink.max())
    box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    digit = (ink if invert else photo.astype(float))[box]
    factor = 20 / max(digit.shape)
    height, width = (20 if squeeze else max(1, round(side * factor)) for side in digit.shape)
    digit = shrunk(digit, height, width)
    digit /= digit.max()
    top, left = (28 - height) // 2, (28 - width) // 2
    if by_mass:
        y, x = np.indices(digit.shape)
        top = round(13.5 - (y * digit).sum() / digit.sum())
        left = round(13.5 - (x * digit).sum() / digit.sum())
    top, left = min(max(top, 0), 28 - height), min(max(left, 0), 28 - width)
    image = np.zeros((28, 28))
    image[top : top + height, left : left + width] = digit
    return largest * image[None, :, :, None]


def prepared(digit: int, seed: int, **wrong: Any) -> tuple[np.ndarray, Photograph]:
    photo = drawn_photograph(digit, seed)
    return prepared_photograph(lambda image: prepare(image, **wrong), photo), photo


@pytest.mark.parametrize("digit", DIGITS)
def test_a_right_image_passes_all(digit: int) -> None:
    image, photo = prepared(digit, 1)
    bright_ink(image, photo)
    unit_scale(image)
    in_proportion(image, photo)
    centred_by_mass(image)


@pytest.mark.parametrize("digit", [0, 2, 3, 5, 8])
def test_dark_ink_is_named(digit: int) -> None:
    with pytest.raises(CheckFailed, match="the paper is bright and the ink is dark"):
        bright_ink(*prepared(digit, 2, invert=False))


def test_other_steps_are_judged_of_an_image_that_is_not_inverted() -> None:
    image, photo = prepared(3, 2, invert=False)
    in_proportion(image, photo)
    unit_scale(image)


def test_grey_paper_is_named() -> None:
    image, photo = prepared(3, 2)
    with pytest.raises(CheckFailed, match="is grey"):
        bright_ink(np.maximum(image, 0.2), photo)


@pytest.mark.parametrize(("largest", "said"), [(255.0, "from 0 to 255"), (0.1, "pixel .* is 0.10")])
def test_a_wrong_scale_is_named(largest: float, said: str) -> None:
    image, photo = prepared(4, 3, largest=largest)
    bright_ink(image, photo)
    with pytest.raises(CheckFailed, match=said):
        unit_scale(image)


@pytest.mark.parametrize("digit", [0, 1, 6, 7])
def test_a_squeezed_digit_is_named(digit: int) -> None:
    with pytest.raises(CheckFailed, match="one factor for height and width"):
        in_proportion(*prepared(digit, 4, squeeze=True))


def test_a_digit_that_was_not_cut_out_is_named() -> None:
    photo = drawn_photograph(5, 5)
    small = shrunk(255.0 - photo.image, 28, 28)
    small = np.clip(small - np.median(small), 0, None)
    with pytest.raises(CheckFailed, match="cut the digit out"):
        in_proportion(small, photo)


def test_the_middle_of_the_box_is_not_the_centre_of_mass() -> None:
    image, _ = prepared(7, 6, by_mass=False)
    with pytest.raises(CheckFailed, match="centre of mass at row"):
        centred_by_mass(image)


@pytest.mark.parametrize("rounding", [int, round, np.ceil, np.floor])
@pytest.mark.parametrize("digit", DIGITS)
def test_every_way_to_round_puts_the_mass_into_the_middle(digit: int, rounding: Any) -> None:
    image, _ = prepared(digit, 3, by_mass=False)
    rows, columns = np.indices(image.shape)
    away = [13.5 - (places * image).sum() / image.sum() for places in (rows, columns)]
    centred_by_mass(np.roll(image, [int(rounding(shift)) for shift in away], axis=(0, 1)))


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (None, "is not a function"),
        (lambda image: None, "still None"),
        (lambda image: np.zeros((28, 28)), r"\(28, 28\)"),
        (lambda image: np.full((1, 28, 28, 1), np.nan), "no finite numbers"),
        (lambda image: 1 / 0, "stopped with an error"),
    ],
)
def test_what_is_no_prepared_image_is_named(
    function: Callable[[Any], Any] | None, said: str
) -> None:
    with pytest.raises(CheckFailed, match=said):
        prepared_photograph(function, drawn_photograph(0, 7))


def test_a_photograph_is_dark_ink_on_light_paper_and_the_same_each_time() -> None:
    for digit in DIGITS:
        photo = drawn_photograph(digit, 8)
        assert photo.image.shape == photo.ink.shape == (360, 480)
        assert np.median(photo.image) - 60 > photo.image[photo.ink > 0.9].mean()
        assert 0.002 < (photo.ink > 0.5).mean() < 0.2
        border = np.concatenate([photo.ink[0], photo.ink[-1], photo.ink[:, 0], photo.ink[:, -1]])
        assert border.max() < 0.01
        assert np.array_equal(photo.image, drawn_photograph(digit, 8).image)
