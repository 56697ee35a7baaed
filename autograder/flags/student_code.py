"""The code of a submission that is the student's own: solution cells and added cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import nbformat

from autograder.course.assignment import ident_of
from autograder.intake.submission import Submission


@dataclass(frozen=True)
class StudentCell:
    """A code cell that the student wrote or changed.

    Attributes:
        name: as a person finds it: "cell 'train'", or "cell number 7" for an added one.
        source: its code.
        released: the code that was released in this cell, or empty.
    """

    name: str
    source: str
    released: str


def student_cells(submission: Submission, originals: Mapping[str, str]) -> list[StudentCell]:
    """The student's code cells, in order; solution cells left as released are not among them.

    Args:
        submission: laid over the release.
        originals: solution cell id -> source as released.
    """
    found = []
    for number, cell in enumerate(submission.notebook.cells, start=1):
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or _is_released(marks):
            continue
        ident = ident_of(marks["grade_id"]) if marks.get("solution") else ""
        name = f"cell '{ident}'" if ident else f"cell number {number}"
        released = originals.get(ident, "") if ident else ""
        if cell.source.strip() and cell.source.strip() != released.strip():
            found.append(StudentCell(name, cell.source, released))
    return found


def released_sources(submission: Submission, originals: Mapping[str, str]) -> list[str]:
    """Code that all students were given: unsolved cells, given cells, test cells."""
    given = [
        cell.source
        for cell in submission.notebook.cells
        if cell.cell_type == "code" and _is_released(cell.metadata.get("nbgrader", {}))
    ]
    return [*originals.values(), *given]


def _is_released(marks: nbformat.NotebookNode | Mapping[str, object]) -> bool:
    """Whether a cell with these marks is the release's own, which the overlay put back."""
    return bool(marks) and not marks.get("solution")
