"""Reads an assignment's source into an `Assignment` and checks it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from autograder.course.assignment import (
    BEGIN_HIDDEN,
    BEGIN_SCHEME,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SCHEME,
    END_SOLUTION,
    Assignment,
    CellKind,
    SourceCell,
)
from autograder.course.layout import Course
from autograder.course.percent_script import Script, ScriptCell, read_script
from autograder.errors import SourceError

KINDS: tuple[CellKind, ...] = ("given", "solution", "test", "written")
IDENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_assignment(course: Course, name: str) -> Assignment:
    """Read and check one assignment's source.

    Raises:
        UnknownAssignmentError: course.toml does not list it.
        SourceError: the source breaks the format.
    """
    entry = course.settings.entry(name)
    script = read_script(course.source(name), "assignment")
    missing = {"title", "summary", "minutes"} - set(script.block)
    if missing:
        raise SourceError(script.path, f"the block lacks {', '.join(sorted(missing))}.", line=1)
    assignment = Assignment(
        name=name,
        title=str(script.block["title"]),
        summary=str(script.block["summary"]),
        minutes=int(script.block["minutes"]),
        follows=str(script.block.get("follows", "")),
        points=entry.points,
        cells=tuple(_cell(script, cell) for cell in script.cells),
    )
    _check_ids(script.path, assignment)
    _check_points(script.path, assignment)
    return assignment


def _cell(script: Script, cell: ScriptCell) -> SourceCell:
    kinds: list[CellKind] = [kind for kind in KINDS if kind in cell.metadata]
    if len(kinds) > 1:
        raise SourceError(script.path, f"a cell is both {' and '.join(kinds)}.", line=cell.line)
    if not kinds:
        if cell.is_code:
            raise SourceError(
                script.path, "a code cell needs given=, solution= or test=.", line=cell.line
            )
        return SourceCell("text", "", cell.source, cell.line)
    kind = kinds[0]
    if cell.is_code != (kind != "written"):
        raise SourceError(script.path, f"{kind}= does not fit this type of cell.", line=cell.line)
    made = SourceCell(
        kind=kind,
        ident=str(cell.metadata[kind]),
        source=cell.source,
        line=cell.line,
        title=str(cell.metadata.get("title", "")),
        points=float(cell.metadata.get("points", 0)),
        seconds=float(cell.metadata["seconds"]) if "seconds" in cell.metadata else None,
    )
    for problem in _problems(made):
        raise SourceError(script.path, f"{kind} '{made.ident}': {problem}", line=cell.line)
    return made


def _problems(cell: SourceCell) -> list[str]:
    problems = []
    if not IDENT.fullmatch(cell.ident):
        problems.append("the id must be lower-case words joined by '-'.")
    if cell.kind in ("test", "written"):
        if not cell.title:
            problems.append("it has no title.")
        if cell.points <= 0:
            problems.append("it has no points.")
    marks = {
        "solution": (BEGIN_SOLUTION, END_SOLUTION),
        "test": (BEGIN_HIDDEN, END_HIDDEN),
        "written": (BEGIN_SCHEME, END_SCHEME),
    }
    if cell.kind in marks:
        begin, end = (cell.source.count(mark) for mark in marks[cell.kind])
        if begin != end:
            problems.append(f"'{marks[cell.kind][0]}' and its end mark do not pair up.")
        if begin == 0 and cell.kind != "test":
            problems.append(f"it has no '{marks[cell.kind][0]}' region.")
    if cell.kind != "written":
        problems += _code_problems(cell)
    return problems


def _code_problems(cell: SourceCell) -> list[str]:
    for code in (cell.source, cell.released):
        try:
            tree = ast.parse(code)
        except SyntaxError as error:
            return [f"the code is not valid Python: {error}."]
        if cell.kind == "test":
            bare = [n for n in ast.walk(tree) if isinstance(n, ast.Assert) and n.msg is None]
            if bare:
                return [f"the assert in line {bare[0].lineno} of the cell has no message."]
    return []


def _check_ids(path: Path, assignment: Assignment) -> None:
    seen: set[str] = set()
    for cell in assignment.cells:
        if cell.ident and cell.grade_id in seen:
            raise SourceError(path, f"the id '{cell.ident}' occurs twice.", line=cell.line)
        seen.add(cell.grade_id)


def _check_points(path: Path, assignment: Assignment) -> None:
    total = sum(cell.points for cell in assignment.cells)
    if abs(total - assignment.points) > 1e-9:
        raise SourceError(
            path,
            f"tests and written answers add up to {total:g} points; "
            f"course.toml says {assignment.points:g}.",
        )
