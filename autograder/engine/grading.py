"""Grades one submission: intake, run, judge.

A function of plain data: it writes no record, and may run in any thread or process that has the
assignment's plan.
"""

from __future__ import annotations

from dataclasses import replace

from autograder.engine.grader import Grader
from autograder.engine.judging import Judged, judge_kept_run, run_and_judge
from autograder.engine.kept_runs import Runs
from autograder.engine.other_seeds import submission_with_other_seeds
from autograder.engine.plan import GradingPlan
from autograder.engine.task import PASSING_PROBLEMS, Graded, GradingTask
from autograder.errors import AutograderError, SubmissionError
from autograder.flags.flag import Flag
from autograder.flags.opaque_models import opaque_model_flags
from autograder.flags.public_test import public_test_flags
from autograder.flags.submission_flags import submission_flags
from autograder.intake.folders import read_submitted
from autograder.intake.submission import Problem, Submission, SubmissionFolder
from autograder.intake.taking_in import take_in_files
from autograder.judge.results import TestResult

REJECTED = {"symbolic_link", "not_a_file"}
MOST_ATTEMPTS = 3  # the run worker and the judge may be lost, one after the other


def grade_folder(
    plan: GradingPlan, folder: SubmissionFolder, grader: Grader, store: Runs | None = None
) -> Graded:
    """Read and grade a submission as handed in; never raises for what is wrong with it."""
    try:
        submitted = read_submitted(folder)
    except SubmissionError as error:
        return refused(folder.student, folder.assignment, error)
    return grade_task(
        plan, GradingTask(folder.student, folder.assignment, submitted), grader, store
    )


def grade_task(
    plan: GradingPlan, task: GradingTask, grader: Grader, store: Runs | None = None
) -> Graded:
    """Grade a submission; never raises for what is wrong with it.

    What failed because of the machine, such as a worker that was lost, is tried again; the last
    time from a cold start, in case what has been kept warm is to blame.

    Args:
        plan: has the task's assignment.
        task: the submission.
        grader: what runs and judges.
        store: runs that were kept, and where this one is kept; None: none are.
    """
    for left in reversed(range(MOST_ATTEMPTS)):
        tried = plan if left else replace(plan, warm=None)
        graded, lost = _attempt(tried, task, grader, store)
        if not lost or grader.closed:
            break
    return graded


def _attempt(
    plan: GradingPlan, task: GradingTask, grader: Grader, store: Runs | None
) -> tuple[Graded, bool]:
    """The result, and whether a process of ours was lost on the way."""
    taken: Submission | None = None
    names = task.submitted.names
    try:
        planned = plan.assignments[task.assignment]
        taken = take_in_files(
            task.student, task.assignment, task.submitted, planned.released, planned.earlier
        )
        taken = submission_with_other_seeds(taken, task.number)
        return _grade(plan.numbered(task.number), taken, grader, names, store, fresh=task.fresh)
    except SubmissionError as error:
        graded = refused(task.student, task.assignment, error, taken)
    except AutograderError as error:
        graded = ungraded(task.student, task.assignment, taken, "not_graded", str(error))
    except Exception as error:  # whatever one submission provokes, the others go on
        message = f"Grading stopped with {type(error).__name__}: {error}"
        graded = ungraded(task.student, task.assignment, taken, "internal_error", message)
    if taken is not None:
        graded = replace(graded, flags=_flags(plan, taken, names))
    return graded, bool(graded.codes & PASSING_PROBLEMS)


def grade_submission(
    plan: GradingPlan,
    submission: Submission,
    grader: Grader,
    names: tuple[str, ...] = (),
    number: int = 0,
) -> Graded:
    """Run and judge a submission that has been taken in.

    Args:
        plan: has the submission's assignment.
        submission: as taken in.
        grader: what runs and judges.
        names: of the files that were handed in.
        number: of the run: another one has other random numbers; 0 for the first.

    Raises:
        SubmissionError: the student kernel did not start.
        JudgeError: the judge failed.
    """
    seeded = submission_with_other_seeds(submission, number)
    return _grade(plan.numbered(number), seeded, grader, names, None, fresh=True)[0]


def _grade(
    plan: GradingPlan,
    submission: Submission,
    grader: Grader,
    names: tuple[str, ...],
    store: Runs | None,
    *,
    fresh: bool,
) -> tuple[Graded, bool]:
    judged: Judged | None = None
    if store is not None and not fresh:
        judged = judge_kept_run(plan, submission, grader, store)
    if judged is None:
        judged = run_and_judge(plan, submission, grader, store)
    execution, results = judged.execution, judged.results
    problems = (*submission.problems, *execution.problems, *_test_problems(results))
    unfinished = any(result.outcome == "not_run" for result in results)
    graded = Graded(
        student=submission.student,
        assignment=submission.assignment,
        submission=submission,
        execution=execution,
        results=results,
        problems=problems,
        status="needs_attention" if unfinished else "graded",
        seconds_judge=judged.seconds,
        flags=(
            *_flags(plan, submission, names),
            *public_test_flags(judged.pairs),
            *opaque_model_flags(judged.blind),
        ),
        evidence=judged.evidence,
        from_cache=judged.from_cache,
        models=judged.models,
    )
    return graded, judged.lost


def refused(
    student: str, assignment: str, error: SubmissionError, taken: Submission | None = None
) -> Graded:
    """What becomes of a submission that can't be graded as it stands."""
    status = "rejected" if error.code in REJECTED else "needs_attention"
    return ungraded(student, assignment, taken, error.code, str(error), status)


def ungraded(
    student: str,
    assignment: str,
    taken: Submission | None,
    code: str,
    message: str,
    status: str = "needs_attention",
) -> Graded:
    """The result of a submission that was not graded, for one reason."""
    return Graded(student, assignment, taken, None, (), (Problem(code, message),), status, 0.0)


def _test_problems(results: tuple[TestResult, ...]) -> list[Problem]:
    return [
        Problem("test_broke", f"The test '{result.test}' itself broke: {result.message}")
        for result in results
        if result.outcome in ("error", "timeout")
    ]


def _flags(plan: GradingPlan, submission: Submission, names: tuple[str, ...]) -> tuple[Flag, ...]:
    """Flags that come from what was handed in, graded or not."""
    originals = plan.assignments[submission.assignment].originals
    return tuple(submission_flags(submission, originals, names))
