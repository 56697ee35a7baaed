"""Grades one submission: intake, run, judge."""

from __future__ import annotations

import time
from dataclasses import dataclass

import nbformat

from autograder.checks.public_test_knowledge import AccuracyPair
from autograder.engine.grader import Grader
from autograder.engine.plan import AssignmentPlan, GradingPlan
from autograder.errors import AutograderError, SubmissionError
from autograder.flags.flag import Flag
from autograder.flags.public_test import public_test_flags
from autograder.flags.submission_flags import submission_flags
from autograder.intake.folders import names_in
from autograder.intake.overlay import take_in
from autograder.intake.submission import Problem, Submission, SubmissionFolder
from autograder.judge.measured import MeasuredModel
from autograder.judge.results import Case, TestResult
from autograder.run.execution import Execution
from autograder.run.local_paths import known_local_paths, without_local_paths
from autograder.run.session import run_submission

REJECTED = {"symbolic_link", "not_a_file"}


@dataclass(frozen=True)
class Graded:
    """What grading one submission gave.

    Attributes:
        folder: where the submission lies.
        submission: the submission as taken in; None when it could not be read.
        execution: how its cells ran; None when they did not.
        results: one per test; empty when the submission could not be graded.
        problems: of intake, run and judging together.
        status: graded, needs_attention, or rejected.
        seconds_judge: wall time in the judge.
        flags: what a teaching assistant should look at.
        models: what the judge measured of its models, for the pages.
    """

    folder: SubmissionFolder
    submission: Submission | None
    execution: Execution | None
    results: tuple[TestResult, ...]
    problems: tuple[Problem, ...]
    status: str
    seconds_judge: float
    flags: tuple[Flag, ...] = ()
    models: tuple[MeasuredModel, ...] = ()


def grade_folder(plan: GradingPlan, folder: SubmissionFolder, grader: Grader) -> Graded:
    """Grade a submission as handed in; never raises for what is wrong with it."""
    assignment = plan.assignments[folder.assignment]
    submission: Submission | None = None
    try:
        submission = take_in(folder, assignment.released)
        return grade_submission(plan, folder, submission, grader)
    except SubmissionError as error:
        status = "rejected" if error.code in REJECTED else "needs_attention"
        return _ungraded(folder, submission, Problem(error.code, str(error)), status)
    except AutograderError as error:
        return _ungraded(folder, submission, Problem("not_graded", str(error)), "needs_attention")
    except Exception as error:  # whatever one submission provokes, the others go on
        message = f"Grading stopped with {type(error).__name__}: {error}"
        return _ungraded(folder, submission, Problem("internal_error", message), "needs_attention")


def grade_submission(
    plan: GradingPlan, folder: SubmissionFolder, submission: Submission, grader: Grader
) -> Graded:
    """Run and judge a submission that has been taken in.

    Raises:
        SubmissionError: the student kernel did not start.
        JudgeError: the judge failed.
    """
    assignment = plan.assignments[submission.assignment]
    settings = plan.run_settings(submission.assignment)
    grader.judge.warm_up()
    with (
        grader.evidence_folder() as evidence,
        run_submission(grader.run, submission, settings, evidence) as session,
    ):
        execution = session.execution
        started = time.monotonic()
        case = make_case(plan, assignment, submission, execution)
        pairs: list[AccuracyPair] = []
        models: list[MeasuredModel] = []
        results = grader.judge.judge(case, session.answer_call, pairs, models)
        seconds = round(time.monotonic() - started, 3)
    problems = (*submission.problems, *execution.problems, *_test_problems(results))
    without_local_paths(execution.notebook, known_local_paths())
    unfinished = any(result.outcome == "not_run" for result in results)
    return Graded(
        folder=folder,
        submission=submission,
        execution=execution,
        results=tuple(results),
        problems=problems,
        status="needs_attention" if unfinished else "graded",
        seconds_judge=seconds,
        flags=(
            *submission_flags(submission, assignment.originals, names_in(folder)),
            *public_test_flags(pairs),
        ),
        models=tuple(models),
    )


def make_case(
    plan: GradingPlan, assignment: AssignmentPlan, submission: Submission, execution: Execution
) -> Case:
    """Everything the judge needs to know about one executed submission."""
    executed: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    runs = {run.index: run for run in execution.cells}
    sources: list[str] = []
    recent: list[str] = []
    for index, cell in enumerate(execution.notebook.cells):
        if cell.cell_type != "code":
            continue
        if _is_test(cell):
            test = cell.metadata.nbgrader.grade_id
            executed[test] = list(sources)
            errors[test] = " ".join(recent)
            recent = []
        elif index in runs:
            sources.append(cell.source)
            run = runs[index]
            if run.error:
                name = f"'{run.ident}'" if run.ident else f"number {index + 1}"
                recent.append(f"(The cell {name} stopped: {run.error})")
    return Case(
        tests=assignment.tests,
        evidence=execution.evidence,
        positions=execution.positions,
        executed=executed,
        cell_errors=errors,
        holdout=plan.digits.judge,
        thresholds=assignment.thresholds,
        sources=submission.sources(),
        originals=assignment.originals,
        public=plan.digits.students,
    )


def _is_test(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _test_problems(results: list[TestResult]) -> list[Problem]:
    return [
        Problem("test_broke", f"The test '{result.test}' itself broke: {result.message}")
        for result in results
        if result.outcome in ("error", "timeout")
    ]


def _ungraded(
    folder: SubmissionFolder, submission: Submission | None, problem: Problem, status: str
) -> Graded:
    return Graded(folder, submission, None, (), (problem,), status, 0.0)
