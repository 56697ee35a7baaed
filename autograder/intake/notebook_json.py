"""A notebook's JSON text as plain values, also where the way here has damaged it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

# What word processors make of quotes, spaces and hyphens.
TYPOGRAPHIC = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u00a0\u2007\u202f", " "),
        **dict.fromkeys("\u200b\u200c\u2060\ufeff", ""),
    }
)
_CELLS = re.compile(r'"cells"\s{0,1000}:\s{0,1000}\[')
_BETWEEN = re.compile(r"[\s,]{0,10000}")
_CELL = re.compile(r'\{\s{0,100}"(?:cell_type|attachments|id)"\s{0,100}:')
MOST_DAMAGED = 50  # places that are skipped
MOST_READ_AGAIN = 5_000_000  # characters that are read in vain, all places together
_FORMAT = re.compile(r'"nbformat"\s{0,100}:\s{0,100}(\d{1,3})')


@dataclass(frozen=True)
class Content:
    """What a notebook's text holds.

    Attributes:
        value: the JSON value; anything.
        mended: what was done to read it, as (code, sentence).
        cut_off: whether the end of the file is missing.
    """

    value: Any
    mended: tuple[tuple[str, str], ...] = ()
    cut_off: bool = False


def entry(table: object, key: str) -> Any:
    """A value of a table that may be anything, since a student's file says it; None without one."""
    return table.get(key) if isinstance(table, dict) else None


def text_entry(table: object, key: str) -> str:
    """The same, where only text will do; else empty."""
    value = entry(table, key)
    return value if isinstance(value, str) else ""


def read_content(text: str) -> Content:
    """Read JSON; straight quotes are put back, and what stands before a cut is taken.

    Raises:
        ValueError: it is no JSON, and no beginning of a notebook.
    """
    try:
        return Content(_loads(text))
    except ValueError as error:
        reason = error
    plain = text.translate(TYPOGRAPHIC)
    if plain != text:
        try:
            return Content(_loads(plain), (_typographic(),))
        except ValueError:
            pass
    attempts = [(text, ()), *([(plain, (_typographic(),))] if plain != text else [])]
    for attempt, mended in attempts:
        found = _beginning(attempt)
        if found is not None:
            return Content(found.value, (*mended, *found.mended), found.cut_off)
    raise reason


def _loads(text: str) -> Any:
    """JSON, with raw line ends within strings allowed.

    Raises:
        ValueError: it is none, or nested too deeply.
    """
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _typographic() -> tuple[str, str]:
    return (
        "typographic_quotes",
        "The file went through a word processor; straight quotes were put back.",
    )


def _beginning(text: str) -> Content | None:
    """A notebook with something after its end, or the whole cells before a cut."""
    decoder = json.JSONDecoder(strict=False)
    start = text.find("{")
    if start < 0:
        return None
    try:
        value = decoder.raw_decode(text, start)[0]
        if isinstance(value, dict) and ("cells" in value or "worksheets" in value):
            what = "There was something before or after the notebook in its file"
            return Content(value, (("trailing_data", f"{what}; it was left out."),))
    except (ValueError, RecursionError):
        pass
    return _whole_cells(text, decoder)


def _whole_cells(text: str, decoder: json.JSONDecoder) -> Content | None:
    """The cells that are whole, in a file that breaks off or is damaged somewhere."""
    opening = _CELLS.search(text)
    if opening is None:
        return None
    cells, damaged = _cells_from(text, opening.end(), decoder)
    if not cells:
        return None
    version = _FORMAT.search(text)
    what = f"The file is damaged or breaks off; {len(cells)} whole cells were taken from it"
    if damaged > 1:
        what += f", {damaged} places were skipped"
    value = {"nbformat": int(version[1]) if version else 4, "cells": cells}
    return Content(value, (("cut_off", f"{what}."),), cut_off=True)


def _cells_from(text: str, place: int, decoder: json.JSONDecoder) -> tuple[list[Any], int]:
    """Cells that can be read from a place on, and how many times damage was skipped."""
    cells: list[Any] = []
    damaged = in_vain = 0
    while damaged < MOST_DAMAGED and in_vain < MOST_READ_AGAIN:
        between = _BETWEEN.match(text, place)
        start = between.end() if between else place
        try:
            cell, place = decoder.raw_decode(text, start)
            if not isinstance(cell, dict):
                break
            if "source" in cell or "input" in cell:  # else a table within a damaged cell
                cells.append(cell)
        except (ValueError, RecursionError) as error:
            damaged += 1
            in_vain += getattr(error, "pos", len(text)) - start
            following = _CELL.search(text, start + 1)
            if following is None:
                break
            place = following.start()
    return cells, damaged
