"""A course folder in which downloads are collected, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Finished
from tests.unit.intake.lms_archives import write

Collect = Callable[..., Finished]


def given(folder: Path, **files: bytes) -> Path:
    """What lies in downloaded/small/archive; `__` in a name stands for a dot."""
    named = {name.replace("__", "."): content for name, content in files.items()}
    return write(folder / "downloaded" / "small" / "archive", named)


def hand_ins(folder: Path) -> dict[str, bytes]:
    """Student -> notebook, and nothing else lies in submitted/."""
    found = {}
    for path in (folder / "submitted").rglob("*"):
        inner = path.relative_to(folder / "submitted").parts
        if inner[0] == ".collected" or path.is_dir():
            continue
        assert inner[1] == "small", path
        assert inner[2] in ("small.ipynb", "timestamp.txt"), path
        if inner[2] == "small.ipynb":
            found[inner[0]] = path.read_bytes()
    return found


def texts(folder: Path) -> dict[str, str]:
    """Student -> text of the notebook."""
    return {
        student: json.loads(content)["cells"][0]["source"]
        for student, content in hand_ins(folder).items()
    }
