"""From the downloads of both platforms to the grades and feedback that go back to them."""

from __future__ import annotations

import zipfile

import pytest

from autograder.course.layout import Course, find_course
from tests.conftest import records, submit
from tests.functional.exporting import table, with_policy
from tests.in_process import CommandLine
from tests.unit.intake.lms_archives import zipped


@pytest.mark.slow
def test_round_trip(tiny_course: Course, command_line: CommandLine) -> None:
    """Downloads of both platforms in; grades and feedback out, each to whom it belongs."""
    root = tiny_course.root
    right = submit(tiny_course, "right").read_bytes()
    wrong = submit(tiny_course, "wrong", "adds-two").read_bytes()
    for example in ("right", "wrong"):
        (root / "submitted" / example / "small" / "small.ipynb").unlink()
        (root / "submitted" / example / "small").rmdir()
        (root / "submitted" / example).rmdir()
    canvas = {
        "berganna_101_9001_small.ipynb": right,
        "liben_LATE_102_9002_small-1.ipynb": wrong,
        "mallory_103_9003_hw.zip": zipped({"../small.ipynb": right}),
    }
    moodle = {
        "Cleo Li_4711_assignsubmission_file/small.ipynb": right,
        "Dora Öz_4712_assignsubmission_file/homework.ipynb": wrong,
    }
    (root / "canvas.zip").write_bytes(zipped(canvas))
    (root / "moodle.zip").write_bytes(zipped(moodle))
    sheet = "Identifier,Full name,Email address,Grade,Maximum grade,Last modified (submission)\n"
    sheet += 'Participant 4711,Cleo Li,cleo@x.example,,10,"Monday, 8 March 2027, 11:00 PM"\n'
    sheet += 'Participant 4712,Dora Öz,dora@x.example,,10,"Tuesday, 9 March 2027, 11:00 AM"\n'
    (root / "sheet.csv").write_text(sheet, encoding="utf-8")
    gradebook = "Student,ID,SIS Login ID,Section,small (78)\n    Points Possible,,,,10\n"
    gradebook += '"Berg, Anna",101,a,A,\n"Li, Ben",102,b,A,\n"Lory, Mal",103,m,A,\n'
    (root / "all.csv").write_text(gradebook, encoding="utf-8")
    with_policy(tiny_course, "per_day_percent = 10")

    ended = command_line(root, "collect", "small", "--from", "canvas.zip")
    assert (ended.status, "mallory_103_9003_hw.zip" in ended.err) == (1, True)
    ended = command_line(
        root, "collect", "small", "--from", "moodle.zip", "--worksheet", "sheet.csv"
    )
    assert ended.status == 0, ended.err
    for command in (["release"], ["grade", "--jobs", "1"], ["feedback", "--pack"], ["report"]):
        assert command_line(root, *command).status == 0

    scores = {line["student"]: line["score"] for line in records(tiny_course, "submissions")}
    assert scores == {"101": 7, "102": 3, "cleo@x.example": 7, "dora@x.example": 3}
    command_line(root, "export", "small", "--canvas", "all.csv", "--partial")
    filled = {line["ID"]: line["small (78)"] for line in table(root / "exports" / "all.csv")}
    assert filled == {"": "10", "101": "7", "102": "3", "103": ""}
    command_line(root, "export", "small", "--moodle", "sheet.csv", "--partial")
    grades = [line["Grade"] for line in table(root / "exports" / "sheet.csv")]
    assert grades == ["7", "2.7"], "half a day late is one day begun"
    report = (root / "reports" / "small" / "index.html").read_text(encoding="utf-8")
    assert "2.7" in report
    page = root / "feedback" / "dora@x.example" / "small" / "small.html"
    assert "2.7" in page.read_text(encoding="utf-8")
    with zipfile.ZipFile(root / "exports" / "feedback-small-canvas.zip") as packed:
        assert packed.namelist() == [
            "berganna_101_9001_small.html", "liben_LATE_102_9002_small-1.html",
        ]  # fmt: skip
    with zipfile.ZipFile(root / "exports" / "feedback-small-moodle.zip") as packed:
        assert packed.namelist() == [
            "Cleo Li_4711_assignfeedback_file_/small.html",
            "Dora Öz_4712_assignfeedback_file_/small.html",
        ]
    assert find_course(root).settings.late.per_day_percent == 10
