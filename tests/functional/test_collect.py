"""`autograder collect` with downloads as Canvas, Moodle and others make them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.functional.collecting import Collect, given, hand_ins, texts
from tests.unit.intake.lms_archives import notebook, tarred, write, zipped

MOODLE_HEADER = (
    "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
)


def timestamp(folder: Path, student: str) -> str:
    path = folder / "submitted" / student / "small" / "timestamp.txt"
    return path.read_text(encoding="ascii")


CANVAS = {
    "bergannamaria_101_9001_small.ipynb": notebook("anna"),
    "çelikömer_LATE_102_9002_small-2.ipynb": notebook("ömer"),
    "oneilldaras_103_9003_my solution.ipynb": notebook("dara"),
    "cleo_104_9004_small.ipynb": notebook("older"),
    "cleo_104_9010_small-1.ipynb": notebook("newer"),
    "dora_105_9005_homework.zip": zipped({"hw/small.ipynb": notebook("dora"), "x.csv": b""}),
    "emil_106_9006_report.pdf": b"%PDF",
    "emil_106_9007_small.ipynb": notebook("emil"),
    "fay_107_text.html": b"<p>here it is</p>",
    "gus_108_9008_01_small.ipynb": notebook("gus"),
}


def test_canvas(folder: Path, collect: Collect) -> None:
    given(folder, submissions__zip=zipped(CANVAS))
    ended = collect(folder)
    assert texts(folder) == {
        "101": "anna", "102": "ömer", "103": "dara", "104": "newer", "105": "dora",
        "106": "emil", "108": "gus",
    }  # fmt: skip
    assert ended.status == 0, ended.err
    assert "canvas: 7 new, 0 replaced, 0 unchanged; 3 left out, 0 refused" in ended.err
    assert "fay_107_text.html: It is neither a notebook nor" in ended.err
    assert "cleo_104_9004_small.ipynb: 104 handed in again later" in ended.err
    assert "small  102  new  late, nobody says by how much" in ended.out
    assert not list((folder / "submitted").rglob("timestamp.txt"))


@pytest.mark.parametrize("shape", ["folder", "subfolder", "wrapped", "named"])
def test_canvas_in_other_wrappings(folder: Path, collect: Collect, shape: str) -> None:
    options = []
    if shape == "folder":
        given(folder, **CANVAS)
    elif shape == "subfolder":
        given(folder, **{f"submissions/{name}": content for name, content in CANVAS.items()})
    elif shape == "wrapped":
        inner = {f"submissions/{name}": content for name, content in CANVAS.items()}
        given(folder, again__zip=zipped(inner | {"__MACOSX/submissions/._x": b""}))
    else:
        write(folder / "elsewhere", {"submissions (3).zip": zipped(CANVAS)})
        options = ["--from", "elsewhere/submissions (3).zip"]
    ended = collect(folder, *options)
    assert ended.status == 0, ended.err
    assert len(hand_ins(folder)) == 7


def test_canvas_without_names(folder: Path, collect: Collect) -> None:
    members = {
        "anon_aB3xZ_9001_small.ipynb": notebook("a"),
        "LATE_anon_12345_9002_small.ipynb": notebook("b"),
    }
    given(folder, submissions__zip=zipped(members))
    assert collect(folder).status == 0
    assert texts(folder) == {"anon-aB3xZ": "a", "anon-12345": "b"}


def test_nobody_becomes_somebody_else_on_canvas(folder: Path, collect: Collect) -> None:
    """Students choose how their files, and often how they themselves are called."""
    members = {
        "victim_999_9001_small.ipynb": notebook("victim"),
        "mallory_666_9002_x_999_9003_small.ipynb": notebook("mallory"),
        "mal_999_667_9004_small.ipynb": notebook("mal"),
        "eve_668_9005_hw.zip": zipped({"victim_999_9999_small.ipynb": notebook("eve")}),
    }
    given(folder, submissions__zip=zipped(members))
    ended = collect(folder)
    assert ended.status == 1
    assert texts(folder) == {"999": "victim", "666": "mallory", "668": "eve"}
    assert "mal_999_667_9004_small.ipynb: Its name can be read as that of '999' or '667'" in (
        ended.err
    )

    roster = 'Student,ID,SIS Login ID,Section\n"    Points Possible",,,\n'
    roster += '"Tim, Vic",999,vt,A\n"Mal_999",667,mal,A\n"Lory, Mal",666,ml,A\nEve,668,eve,A\n'
    roster += "Absent,700,absent,A\n"
    (folder / "canvas.csv").write_text(roster, encoding="utf-8")
    ended = collect(folder, "--roster", "canvas.csv")
    assert ended.status == 0, ended.err
    assert texts(folder)["667"] == "mal"
    assert texts(folder)["999"] == "victim"
    assert "nothing from 1 on the list: 700" in ended.err


MOODLE = {
    "Anna Berg_4711_assignsubmission_file/small.ipynb": notebook("anna"),
    "Ömer Çelik_4712_assignsubmission_file_/sub/my notebook.ipynb": notebook("ömer"),
    "Dara O'Neill_4713_assignsubmission_file/hw.zip": zipped({"small.ipynb": notebook("dara")}),
    "Group B-Cleo Li_4714_assignsubmission_file/small.ipynb": notebook("cleo"),
    "Group B-Cleo Li_4714_assignsubmission_file/draft.ipynb": notebook("draft"),
    "李雷_4715_assignsubmission_file/small.ipynb": notebook("lei"),
    "Anna Berg_4716_assignsubmission_onlinetext/onlinetext.html": b"<p></p>",
    "Sam Twin_4717_assignsubmission_file/small.ipynb": notebook("one"),
    "Sam Twin_4718_assignsubmission_file/small.ipynb": notebook("two"),
}


def test_moodle(folder: Path, collect: Collect) -> None:
    given(folder, **{"CS1-Small-17.zip": zipped(MOODLE)})
    ended = collect(folder)
    assert ended.status == 0, ended.err
    assert texts(folder) == {
        "anna-berg": "anna", "omer-celik": "ömer", "dara-o-neill": "dara",
        "group-b-cleo-li": "cleo", "participant-4715": "lei", "sam-twin-4717": "one",
        "sam-twin-4718": "two",
    }  # fmt: skip


def test_moodle_ids_stay_when_a_namesake_comes_later(folder: Path, collect: Collect) -> None:
    one = {"Sam Twin_4717_assignsubmission_file/small.ipynb": notebook("one")}
    two = {"Sam Twin_4718_assignsubmission_file/small.ipynb": notebook("two")}
    given(folder, all__zip=zipped(one))
    assert collect(folder).status == 0
    given(folder, all__zip=zipped(one | two))
    assert collect(folder).status == 0
    assert texts(folder) == {"sam-twin": "one", "sam-twin-4718": "two"}


def test_moodle_without_folders(folder: Path, collect: Collect) -> None:
    members = {
        "Anna Berg_4711_assignsubmission_file_small.ipynb": notebook("anna"),
        "Anna Berg_4711_assignsubmission_file_notes.ipynb": notebook("notes"),
        "Eve_4712_assignsubmission_file_Anna Berg_4711_assignsubmission_file_small.ipynb": notebook(
            "eve"
        ),
        "Bob_4713_assignsubmission_file_a_1_2_small.zip": zipped({"small.ipynb": notebook("bob")}),
    }
    given(folder, all__zip=zipped(members))
    assert collect(folder).status == 0
    assert texts(folder) == {"anna-berg": "anna", "eve": "eve", "bob": "bob"}


def test_moodle_with_its_worksheet(folder: Path, collect: Collect) -> None:
    rows = [
        'Participant 4711,Anna Berg,anna@uni.example,x,,10,Yes,"Monday, 8 March 2027, 11:58 PM",-,',
        'Participant 4712,Ömer Çelik,oe@uni.example,x,,10,Yes,"Tuesday, 9 March 2027, 00:30",-,',
        "Participant 4717,Sam Twin,sam1@uni.example,x,,10,Yes,-,-,",
        "Participant 4718,Sam Twin,sam2@uni.example,x,,10,Yes,-,-,",
    ]
    (folder / "sheet.csv").write_text("\ufeff" + MOODLE_HEADER + "\n".join(rows), encoding="utf-8")
    given(folder, all__zip=zipped(MOODLE))
    ended = collect(folder, "--worksheet", "sheet.csv")
    assert ended.status == 1
    assert set(texts(folder)) == {
        "anna@uni.example", "oe@uni.example", "sam1@uni.example", "sam2@uni.example",
    }  # fmt: skip
    assert "'李雷' is not on the list of students" in ended.err
    assert timestamp(folder, "anna@uni.example") == "2027-03-08 22:58:00.000000 UTC"
    assert "anna@uni.example  new  2027-03-08 22:58:00 UTC  " in ended.out
    assert "oe@uni.example  new  2027-03-08 23:30:00 UTC late" in ended.out

    # The instructor's own ids, found by the addresses; and by names where there is no worksheet.
    (folder / "roster.csv").write_text(
        'id,name,email\nab1,"Berg, Anna",ANNA@uni.example\noc2,Çelik Ömer,oe@uni.example\n',
        encoding="utf-8",
    )
    for options in ([], ["--worksheet", "sheet.csv"]):
        shutil.rmtree(folder / "submitted")
        collect(folder, *options)
        assert texts(folder) == {"ab1": "anna", "oc2": "ömer"}


def test_plain_files_and_folders(folder: Path, collect: Collect) -> None:
    given(
        folder,
        **{
            "anna.ipynb": notebook("anna"),
            "ben_final version.ipynb": notebook("ben"),
            "cleo.zip": zipped({"small.ipynb": notebook("cleo"), "old.ipynb": notebook("old")}),
            "dora.tar.gz": tarred({"work/any.ipynb": notebook("dora")}),
            "emil/hw.ipynb": notebook("emil"),
            "fay/hw.zip": zipped({"hw.ipynb": notebook("fay")}),
            "notes.txt": b"",
            "gus.zip": zipped({"a.ipynb": notebook("1"), "b.ipynb": notebook("2")}),
            "ünal.ipynb": notebook("nobody"),
        },
    )
    ended = collect(folder)
    assert ended.status == 1
    assert texts(folder) == {
        "anna": "anna", "ben": "ben", "cleo": "cleo", "dora": "dora", "emil": "emil", "fay": "fay",
    }  # fmt: skip
    assert "gus handed in 2 notebooks ('a.ipynb', 'b.ipynb'), none called small.ipynb" in ended.err
    assert "ünal.ipynb: No name says whose it is" in ended.err


def test_a_class_packed_by_hand(folder: Path, collect: Collect) -> None:
    members = {f"class/{name}.ipynb": notebook(name) for name in ("anna", "ben")}
    given(folder, everything__zip=zipped(members))
    assert collect(folder).status == 0
    assert texts(folder) == {"anna": "anna", "ben": "ben"}


def test_nbgrader_layout(folder: Path, collect: Collect) -> None:
    members = {f"submitted/{name}/small/small.ipynb": notebook(name) for name in ("a_1", "b.c")}
    members |= {"submitted/a_1/other/other.ipynb": b"{}"}
    given(folder, submitted__zip=zipped(members))
    ended = collect(folder)
    assert texts(folder) == {"a_1": "a_1", "b.c": "b.c"}
    assert ended.status == 1, "the notebook of another assignment is named"


def test_names_of_another_platform(folder: Path, collect: Collect) -> None:
    given(
        folder,
        **{
            "ps1_anna_attempt_2027-03-08-22-00-00_small.ipynb": notebook("first"),
            "ps1_anna_attempt_2027-03-08-23-59-30_small.ipynb": notebook("second"),
            "ps1_ben_attempt_2027-03-09-00-00-00_small.ipynb": notebook("ben"),
        },
    )
    pattern = r".*_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-]+)_(?P<file_id>\w+)"
    assert collect(folder, "--names", pattern).status == 0
    assert texts(folder) == {"anna": "second", "ben": "ben"}
    assert timestamp(folder, "anna") == "2027-03-08 22:59:30.000000 UTC"

    shutil.rmtree(folder / "submitted")
    config = f"c.FileNameCollectorPlugin.named_regexp = {pattern!r}\n"
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    assert collect(folder).status == 0
    assert texts(folder) == {"anna": "second", "ben": "ben"}
    assert collect(folder, "--names", "no group").status == 2


def test_a_students_file_does_not_change_the_platform(folder: Path, collect: Collect) -> None:
    files = {"anna.ipynb": notebook("anna"), "x_999_1_small.ipynb": notebook("mallory")}
    given(folder, **files)
    ended = collect(folder)
    assert ended.status == 2
    assert "'x_999_1_small.ipynb' like canvas" in ended.err
    assert not (folder / "submitted").exists()
    assert collect(folder, "--platform", "plain").status == 0
    assert texts(folder) == {"anna": "anna", "x": "mallory"}
