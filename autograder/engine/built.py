"""Builds and registers assignments where that has not been done already."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from autograder.atomic_file import replace_file
from autograder.authoring.release import build_assignment, register_assignment
from autograder.course.assignment import Assignment
from autograder.course.layout import Course, OutputFolders
from autograder.course.source import load_assignment
from autograder.engine.fingerprints import digest_of, environment, files_digest
from autograder.record.database_rows import registered_assignments

REGISTERED_FILE = ".registered"


def build_if_changed(course: Course, name: str) -> Assignment:
    """The assignment, built unless its source and its notebooks are as the last build left them.

    Raises:
        UnknownAssignmentError, SourceError: the source can't be read.
        ReleaseError: nbgrader failed, or a student would see what is hidden.
    """
    course.settings.entry(name)
    stamp = course.private / "built" / name
    if _read(stamp) == _build_digest(course, name):
        return load_assignment(course, name)
    assignment = build_assignment(course, name).assignment
    course.private.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(stamp, _build_digest(course, name).encode())
    return assignment


def register_if_changed(course: Course, name: str, out: OutputFolders) -> None:
    """Put an assignment into the gradebook, unless it is there as it is now.

    Raises:
        ReleaseError: it has not been built, or nbgrader failed.
        RecordError: the gradebook's database server does not answer.
    """
    stamp = out.reports / name / REGISTERED_FILE
    entry = course.settings.entry(name)
    notebook = files_digest([course.instructor_notebook(name)])
    digest = digest_of([notebook, str(entry), out.gradebook_url, environment()])
    if _read(stamp) == digest and _in_gradebook(course, out, name):
        return
    register_assignment(course, name, out.gradebook_url)
    replace_file(stamp, digest.encode())


def forget_registration(name: str, out: OutputFolders) -> None:
    """Have `register_if_changed` register the assignment again."""
    with contextlib.suppress(OSError):
        (out.reports / name / REGISTERED_FILE).unlink(missing_ok=True)


def _build_digest(course: Course, name: str) -> str:
    settings = course.settings
    files = (course.source(name), course.instructor_notebook(name), course.student_notebook(name))
    said = [settings.name, settings.colab_repository, settings.colab_branch]
    return digest_of([files_digest(files), said, str(settings.entry(name)), environment()])


def _in_gradebook(course: Course, out: OutputFolders, name: str) -> bool:
    """Whether the gradebook has the assignment.

    Raises:
        RecordError: its database server does not answer.
    """
    if out.db_url:
        return name in registered_assignments(out.db_url, course.settings.course_id)
    path = out.root / "gradebook.db"
    if not path.exists():
        return False
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute("select count(*) from assignment where name = ?", (name,))
            return bool(found.fetchone()[0])
    except sqlite3.Error:
        return False


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
