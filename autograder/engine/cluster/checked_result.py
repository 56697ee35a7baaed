"""Makes sure that what came from a worker is a result of the submission that it was given."""

from __future__ import annotations

import json
import math
import re
from typing import get_args

from autograder.engine.plan import AssignmentPlan
from autograder.engine.task import Graded, GradingTask
from autograder.errors import ClusterError
from autograder.judge.results import TestCell, TestResult
from autograder.record.lines import Status

_DIGEST = re.compile(r"(?:[0-9a-f]{64})?")
# Nesting without end and numbers without end are raised as the last two.
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError)


def checked_result(data: bytes, task: GradingTask, plan: AssignmentPlan) -> Graded:
    """The result that a worker sent.

    Args:
        data: `Graded.as_json` as JSON.
        task: what it was given.
        plan: the assignment's.

    Raises:
        ClusterError: it is malformed, of another submission, or gives points that no test has.
    """
    try:
        graded = Graded.from_json(json.loads(data))
        sound = (
            (graded.student, graded.assignment) == (task.student, task.assignment)
            and graded.status in get_args(Status)
            and _DIGEST.fullmatch(graded.evidence) is not None
            and math.isfinite(graded.seconds_judge)
            and _are_sound(graded.results, plan.tests)
        )
    except _MALFORMED as error:
        raise _unsound(task, f"{type(error).__name__}: {error}") from error
    if not sound:
        raise _unsound(task, "it does not fit the submission")
    return graded


def _are_sound(results: tuple[TestResult, ...], tests: tuple[TestCell, ...]) -> bool:
    """Whether there is one result per test, in order, or none at all."""
    if not results:
        return True
    if [result.test for result in results] != [test.ident for test in tests]:
        return False
    return all(map(_is_sound, results, tests))


def _is_sound(result: TestResult, test: TestCell) -> bool:
    return (
        type(result.points) in (int, float)
        and result.max_points == test.points
        and 0 <= result.points <= test.points
    )


def _unsound(task: GradingTask, why: str) -> ClusterError:
    return ClusterError(
        f"A worker sent a result of {task.assignment} of {task.student} that can't be used: {why}.",
        "What was recorded is kept. Look for a worker with another version of this package.",
    )
