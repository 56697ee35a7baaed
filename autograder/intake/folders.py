"""Finds submissions in nbgrader's layout and reads their files without following links."""

from __future__ import annotations

import errno
import os
import re
import stat
import warnings
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from autograder.errors import AutograderError, SubmissionError
from autograder.intake.submission import SubmissionFolder

MAX_NOTEBOOK_BYTES = 100_000_000
MAX_TIMESTAMP_BYTES = 200
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,9})?)?"
    r"( ?Z| ?[+-]\d\d:?\d\d| [A-Za-z_]{1,20}(/[A-Za-z_]{1,20}){0,2})?"
)
MOST_NAMES = 1000


@dataclass(frozen=True)
class SubmittedFiles:
    """What intake reads of a submission's folder, and no more is looked at.

    Attributes:
        name: file name of the notebook.
        text: its content.
        timestamp: content of timestamp.txt, or empty.
        names: names of what lies in the folder, the first thousand.
    """

    name: str
    text: str
    timestamp: str = ""
    names: tuple[str, ...] = ()


def read_submitted(folder: SubmissionFolder) -> SubmittedFiles:
    """Read a submission's files.

    Raises:
        SubmissionError: as `read_notebook_text`.
    """
    text, name = read_notebook_text(folder)
    return SubmittedFiles(name, text, read_timestamp(folder), tuple(names_in(folder)))


def find_submissions(
    submitted: Path, assignments: list[str], students: list[str] | None = None
) -> list[SubmissionFolder]:
    """All folders submitted/<student>/<assignment>, by assignment, then student.

    What lies there in the place of a folder counts as a submission too, so that it gets its
    line: a file, or a link, which is not followed. A link in the place of a student counts for
    every assignment.

    Raises:
        AutograderError: the folder is missing, or holds nothing for these students.
    """
    if not submitted.is_dir():
        raise AutograderError(
            f"There is no folder {submitted}.",
            "Submissions are expected as <folder>/<student>/<assignment>/<assignment>.ipynb.",
        )
    present = sorted(
        entry.name
        for entry in os.scandir(submitted)
        if (entry.is_symlink() or entry.is_dir()) and not entry.name.startswith(".")
    )
    unknown = sorted(set(students or []) - set(present))
    if unknown:
        raise AutograderError(f"{submitted} has no submission of {', '.join(unknown)}.")
    return [
        SubmissionFolder(student, assignment, submitted / student / assignment)
        for assignment in assignments
        for student in present
        if (students is None or student in students)
        and (
            (submitted / student).is_symlink() or os.path.lexists(submitted / student / assignment)
        )
    ]


def read_notebook_text(folder: SubmissionFolder) -> tuple[str, str]:
    """The submitted notebook's text and file name.

    A single notebook under another name is taken too.

    Raises:
        SubmissionError: no notebook, several and none of the right name, a link, too large,
            not readable, or not UTF-8.
    """
    name = _notebook_name(folder)
    raw = _read_file(folder, name, MAX_NOTEBOOK_BYTES)
    try:
        return raw.decode("utf-8-sig"), name
    except UnicodeDecodeError as error:
        raise SubmissionError(
            "wrong_encoding",
            f"{folder.student}: {name} is not UTF-8 text (byte {error.start}).",
            "Ask for the notebook as saved by Jupyter.",
        ) from error


def _notebook_name(folder: SubmissionFolder) -> str:
    """File name of the notebook; raises SubmissionError when it is not clear which it is."""
    name = f"{folder.assignment}.ipynb"
    for path in (folder.path.parent, folder.path):
        if path.is_symlink():
            raise _link_error(folder.student, f"the folder {path.name}")
    try:
        present = sorted(entry.name for entry in folder.path.iterdir())
    except NotADirectoryError as error:
        raise SubmissionError(
            "not_a_folder",
            f"{folder.student}: {folder.assignment} is not a folder.",
            "Put the notebook into a folder of that name.",
        ) from error
    except OSError as error:
        raise _unreadable_error(folder.student, folder.assignment, error) from error
    if name in present:
        return name
    others = [other for other in present if other.lower().endswith(".ipynb")]
    if not others:
        raise SubmissionError(
            "missing_notebook",
            f"{folder.student}: there is no notebook in {folder.assignment}.",
            f"Ask for {name}.",
        )
    if len(others) > 1:
        raise SubmissionError(
            "several_notebooks",
            f"{folder.student}: there are several notebooks and none is called {name}.",
            f"Rename the right one of: {', '.join(map(repr, others))}.",
        )
    return others[0]


def names_in(folder: SubmissionFolder) -> list[str]:
    """Names of what lies in a submission's folder, the first thousand; none if unreadable."""
    try:
        return sorted(entry.name for entry in islice(folder.path.iterdir(), MOST_NAMES))
    except OSError:
        return []


def read_timestamp(folder: SubmissionFolder) -> str:
    """Content of timestamp.txt, or an empty string when there is none that can be used."""
    try:
        text = _read_file(folder, "timestamp.txt", MAX_TIMESTAMP_BYTES).decode("ascii").strip()
        return text if _is_time(text) else ""
    except (SubmissionError, UnicodeDecodeError):
        return ""


def _is_time(text: str) -> bool:
    """Whether nbgrader can read it as a time; it fails in many ways where it can't."""
    if not _TIME.fullmatch(text):
        return False
    from nbgrader.utils import parse_utc

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            parse_utc(text)
    except Exception:
        return False
    return True


def _read_file(folder: SubmissionFolder, name: str, most: int) -> bytes:
    who = folder.student
    try:
        descriptor = os.open(folder.path / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _link_error(who, name) from error
        raise _unreadable_error(who, name, error) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise SubmissionError("not_a_file", f"{who}: {name} is not a file.")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > most:
            raise SubmissionError(
                "too_large",
                f"{who}: {name} has {status.st_size / 1e6:.0f} MB; {most / 1e6:.0f} are allowed.",
                "Ask for the notebook with its outputs cleared.",
            )
        return file.read(most + 1)


def _link_error(student: str, name: str) -> SubmissionError:
    return SubmissionError(
        "symbolic_link",
        f"{student}: {name} is a link; it was not followed.",
        "Put the notebook itself there.",
    )


def _unreadable_error(student: str, name: str, error: OSError) -> SubmissionError:
    return SubmissionError(
        "unreadable_file",
        f"{student}: {name} can't be opened: {error.strerror}.",
        "Check the file and its permissions.",
    )
