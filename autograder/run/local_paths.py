"""Takes folders of the grading machine out of a notebook's outputs.

Tracebacks and warnings name the files of libraries, and a student's print may name anything.
A folder is replaced by a short name, so that what stands behind it can still be read.
"""

from __future__ import annotations

import html
import re
import sys
import sysconfig
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat

PACKAGE = Path(__file__).resolve().parent.parent
# Folders that are the same on many machines say nothing, and short texts occur by chance.
TELLING_NOTHING = {"", "/", "/usr", "/usr/local", "/opt", "/home", "/tmp", "/var", "."}

_COLOUR = r"\x1b\[[0-9;]*m"
_COLOURS = re.compile(_COLOUR)
# Behind a folder of one part, such as /root, must not stand the rest of a longer name.
_NOT_INSIDE = r"(?:(?<![\w.~-])|(?<=[\d;\[]m))"
_ENDS = r"(?![\w-])"

Replacement = tuple[str, str]


def known_local_paths() -> list[Replacement]:
    """Folders of this process as (path, what to show instead), the longest first.

    The folders of libraries, of Python, of this package, and the home folder.
    """
    paths = sysconfig.get_paths()
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found: dict[str, str] = {}
    for folder, shown in (
        (paths["purelib"], "site-packages"),
        (paths["platlib"], "site-packages"),
        (paths["stdlib"], version),
        (paths["platstdlib"], version),
        (str(Path(sys.base_prefix) / "lib" / version), version),
        (str(PACKAGE), "autograder"),
        (sys.prefix, "python"),
        (sys.base_prefix, "python"),
        (str(PACKAGE.parent), "course"),
        (str(Path.home()), "~"),
    ):
        for variant, instead in variants(Path(folder), shown):
            found.setdefault(variant, instead)
    return longest_first(list(found.items()))


def longest_first(replacements: Sequence[Replacement]) -> list[Replacement]:
    """Replacements in an order in which no folder hides one inside it."""
    return sorted(replacements, key=lambda entry: (-len(entry[0]), entry[0]))


def variants(folder: Path, shown: str) -> list[Replacement]:
    """The replacements for one folder, as it is called and as it is without links."""
    named = dict.fromkeys((str(folder), str(folder.resolve())))
    return [(path, shown) for path in named if path.rstrip("/\\") not in TELLING_NOTHING]


def without_local_paths(
    notebook: nbformat.NotebookNode, replacements: Sequence[Replacement]
) -> None:
    """Replace folders in all textual outputs of a notebook, in place.

    Sources and images stay as they are. 5 MB of output take a fraction of a second.

    Args:
        notebook: nbformat 4.
        replacements: (folder without a slash at its end, what to show instead).
    """
    hide = _replacer(tuple(longest_first(replacements)))
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for key in ("text", "ename", "evalue", "traceback"):
                if key in output:
                    output[key] = _each_text(output[key], hide)
            data = output.get("data", {})
            for kind in data:
                if not kind.startswith("image/") or kind.endswith("xml"):
                    data[kind] = _each_text(data[kind], hide)


def text_without_local_paths(text: str, replacements: Sequence[Replacement]) -> str:
    """The same for one text, such as the error of a cell that a test's message quotes."""
    return _replacer(tuple(longest_first(replacements)))(text)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """A value of an output with all texts in it changed: a text, a list of texts, or JSON."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each_text(part, change) for part in value]
    if isinstance(value, dict):
        return {key: _each_text(part, change) for key, part in value.items()}
    return value


@lru_cache(maxsize=64)
def _replacer(replacements: tuple[Replacement, ...]) -> Callable[[str], str]:
    rules = [
        (variant, shown, _pattern(variant), _coloured_pattern(variant))
        for folder, shown in replacements
        if folder.rstrip("/\\") not in TELLING_NOTHING
        for variant in dict.fromkeys((folder, html.escape(folder), quote(folder)))
    ]

    def hide(text: str) -> str:
        for folder, shown, pattern, _ in rules:
            if folder in text:
                text = pattern.sub(shown.replace("\\", r"\\"), text)
        if "\x1b" in text:
            plain = _COLOURS.sub("", text)
            for folder, shown, _, coloured in rules:
                if folder in plain:
                    text = coloured.sub(partial(_keep, shown), text)
        return text

    return hide


def _pattern(folder: str) -> re.Pattern[str]:
    return re.compile(_start(folder) + re.escape(folder) + _ENDS)


def _coloured_pattern(folder: str) -> re.Pattern[str]:
    """The folder with colour codes between any two of its characters."""
    inside = f"(?:{_COLOUR})*".join(map(re.escape, folder))
    return re.compile(_start(folder) + inside + _ENDS)


def _start(folder: str) -> str:
    # A longer path is hidden even where it runs on from other text, such as "\n" in a repr.
    return _NOT_INSIDE if folder.count("/") <= 1 else ""


def _keep(shown: str, match: re.Match[str]) -> str:
    """What is shown instead, and the colours that began or ended inside."""
    return shown + "".join(_COLOURS.findall(match[0]))
