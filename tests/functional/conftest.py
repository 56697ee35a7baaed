"""Fixtures for tests of `autograder collect`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.functional.collecting import Collect
from tests.in_process import CommandLine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course folder with a list of assignments and nothing else."""
    place = tmp_path / "course"
    place.mkdir()
    shutil.copy(ROOT / "tests" / "tiny_course" / "course.toml", place)
    return place


@pytest.fixture
def collect(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Collect:
    """`autograder collect small ...` in a folder."""
    command_line = CommandLine(monkeypatch, capsys)
    return lambda folder, *options: command_line(folder, "collect", "small", *options)
