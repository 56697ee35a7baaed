"""Before points are lost by a hair: the middle one of several runs decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.engine.grader import Grader
from autograder.engine.grading import grade_submission, grade_task, ungraded
from autograder.engine.kept_runs import Runs
from autograder.engine.plan import GradingPlan
from autograder.engine.task import UNDECIDED, Graded, GradingTask
from autograder.errors import AutograderError
from autograder.flags.near_bounds import SPOILED_WHY, decided_flags, near_bound, near_bound_flags
from autograder.intake.submission import Problem, Submission
from autograder.judge.results import TestResult

_CUT_OFF = {"timeout", "died", "not_run"}  # an error is the notebook's own: it would come again
_JUDGED = {"passed", "partial", "failed"}

# Gives the run with a number; `fresh`: it is to be run although it was kept.
_Run = Callable[[int, bool], Graded]


def grade_fairly(
    plan: GradingPlan, task: GradingTask, grader: Grader, store: Runs | None = None
) -> Graded:
    """Grade a submission; where an accuracy misses its bound by very little, as course.toml says.

    Such a test gets the result of the middle one of several runs, by its points, but never less
    than that of the first: whoever is looked at again, because chance may have cost points, must
    not lose others by it. All other tests keep the result of the first run. A submission that is
    never near a bound is run once.

    Where the machine spoils one of the other runs, the first result stands for now: a problem
    says so, and the next grading looks again.

    Args:
        plan: see `grade_task`, as for the others.
        task: the submission.
        grader: what runs and judges.
        store: runs that were kept.
    """

    def run(number: int, fresh: bool) -> Graded:
        return grade_task(plan, replace(task, number=number, fresh=fresh), grader, store)

    return _decided(
        plan, run(0, task.fresh), lambda number, again: run(number, task.fresh or again)
    )


def grade_submission_fairly(
    plan: GradingPlan, submission: Submission, grader: Grader, names: tuple[str, ...] = ()
) -> Graded:
    """The same for a submission that has been taken in.

    Args:
        plan: see `grade_submission`, as for the others.
        submission: as taken in.
        grader: what runs and judges.
        names: of the files that were handed in.

    Raises:
        SubmissionError: the student kernel did not start for the first run.
        JudgeError: the judge failed in the first run.
    """

    def run(number: int, _fresh: bool) -> Graded:
        try:
            return grade_submission(plan, submission, grader, names, number)
        except AutograderError as error:
            student, assignment = submission.student, submission.assignment
            return ungraded(student, assignment, submission, "not_graded", str(error))

    return _decided(plan, grade_submission(plan, submission, grader, names), run)


def _decided(plan: GradingPlan, first: Graded, run: _Run) -> Graded:
    """The first result, in which other runs have decided the tests that came near a bound."""
    rule = plan.borderline
    near = [one.test for one in first.results if near_bound(one, rule.margin) is not None]
    if not near:
        return first
    if rule.runs == 1:
        return replace(first, flags=(*first.flags, *near_bound_flags(first.results, rule.margin)))
    runs = [first]
    for number in range(1, rule.runs):
        other = run(number, False)
        if other.from_cache and _cut_off(first, other):
            other = run(number, True)  # as it was kept, it would spoil every later look as well
        if _is_spoiled(first, other, near):
            return _undecided(first, other, near, rule.margin)
        runs.append(other)
    return _with_middle_ones(runs, near)


def _is_spoiled(first: Graded, other: Graded, near: Sequence[str]) -> bool:
    """Whether grading a run once more might give another result for the tests that came near."""
    judged = {result.test for result in other.results if result.outcome in _JUDGED}
    return not other.lasting or _cut_off(first, other) or not judged.issuperset(near)


def _cut_off(first: Graded, other: Graded) -> bool:
    """Whether a run was cut off in a cell that was not cut off in the first."""
    first_cells, cells = (
        {cell.index for cell in graded.execution.cells if cell.status in _CUT_OFF}
        if graded.execution
        else set()
        for graded in (first, other)
    )
    return bool(cells - first_cells)


def _undecided(first: Graded, other: Graded, near: Sequence[str], margin: float) -> Graded:
    """The first result, which stands until the next grading."""
    tests = ", ".join(f"'{test}'" for test in near)
    reasons = [one.message for one in other.problems if one not in first.problems]
    said = " ".join((f"Another run was to decide on {tests}, and was spoiled.", *reasons))
    flags = near_bound_flags(first.results, margin, SPOILED_WHY)
    return replace(
        first,
        problems=(*first.problems, Problem(UNDECIDED, said)),
        flags=(*first.flags, *flags),
    )


def _with_middle_ones(graded: Sequence[Graded], near: Sequence[str]) -> Graded:
    """The first result, in which the tests that came near have their middle one."""
    first = graded[0]
    by_test = [{result.test: result for result in one.results} for one in graded]
    runs = {test: [results[test] for results in by_test] for test in near}
    middle = {test: _middle(results) for test, results in runs.items()}
    points = {test: [one.points for one in results] for test, results in runs.items()}
    return replace(
        first,
        results=tuple(middle.get(one.test, one) for one in first.results),
        flags=(*first.flags, *decided_flags(points)),
    )


def _middle(results: Sequence[TestResult]) -> TestResult:
    """The result with as many below as above, if not below the first; of equals the earliest."""
    middle = sorted(result.points for result in results)[len(results) // 2]
    points = max(results[0].points, middle)
    return next(result for result in results if result.points == points)
