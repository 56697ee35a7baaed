"""Remembers where the hand-ins in submitted/ came from.

The platform's own names are needed again when grades and feedback go back to it, and the
attempt, to tell a newer download from an older one. One file per assignment,
`submitted/.collected/<assignment>.jsonl`; without it, everything else still works.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from autograder.atomic_file import replace_file
from autograder.errors import AutograderError

FOLDER = ".collected"


@dataclass(frozen=True)
class CollectedFrom:
    """Where one hand-in came from.

    Attributes:
        student: student id.
        platform: canvas, moodle, nbgrader or plain.
        key: the platform's id of the person.
        person: the name that the platform writes.
        name: name of the file or folder that said whose it is.
        attempt: Canvas's id of the file, higher for newer ones; else 0.
        time: when it was handed in, ISO 8601 in UTC, or empty.
        late: whether the platform marked it as late.
        source: where the notebook lay, for people.
        sha256: of the notebook.
    """

    student: str
    platform: str
    key: str
    person: str
    name: str
    attempt: int
    time: str
    late: bool
    source: str
    sha256: str

    def is_newer_than(self, other: CollectedFrom) -> bool | None:
        """Whether this was handed in later; None where nothing says so."""
        if self.attempt and other.attempt and self.platform == other.platform:
            return self.attempt > other.attempt
        if self.time and other.time:
            return self.time > other.time
        return None


def record_path(submitted: Path, assignment: str) -> Path:
    """Where the record of an assignment lies."""
    return submitted / FOLDER / f"{assignment}.jsonl"


def read_collected(submitted: Path, assignment: str) -> dict[str, CollectedFrom]:
    """Student id -> where the hand-in came from; empty where nothing was collected.

    Raises:
        AutograderError: the record is damaged.
    """
    path = record_path(submitted, assignment)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path) from error
    entries = [_entry(path, line) for line in lines if line.strip()]
    return {entry.student: entry for entry in entries}


def write_collected(submitted: Path, assignment: str, entries: Iterable[CollectedFrom]) -> None:
    """Replace the record of an assignment, unless it says just this.

    Raises:
        RecordError: it can't be written.
    """
    path = record_path(submitted, assignment)
    ordered = sorted(entries, key=lambda entry: entry.student)
    text = "".join(json.dumps(asdict(entry)) + "\n" for entry in ordered)
    if not (path.is_file() and path.read_bytes() == text.encode()):
        replace_file(path, text.encode())


def _entry(path: Path, line: str) -> CollectedFrom:
    try:
        values: Any = json.loads(line)
    except ValueError as error:
        raise _damaged(path) from error
    kinds = {field.name: field.type for field in fields(CollectedFrom)}
    if not isinstance(values, dict) or set(values) != set(kinds):
        raise _damaged(path)
    for name, kind in kinds.items():
        if type(values[name]).__name__ != kind:
            raise _damaged(path)
    return CollectedFrom(**values)


def _damaged(path: Path) -> AutograderError:
    return AutograderError(f"{path} is damaged.", "Remove it, then collect again.")
