"""Reads notebooks that were exported as Python programs: cells begin at marks in comments."""

from __future__ import annotations

import re
from typing import Any

MAX_CHARACTERS = 1_000_000  # a program has no outputs

# As nbconvert writes it ('# In[3]:'), and editors that know the percent format ('# %%').
_MARK = re.compile(r"^# (?:In\[[\d ]{0,6}\]:|%%(?P<rest>.{0,200}))[ \t]*$", re.MULTILINE)


def script_cells(text: str) -> list[dict[str, Any]] | None:
    """The cells of a program that was a notebook, or None if nothing marks cells in it.

    Args:
        text: a Python program.
    """
    if len(text) > MAX_CHARACTERS or text.lstrip().startswith("{"):
        return None
    marks = list(_MARK.finditer(text))
    if not marks:
        return None
    cells = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() : following.start() if following else len(text)].strip("\n")
        if "[markdown]" in (mark["rest"] or "") or "[md]" in (mark["rest"] or ""):
            cells.append({"cell_type": "markdown", "source": _uncommented(body)})
            continue
        code, comments = _without_last_comments(body)
        cells.append({"cell_type": "code", "source": code})
        # nbconvert leaves no mark where text begins.
        cells += [{"cell_type": "markdown", "source": _uncommented(one)} for one in comments]
    return cells


def _without_last_comments(body: str) -> tuple[str, list[str]]:
    """Code, and the paragraphs of comments after it."""
    paragraphs = re.split(r"\n{2,}", body)
    last = len(paragraphs)
    while last > 1 and all(line.startswith("#") for line in paragraphs[last - 1].split("\n")):
        last -= 1
    return "\n\n".join(paragraphs[:last]), paragraphs[last:]


def _uncommented(text: str) -> str:
    lines = (line.removeprefix("#") for line in text.split("\n"))
    return "\n".join(line.removeprefix(" ") for line in lines)
