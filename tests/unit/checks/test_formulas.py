"""Students' rules and numbers against the right ones, with the mistakes named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks.formulas import Mistake, follows_rule, right_numbers
from autograder.checks.registry import CheckFailed
from autograder.errors import JudgeError

CASES = [(3, 2), (7, 5), (784, 10)]
NO_BIAS = Mistake(lambda n, u: (n * u, 0), "no biases are counted", "Every unit has one bias.")
SWAPPED = Mistake(lambda n, u: (u, n * u), "the pair is turned round", "Weights come first.")


def dense(n: int, u: int) -> tuple[int, int]:
    return n * u, u


def judge(function: Any) -> None:
    follows_rule(function, dense, CASES, name="dense_params", mistakes=[NO_BIAS, SWAPPED])


@pytest.mark.parametrize(
    "function",
    [
        dense,
        lambda n, u: [n * u, u],
        lambda n, u: np.array([n * u, u]),
        lambda n, u: (float(n * u), np.int64(u)),
    ],
)
def test_right_functions_in_every_style(function: Any) -> None:
    judge(function)


def test_a_known_mistake_is_named() -> None:
    with pytest.raises(CheckFailed) as caught:
        judge(lambda n, u: (n * u, 0))
    assert str(caught.value) == (
        "dense_params(3, 2) gives (6, 0): no biases are counted. Every unit has one bias."
    )


def test_a_mistake_that_shows_only_in_some_cases_is_named() -> None:
    with pytest.raises(CheckFailed, match=r"dense_params\(784, 10\).*no biases"):
        judge(lambda n, u: (n * u, 0) if n > 100 else (n * u, u))


def test_an_unknown_mistake_gives_no_answer() -> None:
    with pytest.raises(CheckFailed, match=r"not right\. So are 2 more of 3") as caught:
        judge(lambda n, u: (1, 1))
    assert "(6, 2)" not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [None, "6, 2", 8, (6,), (6, 2, 0), {"w": 6}, (6, "2"), (True, True), (6, [2]), np.ones(3)],
)
def test_any_other_value_fails_and_never_raises_something_else(value: Any) -> None:
    with pytest.raises(CheckFailed):
        judge(lambda n, u: value)


def test_an_error_in_the_students_function_is_told() -> None:
    with pytest.raises(CheckFailed, match="raised ZeroDivisionError: "):
        judge(lambda n, u: 1 // 0)
    with pytest.raises(CheckFailed, match="not a function"):
        judge(6)


def test_a_fault_of_the_judge_passes_through() -> None:
    def broken(n: int, u: int) -> None:
        raise JudgeError("the judge's own")

    with pytest.raises(JudgeError):
        judge(broken)


def test_long_values_are_cut() -> None:
    with pytest.raises(CheckFailed) as caught:
        judge(lambda n, u: "x" * 10_000)
    assert len(str(caught.value)) < 300


def totals(answers: Any) -> None:
    right = {"784-512-10": 407_050, "784-400-10": 318_010}
    right_numbers(
        answers,
        right.get,
        list(right),
        name="totals",
        mistakes=[Mistake({"784-512-10": 406_528}.get, "the biases are left out", "Count them.")],
    )


def test_right_numbers() -> None:
    totals({"784-512-10": 407_050, "784-400-10": 318_010.0, "more": None})


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"784-512-10": 406_528, "784-400-10": 318_010}, "406,528: the biases are left out"),
        (
            {"784-512-10": 407_050, "784-400-10": 318_610},
            r'totals\["784-400-10"\] is 318,610, which',
        ),
        ({"784-512-10": 407_050}, "None or missing"),
        ({"784-512-10": 407_050, "784-400-10": True}, "is True, which is not right"),
        ([1, 2], "not a dict"),
        (None, "not a dict"),
    ],
)
def test_wrong_numbers(answers: Any, message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        totals(answers)
