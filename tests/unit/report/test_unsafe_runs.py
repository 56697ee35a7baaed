"""What the feedback page takes from the record files: the sandbox, and nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import RecordError
from autograder.record.lines import Notice, write_submissions
from autograder.report.unsafe_runs import submission_ran_unsafe
from tests.unit.report.fake_nbgrader_course import ASSIGNMENT, FakeCourse
from tests.unit.report.test_class_page import SUBMISSION

ALARM = "Graded without a sandbox"
FLAG = Notice("near_copy", "Agrees with that of 'secret-other-student' to 97 %.")


def record(root: Path, **sandboxes: str) -> Path:
    """Write submissions.jsonl with a flag for each of these students."""
    lines = [
        replace(SUBMISSION, student=student, assignment=ASSIGNMENT, sandbox=sandbox, flags=(FLAG,))
        for student, sandbox in sandboxes.items()
    ]
    path = root / "reports" / ASSIGNMENT / "submissions.jsonl"
    write_submissions(path, lines)
    return path


def page(course: FakeCourse, student: str) -> str:
    return course.page(student).read_text(encoding="utf-8")


def test_the_feedback_of_an_unsafe_run_says_so(fake_course: FakeCourse) -> None:
    for student in ("ada", "bob", "cy"):
        fake_course.add_submission(student)
    record(fake_course.root, ada="none", bob="bubblewrap")  # cy has no line
    fake_course.generate_feedback()
    assert page(fake_course, "ada").index(ALARM) < page(fake_course, "ada").index("<h1>")
    assert "tampered" in page(fake_course, "ada")
    assert ALARM not in page(fake_course, "bob")
    assert ALARM not in page(fake_course, "cy")


def test_flags_are_never_on_the_feedback_page(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    record(fake_course.root, ada="none")
    fake_course.generate_feedback()
    assert ALARM in page(fake_course, "ada"), "the records were read"
    for word in ("near_copy", "Near copy", "secret-other-student", "flag"):
        assert word not in page(fake_course, "ada")


def test_pages_can_be_made_without_records(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    fake_course.generate_feedback()
    assert ALARM not in page(fake_course, "ada")
    assert not submission_ran_unsafe("postgresql://host/db", ASSIGNMENT, "ada")


def test_new_records_are_read_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    for sandbox, unsafe in (("none", True), ("", False), ("none", True), ("landlock", False)):
        written = record(tmp_path, ada=sandbox)
        os.utime(written, ns=(0, len(sandbox)))
        assert submission_ran_unsafe(url, ASSIGNMENT, "ada") is unsafe


def test_a_malformed_record_is_no_silence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    record(tmp_path, ada="none").write_text("{")
    with pytest.raises(RecordError, match=r"submissions\.jsonl:1"):
        submission_ran_unsafe(url, ASSIGNMENT, "ada")
