"""Writes CSV files that are safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.atomic_file import replace_file

# A cell that begins like this is computed by Excel, LibreOffice and Google Sheets.
_FORMULA = re.compile(r"\s*[=+\-@\t\r|]")
_NUMBER = re.compile(r"[+-]?[\d.,]*%?\s*")


def safe_cell(text: str) -> str:
    """The same text, with a `'` before it if a spreadsheet would take it for a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text.strip()):
        return f"'{text}"
    return text


def points_text(points: float) -> str:
    """Points as platforms read them: a dot, at most two digits behind it."""
    return f"{points:.2f}".rstrip("0").rstrip(".") or "0"


def write_csv(
    path: Path,
    rows: Iterable[Sequence[str]],
    *,
    separator: str = ",",
    mark: bool = False,
    as_they_are: Iterable[int] = (),
) -> None:
    """Replace a CSV file.

    Args:
        path: the file.
        rows: cells, the header first.
        separator: between cells.
        mark: whether a byte-order mark stands in front, as in files of Moodle.
        as_they_are: columns that only staff write and that a platform compares: left unchanged.

    Raises:
        RecordError: it can't be written.
    """
    untouched = set(as_they_are)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator)
    for row in rows:
        writer.writerow(
            cell if column in untouched else safe_cell(cell) for column, cell in enumerate(row)
        )
    replace_file(path, target.getvalue().encode("utf-8-sig" if mark else "utf-8"))
