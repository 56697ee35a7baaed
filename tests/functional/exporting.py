"""A course that counts lateness, and the tables that it exports."""

from __future__ import annotations

import csv
from pathlib import Path

from autograder.course.layout import Course


def table(path: Path) -> list[dict[str, str]]:
    """The lines of an exported table, by the names of its columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def with_policy(course: Course, text: str) -> None:
    """Have a course count lateness: the lines below `[late]` of its settings."""
    path = course.root / "course.toml"
    path.write_text(path.read_text("utf-8") + f"\n[late]\n{text}\n", encoding="utf-8")
