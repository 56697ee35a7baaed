"""Keeps of each student notebook that was replaced what tells an old cell from an edited one.

A class works on the notebook that it got. If a visible test is changed after that, all that they
hand in differs from the release, and nobody has edited anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from autograder.atomic_file import replace_file
from autograder.course.layout import Course

MOST_KEPT = 50  # releases; every build that changes something counts
_FOLDER = "earlier"
Fingerprints = dict[str, str]  # grade id -> digest of what a student should leave alone


def digest_of_cell(source: str) -> str:
    """The digest of a cell's text, white space around it left out."""
    return hashlib.sha256(source.strip().encode()).hexdigest()[:16]


def fingerprints(notebook: nbformat.NotebookNode) -> Fingerprints:
    """Digests of the tests, given cells and questions of a released notebook."""
    found = {}
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader")
        if marks is not None and (not marks.get("solution") or marks.get("task")):
            found[str(marks["grade_id"])] = digest_of_cell(cell.source)
    return found


def keep_release(course: Course, name: str) -> None:
    """Note the cells of the student notebook that is about to be replaced, if there is one."""
    try:
        notebook = nbformat.read(course.student_notebook(name), as_version=4)
        release = fingerprints(notebook)
    except Exception:  # no notebook yet, or none that anybody can have worked with
        return
    kept = [one for one in earlier_releases(course, name) if one != release]
    course.private.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(_path(course, name), f"{json.dumps([*kept, release][-MOST_KEPT:])}\n".encode())


def earlier_releases(course: Course, name: str) -> list[Fingerprints]:
    """The cells of the student notebooks that were replaced, oldest first."""
    try:
        kept = json.loads(_path(course, name).read_text(encoding="utf-8"))
        return [{str(ident): str(digest) for ident, digest in one.items()} for one in kept]
    except (OSError, ValueError, AttributeError, TypeError):
        return []


def received(
    cells: Mapping[str, str], present: Fingerprints, earlier: Sequence[Fingerprints]
) -> Fingerprints:
    """The release that a student got: the one that most of the cells agree with.

    Args:
        cells: grade id -> digest, of the cells that were handed in and recognised.
        present: the release now.
        earlier: those before it, oldest first; of equally good ones, the latest counts.
    """

    def agreement(release: Fingerprints) -> int:
        return sum(cells.get(ident) == release.get(ident) for ident in present)

    return max([present, *reversed(earlier)], key=agreement)


def _path(course: Course, name: str) -> Path:
    return course.private / _FOLDER / f"{name}.json"
