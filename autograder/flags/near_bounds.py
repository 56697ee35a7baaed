"""Flags a submission that lost points by so little that chance may have decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from autograder.checks.accuracy import ACCURACY, STEP, percent
from autograder.checks.measurement import Measurement
from autograder.flags.flag import Flag, Sighting, flag_of
from autograder.judge.results import TestResult

NEAR, DECIDED = "near_bound", "middle_of_runs"
WHY = (
    "With other random numbers it might have come out otherwise. To have the middle one of "
    "three runs count, set runs = 3 under [borderline] in course.toml and grade again."
)
DECIDED_WHY = (
    "The first result was so near its bound that the middle one of all counts, or the first one "
    "where that is better."
)
SPOILED_WHY = (
    "With other random numbers it might have come out otherwise. Another run that was to decide "
    "was spoiled, see the problems: grade again."
)


def near_bound(result: TestResult, margin: float) -> Measurement | None:
    """The accuracy that a test lost points by, if it misses a bound by a margin at most.

    Where several steps give points, the bound is that of the lowest one missed: the next above
    what was reached, and so the nearest.

    Args:
        result: of one test.
        margin: share of the digits.
    """
    missed = [one for one in result.measurements if not one.keeps]
    goals = [one for one in missed if one.name != STEP]
    if result.points >= result.max_points or [one.name for one in goals] != [ACCURACY]:
        return None
    one = min(missed, key=lambda step: step.bound)
    near = one.kind == "at least" and -one.margins[0] <= margin
    return one if near else None


def near_bound_flags(results: Iterable[TestResult], margin: float, why: str = WHY) -> list[Flag]:
    """One flag for all tests of a submission that lost points so narrowly, or none.

    Args:
        results: of all tests.
        margin: share of the digits.
        why: what it means, and what to do.
    """
    found = [(result, near_bound(result, margin)) for result in results]
    sightings = [
        Sighting(NEAR, "", f"the test '{result.test}' {_said(one)}") for result, one in found if one
    ]
    return [flag_of(NEAR, sightings, why)] if sightings else []


def decided_flags(points: Mapping[str, Sequence[float]]) -> list[Flag]:
    """One flag for all tests that several runs decided, or none.

    Args:
        points: test id -> points in each run, the first one first.
    """
    sightings = [
        Sighting(
            DECIDED, "", f"the test '{test}' gave {', '.join(f'{one:g}' for one in each)} points"
        )
        for test, each in points.items()
    ]
    return [flag_of(DECIDED, sightings, DECIDED_WHY)] if sightings else []


def _said(one: Measurement) -> str:
    enough = "give more points" if one.name == STEP else "are enough"
    return f"measured {percent(one.value)}, where {percent(one.bound)} {enough}"
