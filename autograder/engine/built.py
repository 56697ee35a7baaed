"""Builds and registers assignments where that has not been done already."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from autograder.atomic_file import replace_file
from autograder.authoring.release import Built, build_assignment, register_assignment
from autograder.course.assignment import Assignment
from autograder.course.layout import Course, OutputFolders
from autograder.course.source import load_assignment
from autograder.engine.fingerprints import digest_of, environment, files_digest
from autograder.record.database_rows import registered_assignments

REGISTERED_FILE = ".registered"


def build(course: Course, name: str) -> Built:
    """Build an assignment, and take note of it for `build_if_changed`.

    Raises:
        UnknownAssignmentError, SourceError: the source can't be read.
        ReleaseError: nbgrader failed, or a student would see what is hidden.
    """
    course.settings.entry(name)
    built = build_assignment(course, name)
    course.private.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(_build_stamp(course, name), _build_digest(course, name).encode())
    return built


def build_if_changed(course: Course, name: str) -> Assignment:
    """The assignment, built unless its source and its notebooks are as the last build left them.

    Raises:
        UnknownAssignmentError, SourceError, ReleaseError: see `build`.
    """
    course.settings.entry(name)
    if _read(_build_stamp(course, name)) == _build_digest(course, name):
        return load_assignment(course, name)
    return build(course, name).assignment


def register(course: Course, name: str, out: OutputFolders) -> None:
    """Put an assignment into the gradebook, and take note of it for `register_if_changed`.

    Raises:
        ReleaseError: it has not been built, or nbgrader failed.
    """
    register_assignment(course, name, out.gradebook_url)
    stamp = out.reports / name / REGISTERED_FILE
    replace_file(stamp, _registration_digest(course, name, out).encode())


def register_if_changed(course: Course, name: str, out: OutputFolders) -> None:
    """Put an assignment into the gradebook, unless it is there as it is now.

    Raises:
        ReleaseError: it has not been built, or nbgrader failed.
        RecordError: the gradebook's database server does not answer.
    """
    stamp = out.reports / name / REGISTERED_FILE
    same = _read(stamp) == _registration_digest(course, name, out)
    if not same or not _in_gradebook(course, out, name):
        register(course, name, out)


def forget_registration(name: str, out: OutputFolders) -> None:
    """Have `register_if_changed` register the assignment again."""
    with contextlib.suppress(OSError):
        (out.reports / name / REGISTERED_FILE).unlink(missing_ok=True)


def _build_stamp(course: Course, name: str) -> Path:
    return course.private / "built" / name


def _build_digest(course: Course, name: str) -> str:
    settings = course.settings
    files = (course.source(name), course.instructor_notebook(name), course.student_notebook(name))
    said = [settings.name, settings.colab_repository, settings.colab_branch]
    return digest_of([files_digest(files), said, str(settings.entry(name)), environment()])


def _registration_digest(course: Course, name: str, out: OutputFolders) -> str:
    notebook = files_digest([course.instructor_notebook(name)])
    entry = course.settings.entry(name)
    return digest_of([notebook, str(entry), out.gradebook_url, environment()])


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
