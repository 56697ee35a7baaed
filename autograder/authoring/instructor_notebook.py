"""Builds nbgrader's instructor notebook from an assignment's source."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.authoring.last_cell import last_cell
from autograder.course.assignment import BEGIN_STUB, END_STUB, Assignment, SourceCell
from autograder.course.settings import CourseSettings

NBGRADER_SCHEMA = 3
ANSWER_SUFFIX = "-answer"
ANSWER_TEXT = "*Write your answer here.*"
COLAB_BADGE = "https://colab.research.google.com/assets/colab-badge.svg"

HEADER = """\
# {title}

[![Open in Colab]({badge})]({colab})

{summary}

**Assignment {number} of {count}** · about {minutes} minutes · {points:g} points{split}{follows}

**How to work.** Run the cells from top to bottom. Write your code where it says
`# YOUR CODE HERE`, and your answers where it says *Write your answer here*. The check after a
step tells you whether you are on the right way. Do not change the checks, and do not delete
cells; you may add cells of your own.

**How to submit.** First restart the kernel and run all cells. Then save this notebook under its
name, `{name}.ipynb`, and run its last cell, which tells you whether the file is whole. Hand it
in where your course collects it{due}. More tests run after you hand in: they try your functions
with other values and your models with other digits."""


def instructor_notebook(assignment: Assignment, settings: CourseSettings) -> nbformat.NotebookNode:
    """The notebook that goes to solutions/<assignment>/: code, solutions, tests, metadata."""
    cells = [_text_cell(header_text(assignment, settings), "header")]
    for index, cell in enumerate(assignment.cells):
        cells += _cells(cell, index)
    cells.append(last_cell(assignment))
    notebook = new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    notebook.nbformat_minor = 5
    return notebook


def header_text(assignment: Assignment, settings: CourseSettings) -> str:
    """The first cell: title, Colab badge, time needed, points, how to submit."""
    entry = settings.entry(assignment.name)
    by_hand = assignment.points - assignment.machine_points
    split = (
        f" ({assignment.machine_points:g} by tests, {by_hand:g} for written answers)"
        if by_hand
        else ""
    )
    return HEADER.format(
        title=assignment.title,
        badge=COLAB_BADGE,
        colab=colab_address(assignment.name, settings),
        summary=assignment.summary,
        number=settings.assignment_names.index(assignment.name) + 1,
        count=len(settings.assignments),
        minutes=assignment.minutes,
        points=assignment.points,
        split=split,
        follows=f" · comes after `{assignment.follows}`" if assignment.follows else "",
        name=assignment.name,
        due=f", by {_spoken(entry.due)}" if entry.due else "",
    )


def _spoken(due: datetime) -> str:
    """A date as people write it: Monday, 8 March 2027, 23:59 (CET)."""
    return f"{due:%A}, {due.day} {due:%B %Y, %H:%M} ({due.tzname()})"


def colab_address(name: str, settings: CourseSettings) -> str:
    """Address that opens the published student notebook in Colab."""
    return (
        f"https://colab.research.google.com/github/{settings.colab_repository}"
        f"/blob/{settings.colab_branch}/assignments/{name}/{name}.ipynb"
    )


def _cells(cell: SourceCell, index: int) -> list[nbformat.NotebookNode]:
    if cell.kind == "text":
        return [_text_cell(cell.source, f"text-{index}")]
    if cell.kind == "written":
        task = new_markdown_cell(cell.source, id=f"task-{cell.ident}"[:64])
        task.metadata = _metadata(cell, locked=True, task=True)
        answer = new_markdown_cell(ANSWER_TEXT, id=f"{cell.ident}{ANSWER_SUFFIX}"[:64])
        answer.metadata = {"autograder": {"answer": cell.ident}}
        return [task, answer]
    made = new_code_cell(_instructor_code(cell), id=f"{cell.kind}-{cell.ident}"[:64])
    made.metadata = _metadata(
        cell,
        locked=cell.kind in ("given", "test"),
        grade=cell.kind == "test",
        solution=cell.kind == "solution",
    )
    if BEGIN_STUB in cell.source:
        made.metadata["autograder"] = {"stub": cell.released}
    return [made]


def _instructor_code(cell: SourceCell) -> str:
    """The code without stubs, which stand in for solutions only in the student's notebook."""
    if BEGIN_STUB not in cell.source:
        return cell.source
    lines, skipping = [], False
    for line in cell.source.split("\n"):
        if line.strip() == BEGIN_STUB:
            skipping = True
        elif line.strip() == END_STUB:
            skipping = False
        elif not skipping:
            lines.append(line)
    return "\n".join(lines)


def _text_cell(source: str, salt: str) -> nbformat.NotebookNode:
    digest = hashlib.sha256(f"{salt}\n{source}".encode()).hexdigest()
    return new_markdown_cell(source, id=digest[:12])


def _metadata(cell: SourceCell, **roles: bool) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "grade": False,
        "grade_id": cell.grade_id,
        "locked": False,
        "schema_version": NBGRADER_SCHEMA,
        "solution": False,
        "task": False,
        **roles,
    }
    if cell.kind in ("test", "written"):
        metadata["points"] = cell.points
    return {"nbgrader": metadata}
