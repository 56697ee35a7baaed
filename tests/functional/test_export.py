"""`autograder export` and `feedback --pack`: what goes back to Canvas, Moodle and spreadsheets."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path

import pytest
from nbgrader.preprocessors import AssignLatePenalties

from autograder.authoring.gradebook import open_gradebook
from autograder.authoring.nbgrader_config import course_config
from autograder.authoring.release import build_assignment, register_assignment
from autograder.course.layout import Course, OutputFolders, find_course
from autograder.intake.collected import CollectedFrom, write_collected
from autograder.report.csv_cells import safe_cell
from autograder.report.feedback_pack import pack_feedback
from tests.conftest import ROOT, records, submit
from tests.in_process import CommandLine
from tests.unit.intake.lms_archives import zipped

MACHINE = 7.0  # points of the tests; the written answer has 3


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
def graded(template: Path, tmp_path: Path) -> Course:
    """A gradebook with 101 (9.5 points), 102 (5, 25 hours late), 103 (waiting), and one of none."""
    shutil.copytree(template, tmp_path / "tiny", symlinks=True)
    return find_course(tmp_path / "tiny")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def with_policy(course: Course, text: str) -> None:
    path = course.root / "course.toml"
    path.write_text(path.read_text("utf-8") + f"\n[late]\n{text}\n", encoding="utf-8")


CANVAS = """Student,ID,SIS Login ID,Section,Other (77),A small assignment (78),Final Score
,,,,,Manual Posting,
    Points Possible,,,,5,10,(read only)
"Berg, Anna",101,anna,A,3,,50
"=cmd|' /C calc'!A0",102,ben,A,N/A,N/A,50
"Li, Cleo",103,cleo,A,,,
"Student, Test",900,x,A,,EX,
"""


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


@pytest.mark.parametrize(
    ("policy", "penalty"),
    [
        ("", 0),
        ("per_day_percent = 10", 1.0),
        ("per_day_percent = 10\nmost_percent = 15", 0.75),
        ("per_day_percent = 80", 5.0),
        ("per_day_percent = 10\ngrace_minutes = 1499", 1.0),
        ("per_day_percent = 10\ngrace_minutes = 1500", 0),
    ],
)
def test_late_penalties_count_everywhere(
    graded: Course, command_line: CommandLine, policy: str, penalty: float
) -> None:
    """25 hours late are two days begun; points by hand are in what the share is taken of."""
    with_policy(graded, policy)
    assert command_line(graded.root, "export").status == 0
    lines = {line["student_id"]: line for line in table(graded.root / "grades.csv")}
    assert float(lines["102"]["late_submission_penalty"]) == penalty
    assert float(lines["102"]["score"]) == 5 - penalty
    assert float(lines["101"]["late_submission_penalty"]) == 0
    url = OutputFolders(graded.root).gradebook_url
    with open_gradebook(graded, url) as gradebook:
        recorded = gradebook.find_submission("small", "102").late_submission_penalty
    assert (recorded or 0) == penalty


def test_nbgrader_asks_the_same_rule(graded: Course) -> None:
    with_policy(graded, "per_day_percent = 10\ngrace_minutes = 5\nmost_percent = 25")
    course = find_course(graded.root)
    preprocessor = AssignLatePenalties(config=course_config(course, ""))
    preprocessor.init_plugin()
    asked = preprocessor.plugin_inst.late_submission_penalty
    late = (0, 300, 301, 86_400, 86_401, 10**7)
    assert [asked("x", 8.0, seconds) for seconds in late] == [0, 0, 0.8, 0.8, 1.6, 2]


def test_a_damaged_gradebook_is_named(graded: Course, command_line: CommandLine) -> None:
    (graded.root / "gradebook.db").write_bytes(b"no database" * 100)
    for command in ("export", "report", "feedback"):
        ended = command_line(graded.root, command)
        assert (ended.status, "gradebook" in ended.err) == (2, True)


@pytest.mark.parametrize(
    "wrong", ["per_day = 1", "per_day_percent = -1", "per_day_percent = 101", 'grace_minutes = "1"']
)
def test_wrong_late_settings(graded: Course, command_line: CommandLine, wrong: str) -> None:
    with_policy(graded, wrong)
    ended = command_line(graded.root, "export")
    assert (ended.status, "[late]" in ended.err) == (2, True)


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
