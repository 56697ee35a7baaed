"""nbgrader's own commands in a course folder, and its gradebook after ours."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.authoring.gradebook import open_gradebook
from autograder.course.layout import Course, OutputFolders
from autograder.record.grades import replace_flags
from autograder.record.lines import Notice
from tests.conftest import ROOT, Finished, autograder, records, run_command, submit

PASSED = "Success! Your notebook passes all the tests."
LIST_SUBMISSIONS = """
import json
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
app = NbGrader()
app.initialize([])
print(json.dumps(NbGraderAPI(config=app.config).get_submissions("small")))
"""


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No download succeeds, and none of before is found."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


def nbgrader(folder: Path, *arguments: str) -> Finished:
    ended = run_command(folder, sys.executable, "-m", "nbgrader", *arguments, timeout=600)
    assert ended.status == 0, ended.err
    return ended


def submissions(folder: Path) -> dict[str, dict[str, Any]]:
    """Student -> what formgrader lists."""
    listed = run_command(folder, sys.executable, "-c", LIST_SUBMISSIONS)
    return {line["student"]: line for line in json.loads(listed.out)}


def comparable(course: Course, file: str) -> list[dict[str, Any]]:
    """Record lines without times, in one order: submissions end in any.

    Nor with `from_cache`: of two submissions with the same cells, the later takes the other's run.
    """
    lines = [
        {k: v for k, v in line.items() if not k.startswith("seconds") and k != "from_cache"}
        for line in records(course, file)
    ]
    return sorted(lines, key=lambda line: (line["student"], line.get("test", "")))


def give_points(course: Course, student: str, points: float, cell: str = "why") -> None:
    """What formgrader does when a person fills in the box of the written answer, or of a test."""
    with open_gradebook(course, f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(cell, "small", "small", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def change_source(course: Course, old: str, new: str) -> None:
    path = course.source("small")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def page(course: Course, student: str) -> str:
    return (course.root / "feedback" / student / "small" / "small.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("offline")
def test_validate(tiny_course: Course) -> None:
    # A warning on standard error is no failed test, be it Python's or TensorFlow's.
    change_source(
        tiny_course,
        "assert x is not None",
        "import sys\nprint('careful', file=sys.stderr)\nassert x is not None",
    )
    assert autograder(tiny_course.root, "build").status == 0
    assert PASSED in nbgrader(tiny_course.root, "validate", "solutions/small/small.ipynb").out
    untouched = nbgrader(tiny_course.root, "validate", "assignments/small/small.ipynb").out
    assert "VALIDATION FAILED ON 3 CELL(S)" in untouched
    assert "x is still None: choose a number." in untouched
    assert "double() gives None: return the doubled array." in untouched
    assert "NameError" not in untouched


@pytest.mark.slow
@pytest.mark.usefixtures("offline")
def test_validate_untouched() -> None:
    # One that needs no training; tests/course/test_plain_environment.py runs all of them.
    name = "02-hidden-units"
    said = nbgrader(ROOT, "validate", f"assignments/{name}/{name}.ipynb").out
    assert "VALIDATION FAILED" in said
    assert set(re.findall(r"^    (\w+(?:Error|Exception|Interrupt))\b", said, re.MULTILINE)) == {
        "AssertionError"
    }


@pytest.mark.slow
@pytest.mark.usefixtures("offline")
def test_validate_reference_solution() -> None:
    name = "04-parameter-counting"
    assert PASSED in nbgrader(ROOT, "validate", f"solutions/{name}/{name}.ipynb").out


def test_generate_assignment(tiny_course: Course) -> None:
    built = tiny_course.student_notebook("small").read_bytes()
    for beside in (tiny_course.thresholds("small"), tiny_course.calibration("small")):
        beside.touch()  # students must get neither
    nbgrader(tiny_course.root, "generate_assignment", "small", "--force")
    assert tiny_course.student_notebook("small").read_bytes() == built
    assert [p.name for p in (tiny_course.assignments / "small").iterdir()] == ["small.ipynb"]


@pytest.mark.slow
def test_autograde_takes_a_second_look_too(tiny_course: Course) -> None:
    noted = 'checks.compared("accuracy", float(x), 0.6, "at least"),'
    change_source(tiny_course, 'checks.at_least(x, "enough"),', noted)
    change_source(tiny_course, "x = 3\n", "x = 0.7\n")
    settings = tiny_course.root / "course.toml"
    with settings.open("a", encoding="utf-8") as file:
        file.write("[borderline]\nruns = 3\nmargin = 0.5\n")
    submit(tiny_course, "anna", number="x = np.random.default_rng(25).random()")
    assert autograder(tiny_course.root, "grade").status == 0
    ours = {file: comparable(tiny_course, file) for file in ("submissions", "grades")}
    (line,) = ours["submissions"]
    (flag,) = [flag for flag in line["flags"] if flag["code"] == "middle_of_runs"]
    assert "gave 0, 2, 2 points" in flag["message"]
    nbgrader(tiny_course.root, "autograde", "small", "--force")
    assert submissions(tiny_course.root)["anna"]["score"] == line["score"]
    for file, lines in ours.items():
        assert comparable(tiny_course, file) == lines


@pytest.mark.slow
def test_autograde_and_feedback(tiny_course: Course) -> None:
    submit(tiny_course, "anna")
    submit(tiny_course, "ben", "adds-two")
    submit(tiny_course, "noisy", number="import warnings\nx = 3\nwarnings.warn('careful')")
    path = submit(tiny_course, "loses-cells")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "grade_id" not in str(cell.metadata)[:40]]
    del notebook.cells[4]
    nbformat.write(notebook, path)
    assert autograder(tiny_course.root, "grade").status == 0
    ours = {file: comparable(tiny_course, file) for file in ("submissions", "grades")}
    listed = submissions(tiny_course.root)
    scores = {student: line["score"] for student, line in listed.items()}
    assert scores == {line["student"]: line["score"] for line in ours["submissions"]}
    assert all(line["needs_manual_grade"] for line in listed.values())

    for made in ("gradebook.db", "reports/small/grades.jsonl", "reports/small/submissions.jsonl"):
        (tiny_course.root / made).unlink()
    assert autograder(tiny_course.root, "release").status == 0
    said = nbgrader(tiny_course.root, "autograde", "small", "--force").err
    for student in scores:
        assert f"Autograding {tiny_course.root / 'autograded' / student}" in said
    for file, lines in ours.items():
        assert comparable(tiny_course, file) == lines
    again = submissions(tiny_course.root)
    assert {student: line["score"] for student, line in again.items()} == scores
    assert all(line["needs_manual_grade"] for line in again.values())

    # What only the whole class shows stays when one submission is graded again.
    out = OutputFolders(tiny_course.root)
    replace_flags(out, "small", "near_copy", {"ben": [Notice("near_copy", "as anna's")]})
    nbgrader(tiny_course.root, "autograde", "small", "--force", "--student", "ben")
    flags = {line["student"]: line["flags"] for line in comparable(tiny_course, "submissions")}
    assert flags["ben"] == [{"code": "near_copy", "message": "as anna's"}]
    assert "near_copy" not in str(flags["anna"])

    nbgrader(tiny_course.root, "generate_feedback", "small")
    assert "Three and its double" in page(tiny_course, "ben")
    assert "you add 2" in page(tiny_course, "ben")
    for student in scores:
        for hidden in ("secret_of_the_test", "HIDDEN", "MARK SCHEME", "prime number"):
            assert hidden not in page(tiny_course, student)


@pytest.mark.slow
def test_out_holds_everything(tiny_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    submit(tiny_course, "anna")
    before = {path.name for path in tiny_course.root.iterdir()} | {".autograder"}
    out = tiny_course.root.parent / "results"
    for command in ("grade", "feedback", "report"):
        assert autograder(tiny_course.root, command, "--out", str(out)).status == 0
    assert {path.name for path in tiny_course.root.iterdir()} == before
    assert {path.name for path in out.iterdir()} == {
        "gradebook.db", "autograded", "feedback", "reports",
    }  # fmt: skip
    monkeypatch.setenv("AUTOGRADER_OUT", str(out))
    assert {s: line["score"] for s, line in submissions(tiny_course.root).items()} == {"anna": 7}
    assert {path.name for path in tiny_course.root.iterdir()} == before


@pytest.mark.slow
def test_points_that_a_person_changed_stand_while_the_machine_finds_the_same(
    tiny_course: Course,
) -> None:
    submit(tiny_course, "anna")
    assert autograder(tiny_course.root, "grade").status == 0
    give_points(tiny_course, "anna", 3)
    give_points(tiny_course, "anna", 1, "double")
    for waits in (False, True):
        if waits:
            shutil.rmtree(tiny_course.root / "submitted" / "anna")
            submit(tiny_course, "anna", "adds-two")  # loses this test
        assert autograder(tiny_course.root, "grade", "--force").status == 0
        listed = submissions(tiny_course.root)["anna"]
        assert (listed["score"], listed["needs_manual_grade"]) == (7, waits)


@pytest.mark.slow
def test_points_by_hand_survive(tiny_course: Course) -> None:
    submit(tiny_course, "anna")
    path = submit(tiny_course, "ben")
    assert autograder(tiny_course.root, "grade").status == 0
    give_points(tiny_course, "anna", 2.5)
    give_points(tiny_course, "ben", 1)

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if "answer" in cell.metadata.get("autograder", {}):
            cell.source = "Another answer."
    nbformat.write(notebook, path)
    for command in ("grade", "feedback", "report"):
        assert autograder(tiny_course.root, command).status == 0
    listed = submissions(tiny_course.root)
    assert {s: (line["score"], line["needs_manual_grade"]) for s, line in listed.items()} == {
        "anna": (9.5, False),
        "ben": (8, True),  # graded for another answer: someone should look again
    }
    assert "2.5 of 3" in page(tiny_course, "anna")
    report = (tiny_course.root / "reports" / "small" / "index.html").read_text(encoding="utf-8")
    assert "9.5" in report

    # Tests and points change, tests come and go: what a person gave stays.
    change_source(tiny_course, 'expected="It should be larger."', 'expected="Larger, please."')
    change_source(tiny_course, "points=4", "points=3")
    change_source(tiny_course, 'title="Why three" points=3', 'title="Why three" points=4')
    change_source(tiny_course, '# %% test="picture"', '# %% test="axes"')
    assert autograder(tiny_course.root, "release").status == 0
    assert autograder(tiny_course.root, "grade").status == 0
    listed = submissions(tiny_course.root)
    assert {s: (line["score"], line["max_score"]) for s, line in listed.items()} == {
        "anna": (8.5, 10), "ben": (7, 10),
    }  # fmt: skip
    tests = {line["test"] for line in records(tiny_course, "grades")}
    assert tests == {"number", "double", "axes", "why"}
    assert autograder(tiny_course.root, "feedback").status == 0
    assert "2.5 of 4" in page(tiny_course, "anna")


def test_titles_and_messages_are_ours(tiny_course: Course) -> None:
    path = submit(tiny_course, "mallory", "adds-two")
    notebook = nbformat.read(path, as_version=4)
    forged = {"title": "Forged", "outcome": "passed", "message": "Forged", "points": 4.0}
    notebook.metadata["autograder"] = forged
    for cell in notebook.cells:
        cell.metadata["autograder"] = {**forged, **cell.metadata.get("autograder", {})}
    own = new_code_cell("'own cell'", metadata={"autograder": forged})
    own.metadata["nbgrader"] = {
        "grade": True, "grade_id": "double", "points": 4, "schema_version": 3, "locked": True,
        "solution": False, "task": False,
    }  # fmt: skip
    notebook.cells.append(own)
    nbformat.write(notebook, path)
    for command in ("grade", "feedback"):
        assert autograder(tiny_course.root, command).status == 0
    shown = page(tiny_course, "mallory")
    assert "Forged" not in shown
    assert "Three and its double" in shown
    assert "Why three" in shown
    assert "you add 2" in shown
    graded = tiny_course.root / "autograded" / "mallory" / "small" / "small.ipynb"
    assert "Forged" not in graded.read_text(encoding="utf-8")
