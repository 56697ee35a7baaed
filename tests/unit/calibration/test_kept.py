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


def kept_in(folder: Path) -> KeptRuns:
    return KeptRuns(folder, lambda assignment: folder / f"{assignment}.jsonl")


def test_a_run_is_found_again(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    kept.keep(RUN)
    assert kept.find("small", "reference", 3, "key") == RUN
    assert kept.numbers("small", "reference") == [3]
    assert kept.examples("small") == ["reference"]


def test_a_run_of_something_else_is_not(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    kept.keep(RUN)
    assert kept.find("small", "reference", 3, "other key") is None
    assert kept.latest("small", "reference", 3) == RUN, "it is there all the same"
    assert kept.find("small", "reference", 4, "key") is None
    assert kept.find("other", "reference", 3, "key") is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"assignment": "small"}', "\0"])
def test_a_damaged_file_is_no_run(tmp_path: Path, content: str) -> None:
    kept = kept_in(tmp_path)
    kept.keep(RUN)
    (tmp_path / "small" / "reference" / "3.json").write_text(content)
    assert kept.find("small", "reference", 3, "key") is None


def test_a_newer_run_takes_the_place_of_an_outdated_one(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    kept.keep(RUN)
    kept.keep(replace(RUN, key="new"))
    assert kept.find("small", "reference", 3, "key") is None
    assert kept.numbers("small", "reference") == [3]


def test_a_record_holds_what_tells_something_and_lets_others_go_on(tmp_path: Path) -> None:
    still = replace(RESULT, test="figure", measurements=())
    lost = replace(still, test="table", points=0, outcome="failed", message="no table")
    run = replace(RUN, results=(still, lost, RESULT))
    path = kept_in(tmp_path / "mine").write_record("small", [run, replace(run, number=1)])
    assert path.read_text().count("\n") == 2

    other = KeptRuns(tmp_path / "theirs", lambda _: path)
    assert other.examples("small") == ["reference"]
    assert other.numbers("small", "reference") == [1, 3]
    assert other.find("small", "reference", 3, "key") == replace(run, results=(lost, RESULT))
    assert other.find("small", "reference", 3, "other key") is None

    other.keep(replace(run, key="new"))
    assert other.latest("small", "reference", 3) == replace(run, key="new"), "own runs come first"
    assert other.find("small", "reference", 3, "key") is not None, "unless they count no more"


def test_damaged_lines_of_a_record_are_no_runs(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    path = kept.write_record("small", [RUN])
    path.write_text("{\n\n[]\n" + path.read_text() + path.read_text()[:40])
    again = kept_in(tmp_path)
    assert again.numbers("small", "reference") == [3]
    path.write_bytes(b"\xff\xfe\x00")
    assert kept_in(tmp_path).numbers("small", "reference") == []
