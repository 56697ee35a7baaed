"""`autograder cache`: all kept runs, of grading and of calibration, are shown, limited, cleared."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.calibration.runs import calibration_runs
from autograder.engine.kept_runs import kept_runs
from autograder.engine.store import Store
from tests.conftest import ROOT
from tests.in_process import CommandLine

KEYS = ["a" * 64, "b" * 64, "c" * 64]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course in which one run of grading and two of calibration are kept, 1 MB each."""
    (tmp_path / "course.toml").write_bytes((ROOT / "tests/tiny_course/course.toml").read_bytes())
    stores = _stores(tmp_path)
    stores[0].put(KEYS[0], bytes(1_000_000))
    for key in KEYS[1:]:
        stores[1].put(key, bytes(1_000_000))
    return tmp_path


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


def _stores(root: Path) -> list[Store]:
    private = root / ".autograder"
    return [kept_runs(private), calibration_runs(private)]


def _entries(root: Path) -> list[int]:
    return [store.state().entries for store in _stores(root)]


def test_both_are_shown(root: Path, command_line: CommandLine) -> None:
    shown = command_line(root, "cache").out
    assert "Grading: 1 runs kept, 1.0 MB of at most 10000 MB" in shown
    assert "Calibration: 2 runs kept, 2.0 MB of at most 10000 MB" in shown
    for store in _stores(root):
        assert f"in {store.folder}" in shown


def test_both_are_cleared(root: Path, command_line: CommandLine) -> None:
    results = root / ".autograder" / "calibration" / "results"
    results.mkdir()
    assert command_line(root, "cache", "--clear").status == 0
    assert _entries(root) == [0, 0]
    assert results.is_dir(), "what runs gave is no run"


def test_each_is_limited(root: Path, command_line: CommandLine) -> None:
    assert command_line(root, "cache", "--limit-mb", "1.5").status == 0
    assert _entries(root) == [1, 1]
    assert [store.limit_mb for store in _stores(root)] == [1.5, 1.5]
