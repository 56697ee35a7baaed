"""Text as a terminal would show it: streams and tracebacks, short, coloured, without paths."""

from __future__ import annotations

import re

from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html

from autograder.report.safe_html import clean_html, clean_text

FIRST_LINES = 80
LAST_LINES = 40
MAX_LINE_CHARACTERS = 1_000
MAX_TEXT_CHARACTERS = 16_000

_COLOUR = re.compile(r"(\x1b\[[0-9;]*m)")
_OTHER_ESCAPES = re.compile(
    r"\x1b(?!\[[0-9;]*m)(?:\[[0-?]*[ -/]*[@-~]?|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[@-Z\\-_])?"
)
# An absolute path of two parts or more, or one below the home folder, or a Windows path.
_PATH = re.compile(
    r"(?<![\w/:.+=\-<])(?:~(?=/)|/(?=[^\s/]+/)|[A-Za-z]:[\\/])"
    r"(?:[^\s\\/:'\"<>|()\[\],;\x1b]*[\\/])+(?P<last>[^\s\\/:'\"<>|()\[\],;\x1b]*)"
)
_PACKAGES = re.compile(r".*(?:site|dist)-packages[\\/](?P<inside>.+)", re.DOTALL)


def terminal_html(text: str) -> Markup:
    """Terminal text as safe HTML: colours as classes, overwritten lines gone, paths shortened."""
    text = shortened(hide_paths(settled(text)))
    return clean_html(ansi2html(text))


def settled(text: str) -> str:
    """What stays on a terminal's screen: progress bars leave their last state only."""
    text = _OTHER_ESCAPES.sub("", text.replace("\r\n", "\n"))
    lines = (_last_state(line) for line in text.split("\n"))
    return clean_text("\n".join(lines), keep_escapes=True)


def shortened(text: str) -> str:
    """The first and the last lines of a long text, and a line that says how many are missing."""
    lines = [_cut(line) for line in text.strip("\n").split("\n")]
    first, last = _head_and_tail(lines)
    if first + last >= len(lines):
        return "\n".join(lines)
    note = f"… {len(lines) - first - last:,} lines are not shown …"
    return "\n".join([*lines[:first], "\x1b[0m" + note, *lines[len(lines) - last :]])


def hide_paths(text: str) -> str:
    """Text in which folders of the machine that graded are replaced by "…"."""
    # Colour codes end in a letter, so a path right behind one would look like a part of a word.
    parts = _COLOUR.split(text)
    return "".join(part if _COLOUR.fullmatch(part) else _PATH.sub(_tail, part) for part in parts)


def _last_state(line: str) -> str:
    states = [state for state in line.split("\r") if state.strip("\b ")]
    return states[-1].replace("\b", "") if states else ""


def _cut(line: str) -> str:
    if len(line) <= MAX_LINE_CHARACTERS:
        return line
    return f"{line[:MAX_LINE_CHARACTERS]}\x1b[0m … {len(line) - MAX_LINE_CHARACTERS:,} characters"


def _head_and_tail(lines: list[str]) -> tuple[int, int]:
    """How many lines to keep at the start and at the end, within both limits."""
    first, last = min(FIRST_LINES, len(lines)), LAST_LINES
    if first + last >= len(lines):
        last = len(lines) - first
    while first + last > 2 and (
        sum(map(len, lines[:first])) + sum(map(len, lines[len(lines) - last :]))
        > MAX_TEXT_CHARACTERS
    ):
        first, last = max(1, first * 3 // 4), max(1, last * 3 // 4)
    return first, last


def _tail(match: re.Match[str]) -> str:
    packages = _PACKAGES.fullmatch(match[0])
    return "…/" + (packages["inside"] if packages else match["last"])
