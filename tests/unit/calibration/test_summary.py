"""What runs of correct work are made into: probabilities, verdicts, a page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autograder.calibration.kept import CalibrationRun
from autograder.calibration.page import AssignmentSummary, page_text, percent, verdict
from autograder.calibration.probability import normal_tail
from autograder.calibration.summary import SubmissionSummary, summarize
from autograder.checks.measurement import Kind, Measurement
from autograder.judge.results import TestResult


def run(number: int, *measured: Measurement, points: float = 2) -> CalibrationRun:
    outcome = "passed" if points == 2 else "failed"
    test = TestResult("accuracy", "Reads", points, 2, outcome, "", 1.0, (), measured)
    return CalibrationRun("small", "reference", number, "key", "2026-11-22", 1.0, (test,))


def runs_at(distance: float, count: int, kind: Kind = "at least") -> list[CalibrationRun]:
    """Runs whose values lie at exactly so many standard deviations from 0.9."""
    values = np.random.default_rng(count).normal(size=count)
    values = (values - values.mean()) / values.std(ddof=1) * 0.001
    sign = 1 if kind == "at least" else -1
    return [
        run(i + 1, Measurement("trained", 0.9 + sign * 0.001 * distance + value, 0.9, kind))
        for i, value in enumerate(values)
    ]


def assignment(*summaries: SubmissionSummary) -> AssignmentSummary:
    return AssignmentSummary("small", summaries, frozenset(), 0, 1)


@pytest.mark.parametrize("kind", ["at least", "at most"])
def test_a_margin_becomes_a_probability(kind: Kind) -> None:
    found = summarize(runs_at(4.0, 10, kind))
    (quantity,) = found.quantities
    assert quantity.distance == pytest.approx(4.0)
    assert found.estimate == pytest.approx(normal_tail(4.0))
    assert found.highest is not None
    assert found.estimate < found.highest < 0.02


def test_a_difference_can_miss_on_both_sides() -> None:
    values = [-0.02, -0.01, 0.0, 0.01, 0.02]
    runs = [run(i, Measurement("apart", v, 0.03, "within")) for i, v in enumerate(values)]
    spread = float(np.std(values, ddof=1))
    assert summarize(runs).estimate == pytest.approx(2 * normal_tail(0.03 / spread))


def test_several_quantities_of_one_name_add_up() -> None:
    noted = [one.results[0].measurements[0] for one in runs_at(3.0, 8)]
    pairs = zip(noted, reversed(noted), strict=True)
    double = [run(number, *pair) for number, pair in enumerate(pairs)]
    assert summarize(double).estimate == pytest.approx(2 * normal_tail(3.0))
    assert [quantity.place for quantity in summarize(double).quantities] == [1, 2]


def test_what_comes_out_alike_in_every_run_counts_once() -> None:
    single = runs_at(3.0, 8)
    double = [run(one.number, *one.results[0].measurements * 2) for one in single]
    assert summarize(double).estimate == pytest.approx(normal_tail(3.0))
    assert summarize(double).highest == pytest.approx(summarize(single).highest)
    assert [quantity.place for quantity in summarize(double).quantities] == [1, 2]


def test_lower_steps_are_no_bound_of_correct_work() -> None:
    """They are noted only where the goal was missed: they say nothing about how often that is."""
    runs = runs_at(3.0, 8)
    missed = [Measurement("trained", 0.8, 0.9, "at least")]
    missed.append(Measurement("accuracy step", 0.8, 0.7, "at least"))
    found = summarize([*runs, run(9, *missed, points=1)])
    assert [quantity.name for quantity in found.quantities] == ["trained"]
    assert found.estimate is not None
    assert found.spoiled == 1


def test_too_few_runs_have_no_probability() -> None:
    found = summarize(runs_at(50.0, 3)[:2])
    assert found.estimate is None
    assert verdict(assignment(found)) == "more runs needed"


@pytest.mark.parametrize(
    ("distance", "count", "said"),
    [
        (6.0, 30, "reached"),
        (40.0, 9, "reached so far"),
        (4.0, 10, "more runs needed"),
        (2.5, 30, "**missed** by margin"),
    ],
)
def test_verdicts(distance: float, count: int, said: str) -> None:
    assert verdict(assignment(summarize(runs_at(distance, count)))) == said


def test_a_submission_that_was_not_run_keeps_the_aim_open() -> None:
    found = AssignmentSummary("small", (summarize(runs_at(6.0, 30)),), frozenset(), 0, 2)
    assert verdict(found) == "reached so far"
    assert "| 1 of 2 | 30 |" in page_text([found])


def test_correct_work_that_lost_a_point_is_never_called_fine() -> None:
    runs = [*runs_at(9.0, 10), run(11, points=0)]
    found = summarize(runs)
    assert (found.spoiled, found.failed) == (1, {"accuracy": 1})
    assert found.failing_bound == pytest.approx(0.364, abs=1e-3)
    assert verdict(assignment(found)).startswith("**missed**")
    page = page_text([assignment(found)])
    assert "reference lost points in `accuracy` in 1 runs" in page


def test_the_page_says_what_is_out_of_date() -> None:
    some = replace(assignment(summarize(runs_at(6.0, 30))), outdated=2)
    assert "2 more are out of date: `calibrate --again` judges them again." in page_text([some])
    every = replace(some, earlier=frozenset({"reference"}), outdated=0)
    page = page_text([every])
    assert "| before a change: reached |" in page
    assert "Those of reference were done before a test, a threshold," in page
    fresh = page_text([assignment(summarize(runs_at(6.0, 30)))])
    assert "more are out of date" not in fresh
    assert "before a change" not in fresh


def test_the_page_names_what_comes_nearest() -> None:
    page = page_text(
        [assignment(summarize(runs_at(6.0, 30))), AssignmentSummary("other", (), frozenset(), 0, 4)]
    )
    assert "| accuracy | trained | reference | 30 | 0.906 ± 0.001 |" in page
    assert "| ≥ 0.9 | 6.0 sd |" in page
    assert "| other | 0 of 4 |" in page


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (None, "too few runs"),
        (0.0, "below 0.0001 %"),
        (1e-9, "below 0.0001 %"),
        (0.00123, "0.12 %"),
    ],
)
def test_probabilities_as_text(probability: float | None, text: str) -> None:
    assert percent(probability) == text
