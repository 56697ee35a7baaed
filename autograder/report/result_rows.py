"""Outcome, message and points of what was graded, from the gradebook and the record step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.record.lines import OUTCOMES
from autograder.report.safe_html import clean_text

MAX_MESSAGE_CHARACTERS = 2_000
PART_NAMES = ("Observed", "Expected", "Why it matters")

OUTCOME_LABELS = {
    "passed": "Passed",
    "partial": "Passed in part",
    "failed": "Not passed",
    "error": "Stopped by an error",
    "timeout": "Took too long",
    "not_run": "Not run",
    "manual": "Graded by a person",
    "waiting": "Waits for a person",
}


@dataclass(frozen=True)
class CellGrade:
    """What the gradebook says about one graded cell.

    Attributes:
        score: points that count now.
        max_score: points possible.
        by_machine: points given by the judge, or None.
        by_hand: points given by a person, or None.
    """

    score: float
    max_score: float
    by_machine: float | None
    by_hand: float | None


@dataclass(frozen=True)
class ResultRow:
    """One test or written answer in the table of results.

    `outcome` is one of record.lines.OUTCOMES or "waiting"; `anchor` is its cell's id on the
    page; `parts` is the message with the name of each part, where a check gave it in parts;
    `changed` says that a person changed the machine's points.
    """

    anchor: str
    title: str
    outcome: str
    message: str
    points: float
    max_points: float
    parts: tuple[tuple[str, str], ...] = ()
    changed: bool = False

    @property
    def label(self) -> str:
        """The outcome in words."""
        return OUTCOME_LABELS[self.outcome]


def test_outcome(recorded: Mapping[str, Any], grade: CellGrade) -> tuple[str, str]:
    """Outcome and message of a test; the gradebook's points decide where they disagree."""
    outcome, points = recorded.get("outcome"), recorded.get("points")
    known = outcome in OUTCOMES and outcome != "manual" and isinstance(points, (int, float))
    agrees = known and abs(float(points or 0) - (grade.by_machine or 0)) < 1e-6
    message = _message(recorded.get("message")) if agrees else ""
    if agrees and grade.by_hand is None:
        return str(outcome), message
    if grade.by_hand is None and grade.by_machine is None:
        return "not_run", message
    if grade.score >= grade.max_score:
        return "passed", message
    return ("partial" if grade.score > 0 else "failed"), message


def hand_outcome(grade: CellGrade) -> str:
    """Whether a written answer has been graded."""
    return "waiting" if grade.by_hand is None and grade.by_machine is None else "manual"


def message_parts(recorded: Mapping[str, Any], message: str) -> tuple[tuple[str, str], ...]:
    """The message in its named parts; empty unless they are what the message says.

    What follows them, such as the error of a cell above, becomes a part of its own.
    """
    given = recorded.get("parts")
    if not isinstance(given, list) or len(given) != len(PART_NAMES):
        return ()
    texts = [_message(text) for text in given]
    whole = " ".join(text for text in texts if text)
    if not texts[0] or not (texts[1] or texts[2]) or not message.startswith(whole):
        return ()
    rest = message[len(whole) :].strip()
    named = [*zip(PART_NAMES, texts, strict=True), ("Also", rest)]
    return tuple((name, text) for name, text in named if text)


def one_line(value: Any) -> str:
    """Text on one line, cut off after 120 characters; empty for anything but text."""
    text = " ".join(clean_text(value).split()) if isinstance(value, str) else ""
    return text if len(text) <= 120 else f"{text[:119]}…"


def _message(value: Any) -> str:
    text = clean_text(value).strip() if isinstance(value, str) else ""
    return text if len(text) <= MAX_MESSAGE_CHARACTERS else f"{text[:MAX_MESSAGE_CHARACTERS]} …"
