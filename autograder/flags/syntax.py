"""Student cells as syntax trees, magics and shell lines set aside.

What can't be parsed here is looked at token by token.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.flags.student_code import StudentCell
from autograder.notebook_code.cell_code import read_cell

MAX_CELL_CHARACTERS = 100_000  # a tree takes about 200 bytes for each character
MAX_CHARACTERS = 400_000


@dataclass(frozen=True)
class ParsedCell:
    """A student's cell, read.

    Attributes:
        cell: the cell.
        tree: its Python, or None if it can't be parsed.
        commands: magics and shell lines as (line number, text).
        skipped: why it was not read at all, or empty.
    """

    cell: StudentCell
    tree: ast.Module | None
    commands: tuple[tuple[int, str], ...] = ()
    skipped: str = ""

    def place(self, line: int) -> str:
        """Where a line stands, for people."""
        return f"{self.cell.name}, line {line}"


def parse_cells(cells: Iterable[StudentCell]) -> list[ParsedCell]:
    """Each cell's tree and commands; never raises for what a student wrote."""
    room = MAX_CHARACTERS
    parsed = []
    for cell in cells:
        size = len(cell.source)
        if size > min(MAX_CELL_CHARACTERS, room):
            skipped = f"has {size:,} characters of code and was not read"
            parsed.append(ParsedCell(cell, None, skipped=skipped))
            continue
        room -= size
        code = read_cell(cell.source)
        parsed.append(ParsedCell(cell, code.tree, code.commands))
    return parsed
