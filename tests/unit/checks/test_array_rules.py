"""Students' formulas for arrays against the right ones, with the mistakes named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks.array_rules import computes
from autograder.checks.formulas import Mistake
from autograder.checks.registry import CheckFailed
from autograder.errors import JudgeError

CASES = {"small numbers": (np.array([1.0, 2.0]),), "large numbers": (np.array([900.0, 1000.0]),)}
NO_SHIFT = Mistake(
    lambda z: np.exp(z) / np.exp(z).sum(), "infinity comes out", "Subtract the largest first."
)
ADDED = Mistake(lambda z: z + 1, "one is added", "Softmax adds nothing.")


def shares(z: Any) -> Any:
    powers = np.exp(z - np.max(z))
    return powers / powers.sum()


def judge(function: Any) -> None:
    computes(function, shares, CASES, name="shares", mistakes=[NO_SHIFT, ADDED])


@pytest.mark.parametrize(
    "function",
    [shares, lambda z: shares(z).tolist(), lambda z: shares(z).astype("float32")],
)
def test_right_functions_in_every_style(function: Any) -> None:
    judge(function)


@pytest.mark.filterwarnings("ignore")
def test_a_mistake_is_known_by_its_nan() -> None:
    with pytest.raises(CheckFailed) as caught:
        judge(lambda z: np.exp(z) / np.exp(z).sum())
    assert str(caught.value) == (
        "shares, for large numbers: infinity comes out. Subtract the largest first."
    )


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (None, "not a function"),
        (lambda z: None, "small numbers: the result is None"),
        (lambda z: "text", "a value of type str"),
        (lambda z: z[:1], r"shape \(1,\) comes out.*\(2,\)"),
        (lambda z: z[5], "an error stops it"),
        (lambda z: shares(z) * np.nan, "NaN comes out"),
        (lambda z: shares(z) * 1.01, "other numbers come out"),
        (lambda z: [[1.0], [2.0, 3.0]], "a value of type list"),
    ],
)
def test_what_is_wrong_is_said_without_the_answer(function: Any, message: str) -> None:
    with pytest.raises(CheckFailed, match=message) as caught:
        judge(function)
    assert "0.73" not in str(caught.value)


def test_results_of_several_parts() -> None:
    def both(x: Any) -> tuple[Any, Any]:
        return x * 2, x.sum()

    case = {"two numbers": (np.array([1.0, 5.0]),)}
    computes(lambda x: [x * 2, np.array(x.sum())], both, case, name="both")
    numbers = {"two numbers": (3.0, 4.0)}
    computes(lambda x, y: np.array([x, y]), lambda x, y: (x, y), numbers, name="numbers")
    with pytest.raises(CheckFailed, match="has 3 parts"):
        computes(lambda x: (x, x, x), both, case, name="both")
    with pytest.raises(CheckFailed, match="other numbers"):
        computes(lambda x: (x * 2, 7.0), both, case, name="both")


def test_a_fault_of_the_judge_is_no_fault_of_the_student() -> None:
    def broken(z: Any) -> Any:
        raise JudgeError("the student's process is gone")

    with pytest.raises(JudgeError):
        judge(broken)


def test_a_function_that_changes_its_argument_spoils_no_later_case() -> None:
    def in_place(z: Any) -> Any:
        z -= z.max()
        return shares(z)

    before = CASES["large numbers"][0].copy()
    judge(in_place)
    assert np.array_equal(CASES["large numbers"][0], before)
