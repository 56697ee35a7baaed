"""Reads percent-format scripts: the cells of a source or an example, and its TOML block."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext

from autograder.errors import SourceError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


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
    pattern = rf"^# /// {block_kind}\n(?P<body>(?:#.*\n)*?)# ///\n"
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise SourceError(path, f"no '# /// {block_kind}' block was found.", line=1)
    body = "\n".join(line[1:].removeprefix(" ") for line in found["body"].splitlines())
    try:
        block = tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(path, f"the {block_kind} block is not valid TOML: {error}.") from error
    # Blank lines keep the line numbers of the cells true.
    rest = text[: found.start()] + "\n" * found[0].count("\n") + text[found.end() :]
    starts = [
        number for number, line in enumerate(rest.split("\n"), 1) if line.startswith("# %%")
    ]
    notebook = jupytext.reads(rest, fmt="py:percent")
    cells = [cell for cell in notebook.cells if cell.source.strip()]
    return Script(
        path,
        block,
        tuple(
            ScriptCell(cell.cell_type == "code", cell.source, dict(cell.metadata), line)
            for cell, line in zip(cells, starts, strict=False)
        ),
    )
