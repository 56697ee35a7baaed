"""Before points are lost by a hair: the middle one of several runs decides."""

from __future__ import annotations

from dataclasses import replace

from autograder.engine.grader import Grader
from autograder.engine.grading import grade_task
from autograder.engine.kept_runs import Runs
from autograder.engine.plan import GradingPlan
from autograder.engine.task import Graded, GradingTask
from autograder.flags.near_bounds import decided_flags, near_bound, near_bound_flags
from autograder.judge.results import TestResult


def grade_fairly(
    plan: GradingPlan, task: GradingTask, grader: Grader, store: Runs | None = None
) -> Graded:
    """Grade a submission; where an accuracy misses its bound by very little, as course.toml says.

    Such a test gets the result of the middle one of several runs, by its points; all others keep
    the result of the first. A submission that is never near a bound is run once.

    Args:
        plan: see `grade_task`, as for the others.
        task: the submission.
        grader: what runs and judges.
        store: runs that were kept.
    """
    first, rule = grade_task(plan, task, grader, store), plan.borderline
    near = [one.test for one in first.results if near_bound(one, rule.margin) is not None]
    if not near:
        return first
    others = []
    for number in range(1, rule.runs):
        graded = grade_task(plan, replace(task, number=number), grader, store)
        others.append({result.test: result for result in graded.results})
    if not others or not all(set(near) <= set(results) for results in others):
        flags = near_bound_flags(first.results, rule.margin)
        return replace(first, flags=(*first.flags, *flags))
    return _decided(first, near, others)


def _decided(first: Graded, near: list[str], others: list[dict[str, TestResult]]) -> Graded:
    """The first result, in which the tests that came near have their middle one."""
    own = {result.test: result for result in first.results}
    runs = {test: [own[test], *(results[test] for results in others)] for test in near}
    middle = {test: _middle(results) for test, results in runs.items()}
    points = {test: [one.points for one in results] for test, results in runs.items()}
    return replace(
        first,
        results=tuple(middle.get(one.test, one) for one in first.results),
        flags=(*first.flags, *decided_flags(points)),
    )


def _middle(results: list[TestResult]) -> TestResult:
    """The result with as many below as above; of equal ones the earliest."""
    points = sorted(result.points for result in results)[len(results) // 2]
    return next(result for result in results if result.points == points)
