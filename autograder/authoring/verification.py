"""Checks a generated student notebook before anyone gets to see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import nbformat

from autograder.authoring.instructor_notebook import ANSWER_TEXT, colab_address
from autograder.authoring.last_cell import last_cell_source
from autograder.course.assignment import (
    BEGIN_HIDDEN,
    BEGIN_SCHEME,
    BEGIN_SOLUTION,
    BEGIN_STUB,
    END_HIDDEN,
    END_SCHEME,
    END_SOLUTION,
    END_STUB,
    Assignment,
)
from autograder.course.settings import CourseSettings
from autograder.errors import ReleaseError

# Without the ornaments around them: a mark that lost its '###' is still a leak.
MARKS = [
    mark.strip("#= ")
    for mark in (
        BEGIN_SOLUTION,
        END_SOLUTION,
        BEGIN_STUB,
        END_STUB,
        BEGIN_HIDDEN,
        END_HIDDEN,
        BEGIN_SCHEME,
        END_SCHEME,
    )
]


def verify_student_notebook(
    assignment: Assignment, settings: CourseSettings, notebook_text: str
) -> None:
    """Refuse a student notebook that shows what is hidden or lacks what students need.

    Raises:
        ReleaseError: names the first problem found.
    """
    notebook = nbformat.reads(notebook_text, as_version=4)
    for problem in _problems(assignment, settings, notebook, notebook_text):
        raise ReleaseError(f"{assignment.name}: {problem}")


def _problems(
    assignment: Assignment,
    settings: CourseSettings,
    notebook: nbformat.NotebookNode,
    notebook_text: str,
) -> Iterator[str]:
    nbformat.validate(notebook)
    for mark in MARKS:
        if mark in notebook_text:
            yield f"the student notebook contains '{mark}'."
    ids = Counter(cell.id for cell in notebook.cells)
    ids.update(_grade_ids(notebook))
    for ident, times in ids.items():
        if times > 1:
            yield f"the cell id '{ident}' occurs {times} times."
    for cell in notebook.cells:
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count):
            yield f"the cell '{cell.id}' carries outputs."
    expected = _expected_sources(assignment)
    found = [cell.source for cell in notebook.cells[1:]]
    if len(expected) != len(found):
        yield f"the student notebook has {len(found)} cells after the header, not {len(expected)}."
    for wanted, seen in zip(expected, found, strict=False):
        if wanted.strip() != seen.strip():
            yield f"a released cell differs from what its source releases: {seen[:60]!r}."
    header = notebook.cells[0].source
    for part, what in (
        (colab_address(assignment.name, settings), "an 'Open in Colab' address of this file"),
        (f"{assignment.minutes} minutes", "the time needed"),
        ("**How to submit.**", "how to submit"),
    ):
        if part not in header:
            yield f"the header lacks {what}."


def _expected_sources(assignment: Assignment) -> list[str]:
    sources = []
    for cell in assignment.cells:
        sources.append(cell.released)
        if cell.kind == "written":
            sources.append(ANSWER_TEXT)
    return [*sources, last_cell_source(assignment)]


def _grade_ids(notebook: nbformat.NotebookNode) -> list[str]:
    return [
        "grade_id " + cell.metadata.nbgrader.grade_id
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    ]
