"""`autograder grade`, from submitted notebooks to records, through the command line."""

from __future__ import annotations

import json
import sys
import tempfile

import nbformat
import pytest

from autograder.course.layout import Course
from tests.conftest import autograder, records, submit

SUBMISSION_KEYS = {
    "student", "assignment", "status", "score", "max_score", "problems", "flags",
    "seconds_run", "seconds_judge", "sandbox", "device", "from_cache",
}  # fmt: skip
GRADE_KEYS = {
    "student", "assignment", "test", "title", "points", "max_points", "outcome", "message",
    "seconds",
}  # fmt: skip


def scores(course: Course) -> dict[str, float]:
    return {line["student"]: line["score"] for line in records(course, "submissions")}


def outcomes(course: Course, student: str) -> dict[str, tuple[str, float, str]]:
    return {
        line["test"]: (line["outcome"], line["points"], line["message"])
        for line in records(course, "grades")
        if line["student"] == student
    }


def test_examples_get_what_they_deserve(tiny_course: Course) -> None:
    assert autograder(tiny_course.root, "examples", "submitted").status == 0
    graded = autograder(tiny_course.root, "grade", "--json")
    assert graded.status == 0, graded.err
    assert scores(tiny_course) == {
        "reference": 7, "untouched": 0, "adds-two": 3, "loses-sign": 5, "with-loop": 7,
    }  # fmt: skip
    assert outcomes(tiny_course, "adds-two")["double"][0] == "failed"
    assert "you add 2" in outcomes(tiny_course, "adds-two")["double"][2]
    assert outcomes(tiny_course, "loses-sign")["double"][:2] == ("partial", 2)
    assert outcomes(tiny_course, "reference")["why"][0] == "manual"
    untouched = outcomes(tiny_course, "untouched")
    assert untouched["number"] == ("failed", 0, "x is still None: choose a number.")
    assert untouched["double"][2] == "double() gives None: return the doubled array."
    # The contract of the record files.
    for line in records(tiny_course, "submissions"):
        assert set(line) == SUBMISSION_KEYS
        assert (line["max_score"], line["status"]) == (10, "graded")
    for line in records(tiny_course, "grades"):
        assert set(line) == GRADE_KEYS
    printed = [json.loads(text) for text in graded.out.splitlines()]
    assert {line["student"] for line in printed} == set(scores(tiny_course))


def test_tricks_and_noise_change_nothing(tiny_course: Course) -> None:
    submit(
        tiny_course,
        "noisy",
        number="import sys, warnings\nx = 3\nwarnings.warn('careful')\n"
        "print('E0000', file=sys.stderr)",
    )
    cheats = {
        "patches-assert": "import builtins\n"
        "get_ipython().ast_transformers.append(__import__('ast').NodeTransformer())\n"
        "builtins.AssertionError = type('Quiet', (Exception,), {})\nx = 1",
        "equal-to-all": "class All(int):\n"
        "    __ge__ = __eq__ = lambda self, other: True\nx = All(1)",
        "prints-score": "x = 1\nprint(2.0)\n2.0",
        "own-secret": "secret_of_the_test = 1\nchecks = None\nx = 1",
    }
    for student, code in cheats.items():
        submit(tiny_course, student, "untouched", number=code)
    path = submit(tiny_course, "edits-tests", "untouched")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = "pass"
            cell.metadata["tags"] = ["skip-execution"]
            cell.metadata["nbgrader"]["points"] = 1000
    nbformat.write(notebook, path)
    assert autograder(tiny_course.root, "grade").status == 0
    assert scores(tiny_course) == {"noisy": 7, "edits-tests": 0, **dict.fromkeys(cheats, 0)}
    problems = {line["student"]: line["problems"] for line in records(tiny_course, "submissions")}
    assert {p["code"] for p in problems["edits-tests"]} == {"edited_cell"}


