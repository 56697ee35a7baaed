"""Which submissions ran without a sandbox, so that every page can say so."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from autograder.record.lines import SUBMISSIONS_FILE, read_submissions
from autograder.report.beside_gradebook import reports_beside

UNCONFINED = "none"


def ran_unsafe(sandbox: str) -> bool:
    """Whether this name of a sandbox, as recorded, says that there was none.

    A submission that was never run has no name.
    """
    return sandbox == UNCONFINED


def submission_ran_unsafe(db_url: str, assignment: str, student: str) -> bool:
    """Whether a submission's line, in the records beside the gradebook, says so.

    False where there is no record of this submission.

    Raises:
        RecordError: the record file is malformed.
    """
    reports = reports_beside(db_url)
    if reports is None:
        return False
    records = reports / assignment / SUBMISSIONS_FILE
    try:
        written = records.stat()
    except OSError:
        return False
    return student in _unsafe_students(records, written.st_mtime_ns, written.st_size)


# One read for the pages of a whole class: time and size tell whether the file has changed.
@lru_cache(maxsize=16)
def _unsafe_students(path: Path, _written: int, _size: int) -> frozenset[str]:
    return frozenset(line.student for line in read_submissions(path) if ran_unsafe(line.sandbox))
