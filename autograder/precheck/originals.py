"""Finds the notebook as it was released, to compare a student's with it.

A published folder keeps one copy of each in its hidden folder `.released`, since students work in
the files that they got.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring.publication import LIMITS, ORIGINALS
from autograder.course.layout import find_course
from autograder.course.settings import Limits
from autograder.errors import AutograderError, SettingsError

_NEXT = "Download the course's folder again, or name the released file with --released."
_MANY_CANDIDATES = 200


@dataclass(frozen=True)
class Original:
    """A released notebook.

    Attributes:
        name: of the assignment.
        notebook: as released.
        limits: of a graded run.
    """

    name: str
    notebook: nbformat.NotebookNode
    limits: Limits


def find_original(notebook: Path, cells: list[str], released: Path | None) -> Original:
    """The released notebook that a file was made from.

    Args:
        notebook: the student's file.
        cells: sources of its cells, to know it by if it was renamed.
        released: the file to compare with, or None to look for it.

    Raises:
        AutograderError: it can't be found or read.
    """
    if released is not None:
        return _read(released, Limits())
    for folder in notebook.resolve().parents:
        place = folder / ORIGINALS
        if place.is_dir():
            return _best(sorted(place.glob("*.ipynb")), notebook, cells, _limits(place))
    try:
        course = find_course(notebook.resolve().parent)
    except SettingsError:
        raise AutograderError(
            f"The released notebook that {notebook.name} belongs to was not found.", _NEXT
        ) from None
    paths = [course.student_notebook(name) for name in course.settings.assignment_names]
    others = [path for path in paths if path.resolve() != notebook.resolve()]
    return _best(others, notebook, cells, course.settings.limits)


def _best(paths: list[Path], notebook: Path, cells: list[str], limits: Limits) -> Original:
    """The one of the same name, or that has most cells in common."""
    for path in paths:
        if path.stem == notebook.stem and path.is_file():
            return _read(path, limits)
    known = {source.strip() for source in cells if source.strip()}
    best, most = None, 1
    for path in paths[:_MANY_CANDIDATES]:
        if not path.is_file():
            continue
        original = _read(path, limits)
        common = len(known & {cell.source.strip() for cell in original.notebook.cells})
        if common > most:
            best, most = original, common
    if best is None:
        raise AutograderError(f"{notebook.name} is no notebook of this course.", _NEXT)
    return best


def _read(path: Path, limits: Limits) -> Original:
    try:
        notebook = nbformat.read(path, as_version=4)
    except OSError as error:
        raise AutograderError(f"{path} can't be read: {error.strerror}.", _NEXT) from error
    except Exception as error:  # nbformat raises many types for malformed content
        raise AutograderError(f"{path} is not a notebook.", _NEXT) from error
    return Original(path.stem, notebook, limits)


def _limits(place: Path) -> Limits:
    """The limits that were published; the usual ones where there are none."""
    try:
        values = json.loads((place / LIMITS).read_text(encoding="utf-8"))
        return Limits(**{key: float(value) for key, value in values.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return Limits()
