"""`autograder check`, as a student uses it in a copy of the published folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.publication import publish
from autograder.course.layout import Course
from tests.conftest import Finished, submit
from tests.in_process import CommandLine

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tiny_course: Course, tmp_path: Path) -> Path:
    """A student's folder: what was published, with the solved notebook in its place."""
    place = tmp_path / "elsewhere" / "course"
    publish(tiny_course, place)
    solved = submit(tiny_course, "anna")
    notebook = nbformat.read(solved, as_version=4)
    for cell in notebook.cells:
        if "answer" in cell.metadata.get("autograder", {}):
            cell.source = "Because it is odd."
    nbformat.write(notebook, place / "assignments" / "small" / "small.ipynb")
    return place / "assignments" / "small"


@pytest.fixture
def check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> object:
    command_line = CommandLine(monkeypatch, capsys)

    def run(*arguments: str) -> Finished:
        return command_line(folder, "check", *arguments)

    return run


def change(folder: Path, **sources: str | None) -> None:
    """Replace sources by grade id; None deletes the cell."""
    path = folder / "small.ipynb"
    notebook = nbformat.read(path, as_version=4)
    kept = []
    for cell in notebook.cells:
        ident = cell.metadata.get("nbgrader", {}).get("grade_id", "").replace("-", "_")
        if ident in sources:
            if sources[ident] is None:
                continue
            cell.source = sources[ident]
        kept.append(cell)
    notebook.cells = kept
    nbformat.write(notebook, path)


def test_a_whole_notebook(folder: Path, check) -> None:
    ended = check("small.ipynb")
    assert ended.status == 0, ended.out + ended.err
    assert "small.ipynb is whole: all 9 cells of small are there" in ended.out
    assert "It runs from top to bottom" in ended.out
    assert "Visible checks: 3 of 3 pass." in ended.out
    assert "More tests run after you hand in" in ended.out
    assert "check 'double': ok" in ended.err


def test_what_is_wrong_is_named(folder: Path, check) -> None:
    change(folder, double=None, number="assert True", solution_picture="fig = None\n1 / 0")
    ended = check("small.ipynb")
    assert ended.status == 1
    assert "The test 'double' was missing." in ended.out
    assert "The test 'number' was changed" in ended.out
    assert "(solution 'picture') stops: ZeroDivisionError: division by zero" in ended.out
    assert "(check 'picture') fails: AssertionError: fig is still None" in ended.out
    assert "Visible checks: 2 of 3 pass." in ended.out


def test_json(folder: Path, check) -> None:
    change(folder, solution_double='def double(values):\n    """Twice the values: an array of '
           'the same shape."""\n    # YOUR CODE HERE')  # fmt: skip
    ended = check("small.ipynb", "--json")
    assert ended.status == 1
    said = json.loads(ended.out)
    assert (said["fine"], said["faults"], said["assignment"]) == (False, [], "small")
    assert said["unsolved"] == ["The solution cell 'solution-double'"]
    stopped = [one["name"] for one in said["outcomes"] if one["status"] != "ok"]
    assert stopped == ["check 'double'"]


def test_renamed_without_a_run(folder: Path, check) -> None:
    (folder / "small.ipynb").rename(folder / "mine (1).ipynb")
    ended = check("mine (1).ipynb", "--no-run")
    assert ended.status == 1
    assert "should be called small.ipynb" in ended.out
    assert "Visible checks" not in ended.out


def test_what_is_no_notebook_of_the_course(folder: Path, check) -> None:
    (folder / "page.ipynb").write_text("<html>")
    (folder / "other.ipynb").write_text(nbformat.writes(nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("y = 1")])))  # fmt: skip
    for name, said in (
        ("nowhere.ipynb", "can't be read"),
        ("page.ipynb", "is an HTML page"),
        ("other.ipynb", "no notebook of this course"),
    ):
        ended = check(name)
        assert (ended.status, ended.err.count("\n")) == (2, 1)
        assert said in ended.err


def test_without_the_originals(folder: Path, check) -> None:
    shutil.rmtree(folder.parent.parent / ".released")
    ended = check("small.ipynb", "--no-run")
    assert ended.status == 2
    assert "--released" in ended.err


def test_a_loop_without_end(folder: Path, check) -> None:
    limits = folder.parent.parent / ".released" / "limits.json"
    limits.write_text('{"cell_seconds": 2, "notebook_seconds": 5}')
    change(folder, solution_number="x = 3\nwhile True:\n    pass")
    ended = check("small.ipynb")
    assert ended.status == 1
    assert "(solution 'number') takes too long: It did not end within 2 s." in ended.out
    assert "not run: The notebook's process had ended before." in ended.out
