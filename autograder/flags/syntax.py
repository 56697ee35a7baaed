"""Student cells as syntax trees, magics and shell lines set aside.

IPython's own transformer is not used: on a hostile cell of 1 MB it tokenizes the whole cell
again for each of up to 500 magics. What can't be parsed here is looked at token by token.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.flags.student_code import StudentCell
from autograder.intake.syntax_tree import syntax_tree

MAX_CELL_CHARACTERS = 100_000  # a tree takes about 200 bytes for each character
MAX_CHARACTERS = 400_000
# Cell magics whose body is Python; the body of others goes to a shell, a file or a browser.
PYTHON_CELL_MAGICS = {"time", "timeit", "capture", "prun", "python", "python3", "debug"}

_CELL_MAGIC = re.compile(r"[ \t]*%%(\w+)")
_TIMED = re.compile(r"%(?:time|timeit|prun)[ \t]+(?:-\w+[ \t]+)*")
_PROMPT = re.compile(r"[ \t]*(?:>>> ?|\.\.\. ?|In \[\d*\]: ?)")
_COMMAND_STARTS = tuple("%!?/,;")


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
        parsed.append(_parse_cell(cell))
    return parsed


def _parse_cell(cell: StudentCell) -> ParsedCell:
    tree = syntax_tree(cell.source)
    if tree is not None:
        return ParsedCell(cell, tree)
    source, commands = without_commands(cell.source)
    return ParsedCell(cell, syntax_tree(source), tuple(commands))


def without_commands(source: str) -> tuple[str, list[tuple[int, str]]]:
    """The cell with as many lines, but without prompts and commands; and the commands."""
    lines = source.split("\n")
    commands: list[tuple[int, str]] = []
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    cell_magic = _CELL_MAGIC.match(lines[first])
    if cell_magic:
        if cell_magic[1] not in PYTHON_CELL_MAGICS:
            return "", [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        commands.append((first + 1, lines[first].strip()))
        lines[first] = ""
    lines = _dedented([_without_prompt(line) for line in lines])
    for place, line in enumerate(lines):
        lines[place], command = _without_command(line)
        if command:
            commands.append((place + 1, command))
    return "\n".join(lines), commands


def _without_prompt(line: str) -> str:
    prompt = _PROMPT.match(line)
    return line[prompt.end() :] if prompt else line


def _dedented(lines: list[str]) -> list[str]:
    """Lines without the indentation of the first one, as IPython takes it off."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines]


def _without_command(line: str) -> tuple[str, str]:
    """A line with `pass` or `None` for its magic, shell command or question; and that."""
    code = line.lstrip(" \t")
    indent = line[: len(line) - len(code)]
    timed = _TIMED.match(code)
    if timed:
        return indent + code[timed.end() :], ""
    asks = code.rstrip().endswith("?") and not set("=#'\"").intersection(code)
    if code.startswith(_COMMAND_STARTS) or asks:
        return f"{indent}pass", code
    name, equals, value = code.partition("=")
    value = value.lstrip(" \t")
    if equals and value.startswith(("%", "!")) and not value.startswith("!="):
        timed = _TIMED.match(value)
        return f"{indent}{name}= {value[timed.end() :] if timed else 'None'}", value
    return line, ""
