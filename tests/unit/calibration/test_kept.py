"""Finished runs stay, count while nothing has changed, and are never read wrongly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.calibration.kept import CalibrationRun, KeptRuns
from autograder.checks.measurement import Measurement
from autograder.judge.results import TestResult

MEASURED = (Measurement("trained", 0.97, 0.95, "at least"),)
RESULT = TestResult("accuracy", "Reads", 2, 2, "passed", "", 1.0, ("a", "b", "c"), MEASURED)
RUN = CalibrationRun("small", "reference", 3, "key", "2026-11-22", 12.5, (RESULT,))


def test_a_run_is_found_again(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    assert kept.find("small", "reference", 3, "key") == RUN
    assert kept.numbers("small", "reference") == [3]
    assert kept.examples("small") == ["reference"]


def test_a_run_of_something_else_is_not(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    assert kept.find("small", "reference", 3, "other key") is None
    assert kept.latest("small", "reference", 3) == RUN, "it is there all the same"
    assert kept.find("small", "reference", 4, "key") is None
    assert kept.find("other", "reference", 3, "key") is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"assignment": "small"}', "\0"])
def test_a_damaged_file_is_no_run(tmp_path: Path, content: str) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    (tmp_path / "small" / "reference" / "3.json").write_text(content)
    assert kept.find("small", "reference", 3, "key") is None


def test_a_newer_run_takes_the_place_of_an_outdated_one(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path)
    kept.keep(RUN)
    kept.keep(replace(RUN, key="new"))
    assert kept.find("small", "reference", 3, "key") is None
    assert kept.numbers("small", "reference") == [3]
