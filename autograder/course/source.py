"""Reads an assignment's source into an `Assignment` and checks it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

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
    CellKind,
    SourceCell,
)
from autograder.course.layout import Course
from autograder.course.percent_script import Script, ScriptCell, read_script
from autograder.course.settings import CourseSettings
from autograder.errors import SourceError

KINDS: tuple[CellKind, ...] = ("given", "solution", "test", "written")
GRADED_KEYS = {"test": ("title", "points", "seconds"), "written": ("title", "points")}
REGIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "solution": ((BEGIN_SOLUTION, END_SOLUTION), (BEGIN_STUB, END_STUB)),
    "test": ((BEGIN_HIDDEN, END_HIDDEN),),
    "written": ((BEGIN_SCHEME, END_SCHEME),),
}
FILES_ADDRESS = "$FILES_ADDRESS"  # stands in code for the address of the published files
IDENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_assignment(course: Course, name: str) -> Assignment:
    """Read and check one assignment's source.

    Raises:
        UnknownAssignmentError: course.toml does not list it.
        SourceError: the source breaks the format.
    """
    entry = course.settings.entry(name)
    script = read_script(course.source(name), "assignment")
    files = _files(course, script)
    address = files_address(course.settings, name, files)
    missing = {"title", "summary", "minutes"} - set(script.block)
    if missing:
        raise SourceError(script.path, f"the block lacks {', '.join(sorted(missing))}.", line=1)
    follows = str(script.block.get("follows", ""))
    if follows and follows not in course.settings.assignment_names:
        raise SourceError(script.path, f"it follows {follows}, which course.toml lacks.", line=1)
    assignment = Assignment(
        name=name,
        title=str(script.block["title"]),
        summary=str(script.block["summary"]),
        minutes=_minutes(script),
        follows=follows,
        points=entry.points,
        cells=tuple(
            _cell(script, replace(cell, source=cell.source.replace(FILES_ADDRESS, address)))
            for cell in script.cells
        ),
        files=files,
    )
    _check_ids(script.path, assignment)
    _check_points(script.path, assignment)
    return assignment


def files_address(settings: CourseSettings, name: str, files: str) -> str:
    """Address of the published files of an assignment, for notebooks opened without them."""
    return (
        f"https://raw.githubusercontent.com/{settings.colab_repository}"
        f"/{settings.colab_branch}/assignments/{name}/{files}"
    )


def _files(course: Course, script: Script) -> str:
    files = str(script.block.get("files", ""))
    if files and not IDENT.fullmatch(files):
        raise SourceError(script.path, "files must be lower-case words joined by '-'.", line=1)
    if files and not course.students_files(files).is_dir():
        missing = course.students_files(files).relative_to(course.root)
        raise SourceError(script.path, f"files names {files}, but there is no {missing}.", line=1)
    return files


def _minutes(script: Script) -> int:
    minutes = script.block["minutes"]
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0:
        raise SourceError(script.path, "minutes must be a whole number above 0.", line=1)
    return minutes


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
    place = f"{kind} '{cell.metadata[kind]}'"
    for problem in _metadata_problems(kind, cell):
        raise SourceError(script.path, f"{place}: {problem}", line=cell.line)
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
        raise SourceError(script.path, f"{place}: {problem}", line=cell.line)
    return made


def _metadata_problems(kind: CellKind, cell: ScriptCell) -> Iterator[str]:
    """What is wrong with what stands after `# %%`."""
    allowed = {kind, *GRADED_KEYS.get(kind, ())}
    for key in sorted(set(cell.metadata) - allowed):
        yield f"{key}= is not known here."
    for key in ("points", "seconds"):
        value = cell.metadata.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
            yield f"{key} must be a number above 0."
    if kind in GRADED_KEYS:
        for key in ("title", "points"):
            if not cell.metadata.get(key):
                yield f"it has no {key}."


def _problems(cell: SourceCell) -> Iterator[str]:
    if not IDENT.fullmatch(cell.ident):
        yield "the id must be lower-case words joined by '-'."
    if not cell.source.strip():
        yield "it is empty."
    for begin, end in REGIONS.get(cell.kind, ()):
        if not _pair_up(cell.source, begin, end):
            yield f"'{begin}' and its end mark do not pair up."
    if cell.kind in ("solution", "written"):
        mark = REGIONS[cell.kind][0][0]
        if mark not in cell.source:
            yield f"it has no '{mark}' region."
    if cell.kind != "written":
        yield from _code_problems(cell)


def _pair_up(source: str, begin: str, end: str) -> bool:
    """Whether begin and end marks follow each other in turn."""
    marks = re.findall(f"{re.escape(begin)}|{re.escape(end)}", source)
    return marks == [begin, end] * (len(marks) // 2)


def _code_problems(cell: SourceCell) -> Iterator[str]:
    released = cell.released
    for code in (cell.source, released):
        try:
            tree = ast.parse(code)
        except SyntaxError as error:
            yield f"the code is not valid Python: {error}."
            return
        for node in ast.walk(tree):
            if cell.kind == "test" and isinstance(node, ast.Assert) and node.msg is None:
                yield f"the assert in line {node.lineno} of the cell has no message."
            if code == released and _imports_package(node):
                yield "what students see imports autograder, which they do not have."


def _imports_package(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    if isinstance(node, ast.ImportFrom):
        names.append(node.module or "")
    return any(name.split(".")[0] == "autograder" for name in names)


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
