"""Which errors the judge made on an example, by test.

There are four: correct work refused, wrong work passed, a wrong one caught with other words than
it should be, and a wrong one that loses a test besides those it should lose (its right part was
refused).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from autograder.authoring.examples import Example, Loss
from autograder.record.lines import GradeLine, SubmissionLine

Kind = Literal["refused", "passed", "message", "besides"]
KINDS: dict[Kind, str] = {
    "refused": "correct ones refused",
    "passed": "wrong ones passed",
    "message": "wrong ones caught with the wrong message",
    "besides": "wrong ones that lost points besides",
}
NOTHING_GRADED = "(whole submission)"
EPSILON = 1e-6


@dataclass(frozen=True)
class Fault:
    """An error of judgement.

    Attributes:
        test: id of the test, or NOTHING_GRADED.
        kind: which error.
        text: what came out, and what should have.
    """

    test: str
    kind: Kind
    text: str


@dataclass(frozen=True)
class Verdict:
    """What grading one example showed.

    Attributes:
        name: the example.
        kind: reference, untouched, correct or wrong.
        title: what is special about it.
        loses: tests that it should lose, by its author.
        tested: date, such as 2026-11-22.
        digest: of the example as it was graded.
        faults: errors of judgement.
    """

    name: str
    kind: str
    title: str
    loses: tuple[str, ...]
    tested: str
    digest: str
    faults: tuple[Fault, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Plain values for a file."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Verdict:
        """The inverse of `as_json`."""
        faults = tuple(Fault(**fault) for fault in plain["faults"])
        return cls(**{**plain, "loses": tuple(plain["loses"]), "faults": faults})


def digest_of(example: Example) -> str:
    """Changes when the example's code or what is expected of it does."""
    text = json.dumps([example.cells, example.answers, _losses(example)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def verdict_on(
    example: Example,
    submission: SubmissionLine | None,
    grades: Iterable[GradeLine],
    tests: Iterable[str],
    tested: str,
) -> Verdict:
    """Compare what an example got with what it deserves.

    Args:
        example: the example.
        submission: its record, None where there is none.
        grades: its lines, those of written answers too.
        tests: ids of all tests.
        tested: date.
    """
    if submission is None or submission.status != "graded":
        status = submission.status if submission else "missing"
        kind: Kind = "passed" if example.kind == "wrong" else "refused"
        faults = [Fault(NOTHING_GRADED, kind, f"not graded: {status}")]
    else:
        lines = {line.test: line for line in grades if line.outcome != "manual"}
        faults = [fault for test in tests for fault in _faults(example, test, lines.get(test))]
    return Verdict(
        name=example.name,
        kind=example.kind,
        title=example.title,
        loses=tuple(example.loses),
        tested=tested,
        digest=digest_of(example),
        faults=tuple(faults),
    )


def _faults(example: Example, test: str, line: GradeLine | None) -> list[Fault]:
    expected = Loss(0.0, "") if example.kind == "untouched" else example.loses.get(test)
    right = 1.0 if expected is None else expected.fraction
    if line is None:
        return [Fault(test, "refused" if expected is None else "passed", "no result")]
    got = line.points / line.max_points
    text = f"{line.points:g} of {line.max_points:g} points ({line.outcome}): {line.message}"
    if got < right - EPSILON:
        kind: Kind = "besides" if example.kind == "wrong" else "refused"
        return [Fault(test, kind, text)]
    if got > right + EPSILON:
        return [Fault(test, "passed", text)]
    if expected is not None and (
        expected.message not in line.message or line.outcome in ("error", "timeout", "not_run")
    ):
        return [Fault(test, "message", f"{text} | expected words: {expected.message}")]
    return []


def _losses(example: Example) -> dict[str, list[Any]]:
    return {test: [loss.fraction, loss.message] for test, loss in example.loses.items()}
