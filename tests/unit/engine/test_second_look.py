"""An accuracy that misses its bound by a hair: the middle one of several runs decides."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
import pytest

from autograder.checks.measurement import Measurement
from autograder.course.borderline import Borderline
from autograder.course.layout import Course, find_course
from autograder.engine import second_look
from autograder.engine.grader import Grader
from autograder.engine.plan import make_plan
from autograder.engine.second_look import grade_fairly
from autograder.engine.task import Graded, GradingTask
from autograder.intake.folders import SubmittedFiles
from autograder.judge.results import TestResult
from autograder.sandbox.choose import sandbox_named

TASK = GradingTask("anna", "small", SubmittedFiles("small.ipynb", "{}"))
THREE = Borderline(3, 0.002)
BOUND, POINTS = 0.985, 10.0


def result(value: float, name: str = "accuracy", test: str = "accuracy") -> TestResult:
    passed = value >= BOUND
    noted = (Measurement(name, value, BOUND, "at least"),)
    points, outcome = (POINTS, "passed") if passed else (8.0, "partial")
    message = "" if passed else f"It reads {value}."
    return TestResult(test, "Reads", points, POINTS, outcome, message, 1.0, (), noted)  # type: ignore[arg-type]


def step_result(
    value: float, points: float, *reached: float, missed: tuple[float, ...] = ()
) -> TestResult:
    """A test with several steps: each gives a share of the points, the bounds fall."""
    first, *others = (*missed, *reached)
    names = ["accuracy", *("accuracy step" for _ in others)]
    noted = tuple(
        Measurement(name, value, bound, "at least")
        for name, bound in zip(names, (first, *others), strict=True)
    )
    return TestResult("accuracy", "Reads", points, POINTS, "partial", "", 1.0, (), noted)


def graded(*results: TestResult) -> Graded:
    return Graded("anna", "small", None, None, results, (), "graded", 1.0)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Has `grade_fairly` find these results, by the number of the run; notes the numbers."""

    def given(*each: Graded) -> list[int]:
        asked: list[int] = []

        def grade(_plan: Any, task: GradingTask, *_: Any) -> Graded:
            asked.append(task.number)
            return each[task.number]

        monkeypatch.setattr(second_look, "grade_task", grade)
        return asked

    return given


def look(rule: Borderline = THREE) -> Graded:
    plan: Any = SimpleNamespace(borderline=rule)
    grader: Any = None
    return grade_fairly(plan, TASK, grader)


@pytest.mark.parametrize(
    ("second", "third", "points"),
    [(0.990, 0.991, 10), (0.980, 0.990, 8), (0.990, 0.980, 8), (0.980, 0.981, 8)],
)
def test_the_middle_one_counts(runs: Any, second: float, third: float, points: float) -> None:
    asked = runs(graded(result(0.9845)), graded(result(second)), graded(result(third)))
    found = look()
    assert asked == [0, 1, 2]
    assert [one.points for one in found.results] == [points]
    (flag,) = found.flags
    assert flag.code == "middle_of_runs"
    given = [8, *(10 if value >= BOUND else 8 for value in (second, third))]
    assert f"the test 'accuracy' gave {given[0]}, {given[1]}, {given[2]} points" in (
        flag.message[:1].lower() + flag.message[1:]
    )


@pytest.mark.parametrize(
    "first",
    [
        result(0.9851),
        result(0.9829),
        result(0.9845, name="trained"),
        replace(result(0.9845), measurements=()),
        replace(result(0.9845), measurements=result(0.9845).measurements * 2),
        replace(result(0.9845), points=POINTS, outcome="passed"),
        step_result(0.973, 5, 0.968, missed=(0.985, 0.979)),
        replace(
            step_result(0.978, 5, 0.968, missed=(0.985, 0.979)),
            measurements=(
                *step_result(0.978, 5, missed=(0.985, 0.979)).measurements,
                Measurement("trained", 1.0, 2.0, "at least"),
            ),
        ),
    ],
    ids=[
        *("passed", "far", "no-accuracy", "nothing", "two-reasons", "full-points"),
        *("between-steps", "step-and-another-reason"),
    ],
)
def test_whoever_is_not_near_is_run_once(runs: Any, first: TestResult) -> None:
    asked = runs(graded(first))
    assert look() == graded(first)
    assert asked == [0]


