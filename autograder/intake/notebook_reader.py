"""Reads a notebook of any nbformat, as any program saves it; a student's file may hold anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import nbformat

from autograder.errors import SubmissionError
from autograder.intake.notebook_json import Content, entry, read_content
from autograder.intake.page_cells import page_cells
from autograder.intake.script_cells import script_cells
from autograder.intake.submission import Problem
from autograder.intake.trails import place_name

MAX_CELLS = 2000
MAX_ID = 200  # characters
_TYPES = ("code", "markdown", "raw")
_OLD_TYPES = {"html": "markdown", "heading": "markdown"}
_ASK = "Ask for the notebook as saved by Jupyter (File > Save)."
_ASK_FOR_FILE = (
    "Ask for the notebook itself: in Jupyter 'File > Download', in Colab 'File > Download > "
    ".ipynb'."
)
_PAGES = ("<!doctype html", "<html")
_KINDS = {
    "%PDF": "a PDF file",
    **dict.fromkeys(_PAGES, "an HTML page"),
    "PK\x03\x04": "an archive or an office document",
    "\x89PNG": "a picture",
    "GIF8": "a picture",
    "\x1f\x8b": "a compressed file",
    "version https://git-lfs": "a pointer of Git LFS",
}


@dataclass(frozen=True)
class ReadNotebook:
    """A notebook that has been read.

    Attributes:
        notebook: nbformat 4.5, without outputs; of metadata only what tells cells apart.
        problems: what had to be mended.
        whole: whether the file had an end.
        language: of its kernel as the file says, in small letters; or empty.
    """

    notebook: nbformat.NotebookNode
    problems: tuple[Problem, ...] = ()
    whole: bool = True
    language: str = ""


def read_notebook(student: str, name: str, text: str) -> ReadNotebook:
    """A notebook from the text of its file.

    Args:
        student: for messages.
        name: of the file, for messages.
        text: its content; of a large file, what `small_text` leaves of it.

    Raises:
        SubmissionError: there is no notebook in it.
    """
    who = f"{student}: {name}"
    if not text.strip("\ufeff\ufffd \t\r\n\x00"):
        raise SubmissionError("empty_file", f"{who} is empty.", _ASK)
    content = _content(who, text)
    cells = _cells(content.value)
    if cells is None:
        raise SubmissionError("not_a_notebook", f"{who} is not a notebook.", _ASK)
    if not cells:
        raise SubmissionError("no_cells", f"{who} is a notebook without any cell.", _ASK)
    if len(cells) > MAX_CELLS:
        raise SubmissionError("too_many_cells", f"{who} has {len(cells)} cells.", _ASK)
    made = [cell for cell in map(_cell, cells) if cell is not None]
    problems = [Problem(code, sentence) for code, sentence in content.mended]
    lost = len(cells) - len(made)
    if not made:
        problem = f"{who} is not a valid notebook: none of its {lost} cells can be read."
        raise SubmissionError("not_a_notebook", problem, _ASK)
    if lost:
        problems.append(Problem("unreadable_cells", f"{lost} cells are damaged and were left out."))
    return ReadNotebook(
        nbformat.from_dict({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
        tuple(problems),
        not content.cut_off,
        _language(content.value),
    )


def _content(who: str, text: str) -> Content:
    start = text[:200].lstrip("\ufeff \t\r\n").lower()
    page = page_cells(text) if start.startswith(_PAGES) else None
    if page is not None:
        what = "The notebook was handed in as an HTML page; its cells were taken from there."
        return Content({"nbformat": 4, "cells": page}, (("page", what),))
    for beginning, kind in _KINDS.items():
        if start.startswith(beginning.lower()):
            ask = _ASK_FOR_FILE if start.startswith(_PAGES) else _ASK
            raise SubmissionError("not_a_notebook", f"{who} is {kind}, and no notebook.", ask)
    program = script_cells(text.replace("\r\n", "\n"))
    if program is not None:
        what = "The notebook was handed in as a Python program; its cells were taken from there."
        return Content({"nbformat": 4, "cells": program}, (("program", what),))
    try:
        return read_content(text)
    except ValueError as error:
        reason = " ".join(str(error).split())[:200]
        raise SubmissionError(
            "unreadable_json", f"{who} is not valid JSON: {reason}.", _ASK
        ) from None


def _cells(content: Any) -> list[Any] | None:
    """The cells of any nbformat; None if there are none, and it does not look like a notebook."""
    if not isinstance(content, dict):
        return None
    cells = content.get("cells")
    if isinstance(cells, list):
        known = type(content.get("nbformat")) is int and 1 <= content["nbformat"] <= 4
        return cells if cells or known else None
    sheets = content.get("worksheets")
    if not isinstance(sheets, list):
        return None
    found: list[Any] = []
    for sheet in sheets:
        inner = sheet.get("cells") if isinstance(sheet, dict) else None
        found += inner if isinstance(inner, list) else []
    return found


def _cell(value: Any) -> dict[str, Any] | None:
    """A cell with what is needed of it, or None if it is none."""
    if not isinstance(value, dict):
        return None
    kind = value.get("cell_type")
    source = _source(value.get("source", value.get("input")))
    kind = _OLD_TYPES.get(kind, kind) if isinstance(kind, str) else kind
    if kind not in _TYPES or source is None:
        return None
    if value["cell_type"] == "heading":
        level = value.get("level")
        source = "#" * (level if type(level) is int and 1 <= level <= 6 else 1) + " " + source
    metadata = value.get("metadata")
    cell: dict[str, Any] = {"cell_type": kind, "source": source, "metadata": _marks(metadata)}
    if kind == "code":
        cell.update(outputs=[], execution_count=None)
    for ident in (value.get("id"), entry(metadata, "id")):  # Colab puts it into the metadata
        if isinstance(ident, str) and 0 < len(ident) <= MAX_ID:
            cell["id"] = ident
            break
    if kind == "markdown" and isinstance(value.get("attachments"), dict):
        cell["attachments"] = dict(_attachments(value["attachments"]))
    return cell


def _source(value: Any) -> str | None:
    """The text of a cell, with the line ends of this system."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str):
        return None
    # JSON can write halves of surrogate pairs, which no file in UTF-8 can hold.
    text = value.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marks(metadata: Any) -> dict[str, Any]:
    """What nbgrader and we wrote into a cell's metadata to know it by."""
    grade_id = entry(entry(metadata, "nbgrader"), "grade_id")
    answer = entry(entry(metadata, "autograder"), "answer")
    return {
        **({"nbgrader": {"grade_id": grade_id}} if isinstance(grade_id, str) else {}),
        **({"autograder": {"answer": answer}} if isinstance(answer, str) else {}),
    }


def _attachments(value: dict[Any, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Images that are embedded in text; what is malformed is left out."""
    for name, kinds in value.items():
        if isinstance(kinds, dict):
            images = {kind: _source(data) for kind, data in kinds.items()}
            good = {kind: data for kind, data in images.items() if data is not None}
            if good:
                yield str(name), good


def _language(content: Any) -> str:
    """What the file says of its kernel."""
    metadata = entry(content, "metadata")
    for table, key in (
        ("language_info", "name"),
        ("kernelspec", "language"),
        ("kernelspec", "name"),
    ):
        value = entry(entry(metadata, table), key)
        if isinstance(value, str) and value:
            return place_name((value.strip().lower()[:40],))
    return ""
