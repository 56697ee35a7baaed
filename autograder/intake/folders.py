"""Finds submissions in nbgrader's layout and reads their files without following links."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError, SubmissionError
from autograder.intake.large_notebooks import small_text
from autograder.intake.notebook_bytes import Decoded, decode
from autograder.intake.notebook_paths import MOST_NAMES, RelativePath, notebook_paths
from autograder.intake.opened_files import read_file
from autograder.intake.submission import SubmissionFolder

MAX_NOTEBOOK_BYTES = 150_000_000  # with outputs, which are left out
MAX_OTHER_CHARACTERS = 5_000_000
MAX_TIMESTAMP_BYTES = 200
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,9})?)?"
    r"( ?Z| ?[+-]\d\d:?\d\d| [A-Za-z_]{1,20}(/[A-Za-z_]{1,20}){0,2})?"
)


@dataclass(frozen=True)
class SubmittedFiles:
    """What intake reads of a submission's folder, and no more is looked at.

    Attributes:
        name: file name of the notebook.
        text: its content.
        timestamp: content of timestamp.txt, or empty.
        names: names of what lies in the folder, the first thousand.
        remarks: what had to be mended to read it, as (code, sentence).
        others: names and contents of other notebooks in the folder.
    """

    name: str
    text: str
    timestamp: str = ""
    names: tuple[str, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> SubmittedFiles:
        """The files again, of which `dataclasses.asdict` went through JSON."""
        return cls(
            **{
                **values,
                "names": tuple(values["names"]),
                "remarks": tuple((code, sentence) for code, sentence in values["remarks"]),
                "others": tuple((name, text) for name, text in values["others"]),
            }
        )


def read_submitted(folder: SubmissionFolder) -> SubmittedFiles:
    """Read a submission's files.

    Raises:
        SubmissionError: there is no notebook, or it can't be read.
    """
    first, *others = notebook_paths(folder)
    decoded = _decoded(folder, first)
    remarks = (("encoding", decoded.remark),) if decoded.remark else ()
    return SubmittedFiles(
        "/".join(first),
        decoded.text,
        read_timestamp(folder),
        tuple(names_in(folder)),
        remarks,
        _other_notebooks(folder, others),
    )


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
    """The submitted notebook's text and file name; of several, the one that is looked at first.

    Raises:
        SubmissionError: no notebook, a link, too large, or not readable.
    """
    path = notebook_paths(folder)[0]
    return _decoded(folder, path).text, "/".join(path)


def _decoded(folder: SubmissionFolder, path: RelativePath) -> Decoded:
    decoded = decode(read_file(folder, path, MAX_NOTEBOOK_BYTES))
    text = small_text(folder.student, "/".join(path), decoded.text)
    return Decoded(text, decoded.encoding, decoded.unreadable)


def _other_notebooks(
    folder: SubmissionFolder, paths: list[RelativePath]
) -> tuple[tuple[str, str], ...]:
    """Names and texts of notebooks besides the first; those that can't be read are left out."""
    others = []
    for path in paths:
        try:
            decoded = _decoded(folder, path)
        except SubmissionError:
            continue
        if len(decoded.text) <= MAX_OTHER_CHARACTERS:
            others.append(("/".join(path), decoded.text))
    return tuple(others)


def names_in(folder: SubmissionFolder) -> list[str]:
    """Names of what lies in a submission's folder, the first thousand; none if unreadable."""
    try:
        return sorted(entry.name for entry in islice(folder.path.iterdir(), MOST_NAMES))
    except OSError:
        return []


def read_timestamp(folder: SubmissionFolder) -> str:
    """Content of timestamp.txt, or an empty string when there is none that can be used."""
    try:
        text = read_file(folder, ("timestamp.txt",), MAX_TIMESTAMP_BYTES).decode("ascii").strip()
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