def test_a_lower_step_missed_by_a_hair_is_looked_at_again(runs: Any) -> None:
    """Assignment 05: 5 points, 0.1 % below what gives 8, and far from what gives 10."""
    first = step_result(0.978, 5, 0.968, missed=(0.985, 0.979))
    better = step_result(0.98, 8, 0.979, missed=(0.985,))
    asked = runs(graded(first), graded(better), graded(better))
    found = look()
    assert asked == [0, 1, 2]
    assert found.results == (better,)
    assert "gave 5, 8, 8 points" in found.flags[0].message


def test_no_points_by_a_hair_are_looked_at_again(runs: Any) -> None:
    none = step_result(0.9435, 0, missed=(0.985, 0.979, 0.968, 0.944))
    asked = runs(*3 * [graded(none)])
    look()
    assert asked == [0, 1, 2]


def test_a_lower_step_is_named_in_the_flag(runs: Any) -> None:
    runs(graded(step_result(0.978, 5, 0.968, missed=(0.985, 0.979))))
    (flag,) = look(Borderline(1, 0.002)).flags
    assert "measured 97.8 %, where 97.9 % give more points" in flag.message


def test_other_tests_keep_their_first_result(runs: Any) -> None:
    lost, kept = result(0.5, test="other"), result(0.99, test="third")
    better, worse = result(0.99, test="other"), result(0.5, test="third")
    others = graded(result(0.99), better, worse)
    runs(graded(result(0.9845), lost, kept), others, others)
    assert [one.points for one in look().results] == [10, 8, 10]
    assert look().results[1:] == (lost, kept)


def test_with_one_run_it_is_only_said(runs: Any) -> None:
    asked = runs(graded(result(0.9845)))
    found = look(Borderline(1, 0.002))
    assert asked == [0]
    assert found.results == (result(0.9845),)
    (flag,) = found.flags
    assert flag.code == "near_bound"
    assert "measured 98.45 %, where 98.5 % are enough" in flag.message


def test_a_run_that_could_not_be_graded_decides_nothing(runs: Any) -> None:
    runs(graded(result(0.9845)), graded(), graded(result(0.99)))
    found = look()
    assert found.results == (result(0.9845),)
    assert [flag.code for flag in found.flags] == ["near_bound"]


@pytest.mark.slow
def test_the_engine_runs_it_with_other_random_numbers(tiny_course: Course, tmp_path: Path) -> None:
    """A notebook that sets its own seed, too, gets another one in each run."""
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    hidden = 'checks.compared("accuracy", float(x), enough, "at least")'
    text = text.replace("x = 3\n", "x = float(np.random.default_rng(25).random())\n").replace(
        'checks.at_least(x, "enough"),', hidden.replace("enough", "0.6") + ","
    )
    source.write_text(text, encoding="utf-8")
    course = find_course(tiny_course.root)
    plan = make_plan(course, ["small"], "cpu", tmp_path, sandbox_named("none"))
    notebook = nbformat.from_dict(plan.assignments["small"].released)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "solution-number":
            cell.source = "x = float(np.random.default_rng(25).random())"
    files = SubmittedFiles("small.ipynb", json.dumps(notebook))
    plan = replace(plan, borderline=Borderline(3, 0.5))
    with Grader(plan) as grader:
        found = grade_fairly(plan, GradingTask("anna", "small", files), grader)
    passed = [np.random.default_rng(seed).random() >= 0.6 for seed in (25, 1025, 2025)]
    assert passed == [False, True, True]
    assert {one.test: one.points for one in found.results}["number"] == 2
    (flag,) = [flag for flag in found.flags if flag.code == "middle_of_runs"]
    assert "gave 0, 2, 2 points" in flag.message
