"""What the kept runs say: how far correct work keeps from each bound, and how often it fails."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass

from autograder.calibration.kept import CalibrationRun
from autograder.calibration.probability import FEWEST, binomial_bound, estimated_tail
from autograder.checks.accuracy import STEP
from autograder.checks.measurement import Kind, Measurement


@dataclass(frozen=True)
class Quantity:
    """One quantity of one submission over all of its runs.

    Attributes:
        test: id of the test that measures it.
        name: what is measured.
        place: which of several of that name in the test, from 1.
        kind: how it is compared.
        values: one of each run.
        bounds: what each was compared with; they differ where a bound depends on what is
            measured.
        estimate: probability that it misses its bound, or None with too few runs.
        highest: 95 % bound of that probability, or None with too few runs.
    """

    test: str
    name: str
    place: int
    kind: Kind
    values: tuple[float, ...]
    bounds: tuple[float, ...]
    estimate: float | None
    highest: float | None

    @property
    def margins(self) -> list[list[float]]:
        """For each side that has a bound: the margin of each run."""
        pairs = zip(self.values, self.bounds, strict=True)
        each = [Measurement(self.name, value, bound, self.kind).margins for value, bound in pairs]
        return [list(side) for side in zip(*each, strict=True)]

    @property
    def distance(self) -> float | None:
        """Mean margin in standard deviations, on the nearer side; None where nothing varies."""
        if len(self.values) < 2:
            return None
        distances = [
            statistics.mean(side) / statistics.stdev(side)
            for side in self.margins
            if statistics.stdev(side) > 0
        ]
        return min(distances, default=None)

    @property
    def worst(self) -> float:
        """The value that came nearest to its bound, or went furthest beyond it."""
        margins = [min(side) for side in zip(*self.margins, strict=True)]
        return self.values[margins.index(min(margins))]


@dataclass(frozen=True)
class SubmissionSummary:
    """What all runs of one correct submission gave.

    Attributes:
        example: its name.
        runs: number of runs.
        days: first and last day of them.
        failed: test id -> number of runs that lost points in it; only tests that did.
        spoiled: number of runs that lost a point.
        quantities: what was measured, in the order of the tests.
    """

    example: str
    runs: int
    days: tuple[str, str]
    failed: dict[str, int]
    spoiled: int
    quantities: tuple[Quantity, ...]

    @property
    def failing_bound(self) -> float:
        """95 % bound of the probability that a run loses a point, from the count alone."""
        return binomial_bound(self.spoiled, self.runs)

    @property
    def estimate(self) -> float | None:
        """Sum of all estimates: no less than the probability that one of them fails."""
        return _sum([quantity.estimate for quantity in self._different])

    @property
    def highest(self) -> float | None:
        """Sum of all 95 % bounds."""
        return _sum([quantity.highest for quantity in self._different])

    @property
    def _different(self) -> list[Quantity]:
        """The quantities without repetitions: what is the same in every run fails together."""
        each = {(one.values, one.bounds, one.kind): one for one in self.quantities}
        return list(each.values())


def summarize(runs: list[CalibrationRun]) -> SubmissionSummary:
    """Summarize the runs of one submission, at least one."""
    runs = sorted(runs, key=lambda run: run.number)
    failed: dict[str, int] = defaultdict(int)
    for run in runs:
        for result in run.lost:
            failed[result.test] += 1
    days = sorted(run.day for run in runs)
    return SubmissionSummary(
        example=runs[0].example,
        runs=len(runs),
        days=(days[0], days[-1]),
        failed=dict(failed),
        spoiled=sum(bool(run.lost) for run in runs),
        quantities=tuple(_quantities(runs)),
    )


def _quantities(runs: list[CalibrationRun]) -> list[Quantity]:
    """Every quantity that at least one run measured.

    Lower steps of an accuracy are none: they are looked at only where the goal was missed.
    """
    found: dict[tuple[str, str, int], list[Measurement]] = defaultdict(list)
    # In the order of the tests; a run names those alone that measured something or lost points.
    for test in dict.fromkeys(result.test for run in runs for result in run.results):
        for run in runs:
            for place, one in _numbered(run, test):
                if one.name != STEP:
                    found[test, one.name, place].append(one)
    return [
        _quantity(test, name, place, tuple(measured))
        for (test, name, place), measured in found.items()
    ]


def _numbered(run: CalibrationRun, test: str) -> list[tuple[int, Measurement]]:
    """What a test measured, each with its place among those of the same name."""
    places: dict[str, int] = defaultdict(int)
    numbered = []
    for result in run.results:
        for one in result.measurements if result.test == test else ():
            places[one.name] += 1
            numbered.append((places[one.name], one))
    return numbered


def _quantity(test: str, name: str, place: int, measured: tuple[Measurement, ...]) -> Quantity:
    estimate = highest = None
    if len(measured) >= FEWEST:
        sides = zip(*(one.margins for one in measured), strict=True)
        tails = [estimated_tail(side) for side in sides]
        estimate = min(1.0, sum(tail for tail, _ in tails))
        highest = min(1.0, sum(bound for _, bound in tails))
    return Quantity(
        test=test,
        name=name,
        place=place,
        kind=measured[0].kind,
        values=tuple(one.value for one in measured),
        bounds=tuple(one.bound for one in measured),
        estimate=estimate,
        highest=highest,
    )


def _sum(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return min(1.0, sum(known)) if len(known) == len(parts) else None
