"""Gradients against slopes that are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks.numerical_gradients import gradient_fits, numerical_gradient
from autograder.checks.registry import CheckFailed

AT = np.random.default_rng(3).normal(0, 1, (3, 2))
MISTAKE = {("the square is forgotten", "The error is a square."): np.sign(AT)}


def loss(weights: np.ndarray) -> float:
    return float(np.sum(weights**2) + weights[0, 0] * weights[2, 1])


def right() -> np.ndarray:
    slopes = 2 * AT
    slopes[0, 0] += AT[2, 1]
    slopes[2, 1] += AT[0, 0]
    return slopes


def judge(found: Any) -> None:
    gradient_fits(found, numerical_gradient(loss, AT), name="The gradient", known=MISTAKE)


def test_slopes_are_measured_and_the_weights_stay() -> None:
    before = AT.copy()
    assert np.allclose(numerical_gradient(loss, AT), right(), atol=1e-6)
    assert np.array_equal(AT, before)


def test_a_forward_pass_in_float32_is_exact_enough() -> None:
    rough = numerical_gradient(lambda w: float(np.float32(loss(w))), AT)
    gradient_fits(right(), rough, name="The gradient")


@pytest.mark.parametrize("found", [right(), right().tolist(), right().astype("float32")])
def test_right_gradients(found: Any) -> None:
    judge(found)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (None, "is None"),
        ("text", "type str"),
        (right().T, r"shape \(2, 3\)"),
        (-right(), "the sign is wrong"),
        (2 * right(), "twice the slope"),
        (right() / 2, "half the slope"),
        (np.sign(AT), "the square is forgotten. The error is a square"),
        (right() + 1, "differs from the slopes"),
        (right() * np.nan, "differs from the slopes"),
    ],
)
def test_wrong_gradients(found: Any, message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        judge(found)
