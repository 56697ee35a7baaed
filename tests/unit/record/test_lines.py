"""Reading and writing the record files."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from autograder.atomic_file import replace_file
from autograder.errors import RecordError
from autograder.record.lines import (
    GradeLine,
    Notice,
    SubmissionLine,
    read_grades,
    read_submissions,
    write_grades,
    write_submissions,
)

GRADE = GradeLine("ada", "a1", "shape", "The shape is right", 1.5, 2, "partial", "Näh\u2028er", 0.2)
SUBMISSION = SubmissionLine(
    "ada", "a1", "graded", 1.5, 2, (), (Notice("slow", "Slow."),), 3.0, 0.5, "bwrap", "cpu", False
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    grades = [GRADE, replace(GRADE, student="b\udcff<i>", outcome="failed")]
    write_grades(tmp_path / "new" / "grades.jsonl", grades)
    write_submissions(tmp_path / "new" / "submissions.jsonl", [SUBMISSION])
    assert read_grades(tmp_path / "new" / "grades.jsonl") == grades
    assert read_submissions(tmp_path / "new" / "submissions.jsonl") == [SUBMISSION]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "grades.jsonl",
        "submissions.jsonl",
    ]


def test_the_fields_are_those_of_the_contract(tmp_path: Path) -> None:
    write_submissions(tmp_path / "s", [SUBMISSION])
    entry = json.loads((tmp_path / "s").read_text())
    assert list(entry) == [
        "student", "assignment", "status", "score", "max_score", "problems", "flags",
        "seconds_run", "seconds_judge", "sandbox", "device", "from_cache",
    ]  # fmt: skip
    assert entry["flags"] == [{"code": "slow", "message": "Slow."}]
    assert list(asdict(GRADE)) == [
        "student", "assignment", "test", "title", "points", "max_points", "outcome",
        "message", "seconds",
    ]  # fmt: skip


def test_no_submissions_make_an_empty_file(tmp_path: Path) -> None:
    write_submissions(tmp_path / "s", [])
    assert read_submissions(tmp_path / "s") == []


def test_a_missing_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"does not exist.*make grade"):
        read_grades(tmp_path / "grades.jsonl")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"points": "2"}, "'points' must be a number, not text"),
        ({"points": True}, "'points' must be a number, not true or false"),
        ({"points": None}, "not null"),
        ({"points": float("nan")}, "finite"),
        ({"seconds": -1}, "0 or more"),
        ({"max_points": 10**400}, "finite"),
        ({"outcome": "great"}, "one of passed, partial"),
        ({"title": 3}, "'title' must be text, not a number"),
        ({"extra": 1}, "unknown 'extra'"),
    ],
)
def test_a_malformed_grade_names_file_line_and_field(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    path = tmp_path / "grades.jsonl"
    good = json.dumps(asdict(GRADE))
    path.write_text(good + "\n" + json.dumps({**asdict(GRADE), **change}) + "\n")
    with pytest.raises(RecordError) as caught:
        read_grades(path)
    assert words in str(caught.value)
    assert "grades.jsonl:2" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"problems": "none"}, "'problems' must be a list"),
        ({"flags": [{"code": "x"}]}, "each of 'flags' must have 'code' and 'message'"),
        ({"flags": [{"code": "x", "message": 1}]}, "'message' must be text"),
        ({"from_cache": 0}, "'from_cache' must be true or false"),
        ({"status": "ok"}, "one of graded, needs_attention, rejected"),
    ],
)
def test_a_malformed_submission_is_named(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    path = tmp_path / "submissions.jsonl"
    path.write_text(json.dumps({**asdict(SUBMISSION), **change}))
    with pytest.raises(RecordError) as caught:
        read_submissions(path)
    assert words in str(caught.value)


@pytest.mark.parametrize("line", ["{", "[1]", '"x"', "\xff", "{}", "[" * 100_000])
def test_a_line_that_is_no_record_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "grades.jsonl"
    path.write_bytes(line.encode("latin-1"))
    with pytest.raises(RecordError, match=r"grades\.jsonl:1"):
        read_grades(path)


def test_repeats_are_refused_on_both_ways(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="occurs twice"):
        write_grades(tmp_path / "g", [GRADE, GRADE])
    line = json.dumps(asdict(SUBMISSION))
    (tmp_path / "s").write_text(f"{line}\n{line}\n")
    with pytest.raises(RecordError, match="occurs twice"):
        read_submissions(tmp_path / "s")


def test_a_refused_write_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "grades.jsonl"
    write_grades(path, [GRADE])
    with pytest.raises(RecordError, match="finite"):
        write_grades(path, [replace(GRADE, points=float("nan"))])
    assert read_grades(path) == [GRADE]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RecordError, match="can't be written"):
        replace_file(tmp_path / "file" / "x", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(RecordError, match="can't be written"):
        replace_file(tmp_path / "folder", b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
