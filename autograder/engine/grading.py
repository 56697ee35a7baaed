"""Grades one submission: intake, run, judge."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import nbformat

from autograder.checks.public_test_knowledge import AccuracyPair
from autograder.engine.grader import Grader
from autograder.engine.plan import AssignmentPlan, GradingPlan
from autograder.errors import AutograderError, SubmissionError
from autograder.flags.flag import Flag
from autograder.flags.opaque_models import opaque_model_flags
from autograder.flags.public_test import public_test_flags
from autograder.flags.submission_flags import submission_flags
from autograder.intake.folders import names_in
from autograder.intake.overlay import take_in
from autograder.intake.submission import Problem, Submission, SubmissionFolder
from autograder.judge.measured import MeasuredModel
from autograder.judge.results import BlindReading, Case, TestResult
from autograder.run.execution import Execution
from autograder.run.local_paths import known_local_paths, text_without_local_paths
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
        problem = Problem(error.code, str(error))
    except AutograderError as error:
        status, problem = "needs_attention", Problem("not_graded", str(error))
    except Exception as error:  # whatever one submission provokes, the others go on
        message = f"Grading stopped with {type(error).__name__}: {error}"
        status, problem = "needs_attention", Problem("internal_error", message)
    flags = _flags(assignment, folder, submission) if submission else []
    return Graded(folder, submission, None, (), (problem,), status, 0.0, tuple(flags))


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
        blind: list[BlindReading] = []
        models: list[MeasuredModel] = []
        judged = grader.judge.judge(case, session.answer_call, pairs, blind, models)
        results = [_without_local_paths(plan, result) for result in judged]
        seconds = round(time.monotonic() - started, 3)
    problems = (*submission.problems, *execution.problems, *_test_problems(results))
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
            *_flags(assignment, folder, submission),
            *public_test_flags(pairs),
            *opaque_model_flags(blind),
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


def _without_local_paths(plan: GradingPlan, result: TestResult) -> TestResult:
    """A result whose message, which may quote what a student's function raised, names no folder."""
    hidden = [*known_local_paths(), *plan.run.hidden]
    return replace(
        result,
        message=text_without_local_paths(result.message, hidden),
        parts=tuple(text_without_local_paths(part, hidden) for part in result.parts),
    )


def _is_test(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _test_problems(results: list[TestResult]) -> list[Problem]:
    return [
        Problem("test_broke", f"The test '{result.test}' itself broke: {result.message}")
        for result in results
        if result.outcome in ("error", "timeout")
    ]


def _flags(
    assignment: AssignmentPlan, folder: SubmissionFolder, submission: Submission
) -> list[Flag]:
    """Flags that come from what was handed in, graded or not."""
    return submission_flags(submission, assignment.originals, names_in(folder))