def test_a_bad_notebook_stops_no_other(tiny_course: Course) -> None:
    submit(tiny_course, "good")
    submit(tiny_course, "loops", number="while True:\n    pass")
    submit(
        tiny_course, "stubborn",
        number="import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    )  # fmt: skip
    submit(tiny_course, "exits", double="import os\nos._exit(0)")
    submit(tiny_course, "shouts", number="x = 3\nprint('a' * 3_000_000)\nprint('b' * 3_000_000)")
    submit(
        tiny_course, "never-returns",
        double="def double(values):\n    import time\n    time.sleep(60)",
    )  # fmt: skip
    submit(
        tiny_course,
        "exits-when-called",
        double="def double(values):\n    import os\n    os._exit(0)",
    )
    submit(tiny_course, "raises", double="def double(values):\n    raise ValueError('no idea')")
    submit(tiny_course, "nothing").unlink()
    submit(tiny_course, "no-json").write_text('{"cells": [', encoding="utf-8")
    submit(tiny_course, "empty").write_text("", encoding="utf-8")
    link = submit(tiny_course, "link")
    link.unlink()
    link.symlink_to("/etc/passwd")
    submitted = tiny_course.root / "submitted"
    (submitted / "dangles").symlink_to("nowhere")
    (submitted / "is-a-file").mkdir()
    (submitted / "is-a-file" / "small").write_text("not a folder")
    (submitted / "points").mkdir()
    (submitted / "points" / "small").symlink_to(submitted / "good" / "nothing")
    graded = autograder(tiny_course.root, "grade")
    assert graded.status == 1, graded.err
    lines = {line["student"]: line for line in records(tiny_course, "submissions")}
    assert len(lines) == 15
    codes = {s: [p["code"] for p in line["problems"]] for s, line in lines.items()}
    assert (lines["good"]["status"], lines["good"]["score"], codes["good"]) == ("graded", 7, [])
    assert codes["loops"] == ["cell_timeout"]
    assert lines["loops"]["score"] == 5  # the rest of the notebook was run and counts
    # Killed, since it does not listen to interrupts: what came after could not run.
    assert codes["stubborn"] == ["cell_timeout"]
    assert {o for o, _, _ in outcomes(tiny_course, "stubborn").values()} == {"not_run", "manual"}
    assert codes["exits"] == ["kernel_died"]
    assert outcomes(tiny_course, "exits")["number"][:2] == ("passed", 2)
    assert outcomes(tiny_course, "exits")["double"][0] == "not_run"
    assert lines["exits"]["status"] == "needs_attention"
    assert codes["exits-when-called"] == ["kernel_died"]  # so the next grading tries it again
    assert lines["exits-when-called"]["score"] == 3
    assert (lines["shouts"]["score"], codes["shouts"]) == (7, [])
    shouted = tiny_course.root / "autograded" / "shouts" / "small" / "small.ipynb"
    assert shouted.stat().st_size < 1_000_000
    assert "took longer than 3 s" in outcomes(tiny_course, "never-returns")["double"][2]
    assert "ValueError: no idea" in outcomes(tiny_course, "raises")["double"][2]
    assert lines["raises"]["score"] == 3
    for student, code in {
        "nothing": "missing_notebook", "no-json": "unreadable_json", "empty": "empty_file",
        "link": "symbolic_link", "dangles": "symbolic_link", "points": "symbolic_link",
        "is-a-file": "not_a_folder",
    }.items():  # fmt: skip
        assert (codes[student], lines[student]["score"]) == ([code], 0)
        assert f"{student}: " in lines[student]["problems"][0]["message"]
    for student in ("link", "dangles", "points"):
        assert lines[student]["status"] == "rejected"


def test_what_was_graded_is_kept(tiny_course: Course) -> None:
    submit(tiny_course, "anna")
    path = submit(tiny_course, "ben")
    assert autograder(tiny_course.root, "grade").status == 0
    path.write_text("not a notebook", encoding="utf-8")
    again = autograder(tiny_course.root, "grade", "--student", "ben")
    assert again.status == 1
    assert scores(tiny_course) == {"anna": 7, "ben": 7}
    ben = records(tiny_course, "submissions")[1]
    assert [p["code"] for p in ben["problems"]] == ["unreadable_json", "earlier_result_kept"]
    assert len(records(tiny_course, "grades")) == 8


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "nosuch"], "Unknown assignment 'nosuch'. course.toml lists: small."),
        (["grade", "--student", "carla"], "has no submission of carla"),
        (["grade", "--submitted", "elsewhere"], "There is no folder"),
        (["grade", "--device", "tpu"], "Unknown device 'tpu'"),
    ],
)
def test_mistakes_of_the_caller_get_one_line(
    tiny_course: Course, arguments: list[str], said: str
) -> None:
    submit(tiny_course, "anna")
    ended = autograder(tiny_course.root, *arguments)
    assert ended.status == 2
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1, ended.err
    assert not (tiny_course.root / "reports").exists()


def test_damaged_data_are_named_before_anything_is_graded(tiny_course: Course) -> None:
    submit(tiny_course, "anna")
    data = tiny_course.root / "source_data"
    content = bytearray((data / "mnist.npz").read_bytes())
    data.unlink()
    data.mkdir()
    missing = autograder(tiny_course.root, "grade")
    assert (missing.status, missing.err.count("\n")) == (2, 1)
    assert "mnist.npz is missing. Run 'make data'" in missing.err
    content[len(content) // 2] ^= 0xFF
    (data / "mnist.npz").write_bytes(content)
    damaged = autograder(tiny_course.root, "grade")
    assert (damaged.status, damaged.err.count("\n")) == (2, 1)
    assert "mnist.npz is damaged" in damaged.err
    assert "Run 'make data'" in damaged.err


SAYS_WHERE_IT_IS = """
import os, sys
import numpy as np

def places():
    digits = os.environ["AUTOGRADER_DIGITS"]
    return [np.__file__, sys.prefix, os.getcwd(), digits, os.environ["AUTOGRADER_EXCHANGE"]]
print(places())
x = 0
raise OSError("x" * 250 + " " + " ".join(places()))
"""
RAISES_WHERE_IT_IS = "def double(values):\n    raise OSError(' '.join(places()))"
EXITS = "def double(values):\n    os._exit(3)"


def test_no_record_names_a_folder_of_this_machine(tiny_course: Course) -> None:
    submit(tiny_course, "raises", number=SAYS_WHERE_IT_IS, double=RAISES_WHERE_IT_IS)
    submit(tiny_course, "exits", number=SAYS_WHERE_IT_IS, double=EXITS)
    assert autograder(tiny_course.root, "grade", "--sandbox", "none", "--unsafe").status == 0
    raises = outcomes(tiny_course, "raises")
    assert "stopped: OSError: xxx" in raises["number"][2]
    assert "OSError: site-packages" in raises["double"][2]
    texts = [
        *(json.dumps(line) for line in records(tiny_course, "grades")),
        *(json.dumps(line) for line in records(tiny_course, "submissions")),
    ]
    for student in ("raises", "exits"):
        graded = tiny_course.root / "autograded" / student / "small" / "small.ipynb"
        cells = nbformat.read(graded, as_version=4).cells
        texts += [json.dumps(cell.get("outputs", [])) for cell in cells]
    assert any("site-packages/numpy" in text for text in texts[-30:])
    for folder in (str(tiny_course.root), sys.prefix, tempfile.gettempdir() + "/autograder-"):
        assert not [text for text in texts if folder in text or folder[:40] in text]
