"""`autograder export` and `feedback --pack`: what goes back to Canvas and Moodle."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from autograder.course.layout import Course
from autograder.intake.collected import CollectedFrom, write_collected
from autograder.report.feedback_pack import pack_feedback
from tests.functional.exporting import table
from tests.in_process import CommandLine

CANVAS = """Student,ID,SIS Login ID,Section,Other (77),A small assignment (78),Final Score
,,,,,Manual Posting,
    Points Possible,,,,5,10,(read only)
"Berg, Anna",101,anna,A,3,,50
"=cmd|' /C calc'!A0",102,ben,A,N/A,N/A,50
"Li, Cleo",103,cleo,A,,,
"Student, Test",900,x,A,,EX,
"""


def test_canvas(graded: Course, command_line: CommandLine) -> None:
    (graded.root / "all.csv").write_text(CANVAS, encoding="utf-8")
    title = "--column=small=A small assignment (78)"
    ended = command_line(graded.root, "export", "--canvas", "all.csv", title)
    assert ended.status == 0, ended.err
    with (graded.root / "exports" / "all.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines == [
        ["Student", "ID", "SIS Login ID", "Section", "A small assignment (78)"],
        ["", "", "", "", "Manual Posting"],
        ["    Points Possible", "", "", "", "10"],
        ["Berg, Anna", "101", "anna", "A", "9.5"],
        ["'=cmd|' /C calc'!A0", "102", "ben", "A", "5"],
        ["Li, Cleo", "103", "cleo", "A", ""],
        ["Student, Test", "900", "x", "A", "EX"],
    ]
    assert "1 left empty, a person must grade first (--partial fills them): 103 (small)" in (
        ended.err
    )
    ended = command_line(graded.root, "export", "--canvas", "all.csv", title, "--partial")
    assert table(graded.root / "exports" / "all.csv")[4]["A small assignment (78)"] == "7"


def test_canvas_finds_columns_and_people(graded: Course, command_line: CommandLine) -> None:
    path = graded.root / "all.csv"
    path.write_text(CANVAS, encoding="utf-8")
    ended = command_line(graded.root, "export", "--canvas", "all.csv")
    assert (ended.status, "Say which with --column" in ended.err) == (2, True)

    # By the assignment's name; ids of one's own by login, by what was collected, by the roster.
    small = CANVAS.replace("A small assignment", "small").replace("101,anna", "1,101")
    path.write_text(small.replace("102,ben", "2,b").replace("103,cleo", "3,c"), encoding="utf-8")
    origin = CollectedFrom("102", "canvas", "2", "ben", "ben_2_5_x.ipynb", 5, "", False, "", "")
    write_collected(graded.root / "submitted", "small", [origin])
    ended = command_line(graded.root, "export", "--canvas", "all.csv", "--partial")
    assert (ended.status, "1 with grades are not in the file: 103" in ended.err) == (1, True)
    (graded.root / "roster.csv").write_text("id,lms_id\n103,3\n", encoding="utf-8")
    ended = command_line(graded.root, "export", "--canvas", "all.csv", "--partial")
    assert ended.status == 0, ended.err
    filled = {line["ID"]: line["small (78)"] for line in table(graded.root / "exports" / "all.csv")}
    assert {key: filled[key] for key in "123"} == {"1": "9.5", "2": "5", "3": "7"}


def test_other_points_are_not_mixed_up(graded: Course, command_line: CommandLine) -> None:
    text = CANVAS.replace("A small assignment", "small").replace(",5,10,", ",5,100,")
    (graded.root / "all.csv").write_text(text, encoding="utf-8")
    ended = command_line(graded.root, "export", "--canvas", "all.csv")
    assert (ended.status, "has 10 points here and 100" in ended.err) == (2, True)
    ended = command_line(graded.root, "export", "--canvas", "all.csv", "--scale")
    assert table(graded.root / "exports" / "all.csv")[2]["small (78)"] == "95"


MOODLE = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum grade,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    "Participant 4711,Anna Berg,101,x,,10.00,-,-,- good\r\n"
    "Teilnehmer/in4712,@ben,other@uni.example,x,,10.00,-,-,\r\n"
    "Participant 4713,Cleo Li,cleo@uni.example,x,1.00,10.00,-,-,\r\n"
)


def test_moodle(graded: Course, command_line: CommandLine) -> None:
    (graded.root / "sheet.csv").write_bytes(MOODLE.encode())
    origin = CollectedFrom("102", "moodle", "4712", "@ben", "x", 0, "", False, "", "")
    write_collected(graded.root / "submitted", "small", [origin])
    (graded.root / "roster.csv").write_text("id,email\n103,cleo@uni.example\n", encoding="utf-8")
    ended = command_line(graded.root, "export", "small", "--moodle", "sheet.csv")
    assert ended.status == 0, ended.err
    filled = (graded.root / "exports" / "sheet.csv").read_bytes().decode()
    expected = MOODLE.replace("101,x,,", "101,x,9.5,").replace("example,x,,", "example,x,5,")
    assert filled == expected.replace("@ben", "'@ben")


@pytest.mark.parametrize(
    "options", [["--moodle", "all.csv"], ["--canvas", "sheet.csv"], ["--canvas", "none.csv"],
                ["--canvas", "course.toml"], ["--column", "small"], ["--column", "x=y"]],
)  # fmt: skip
def test_wrong_files(graded: Course, command_line: CommandLine, options: list[str]) -> None:
    (graded.root / "all.csv").write_text(CANVAS, encoding="utf-8")
    (graded.root / "sheet.csv").write_text(MOODLE, encoding="utf-8")
    if options[0] == "--column":
        options = ["--canvas", "all.csv", *options]
    ended = command_line(graded.root, "export", "small", *options)
    assert ended.status == 2
    assert not (graded.root / "exports").exists()


def test_feedback_is_packed_as_platforms_take_it(tmp_path: Path) -> None:
    for student in ("101", "102", "anna", "x"):
        page = tmp_path / "feedback" / student / "small" / "small.html"
        page.parent.mkdir(parents=True)
        page.write_text(student, encoding="utf-8")
    canvas = CollectedFrom(
        "101", "canvas", "101", "berg", "berg_LATE_101_9_my hw.zip", 9, "", True, "", ""
    )
    moodle = CollectedFrom("anna", "moodle", "47", "Ann/a", "Ann/a_47_x", 0, "", False, "", "")
    exports = tmp_path / "exports"
    collected = {"101": canvas, "anna": moodle}
    packed = pack_feedback(tmp_path / "feedback", exports, "small", collected)
    found = {}
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            found[path.name] = {name: archive.read(name).decode() for name in archive.namelist()}
    assert found == {
        "feedback-small-canvas.zip": {"berg_LATE_101_9_my hw.html": "101"},
        "feedback-small-moodle.zip": {"Ann-a_47_assignfeedback_file_/small.html": "anna"},
        "feedback-small-other.zip": {"102/small.html": "102", "x/small.html": "x"},
    }
    before = [path.read_bytes() for path in packed]
    pack_feedback(tmp_path / "feedback", exports, "small", collected)
    assert [path.read_bytes() for path in packed] == before
