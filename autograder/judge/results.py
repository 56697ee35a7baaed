"""What the judge is given and what it hands to the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from autograder.checks.measurement import MOST_MEASUREMENTS, Measurement

MOST_SECONDS = 1e9  # what is longer was made up
Outcome = Literal["passed", "partial", "failed", "error", "timeout", "not_run", "manual"]


@dataclass(frozen=True)
class TestCell:
    """A test as the instructor's source has it.

    Attributes:
        ident: test id.
        title: what property it looks for.
        points: points for passing.
        source: code, visible and hidden parts.
        seconds: wall time limit in the judge.
    """

    __test__ = False  # not a pytest class

    ident: str
    title: str
    points: float
    source: str
    seconds: float


@dataclass(frozen=True)
class Case:
    """Everything that the judging of one submission needs.

    Attributes:
        tests: the assignment's tests, in order.
        evidence: folder of the sealed evidence.
        positions: test id -> position of its evidence; missing when the run did not get there.
        executed: test id -> sources of the cells run before it (IPython's `In`, without the
            empty first entry).
        cell_errors: test id -> what went wrong in the cells just before it, or empty.
        holdout: folder with images.npy and labels.npy of the hold-out.
        thresholds: name -> value.
        sources: solution cell id -> source as submitted.
        originals: solution cell id -> source as released.
        idents: test id -> ids of the cells in `executed`, empty for one that the student added.
        public: folder with x_test.npy and y_test.npy, the public test digits; None: models
            are not compared on them.
    """

    tests: tuple[TestCell, ...]
    evidence: Path
    positions: Mapping[str, int]
    executed: Mapping[str, list[str]]
    cell_errors: Mapping[str, str]
    holdout: Path
    thresholds: Mapping[str, float]
    sources: Mapping[str, str]
    originals: Mapping[str, str] = field(default_factory=dict)
    idents: Mapping[str, list[str]] = field(default_factory=dict)
    public: Path | None = None

    def written_before(self, test: str) -> tuple[tuple[str, str], ...]:
        """The student's cells that ran before a test: id, or empty for an added one, and source."""
        cells = zip(self.idents.get(test, ()), self.executed.get(test, ()), strict=False)
        return tuple(
            (ident, source) for ident, source in cells if not ident or ident in self.sources
        )

    def as_json(self) -> dict[str, Any]:
        """The case as plain JSON values, for the way to the judge's process."""
        return {
            "tests": [asdict(test) for test in self.tests],
            "evidence": str(self.evidence),
            "positions": dict(self.positions),
            "executed": dict(self.executed),
            "cell_errors": dict(self.cell_errors),
            "holdout": str(self.holdout),
            "thresholds": dict(self.thresholds),
            "sources": dict(self.sources),
            "originals": dict(self.originals),
            "idents": dict(self.idents),
            "public": str(self.public) if self.public else None,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Case:
        """The inverse of as_json."""
        return cls(
            **{
                **content,
                "tests": tuple(TestCell(**test) for test in content["tests"]),
                "evidence": Path(content["evidence"]),
                "holdout": Path(content["holdout"]),
                "public": Path(content["public"]) if content["public"] else None,
            }
        )


@dataclass(frozen=True)
class TestResult:
    """What the judge found for one test.

    Attributes:
        test: test id.
        title: the test's title.
        points: points earned.
        max_points: points for passing.
        outcome: passed, partial, failed, error (the test itself broke), timeout, not_run
            (the notebook did not get there), manual (for a person).
        message: what was observed, expected, and why; empty when passed.
        seconds: wall time in the judge.
        parts: the message as observed, expected and concept, where a check said it; or empty.
        measurements: what the test compared with bounds, in order, as far as it came.
        fraction: share of the points that was earned, 0 to 1, before rounding.
    """

    __test__ = False

    test: str
    title: str
    points: float
    max_points: float
    outcome: Outcome
    message: str
    seconds: float
    parts: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    fraction: float = 0.0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> TestResult:
        """A result that `dataclasses.asdict` wrote.

        Raises:
            TypeError, ValueError: it is malformed, or is no result that a judge gives.
        """
        measured = values.get("measurements", ())
        if len(measured) > MOST_MEASUREMENTS:
            raise ValueError(f"{len(measured)} measurements of one test")
        parts = tuple(values.get("parts", ()))
        measurements = tuple(Measurement.from_json(one) for one in measured)
        made = cls(**{**values, "parts": parts, "measurements": measurements})
        if not _is_sound(made):
            raise ValueError("no result of a test")
        return made

    def of(self, test: TestCell) -> TestResult:
        """The same result under the title and with the points that the test has now."""
        points = points_for(self.fraction, test)
        return replace(self, title=test.title, points=points, max_points=test.points)


def _is_sound(result: TestResult) -> bool:
    texts = (result.test, result.title, result.message, *result.parts)
    return (
        all(isinstance(text, str) for text in texts)
        and result.outcome in get_args(Outcome)
        and all(type(number) in (int, float) for number in (result.fraction, result.seconds))
        and 0 <= result.fraction <= 1
        and 0 <= result.seconds < MOST_SECONDS
    )


def points_for(fraction: float, test: TestCell) -> float:
    """What a share of a test's points comes to."""
    return round(fraction * test.points, 4)


@dataclass(frozen=True)
class BlindReading:
    """A model that was measured and could not be looked into: by its predictions alone.

    Attributes:
        test: id of the test that measured it.
        name: class of the model, as the student's process states it.
        reason: why it could not be rebuilt, one line.
    """

    test: str
    name: str
    reason: str
