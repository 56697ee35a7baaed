"""An assignment as its source describes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_STUB, END_STUB = "### BEGIN STUB", "### END STUB"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
BEGIN_SCHEME, END_SCHEME = "=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ==="
UNSOLVED_LINE = "# YOUR CODE HERE"

CellKind = Literal["text", "given", "solution", "test", "written"]


@dataclass(frozen=True)
class SourceCell:
    """One cell of an assignment's source.

    Attributes:
        kind: what the cell is for.
        ident: its id, empty for text cells.
        source: its text or code, with the marks of regions.
        line: line of the source file where it starts.
        title: title of a test or written answer.
        points: points of a test or written answer, 0 for other cells.
        seconds: the judge's time limit for a test, None for the course's default.
    """

    kind: CellKind
    ident: str
    source: str
    line: int
    title: str = ""
    points: float = 0
    seconds: float | None = None

    @property
    def grade_id(self) -> str:
        """The cell's id in nbgrader; a test and a solution may share their `ident`."""
        return self.ident if self.kind in ("test", "written") else f"{self.kind}-{self.ident}"

    @property
    def reference(self) -> str:
        """Code of a solution cell as the reference solution has it, without marks."""
        kept = _without_region(self.source, BEGIN_STUB, END_STUB)
        return _without_lines(kept, BEGIN_SOLUTION, END_SOLUTION)

    @property
    def released(self) -> str:
        """What the student's notebook shows of this cell."""
        if self.kind == "test":
            return _without_region(self.source, BEGIN_HIDDEN, END_HIDDEN).rstrip()
        if self.kind == "written":
            return _without_region(self.source, BEGIN_SCHEME, END_SCHEME).rstrip()
        if self.kind == "solution":
            return unsolved(self.source)
        return self.source


@dataclass(frozen=True)
class Assignment:
    """An assignment read from its source.

    Attributes:
        name: folder and notebook name.
        title: heading of the notebook.
        summary: one sentence on what it is about.
        minutes: what a student needs.
        follows: name of the assignment that comes before, or empty.
        points: maximum points, machine and hand graded together.
        cells: all cells in order.
        files: folder of source_data whose `students/` goes beside the notebook, or empty.
    """

    name: str
    title: str
    summary: str
    minutes: int
    follows: str
    points: float
    cells: tuple[SourceCell, ...]
    files: str = ""

    def of_kind(self, kind: CellKind) -> list[SourceCell]:
        """Cells of one kind, in order."""
        return [cell for cell in self.cells if cell.kind == kind]

    @property
    def machine_points(self) -> float:
        """Points that tests give."""
        return sum(cell.points for cell in self.of_kind("test"))


def ident_of(grade_id: str) -> str:
    """The id that a source gives to a given or solution cell, from its id in nbgrader."""
    return grade_id.removeprefix("solution-").removeprefix("given-")


def unsolved(source: str) -> str:
    """A solution cell as released: regions replaced by '# YOUR CODE HERE'.

    A region that directly follows a STUB region leaves only the stub's lines.
    """
    lines: list[str] = []
    region = ""
    stubbed = False
    for line in source.split("\n"):
        mark = line.strip()
        if mark == BEGIN_STUB:
            stubbed = True
        elif mark == BEGIN_SOLUTION:
            region = mark
            if not stubbed:
                lines.append(line.replace(BEGIN_SOLUTION, UNSOLVED_LINE))
            stubbed = False
        elif mark == END_SOLUTION:
            region = ""
        elif mark != END_STUB and not region:
            lines.append(line)
    return "\n".join(lines)


def _without_region(source: str, begin: str, end: str) -> str:
    pattern = rf"^[^\n]*{re.escape(begin)}[^\n]*\n(?:.*?\n)?[^\n]*{re.escape(end)}[^\n]*(?:\n|\Z)"
    return re.sub(pattern, "", source, flags=re.MULTILINE | re.DOTALL).rstrip("\n")


def _without_lines(source: str, *marks: str) -> str:
    return "\n".join(line for line in source.split("\n") if line.strip() not in marks)
