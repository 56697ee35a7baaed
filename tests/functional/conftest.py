"""Fixtures for tests of `autograder collect` and `autograder export`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.authoring.gradebook import open_gradebook
from autograder.authoring.release import build_assignment, register_assignment
from autograder.course.layout import Course, OutputFolders, find_course
from tests.conftest import ROOT
from tests.functional.collecting import Collect
from tests.in_process import CommandLine

MACHINE = 7.0  # points of the tests; the written answer has 3


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


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """`autograder ...` in a folder, within this process."""
    return CommandLine(monkeypatch, capsys)


@pytest.fixture(scope="session")
def graded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a gradebook, made once; see `graded`."""
    root = tmp_path_factory.mktemp("course") / "tiny"
    shutil.copytree(ROOT / "tests" / "tiny_course", root)
    (root / "source_data").symlink_to(ROOT / "source_data")
    course = find_course(root)
    url = OutputFolders(root).gradebook_url
    build_assignment(course, "small")
    register_assignment(course, "small", url)
    with open_gradebook(course, url) as gradebook:
        for student in ("101", "102", "103", "=HYPERLINK(1)"):
            gradebook.update_or_create_student(student, last_name="+Berg", first_name="A")
        for student, score, by_hand, time in (
            ("101", MACHINE, 2.5, "2027-03-08 22:00:00 UTC"),
            ("102", 4.0, 1.0, "2027-03-09 23:59:00 UTC"),
            ("103", MACHINE, None, None),
        ):
            submission = gradebook.add_submission("small", student, timestamp=time)
            for grade in submission.notebooks[0].grades:
                if grade.cell.name == "why":
                    grade.manual_score, grade.needs_manual_grade = by_hand, by_hand is None
                else:
                    share = grade.cell.max_score / MACHINE
                    grade.auto_score, grade.needs_manual_grade = share * score, False
        gradebook.db.commit()
    return root


@pytest.fixture
def graded(graded_once: Path, tmp_path: Path) -> Course:
    """A gradebook with 101 (9.5 points), 102 (5, 25 hours late), 103 (waiting), and one of none."""
    shutil.copytree(graded_once, tmp_path / "tiny", symlinks=True)
    return find_course(tmp_path / "tiny")
