"""`autograder export`: a table of all grades, for spreadsheets."""

from __future__ import annotations

import pytest

from autograder.course.layout import Course
from autograder.report.csv_cells import safe_cell
from tests.functional.exporting import table
from tests.in_process import CommandLine


def test_plain(graded: Course, command_line: CommandLine) -> None:
    ended = command_line(graded.root, "export")
    assert ended.status == 0, ended.err
    lines = {line["student_id"]: line for line in table(graded.root / "grades.csv")}
    assert [(lines[s]["raw_score"], lines[s]["score"]) for s in ("101", "102", "103")] == [
        ("9.5", "9.5"), ("5", "5"), ("7", "7"),
    ]  # fmt: skip
    assert lines["103"]["waits_for_a_person"] == "yes"
    assert lines["101"]["duedate"] == "2027-03-08T22:59:00+00:00"
    assert lines["'=HYPERLINK(1)"]["last_name"] == "'+Berg"


def test_a_damaged_gradebook_is_named(graded: Course, command_line: CommandLine) -> None:
    (graded.root / "gradebook.db").write_bytes(b"no database" * 100)
    for command in ("export", "report", "feedback"):
        ended = command_line(graded.root, command)
        assert (ended.status, "gradebook" in ended.err) == (2, True)


def test_no_gradebook(tiny_course: Course, command_line: CommandLine) -> None:
    before = set(tiny_course.root.iterdir())
    assert command_line(tiny_course.root, "export").status == 2
    assert set(tiny_course.root.iterdir()) == before


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"), ("+Anna", "'+Anna"), ("-x", "'-x"), ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"), (" =1", "' =1"), ("-1.5", "-1.5"), ("+3", "+3"), ("-", "-"),
        ("Anna", "Anna"), ("", ""), ("-1+cmd", "'-1+cmd"),
    ],
)  # fmt: skip
def test_cells(text: str, safe: str) -> None:
    assert safe_cell(text) == safe
