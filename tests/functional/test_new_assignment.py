"""The instructor's guide, docs/new-assignment.md, done as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, autograder

pytestmark = pytest.mark.slow

GUIDE = (ROOT / "docs" / "new-assignment.md").read_text(encoding="utf-8")
FILES = re.findall(r"^\*\*`([^`]+)`\*\*\n\n```\w+\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^\$ autograder (.+)$", GUIDE, re.MULTILINE)
NAME = "01-average-digits"


def test_the_guide_leads_to_graded_submissions(tmp_path: Path) -> None:
    for name, text in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "source_data").symlink_to(ROOT / "source_data")
    assert COMMANDS[0] == "build"
    for command in COMMANDS:
        ended = autograder(tmp_path, *command.split())
        assert ended.status == 0, f"{command}: {ended.out}{ended.err}"
    lines = (tmp_path / "reports" / NAME / "submissions.jsonl").read_text(encoding="utf-8")
    found = {one["student"]: one for one in map(json.loads, lines.splitlines())}
    assert {name: one["score"] for name, one in found.items()} == {
        "reference": 7,
        "untouched": 0,
        "farthest": 3,
    }
    assert {one["status"] for one in found.values()} == {"graded"}
    page = (tmp_path / "feedback" / "farthest" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "farthest average" in page
    assert (tmp_path / "reports" / "index.html").exists()


def test_what_the_guide_says_of_its_files() -> None:
    names = [name for name, _ in FILES]
    assert names == [
        "course.toml",
        f"solutions/{NAME}/source.py",
        f"solutions/{NAME}/thresholds.toml",
        f"tests/examples/{NAME}/farthest.py",
    ]
