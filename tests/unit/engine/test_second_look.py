"""An accuracy that misses its bound by a hair: the middle one of several runs decides."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat.v4
import numpy as np
import pytest

from autograder.checks.measurement import Measurement
from autograder.course.borderline import Borderline
from autograder.course.layout import Course, find_course
from autograder.engine import second_look
from autograder.engine.grader import Grader
from autograder.engine.plan import make_plan
from autograder.engine.second_look import grade_fairly, grade_submission_fairly
from autograder.engine.task import Graded, GradingTask
from autograder.errors import JudgeError
from autograder.intake.folders import SubmittedFiles
from autograder.intake.submission import Problem, Submission
from autograder.judge.results import TestResult
from autograder.run.execution import CellRun, Execution
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
            found = each[task.number]
            return replace(found, from_cache=found.from_cache and not task.fresh)

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


def with_points(points: float, outcome: str = "failed") -> TestResult:
    return replace(result(0.9), points=points, outcome=outcome)  # type: ignore[arg-type]


def ran(*statuses: str) -> Execution:
    """A run whose cells ended so."""
    cells = tuple(
        CellRun(index, "", status, 1.0)  # type: ignore[arg-type]
        for index, status in enumerate(statuses)
    )
    notebook = nbformat.v4.new_notebook()
    return Execution(notebook, cells, {}, Path("evidence"), (), 1.0, "none", "cpu")


@pytest.mark.parametrize("others", [(5, 5), (0, 0), (0, 10), (10, 0), (5, 8)])
def test_a_second_look_takes_no_points(runs: Any, others: tuple[float, float]) -> None:
    runs(graded(result(0.9845)), *(graded(with_points(points)) for points in others))
    found = look()
    assert found.results == (result(0.9845),)
    assert found.lasting
    (flag,) = found.flags
    assert f"gave 8, {others[0]}, {others[1]} points" in flag.message


LOST = Problem("run_lost", "The run was lost.")
DIED = Problem("kernel_died", "Cell 3 ended the notebook's process.")
BROKE = Problem("test_broke", "The test itself broke.")


@pytest.mark.parametrize(
    "spoiled",
    [
        replace(graded(), problems=(LOST,), status="needs_attention"),
        graded(),
        replace(graded(with_points(0)), problems=(DIED,)),
        replace(graded(with_points(0)), execution=ran("ok", "timeout")),
        replace(graded(with_points(0)), execution=ran("died", "not_run")),
        graded(with_points(0, "not_run")),
        graded(with_points(0, "timeout")),
        replace(graded(with_points(0, "error")), problems=(BROKE,)),
        graded(result(0.99), replace(with_points(0, "timeout"), test="other")),
    ],
    ids=[
        *("lost", "nothing", "kernel-died", "cell-timeout", "limit", "not-run", "judge-timeout"),
        *("test-broke", "other-test-timeout"),
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_a_run_that_the_machine_spoiled_decides_nothing_for_now(
    runs: Any, spoiled: Graded, number: int
) -> None:
    first = replace(graded(result(0.9845)), execution=ran("ok", "ok"))
    each = [first, graded(result(0.99)), graded(result(0.99))]
    each[number] = spoiled
    runs(*each)
    found = look()
    assert found.results == first.results
    assert found.status == "graded"
    assert not found.lasting  # the next grading looks again
    (flag,) = found.flags
    assert flag.code == "near_bound"
    assert "set runs = 3" not in flag.message
    (problem,) = found.problems
    assert all(one.message in problem.message for one in spoiled.problems)


def test_a_cell_that_stops_in_all_runs_spoils_none(runs: Any) -> None:
    each = [graded(result(value)) for value in (0.9845, 0.99, 0.99)]
    runs(*(replace(one, execution=ran("timeout", "ok")) for one in each))
    assert [one.points for one in look().results] == [10]
    assert look().lasting


def test_an_error_of_the_notebooks_own_is_a_result(runs: Any) -> None:
    """It would stop again with these random numbers: there is nothing to wait for."""
    stopped = replace(graded(with_points(0)), execution=ran("ok", "error"))
    asked = runs(
        replace(graded(result(0.9845)), execution=ran("ok", "ok")), stopped, graded(result(0.99))
    )
    found = look()
    assert asked == [0, 1, 2]
    assert found.results == (result(0.9845),)
    assert found.lasting


def test_a_kept_run_that_was_cut_off_is_run_anew(runs: Any) -> None:
    """Kept as it is, it would spoil every later look as well."""
    first = replace(graded(result(0.9845)), execution=ran("ok", "ok"))
    cut_off = replace(graded(with_points(0)), execution=ran("ok", "timeout"), from_cache=True)
    asked = runs(first, cut_off, graded(result(0.99)))
    assert not look().lasting
    assert asked == [0, 1, 1]


def test_a_judge_that_fails_in_another_run_leaves_the_first_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As nbgrader's autograde grades: there, an error of the first run ends it."""

    def grade(_plan: Any, _submission: Any, _grader: Any, _names: Any, number: int = 0) -> Graded:
        if number:
            raise JudgeError("The judge ended.")
        return graded(result(0.9845))

    monkeypatch.setattr(second_look, "grade_submission", grade)
    plan: Any = SimpleNamespace(borderline=THREE)
    grader: Any = None
    submission = Submission("anna", "small", nbformat.v4.new_notebook(), ())
    found = grade_submission_fairly(plan, submission, grader)
    assert found.results == (result(0.9845),)
    assert not found.lasting
    assert "The judge ended." in found.problems[0].message


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
