"""A student's gradient against slopes that are measured on the student's own forward pass.

No formula of ours takes part, so whatever network the student's forward pass computes, its
gradient is judged for that network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.checks.registry import check, fail, require

STEP = 1e-4  # of one weight; fine enough for a squared error, coarse enough for float32
ALLOWED = 0.01  # difference, as a share of the largest slope


def numerical_gradient(loss: Callable[[np.ndarray], float], at: np.ndarray) -> np.ndarray:
    """The slope of a loss along every weight, by central differences; float array like `at`.

    Args:
        loss: the loss for an array of weights; called twice for each of them.
        at: the weights at which the slopes are wanted.
    """
    slopes = np.zeros(at.shape)
    for place in np.ndindex(*at.shape):
        moved = at.astype(float)
        moved[place] = at[place] + STEP
        above = loss(moved.copy())
        moved[place] = at[place] - STEP
        slopes[place] = (above - loss(moved)) / (2 * STEP)
    return slopes


@check(concept="A gradient says for every weight how fast the error grows when this weight grows.")
def gradient_fits(
    found: Any,
    slopes: np.ndarray,
    *,
    name: str,
    known: Mapping[tuple[str, str], np.ndarray] | None = None,
) -> None:
    """A student's gradient is equal to slopes that were measured.

    Args:
        found: the student's gradient, wanted in the shape of the slopes.
        slopes: from `numerical_gradient`.
        name: what the student calls the gradient.
        known: (what is wrong, the idea behind it) -> the gradient that comes of this mistake.

    Raises:
        CheckFailed: it is no array of that shape, or differs; well-known mistakes are named.
    """
    require(
        found is not None,
        observed=f"{name} is None.",
        expected="It should be an array.",
        concept="A function without a return statement gives None.",
    )
    gradient = np.asarray(found)
    require(
        gradient.dtype.kind in "iuf",
        observed=f"{name} is a value of type {type(found).__name__}.",
        expected="It should be an array of numbers.",
    )
    gradient = gradient.astype(float)
    if gradient.shape != slopes.shape:
        fail(
            f"{name} has the shape {gradient.shape}.",
            f"It should have the shape of its weights, {slopes.shape}.",
            "Every weight has a slope of its own.",
        )
    if _equal(gradient, slopes, slopes):
        return
    factors = {-1.0: "the sign is wrong", 2.0: "it is twice the slope", 0.5: "it is half the slope"}
    for factor, words in factors.items():
        if _equal(gradient, factor * slopes, slopes):
            fail(
                f"{name}: {words} that the error really has.",
                "Change one weight a little and look at the error: their quotient is the slope.",
            )
    for (words, idea), wrong in (known or {}).items():
        if _equal(gradient, wrong, slopes):
            fail(f"{name}: {words}.", concept=idea)
    fail(
        f"{name} differs from the slopes that the error really has.",
        "Changing each weight a little, and running your forward pass again, gives other numbers.",
    )


def _equal(one: np.ndarray, other: np.ndarray, slopes: np.ndarray) -> bool:
    allowed = ALLOWED * max(float(np.abs(slopes).max(initial=0.0)), 1e-6)
    return one.shape == other.shape and bool(np.all(np.abs(one - other) <= allowed))
