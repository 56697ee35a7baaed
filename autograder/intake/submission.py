"""What intake hands to the run step."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.assignment import ident_of

if TYPE_CHECKING:
    import nbformat


@dataclass(frozen=True)
class Problem:
    """Something about a submission that a person may want to know.

    Attributes:
        code: short name, stable, for programs.
        message: one sentence for people.
    """

    code: str
    message: str


@dataclass(frozen=True)
class SubmissionFolder:
    """Where one student's files for one assignment lie; nothing in it has been read yet.

    Attributes:
        student: student id, the name of the folder.
        assignment: assignment name.
        path: DIR/<student>/<assignment>.
    """

    student: str
    assignment: str
    path: Path


@dataclass(frozen=True)
class Submission:
    """A submitted notebook, laid over the released one.

    Attributes:
        student: student id.
        assignment: assignment name.
        notebook: nbformat 4.5 notebook without outputs: the student's cells, and every cell
            of the released notebook exactly once, with the release's own metadata.
        problems: what had to be mended.
        timestamp: content of timestamp.txt (nbgrader's time of submission), or empty.
    """

    student: str
    assignment: str
    notebook: nbformat.NotebookNode
    problems: tuple[Problem, ...]
    timestamp: str = ""

    def sources(self) -> dict[str, str]:
        """Solution cell id -> source as submitted."""
        return {
            ident_of(cell.metadata.nbgrader.grade_id): cell.source
            for cell in self.notebook.cells
            if cell.metadata.get("nbgrader", {}).get("solution")
        }
