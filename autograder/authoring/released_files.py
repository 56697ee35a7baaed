"""Puts the files that an assignment works with beside its notebooks."""

from __future__ import annotations

import filecmp
from pathlib import Path

from autograder.atomic_file import replace_file
from autograder.course.assignment import Assignment
from autograder.course.layout import Course


def release_files(course: Course, assignment: Assignment) -> list[Path]:
    """Make the folders beside both notebooks hold what `students/` of the source holds.

    Files of the same content are not touched; files that are gone go away here too.

    Returns:
        The folders in which something was written or removed.
    """
    source = course.students_files(assignment.files)
    folders = []
    for notebook in (
        course.student_notebook(assignment.name),
        course.instructor_notebook(assignment.name),
    ):
        folder = notebook.parent / assignment.files
        if _mirror(source, folder):
            folders.append(folder)
    return folders


def _mirror(source: Path, target: Path) -> bool:
    """Make the target hold the same files; whether anything had to be done."""
    target.mkdir(parents=True, exist_ok=True)
    wanted = {path.name: path for path in sorted(source.iterdir()) if path.is_file()}
    surplus = [path for path in target.iterdir() if path.name not in wanted and path.is_file()]
    changed = [name for name, path in wanted.items() if _differ(path, target / name)]
    for path in surplus:
        path.unlink()
    for name in changed:
        replace_file(target / name, wanted[name].read_bytes())
    return bool(surplus or changed)


def _differ(path: Path, other: Path) -> bool:
    return not (other.is_file() and filecmp.cmp(path, other, shallow=False))
