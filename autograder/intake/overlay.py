"""Lays a submitted notebook over the released one.

Whatever happened to metadata, ids and test cells on the way, the notebook that goes on has
each released cell exactly once, with the release's metadata and, unless it is the student's
to change, the release's source. The student's own cells stay where they are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.errors import SubmissionError
from autograder.intake.folders import SubmittedFiles, read_submitted
from autograder.intake.submission import Problem, Submission, SubmissionFolder

MAX_CELLS = 2000
CELL_TYPES = ("code", "markdown", "raw")
ROLE_NAMES = {
    "test": "test",
    "given": "given cell",
    "solution": "solution cell",
    "task": "question",
    "answer": "answer",
}


def take_in(folder: SubmissionFolder, released: nbformat.NotebookNode) -> Submission:
    """Read a submission and lay it over the released notebook.

    Raises:
        SubmissionError: the file can't be read as a notebook of this assignment.
    """
    return take_in_files(folder.student, folder.assignment, read_submitted(folder), released)


def take_in_files(
    student: str, assignment: str, submitted: SubmittedFiles, released: nbformat.NotebookNode
) -> Submission:
    """Lay a submission that has been read over the released notebook.

    Raises:
        SubmissionError: the file is no notebook.
    """
    problems = []
    if submitted.name != f"{assignment}.ipynb":
        problems.append(Problem("renamed", f"The notebook was called {submitted.name!r}."))
    notebook = parse_notebook(student, submitted.name, submitted.text)
    laid, mended = overlay(notebook, released)
    return Submission(
        student=student,
        assignment=assignment,
        notebook=laid,
        problems=(*problems, *mended),
        timestamp=submitted.timestamp,
    )


def parse_notebook(student: str, name: str, text: str) -> nbformat.NotebookNode:
    """A notebook of any nbformat from 3 on as nbformat 4.

    Raises:
        SubmissionError: not JSON, or not a notebook.
    """
    ask = "Ask for the notebook as saved by Jupyter (File > Save)."
    if not text.strip():
        raise SubmissionError("empty_file", f"{student}: {name} is empty.", ask)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise SubmissionError(
            "unreadable_json", f"{student}: {name} is not valid JSON: {reason}.", ask
        ) from error
    if not isinstance(content, dict) or "nbformat" not in content:
        raise SubmissionError("not_a_notebook", f"{student}: {name} is not a notebook.", ask)
    try:
        notebook = nbformat.reads(json.dumps(_plain_cells(content)), as_version=4)
        for cell in notebook.cells:
            if not isinstance(cell.source, str) or cell.cell_type not in CELL_TYPES:
                raise ValueError("a cell without source or of an unknown type")
            # JSON can write halves of surrogate pairs, which no file in UTF-8 can hold.
            cell.source = cell.source.encode("utf-8", "replace").decode("utf-8")
    except Exception as error:  # nbformat raises many types for malformed content
        raise SubmissionError(
            "not_a_notebook", f"{student}: {name} is not a valid notebook: {error}.", ask
        ) from error
    if len(notebook.cells) > MAX_CELLS:
        raise SubmissionError(
            "too_many_cells", f"{student}: {name} has {len(notebook.cells)} cells.", ask
        )
    return notebook


def _plain_cells(content: dict[str, Any]) -> dict[str, Any]:
    """The notebook without what nobody needs and nbformat may stumble over: outputs, odd values."""
    cells = content.get("cells")
    for cell in cells if isinstance(cells, list) else []:
        if isinstance(cell, dict):
            cell.pop("outputs", None)
            if cell.get("cell_type") == "code":
                cell.update(outputs=[], execution_count=None)
            if not isinstance(cell.get("metadata"), dict):
                cell["metadata"] = {}
            if not isinstance(cell.get("id", ""), str):
                del cell["id"]
    return content


def overlay(
    submitted: nbformat.NotebookNode, released: nbformat.NotebookNode
) -> tuple[nbformat.NotebookNode, list[Problem]]:
    """The submitted cells with every released cell in its place, and what was mended."""
    state = _Overlay([_Released.of(cell) for cell in released.cells])
    for cell in submitted.cells:
        state.take(cell)
    if not state.recognised and any(cell.source.strip() for cell in submitted.cells):
        state.problems.append(
            Problem("foreign_notebook", "No cell of the released notebook was recognised.")
        )
    state.insert_missing()
    laid = nbformat.from_dict(
        {
            "cells": state.cells,
            "metadata": released.metadata,
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    return laid, state.problems


@dataclass(frozen=True)
class _Released:
    """A released cell and what tells it apart."""

    cell: nbformat.NotebookNode
    role: str
    ident: str

    @classmethod
    def of(cls, cell: nbformat.NotebookNode) -> _Released:
        metadata = cell.metadata.get("nbgrader")
        if metadata is None:
            answer = cell.metadata.get("autograder", {}).get("answer", "")
            return cls(cell, "answer" if answer else "text", answer)
        if metadata.get("task"):
            role = "task"
        elif metadata.get("grade"):
            role = "test"
        else:
            role = "solution" if metadata.get("solution") else "given"
        return cls(cell, role, metadata["grade_id"])


@dataclass
class _Overlay:
    released: list[_Released]
    cells: list[nbformat.NotebookNode] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    placed: dict[int, int] = field(default_factory=dict)  # index in released -> in cells

    def __post_init__(self) -> None:
        named = [(i, r) for i, r in enumerate(self.released) if r.role != "text"]
        self.by_name = {(r.role == "answer", r.ident): i for i, r in named}
        self.by_id = {r.cell.id: i for i, r in enumerate(self.released)}
        self.by_source = {
            (r.cell.cell_type, r.cell.source.strip()): i
            for i, r in enumerate(self.released)
            if r.role in ("test", "given", "task", "text")
        }

    @property
    def recognised(self) -> bool:
        return any(self.released[index].role != "text" for index in self.placed)

    def take(self, cell: nbformat.NotebookNode) -> None:
        index = self._recognise(cell)
        if index is None:
            self.cells.append(_own_cell(cell))
            return
        known = self.released[index]
        if index in self.placed:
            # A second copy: a test or given cell adds nothing; a solution may hold the work.
            if known.role in ("solution", "answer"):
                self.cells.append(_own_cell(cell))
            self.problems.append(
                Problem(
                    "duplicated_cell",
                    f"The {ROLE_NAMES.get(known.role, 'text')} '{known.ident}' occurs twice.",
                )
            )
            return
        source = cell.source if known.role in ("solution", "answer") else known.cell.source
        if known.role in ("test", "given") and cell.source.strip() != known.cell.source.strip():
            self.problems.append(
                Problem(
                    "edited_cell",
                    f"The {ROLE_NAMES[known.role]} '{known.ident}' was changed; "
                    "the released one was used.",
                )
            )
        if known.role == "text":
            source = cell.source
        self._place(index, source)

    def insert_missing(self) -> None:
        for index, known in enumerate(self.released):
            if index in self.placed or known.role == "text":
                continue
            before = [self.placed[i] for i in self.placed if i < index]
            self._place(index, known.cell.source, max(before, default=-1) + 1)
            self.problems.append(
                Problem(
                    "missing_cell", f"The {ROLE_NAMES[known.role]} '{known.ident}' was missing."
                )
            )

    def _place(self, index: int, source: str, position: int | None = None) -> None:
        cell = nbformat.from_dict(json.loads(json.dumps(self.released[index].cell)))
        cell.source = source
        position = len(self.cells) if position is None else position
        self.placed = {i: at + (at >= position) for i, at in self.placed.items()}
        self.cells.insert(position, cell)
        self.placed[index] = position

    def _recognise(self, cell: nbformat.NotebookNode) -> int | None:
        metadata = cell.get("metadata")
        candidates = [
            self.by_name.get((False, _text(_entry(metadata, "nbgrader"), "grade_id"))),
            self.by_name.get((True, _text(_entry(metadata, "autograder"), "answer"))),
            self.by_id.get(_text(cell, "id")),
            self.by_source.get((cell.cell_type, cell.source.strip())),
        ]
        for index in candidates:
            if index is not None and self.released[index].cell.cell_type == cell.cell_type:
                return index
        return None


def _entry(table: object, key: str) -> object:
    """A value of a table that may be anything, since a student's file says it."""
    return table.get(key) if isinstance(table, dict) else None


def _text(table: object, key: str) -> str:
    value = _entry(table, key)
    return value if isinstance(value, str) else ""


def _own_cell(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A cell of the student's own, with nothing but its source."""
    if cell.cell_type == "code":
        return new_code_cell(cell.source)
    return new_markdown_cell(cell.source)
