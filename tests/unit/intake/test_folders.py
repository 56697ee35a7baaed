"""Files of a submission are read as files: no links followed, nothing waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.errors import AutograderError, SubmissionError
from autograder.intake import folders
from autograder.intake.folders import (
    find_submissions,
    read_notebook_text,
    read_submitted,
    read_timestamp,
)
from autograder.intake.opened_files import read_file
from autograder.intake.submission import SubmissionFolder


def refused(folder: SubmissionFolder) -> str:
    with pytest.raises(SubmissionError) as caught:
        read_notebook_text(folder)
    assert str(caught.value).startswith("anna: ")
    return caught.value.code


def test_submissions_by_assignment_then_student(tmp_path: Path) -> None:
    for student in ("ben", "anna", ".hidden"):
        for name in ("two", "one"):
            (tmp_path / student / name).mkdir(parents=True)
    (tmp_path / "ben" / "one").rmdir()
    (tmp_path / "ben" / "one").write_text("a file")
    (tmp_path / "notes.txt").write_text("a file")
    found = find_submissions(tmp_path, ["one", "two"])
    assert [(f.assignment, f.student) for f in found] == [
        ("one", "anna"),
        ("one", "ben"),
        ("two", "anna"),
        ("two", "ben"),
    ]
    with pytest.raises(SubmissionError, match="one is not a folder"):
        read_notebook_text(found[1])
    assert [f.student for f in find_submissions(tmp_path, ["two"], ["ben"])] == ["ben"]


def test_wrong_folders_and_students(tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match="There is no folder"):
        find_submissions(tmp_path / "none", ["one"])
    with pytest.raises(AutograderError, match="has no submission of carla, dora"):
        find_submissions(tmp_path, ["one"], ["dora", "carla"])


def test_the_right_name_wins(submission_folder: SubmissionFolder) -> None:
    for name in ("small.ipynb", "other.ipynb", "a.ipynb"):
        (submission_folder.path / name).write_text(name)
    assert read_notebook_text(submission_folder) == ("small.ipynb", "small.ipynb")


def test_no_notebook_and_several(submission_folder: SubmissionFolder) -> None:
    (submission_folder.path / "notes.txt").write_text("no notebook")
    assert refused(submission_folder) == "missing_notebook"
    for name in ("a.ipynb", "B.IPYNB"):
        (submission_folder.path / name).write_text("x")
    assert read_notebook_text(submission_folder) == ("x", "B.IPYNB")
    assert read_submitted(submission_folder).others == (("a.ipynb", "x"),)


@pytest.mark.parametrize(
    ("raw", "text", "remark"),
    [
        ("größer".encode("latin-1"), "größer", "read as cp1252"),
        ("größer".encode("utf-16"), "größer", "read as utf-16"),
        ("größer".encode("utf-16-le"), "größer", "read as utf-16-le"),
        ("größer".encode("utf-8-sig"), "größer", ""),
        ("größer ".encode() + b"\xff", "größer \ufffd", "1 characters of the file are damaged"),
        (b"\x81\x8d", "\x81\x8d", "read as latin-1"),
        (b"", "", ""),
    ],
)
def test_other_encodings(
    submission_folder: SubmissionFolder, raw: bytes, text: str, remark: str
) -> None:
    (submission_folder.path / "small.ipynb").write_bytes(raw)
    submitted = read_submitted(submission_folder)
    assert submitted.text == text
    said = [sentence for _, sentence in submitted.remarks]
    assert len(said) == bool(remark)
    assert not remark or remark in said[0]


def test_a_notebook_in_a_folder_within(submission_folder: SubmissionFolder) -> None:
    inner = submission_folder.path / "week 1" / "homework"
    inner.mkdir(parents=True)
    (inner / "small.ipynb").write_text("mine")
    hidden = submission_folder.path / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "small-checkpoint.ipynb").write_text("older")
    (submission_folder.path / "elsewhere").symlink_to("/etc")
    assert read_notebook_text(submission_folder) == ("mine", "week 1/homework/small.ipynb")
    (inner / "small.ipynb").unlink()
    (inner / "small.ipynb").symlink_to("/etc/passwd")
    assert refused(submission_folder) == "symbolic_link"


def test_a_folder_that_becomes_a_link_is_not_followed(
    submission_folder: SubmissionFolder,
) -> None:
    (submission_folder.path / "within").symlink_to(submission_folder.path.parent)
    with pytest.raises(SubmissionError) as caught:
        read_file(submission_folder, ("within", "small", "x.ipynb"), 10)
    assert caught.value.code in ("symbolic_link", "unreadable_file")


def test_what_lies_there_instead_is_named(submission_folder: SubmissionFolder) -> None:
    (submission_folder.path / "small.pdf").write_text("%PDF")
    with pytest.raises(SubmissionError) as caught:
        read_notebook_text(submission_folder)
    assert caught.value.code == "missing_notebook"
    assert "small.pdf is a PDF file" in caught.value.problem
    assert "Ask for small.ipynb" in caught.value.remedy


@pytest.mark.parametrize("target", ["/etc/passwd", "/nowhere", "small.ipynb"])
def test_links_are_not_followed(submission_folder: SubmissionFolder, target: str) -> None:
    (submission_folder.path / "small.ipynb").symlink_to(target)
    assert refused(submission_folder) == "symbolic_link"


def test_a_linked_folder_is_not_followed(submission_folder: SubmissionFolder) -> None:
    (submission_folder.path / "small.ipynb").write_text("{}")
    elsewhere = submission_folder.path.parent.parent / "bert"
    elsewhere.mkdir()
    (elsewhere / "small").symlink_to(submission_folder.path)
    (elsewhere.parent / "carl").symlink_to(submission_folder.path.parent)
    for student in ("bert", "carl"):
        folder = SubmissionFolder("anna", "small", elsewhere.parent / student / "small")
        assert refused(folder) == "symbolic_link"


@pytest.mark.parametrize("target", ["nowhere", "/etc", "/etc/passwd", "linked", "anna"])
def test_links_in_place_of_folders_are_submissions_too(tmp_path: Path, target: str) -> None:
    (tmp_path / "anna" / "one").mkdir(parents=True)
    (tmp_path / "linked").symlink_to(target)
    (tmp_path / "bert").mkdir()
    (tmp_path / "bert" / "one").symlink_to(target)
    found = find_submissions(tmp_path, ["one", "two"])
    assert [(f.assignment, f.student) for f in found] == [
        ("one", "anna"),
        ("one", "bert"),
        ("one", "linked"),
        ("two", "linked"),
    ]
    for folder in (found[1], found[2], found[3]):
        with pytest.raises(SubmissionError) as caught:
            read_notebook_text(folder)
        assert caught.value.code == "symbolic_link"


def test_a_fifo_is_not_waited_for(submission_folder: SubmissionFolder) -> None:
    os.mkfifo(submission_folder.path / "small.ipynb")
    assert refused(submission_folder) == "not_a_file"


def test_a_fifo_in_place_of_the_folder(submission_folder: SubmissionFolder) -> None:
    submission_folder.path.rmdir()
    os.mkfifo(submission_folder.path)
    assert [f.student for f in find_submissions(submission_folder.path.parent.parent, ["small"])]
    assert refused(submission_folder) == "not_a_folder"


def test_a_folder_in_place_of_the_notebook(submission_folder: SubmissionFolder) -> None:
    (submission_folder.path / "small.ipynb").mkdir()
    assert refused(submission_folder) == "not_a_file"


def test_no_descriptor_is_left_open(submission_folder: SubmissionFolder) -> None:
    (submission_folder.path / "small.ipynb").mkdir()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(20):
        refused(submission_folder)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_a_device_is_not_read(
    submission_folder: SubmissionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = SubmissionFolder("anna", "null", Path("/dev"))
    monkeypatch.setattr(folders, "notebook_paths", lambda _: [("zero",)])
    assert refused(folder) == "not_a_file"


def test_a_large_file_is_not_read(
    submission_folder: SubmissionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MAX_NOTEBOOK_BYTES", 10)
    (submission_folder.path / "small.ipynb").write_text("x" * 11)
    assert refused(submission_folder) == "too_large"


def test_a_vanished_folder(submission_folder: SubmissionFolder) -> None:
    submission_folder.path.rmdir()
    assert refused(submission_folder) == "unreadable_file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(submission_folder: SubmissionFolder) -> None:
    path = submission_folder.path / "small.ipynb"
    path.write_text("{}")
    path.chmod(0)
    assert refused(submission_folder) == "unreadable_file"


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("2027-03-01 10:00:00 UTC", True),
        ("2027-03-01 10:00:00.123456 Europe/Vienna", True),
        ("2027-03-01T10:00:00+01:00", True),
        ("2027-03-01 10:00", True),
        ("yesterday, promised", False),
        ("0001-01-01T00:00:00+12:00", False),
        ("2027-01-01 00:00:00 ../../../../etc/passwd", False),
        ("2027-01-01 00:00:00 +99999999999999", False),
        ("2027-13-45 00:00:00 UTC", False),
    ],
)
def test_times_that_nbgrader_cannot_read_are_left_out(
    submission_folder: SubmissionFolder, text: str, usable: bool
) -> None:
    (submission_folder.path / "timestamp.txt").write_text(text, encoding="utf-8")
    assert read_timestamp(submission_folder) == (text if usable else "")


def test_timestamps(submission_folder: SubmissionFolder) -> None:
    path = submission_folder.path / "timestamp.txt"
    assert read_timestamp(submission_folder) == ""
    path.write_text("2027-03-01 10:00:00 UTC\n")
    assert read_timestamp(submission_folder) == "2027-03-01 10:00:00 UTC"
    path.write_bytes(b"\xff\xfe")
    assert read_timestamp(submission_folder) == ""
    path.write_text("x" * 1000)
    assert read_timestamp(submission_folder) == ""
    path.unlink()
    path.symlink_to("/etc/hostname")
    assert read_timestamp(submission_folder) == ""
