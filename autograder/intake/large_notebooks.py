"""Leaves out what makes a notebook large, before it is read as JSON.

Outputs are nobody's work, and a loop without end leaves a hundred megabytes of them. They are
cut out of the text, so that reading a large notebook takes little memory, whatever it holds.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from autograder.errors import SubmissionError

LARGE = 2_000_000  # characters from which on outputs are cut out
MAX_REST = 60_000_000  # characters that may be left: cells, and images in their text
# Brackets and strings: of outputs that are cut out, and of what is kept and becomes objects.
MAX_PARTS = 8_000_000
MAX_KEPT_PARTS = 2_000_000
LEFT_OUT = {"outputs", "widgets"}

_PART = re.compile(r'["\[\]{}]')
_VALUE = re.compile(r"\s{0,1000}:\s{0,1000}(?=[\[{])")


class TooManyPartsError(Exception):
    """The text holds more values than a notebook can have."""


def small_text(student: str, name: str, text: str) -> str:
    """The notebook's text, without outputs if it is large.

    Args:
        student: for the message.
        name: of the file, for the message.
        text: JSON, or anything.

    Raises:
        SubmissionError: it is too large even so.
    """
    if len(text) <= LARGE:
        return text
    try:
        small = without_outputs(text)
    except TooManyPartsError:
        raise SubmissionError(
            "too_large",
            f"{student}: {name} holds more values than a notebook can have.",
            "Ask for the notebook with its outputs cleared.",
        ) from None
    if len(small) > MAX_REST:
        raise SubmissionError(
            "too_large",
            f"{student}: {name} has {len(small) / 1e6:.0f} million characters even without "
            f"outputs; {MAX_REST / 1e6:.0f} are allowed.",
            "Ask for the notebook without the images or data that were pasted into cells.",
        )
    return small


def without_outputs(text: str) -> str:
    """JSON text with empty lists or tables in the place of outputs and of widgets' states.

    Text that is no JSON comes out as it is, from the place on where it stops being some.

    Raises:
        TooManyPartsError: it holds too many strings, lists and tables.
    """
    kept: list[str] = []
    start = place = parts = kept_parts = 0
    while (found := _PART.search(text, place)) is not None:
        parts, kept_parts = parts + 1, kept_parts + 1
        place = found.end()
        if kept_parts > MAX_KEPT_PARTS:
            raise TooManyPartsError
        if found[0] != '"':
            continue
        key, place = _string(text, place)
        value = _VALUE.match(text, place) if key in LEFT_OUT else None
        if value is not None:
            end, inside = _end_of_value(text, value.end(), MAX_PARTS - parts)
            parts += inside
            kept += [text[start : value.end()], "[]" if text[value.end()] == "[" else "{}"]
            start = place = end
    kept.append(text[start:])
    return "".join(kept)


def _string(text: str, start: int) -> tuple[str, int]:
    """A string that begins before `start`, and where it ends; the rest if it never does."""
    try:
        value, end = scanstring(text, start, False)
    except JSONDecodeError:
        end = text.find('"', start)  # an escape that JSON does not have
        return "", end + 1 if end >= 0 else len(text)
    return value, end


def _end_of_value(text: str, start: int, most: int) -> tuple[int, int]:
    """Where a list or table that begins at `start` ends, and how many parts it has."""
    depth = parts = 0
    place = start
    while (found := _PART.search(text, place)) is not None:
        parts += 1
        if parts > most:
            raise TooManyPartsError
        place = found.end()
        if found[0] == '"':
            place = _string(text, place)[1]
            continue
        depth += 1 if found[0] in "[{" else -1
        if depth == 0:
            return place, parts
    return len(text), parts
