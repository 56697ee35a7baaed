"""Takes a journal into the record files, and changes lines of the files as a whole.

Files are read and written line by line: a class of any size needs memory for what the journal
holds alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from autograder.errors import RecordError
from autograder.record.journal import JOURNAL_FILE, Entry, entries, locked, unwritable
from autograder.record.lines import (
    DIGESTS,
    DIGESTS_FILE,
    GRADES,
    GRADES_FILE,
    SUBMISSIONS,
    SUBMISSIONS_FILE,
    DigestLine,
    GradeLine,
    Line,
    LineKind,
    SubmissionLine,
)


def fold(folder: Path) -> None:
    """Take an assignment's journal into its record files; nothing where there is none.

    Cut off at any moment, it can be done again. The digests come last: a submission whose
    digest is there has all its lines.

    Raises:
        RecordError: a file can't be read or written; the journal stays.
    """
    if not (folder / JOURNAL_FILE).exists():
        return
    with locked(folder):
        newest: dict[str, Entry] = {}
        grades: dict[str, Sequence[GradeLine]] = {}
        for entry in entries(folder):
            student = entry.submission.student
            newest[student] = entry
            if entry.grades:
                grades[student] = entry.grades
        if newest:
            _merge(folder / GRADES_FILE, GRADES, grades)
            submissions = {student: [entry.submission] for student, entry in newest.items()}
            _merge(folder / SUBMISSIONS_FILE, SUBMISSIONS, submissions)
            digests = {student: [_digests(entry)] for student, entry in newest.items()}
            _merge(folder / DIGESTS_FILE, DIGESTS, digests)
        try:
            (folder / JOURNAL_FILE).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(folder / JOURNAL_FILE, error) from error


def fold_all(reports: Path) -> None:
    """Take in the journals of all assignments.

    Raises:
        RecordError: a file can't be read or written.
    """
    for journal in sorted(reports.glob(f"*/{JOURNAL_FILE}")):
        fold(journal.parent)


def change_submissions(
    folder: Path, change: Callable[[SubmissionLine], SubmissionLine]
) -> list[SubmissionLine]:
    """Change lines of submissions.jsonl; the lines as they are then.

    The file is written only when a line differs.

    Raises:
        RecordError: a file can't be read or written.
    """
    fold(folder)
    with locked(folder):
        before = list(existing(folder / SUBMISSIONS_FILE, SUBMISSIONS))
        after = [change(line) for line in before]
        if after != before:
            SUBMISSIONS.write(folder / SUBMISSIONS_FILE, after)
    return after


def existing(path: Path, kind: LineKind[Line]) -> Iterator[Line]:
    """The lines of a record file; none when it does not exist.

    Raises:
        RecordError: the file is there and can't be read.
    """
    if not path.exists():
        return
    try:
        yield from kind.read(path)
    except RecordError as error:
        raise RecordError(error.problem, f"Move {path} away, then grade again.") from error


def _merge(path: Path, kind: LineKind[Line], new: Mapping[str, Sequence[Line]]) -> None:
    """Replace the lines of some students; the file stays in the order of students."""
    others = (line for line in existing(path, kind) if line.student not in new)
    added = (line for student in sorted(new) for line in new[student])
    kind.write(path, heapq.merge(others, added, key=lambda line: line.student))


def _digests(entry: Entry) -> DigestLine:
    line = entry.submission
    return DigestLine(line.student, line.assignment, entry.inputs, entry.evidence)
