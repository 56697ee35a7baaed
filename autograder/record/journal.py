"""The journal of an assignment: what was recorded since the record files were last written.

One JSON object a line, each written and synced before the next submission is recorded, so that
a run that is killed loses nothing that was finished. A line that was cut off counts as not
written: its submission is graded again. The record files take the journal in at intervals and
at the end of a run; taking it in twice changes nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.atomic_file import NO_ROOM
from autograder.errors import DiskFullError, RecordError
from autograder.record.lines import GRADES, SUBMISSIONS, GradeLine, SubmissionLine

JOURNAL_FILE = "journal.jsonl"
LOCK_FILE = ".lock"
DISK = "Look at the disk's free space and the folder's permissions, then grade again."


@dataclass(frozen=True)
class Entry:
    """What is recorded of one submission.

    Attributes:
        submission: its line.
        grades: its tests' lines; none when it could not be graded, and earlier ones stay.
        inputs: digest of all that the result depends on; empty: grade it again next time.
        evidence: digest of the evidence that was judged; empty when there was none.
    """

    submission: SubmissionLine
    grades: tuple[GradeLine, ...]
    inputs: str = ""
    evidence: str = ""


@contextlib.contextmanager
def locked(folder: Path, name: str = LOCK_FILE, *, wait: bool = True) -> Iterator[None]:
    """Keep other processes from changing an assignment's record files meanwhile.

    Args:
        folder: the folder of the files, made if need be.
        name: of the file that stands for the lock.
        wait: for another process that has it; else that is an error.

    Raises:
        RecordError: the folder can't be written, or another process has the lock.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        with contextlib.suppress(ImportError):
            import fcntl

            _lock(descriptor, folder, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path, operation: int) -> None:
    import fcntl

    try:
        fcntl.flock(descriptor, operation)
    except BlockingIOError as error:
        raise RecordError(
            f"Another process is grading into {folder.parent}.",
            "Wait for it, or give this one a folder of its own with --out.",
        ) from error


def append(folder: Path, entry: Entry) -> None:
    """Write an entry at the journal's end, safe on disk when this returns.

    Raises:
        RecordError: it can't be written; the journal is as it was.
    """
    line = json.dumps(asdict(entry), ensure_ascii=True).encode("ascii") + b"\n"
    with locked(folder):
        try:
            descriptor = os.open(folder / JOURNAL_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
        except OSError as error:
            raise unwritable(folder / JOURNAL_FILE, error) from error
        try:
            end = _end_of_last_line(descriptor)
            _write_at(descriptor, end, line)
        except OSError as error:
            raise unwritable(folder / JOURNAL_FILE, error) from error
        finally:
            os.close(descriptor)


def entries(folder: Path) -> Iterator[Entry]:
    """What the journal holds, in the order of recording; damaged lines are passed over."""
    try:
        file = (folder / JOURNAL_FILE).open("rb")
    except FileNotFoundError:
        return
    except OSError as error:
        raise RecordError(f"{folder / JOURNAL_FILE} can't be read: {error.strerror}.") from error
    with file:
        for line in file:
            with contextlib.suppress(RecordError, ValueError, KeyError, TypeError):
                yield _entry(json.loads(line))


def unwritable(path: Path, error: OSError) -> RecordError:
    """The error that says that a record can't be kept."""
    if error.errno in NO_ROOM:
        return DiskFullError(path.parent)
    return RecordError(f"{path} can't be written: {error.strerror or error}.", DISK)


def _entry(values: dict[str, object]) -> Entry:
    submission, grades = values["submission"], values["grades"]
    inputs, evidence = values["inputs"], values["evidence"]
    if not (isinstance(grades, list) and isinstance(inputs, str) and isinstance(evidence, str)):
        raise ValueError("no entry")
    return Entry(
        SUBMISSIONS.line(JOURNAL_FILE, submission),
        tuple(GRADES.line(JOURNAL_FILE, grade) for grade in grades),
        inputs,
        evidence,
    )


def _end_of_last_line(descriptor: int) -> int:
    """Where the last whole line ends: what comes behind it was cut off."""
    end = os.fstat(descriptor).st_size
    while end > 0:
        start = max(0, end - 65536)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _write_at(descriptor: int, end: int, line: bytes) -> None:
    try:
        os.ftruncate(descriptor, end)
        written = 0
        while written < len(line):
            written += os.pwrite(descriptor, line[written:], end + written)
        os.fsync(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, end)
        raise
