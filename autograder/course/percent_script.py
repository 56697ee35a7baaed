"""Reads percent-format scripts: the cells of a source or an example, and its TOML block."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext

from autograder.errors import SourceError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# What jupytext notes about blank lines, beside what the author wrote.
OWN_NOTES = ("lines_to_next_cell", "lines_to_end_of_cell_marker")
# A comment such as "#! mind the order" stays one: it is no command that jupytext has hidden.
FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}


@dataclass(frozen=True)
class ScriptCell:
    """A cell as jupytext reads it.

    Attributes:
        is_code: False for text cells.
        source: its text.
        metadata: what stands after `# %%`, as a dict.
        line: line of the file where the cell starts, from 1.
    """

    is_code: bool
    source: str
    metadata: dict[str, Any]
    line: int


@dataclass(frozen=True)
class Script:
    """A percent script.

    Attributes:
        path: the file.
        block: content of its TOML block.
        cells: its cells.
    """

    path: Path
    block: dict[str, Any]
    cells: tuple[ScriptCell, ...]


def read_script(path: Path, block_kind: str) -> Script:
    """Read a percent script that opens with a `# /// <block_kind>` TOML block.

    Raises:
        SourceError: the file is missing, has no such block, or the block is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SourceError(path, "the file is missing.") from error
    pattern = rf"# /// {block_kind}\n(?P<body>(?:#.*\n)*?)# ///\n"
    found = re.match(pattern, text)
    if found is None:
        raise SourceError(path, f"it does not open with a '# /// {block_kind}' block.", line=1)
    body = "\n".join(line[1:].removeprefix(" ") for line in found["body"].splitlines())
    try:
        block = tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(
            path, f"the {block_kind} block is not valid TOML: {error}.", line=1
        ) from error
    return Script(path, block, tuple(_cells(text, found.end())))


def _cells(text: str, start: int) -> Iterator[ScriptCell]:
    """The cells of the text from `start` on; lines are counted from the text's beginning."""
    rest, above = text[start:], text.count("\n", 0, start)
    cells = jupytext.reads(rest, fmt=FORMAT).cells
    starts = [n for n, line in enumerate(rest.split("\n"), 1) if line.startswith("# %%")]
    # What stands above the first mark, blank lines too, is a cell without a mark of its own.
    starts = [1] * (len(cells) - len(starts)) + starts
    for cell, line in zip(cells, starts, strict=False):
        metadata = {key: cell.metadata[key] for key in cell.metadata if key not in OWN_NOTES}
        if cell.source.strip() or metadata:
            yield ScriptCell(cell.cell_type == "code", cell.source, metadata, above + line)
