"""Points given by hand, read from nbgrader's gradebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import RecordError
from autograder.report.hand_grading import HandGrading, points_by_hand
from tests.unit.report.fake_nbgrader_course import ASSIGNMENT, COURSE_ID, FakeCourse


def test_points_corrections_and_what_waits(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    fake_course.add_submission("bob")
    fake_course.grade_by_hand("ada", "observation", 4.5)
    fake_course.grade_by_hand("ada", "shape", 3)  # the machine gave 4
    before = (fake_course.root / "gradebook.db").read_bytes()
    found = points_by_hand(fake_course.db_url, COURSE_ID)
    assert found == {
        ("ada", ASSIGNMENT): HandGrading(
            points=3.5, max_points=12, waiting=1, waiting_cells=("reason",)
        ),
        ("bob", ASSIGNMENT): HandGrading(
            points=0, max_points=12, waiting=2, waiting_cells=("observation", "reason")
        ),
    }
    assert points_by_hand(fake_course.db_url, "another") == {}
    assert (fake_course.root / "gradebook.db").read_bytes() == before


def test_late_penalties_are_read(fake_course: FakeCourse) -> None:
    fake_course.add_submission("ada")
    fake_course.add_submission("bob")
    fake_course.set_late_penalty("ada", 2)
    found = points_by_hand(fake_course.db_url, COURSE_ID)
    assert {student: entry.late_penalty for (student, _), entry in found.items()} == {
        "ada": 2, "bob": 0,
    }  # fmt: skip


def test_a_gradebook_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    assert points_by_hand(f"sqlite:///{tmp_path / 'gradebook.db'}", COURSE_ID) == {}
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_gradebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"no database" * 100)
    with pytest.raises(RecordError, match="gradebook can't be read"):
        points_by_hand(f"sqlite:///{tmp_path / 'gradebook.db'}", COURSE_ID)
