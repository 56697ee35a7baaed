"""Accuracy, measured here and never believed: on hold-out digits, with its sampling error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.checks.bounds import compared
from autograder.checks.context import HoldoutReading, context
from autograder.checks.prediction import Predictor, Preprocess, article, predicted_digits
from autograder.checks.registry import award, check, fail, require

ACCURACY = "accuracy"  # what a goal's comparison is called, unless a test calls it otherwise
STEP = "accuracy step"  # one below the goal: correct work, which reaches the goal, has none


def holdout_accuracy(
    model: Predictor | None, preprocess: Preprocess | None, *, pixelwise: bool = False
) -> float:
    """Share of the hold-out digits that a model reads correctly, 0 to 1.

    Args:
        model: anything with `predict(inputs, verbose=0)`; softmax outputs or logits.
        preprocess: the student's function, from uint8 (n, 28, 28) to the model's input.
        pixelwise: whether it may only scale, shift and rearrange single pixels. Needed where
            the parameters of the model are limited: a function's own are not counted.

    Raises:
        CheckFailed: the model or the function is missing or doesn't work as it must.
    """
    current = context()
    images, kept = current.holdout.images, current.prepared
    predictions = predicted_digits(model, preprocess, images, pixelwise=pixelwise, kept=kept)
    correct = int(np.sum(predictions == current.holdout.labels))
    reading = HoldoutReading(model, preprocess, correct, current.test)
    current.readings.setdefault(predictions.astype(np.uint8).tobytes(), reading)
    return correct / len(predictions)


def holdout_size() -> int:
    """Number of hold-out digits in force."""
    return len(context().holdout.labels)


def sampling_error(accuracy: float, n: int) -> float:
    """Standard error, 0 to 0.5, of an accuracy measured on n images drawn at random.

    Args:
        accuracy: 0 to 1; the true or the measured share.
        n: number of images, at least 1.

    Raises:
        ValueError: the accuracy or the number is out of range.
    """
    if not 0 <= accuracy <= 1 or n < 1:
        raise ValueError(f"no sampling error for accuracy {accuracy} on {n} images")
    return math.sqrt(accuracy * (1 - accuracy) / n)


def reaches(
    measured: float, target: float, n: int, errors: float = 2, *, name: str = ACCURACY
) -> bool:
    """Whether a measured accuracy is not significantly below a target.

    The rule: measured + `errors` standard errors >= target, where the standard error is
    that of a model whose true accuracy is the target. So a model exactly on target is
    refused in about 2 of 100 measurements, and one slightly above practically never.

    Args:
        measured: accuracy on n images, 0 to 1.
        target: accuracy asked for, 0 to 1.
        n: number of images measured on.
        errors: standard errors of allowance.
        name: what is measured, for calibration.
    """
    return compared(name, measured, _lowest(target, n, errors), "at least")


def _lowest(target: float, n: int, errors: float = 2) -> float:
    """The lowest accuracy that counts as a target reached."""
    return target - errors * sampling_error(target, n)


@check(concept="Accuracy is what a model shows on digits that it never saw in training.")
def accuracy_steps(
    measured: float,
    steps: Sequence[tuple[float, float]],
    *,
    n: int | None = None,
    shift: float = 0.0,
) -> None:
    """Full points, a share, or none, by the highest step that a measured accuracy reaches.

    A step is reached when `reaches(measured + shift, target, n)` says so: neither sampling
    error nor harder digits cost a point. Where the goal is missed, each step that was looked at
    is noted, too: it may have been missed by as little.

    Args:
        measured: accuracy on hold-out digits, 0 to 1.
        steps: (target accuracy, share of the points), e.g. [(0.99, 1), (0.98, 0.5)]; the
            highest target has share 1, all others a share between 0 and 1.
        n: number of images measured on; the number of hold-out digits if left out.
        shift: how much lower a model's accuracy is on hold-out digits than on the digits
            that the targets are meant for, 0 to 1.

    Raises:
        PartialCredit: a step below the highest is reached.
        CheckFailed: no step is reached.
        ValueError: the highest target doesn't give all points.
    """
    size = holdout_size() if n is None else n
    ordered = sorted(steps, reverse=True)
    goal, full = ordered[0]
    if full != 1:
        raise ValueError(f"the highest target, {goal}, must give all points, not {full}")
    if compared(ACCURACY, measured, _lowest(goal, size) - shift, "at least"):
        return
    share = next(
        (
            part
            for step, part in ordered[1:]
            if compared(STEP, measured, _lowest(step, size) - shift, "at least")
        ),
        0.0,
    )
    observed = f"Your model reads {percent(measured)} of {size} unseen digits correctly."
    expected = f"{percent(goal)} are asked for; sampling error has been allowed for"
    expected += f", and {percent(shift)} for harder digits." if shift else "."
    if share:
        award(share, observed=observed, expected=expected)
    fail(observed, f"{expected} Points start at {percent(ordered[-1][0])}.")


@check(concept="An accuracy is a share of digits read correctly: it can be measured again.")
def claimed_accuracy(
    claimed: Any,
    measured: float,
    *,
    name: str = "The accuracy",
    claimed_on: int = 10_000,
    measured_on: int | None = None,
    shift: float = 0.005,
) -> None:
    """An accuracy that a student states agrees with the one measured here.

    They agree when they differ by at most four standard errors of the difference, plus
    `shift`, since hold-out digits and test digits are not equally hard.

    Args:
        claimed: the student's value, wanted as a share from 0 to 1.
        measured: accuracy on hold-out digits, 0 to 1.
        name: how the message names the claim, with a capital letter.
        claimed_on: number of images behind the claim.
        measured_on: number of hold-out digits, all if left out.
        shift: systematic difference allowed, 0 to 1.

    Raises:
        CheckFailed: the claim is no share from 0 to 1, or it doesn't agree.
    """
    value = _share(claimed, name)
    size = holdout_size() if measured_on is None else measured_on
    error = math.hypot(sampling_error(measured, size), sampling_error(measured, claimed_on))
    if compared("stated accuracy", value - measured, 4 * error + shift, "within"):
        return
    if value > measured:
        observed = f"{name} is given as {percent(value)}, more than this model shows"
        reason = "Was it measured on the training digits, or with another model?"
    else:
        observed = f"{name} is given as {percent(value)}, less than this model shows"
        reason = "Was it measured before training ended, or with another model?"
    fail(f"{observed} on unseen digits ({percent(measured)}).", f"Both must agree. {reason}")


def percent(share: float) -> str:
    """A share from 0 to 1 as text: 0.9912 -> '99.12 %', 0.99 -> '99 %'."""
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + " %"


def _share(claimed: Any, name: str) -> float:
    if claimed is None:
        fail(f"{name} is None.", "It must be a number from 0 to 1.")
    number = np.asarray(claimed)
    numeric = number.dtype.kind in "iuf" and number.ndim == 0
    value = float(number) if numeric else math.nan
    if 1 < value <= 100:
        fail(f"{name} is given as {value:g}.", "Give it as a share from 0 to 1, not in percent.")
    require(
        0 <= value <= 1,
        observed=f"{name} is {f'{value:g}' if numeric else article(type(claimed).__name__)}.",
        expected="It must be a number from 0 to 1.",
    )
    return value
