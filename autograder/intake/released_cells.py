"""The released notebook's cells, and what tells each of them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import nbformat

ROLE_NAMES = {
    "test": "test",
    "given": "given cell",
    "solution": "solution cell",
    "task": "question",
    "answer": "answer",
    "text": "text",
    "check": "check of the file",
}
STUDENTS = ("solution", "answer")  # what is in them is the student's
UNMARKED = ("text", "check")  # without an id, and nothing is lost without them
LOCKED = ("test", "given", "task")  # the instructor's, and marked
MARKED = ("test", "given", "solution", "task", "answer")


@dataclass(frozen=True)
class ReleasedCell:
    """A released cell.

    Attributes:
        cell: as released.
        role: text, given, solution, test, task, answer, or check: the last cell, which looks
            whether a saved file is whole and is not run when it is graded.
        ident: its grade id or the id of its question; empty for text.
    """

    cell: nbformat.NotebookNode
    role: str
    ident: str

    @classmethod
    def of(cls, cell: nbformat.NotebookNode) -> ReleasedCell:
        """What a cell of the released notebook is for, as its metadata say."""
        metadata = cell.metadata.get("nbgrader")
        if metadata is None:
            marks = cell.metadata.get("autograder", {})
            if marks.get("check"):
                return cls(cell, "check", "")
            answer = marks.get("answer", "")
            return cls(cell, "answer" if answer else "text", answer)
        if metadata.get("task"):
            role = "task"
        elif metadata.get("grade"):
            role = "test"
        else:
            role = "solution" if metadata.get("solution") else "given"
        return cls(cell, role, metadata["grade_id"])

    @property
    def source(self) -> str:
        """As released."""
        return str(self.cell.source)

    @property
    def is_students(self) -> bool:
        """Whether what stands in it is the student's."""
        return self.role in STUDENTS

    @property
    def title(self) -> str:
        """What it is, for people: The test 'sum'."""
        return f"The {ROLE_NAMES[self.role]} '{self.ident}'"


@dataclass
class ReleasedCells:
    """All cells of a released notebook, found by what tells them apart."""

    cells: Sequence[ReleasedCell]
    by_name: dict[tuple[bool, str], int] = field(default_factory=dict)
    by_id: dict[str, int] = field(default_factory=dict)
    by_source: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, known in enumerate(self.cells):
            self.by_id[known.cell.id] = index
            if known.role not in UNMARKED:
                self.by_name[known.role == "answer", known.ident] = index
            if not known.is_students:
                key = (known.cell.cell_type, known.source.strip())
                self.by_source.setdefault(key, []).append(index)

    @classmethod
    def of(cls, notebook: nbformat.NotebookNode) -> ReleasedCells:
        """The cells of a released notebook."""
        return cls([ReleasedCell.of(cell) for cell in notebook.cells])
