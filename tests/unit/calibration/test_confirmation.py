"""What counts as the same outcome of a run that was repeated after a change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.calibration.confirmation import confirming
from autograder.calibration.kept import CalibrationRun
from autograder.checks.measurement import Measurement
from autograder.judge.results import TestResult

MEASURED = (
    Measurement("trained", 0.97, 0.95, "at least"),
    Measurement("log10 of slowest", 1.2, 2.0, "at most"),
)
RESULT = TestResult("accuracy", "Reads", 2, 2, "passed", "", 1.0, ("a",), MEASURED)
SILENT = TestResult("figure", "Shows", 3, 3, "passed", "", 1.0, ("b",), ())
BEFORE = CalibrationRun("small", "reference", 3, "old", "2026-11-21", 12.5, (RESULT,))
AFTER = replace(BEFORE, key="new", day="2026-11-22", seconds=30.0, results=(SILENT, RESULT))


def with_result(**changed: object) -> CalibrationRun:
    return replace(AFTER, results=(replace(RESULT, **changed),))  # type: ignore[arg-type]


def with_values(trained: float, slowest: float) -> CalibrationRun:
    one, other = MEASURED
    return with_result(measurements=(replace(one, value=trained), replace(other, value=slowest)))


@pytest.mark.parametrize("run", [AFTER, with_values(0.97 + 3e-8, 1.2), with_values(0.97, 1.5)])
def test_the_same_numbers_confirm_a_run_but_for_durations(run: CalibrationRun) -> None:
    assert confirming(run, BEFORE) == replace(run, confirms=("old",))


@pytest.mark.parametrize(
    "run",
    [
        with_values(0.97001, 1.2),
        with_result(points=1),
        with_result(max_points=3, points=3),
        with_result(test="other"),
        with_result(measurements=MEASURED[:1]),
        with_result(measurements=(replace(MEASURED[0], bound=0.94), MEASURED[1])),
        with_result(measurements=(replace(MEASURED[0], name="learned"), MEASURED[1])),
        replace(AFTER, results=()),
        replace(AFTER, results=(replace(SILENT, points=0), RESULT)),
    ],
)
def test_another_outcome_confirms_nothing(run: CalibrationRun) -> None:
    assert confirming(run, BEFORE) == run


def test_nothing_is_confirmed_where_nothing_was_before_or_has_changed() -> None:
    assert confirming(AFTER, None) == AFTER
    assert confirming(AFTER, replace(BEFORE, key="new")) == AFTER


def test_what_was_confirmed_before_stays_so() -> None:
    before = replace(BEFORE, confirms=("older", "oldest"))
    assert confirming(AFTER, before).confirms == ("older", "oldest", "old")
