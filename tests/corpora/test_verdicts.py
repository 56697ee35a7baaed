"""Errors of judgement are told apart, and a verdict is forgotten when its example changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.authoring.examples import Example, Loss
from autograder.record.lines import GradeLine, SubmissionLine
from tests.corpora.grading import outdated
from tests.corpora.verdicts import NOTHING_GRADED, Verdict, verdict_on

TESTS = ["first", "second"]
CORRECT = Example("e", "a", "correct", "t", False, {}, {"cell": "x = 1"}, {})
WRONG = replace(CORRECT, kind="wrong", loses={"first": Loss(0.5, "half of it")})


def submission(status: str = "graded") -> SubmissionLine:
    fields = dict.fromkeys(SubmissionLine.__dataclass_fields__)
    return SubmissionLine(**{**fields, "status": status})  # type: ignore[arg-type]


def line(test: str, points: float, message: str = "", outcome: str = "passed") -> GradeLine:
    return GradeLine("e", "a", test, "title", points, 2, outcome, message, 0)  # type: ignore[arg-type]


def faults(example: Example, *lines: GradeLine) -> list[tuple[str, str]]:
    verdict = verdict_on(example, submission(), lines, TESTS, "2026-11-22")
    return [(fault.test, fault.kind) for fault in verdict.faults]


def test_no_error_is_found_where_all_is_as_it_should_be() -> None:
    assert faults(CORRECT, line("first", 2), line("second", 2)) == []
    half = line("first", 1, "you did half of it", "partial")
    assert faults(WRONG, half, line("second", 2)) == []
    manual = line("written", 0, outcome="manual")
    untouched = replace(CORRECT, kind="untouched")
    none = [line(test, 0, outcome="failed") for test in TESTS]
    assert faults(untouched, *none, manual) == []


@pytest.mark.parametrize(
    ("example", "first", "second", "found"),
    [
        (CORRECT, line("first", 1), line("second", 2), [("first", "refused")]),
        (WRONG, line("first", 2), line("second", 2), [("first", "passed")]),
        (WRONG, line("first", 1, "other words"), line("second", 2), [("first", "message")]),
        (WRONG, line("first", 0, "half of it"), line("second", 2), [("first", "besides")]),
        (WRONG, line("first", 1, "half of it"), line("second", 0), [("second", "besides")]),
        (WRONG, line("first", 1, "half of it", "error"), line("second", 2), [("first", "message")]),
    ],
)
def test_each_error_has_its_kind(
    example: Example, first: GradeLine, second: GradeLine, found: list[tuple[str, str]]
) -> None:
    assert faults(example, first, second) == found


def test_a_result_that_is_missing_is_an_error() -> None:
    assert faults(CORRECT, line("first", 2)) == [("second", "refused")]
    lost = verdict_on(WRONG, None, [], TESTS, "2026-11-22")
    assert [(fault.test, fault.kind) for fault in lost.faults] == [(NOTHING_GRADED, "passed")]


def test_a_verdict_survives_a_file_and_ends_with_its_example() -> None:
    verdict = verdict_on(WRONG, submission(), [line("first", 2)], TESTS, "2026-11-22")
    assert Verdict.from_json(verdict.as_json()) == verdict
    assert not outdated(WRONG, verdict)
    assert outdated(replace(WRONG, cells={"cell": "x = 2"}), verdict)
    assert outdated(replace(WRONG, loses={"first": Loss(0.5, "other words")}), verdict)
    assert outdated(WRONG, None)
