"""Tasks and results cross between processes as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.checks.measurement import MOST_MEASUREMENTS, Measurement
from autograder.engine.task import Graded, GradingTask
from autograder.flags.flag import Flag
from autograder.intake.folders import SubmittedFiles
from autograder.intake.submission import Problem, Submission
from autograder.judge.results import TestResult
from autograder.run.execution import CellRun, Execution

MEASURED = (Measurement("enough", 3.0, 2.5, "at least"),)
RESULT = TestResult("number", "Title", 2, 2, "passed", "", 0.1, measurements=MEASURED)


def graded(*problems: str, results: tuple[TestResult, ...] = (RESULT,)) -> Graded:
    notebook = new_notebook(cells=[new_code_cell("x = 1")])
    found = tuple(Problem(code, "Words.") for code in problems)
    return Graded(
        student="b\udcff",
        assignment="small",
        submission=Submission("b\udcff", "small", notebook, found, "2027-03-01"),
        execution=Execution(
            notebook, (CellRun(0, "", "ok", 0.1),), {"number": 0}, Path("e"), found, 1.0, "n", "cpu"
        ),
        results=results,
        problems=found,
        status="graded",
        seconds_judge=0.2,
        flags=(Flag("code", "Words."),),
        evidence="digest",
        from_cache=True,
    )


def test_tasks_and_results_are_plain_data() -> None:
    task = GradingTask("anna", "small", SubmittedFiles("a.ipynb", "{}", "t", ("a.ipynb",)), True)
    assert GradingTask.from_json(json.loads(json.dumps(task.as_json()))) == task
    for result in (
        graded("renamed"),
        Graded("anna", "small", None, None, (), (Problem("a", "b"),), "rejected", 0.0),
    ):
        assert Graded.from_json(json.loads(json.dumps(result.as_json()))) == result


@pytest.mark.parametrize("code", ["run_lost", "kernel_died", "internal_error", "not_graded"])
def test_what_may_be_the_machines_fault_does_not_last(code: str) -> None:
    assert graded("cell_timeout", "renamed").lasting
    assert not graded("renamed", code).lasting
    timed_out = TestResult("number", "Title", 0, 2, "timeout", "", 9)
    assert not graded(results=(RESULT, timed_out)).lasting


@pytest.mark.parametrize(
    "spoilt",
    [
        {"fraction": 3},
        {"fraction": -0.5},
        {"fraction": float("nan")},
        {"fraction": "1"},
        {"fraction": True},
        {"outcome": "excellent"},
        {"outcome": []},
        {"message": ["passed"]},
        {"parts": ["seen", 3]},
        {"seconds": float("inf")},
    ],
)
def test_a_result_that_no_judge_gives_is_refused(spoilt: dict[str, Any]) -> None:
    values = json.loads(json.dumps(asdict(RESULT)))
    with pytest.raises(ValueError, match="no result of a test"):
        TestResult.from_json({**values, **spoilt})


def test_a_result_with_too_many_measurements_is_refused() -> None:
    values = json.loads(json.dumps(asdict(RESULT)))
    assert TestResult.from_json(values) == RESULT
    values["measurements"] *= MOST_MEASUREMENTS + 1
    with pytest.raises(ValueError, match="measurements of one test"):
        TestResult.from_json(values)
