"""The last cell of a notebook, run as a student runs it: in plain Python, in its folder."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import nbformat
import pytest

from autograder.authoring.last_cell import LAST_CELL_ID
from autograder.authoring.release import build_assignment
from autograder.course.layout import find_course
from autograder.intake.overlay import overlay
from tests.conftest import ROOT

WHOLE = "is whole: all 9 cells are there."


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> nbformat.NotebookNode:
    """The student notebook of the tiny course; the working directory is empty."""
    shutil.copytree(ROOT / "tests" / "tiny_course", tmp_path / "tiny")
    course = find_course(tmp_path / "tiny")
    build_assignment(course, "small")
    folder = tmp_path / "student"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return nbformat.read(course.student_notebook("small"), as_version=4)


def say(notebook: nbformat.NotebookNode, capsys: pytest.CaptureFixture[str]) -> str:
    """What the cell prints when the notebook is saved beside it."""
    nbformat.write(notebook, "small.ipynb")
    return run(notebook, capsys)


def run(notebook: nbformat.NotebookNode, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    exec(notebook.cells[-1].source, {})
    return capsys.readouterr().out


def cell(notebook: nbformat.NotebookNode, name: str) -> Any:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def test_it_stands_last_and_carries_nothing(notebook: nbformat.NotebookNode) -> None:
    last = notebook.cells[-1]
    assert (last.id, "nbgrader" in last.metadata) == (LAST_CELL_ID, False)
    assert max(map(len, last.source.split("\n"))) <= 100


def test_a_whole_notebook(notebook: nbformat.NotebookNode, capsys: Any) -> None:
    for name in ("solution-number", "solution-double"):
        cell(notebook, name).source = "anything"
    notebook.cells.insert(3, nbformat.v4.new_code_cell("mine = 1"))
    said = say(notebook, capsys)
    assert WHOLE in said
    assert "as saved at" in said
    assert "More tests run after you hand in" in said


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("number", "assert True", "number: was changed"),
        ("number", None, "number: is missing"),
        ("given-imports", "pass", "given-imports: was changed"),
        ("solution-double", None, "solution-double: is missing"),
        ("why", None, "why: is missing"),
    ],
)
def test_what_is_not_whole(
    notebook: nbformat.NotebookNode, capsys: Any, name: str, source: str | None, said: str
) -> None:
    if source is None:
        notebook.cells.remove(cell(notebook, name))
    else:
        cell(notebook, name).source = source
    text = say(notebook, capsys)
    assert f"- {said}" in text
    assert WHOLE not in text


def test_another_name(notebook: nbformat.NotebookNode, capsys: Any) -> None:
    said = run(notebook, capsys)
    assert "small.ipynb can't be read here" in said
    assert "last line" not in said.split("\n")[0]
    Path("small.ipynb").write_text("{")
    assert "can't be read here" in run(notebook, capsys)


def test_in_colab(
    notebook: nbformat.NotebookNode, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = json.loads(nbformat.writes(notebook))
    colab = ModuleType("google.colab")
    answers = SimpleNamespace(blocking_request=lambda *_, **__: {"ipynb": content})
    colab._message = answers  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "google.colab", colab)
    assert f"small.ipynb {WHOLE}" in run(notebook, capsys)


def test_it_is_neither_run_nor_missed_when_a_notebook_is_graded(
    notebook: nbformat.NotebookNode,
) -> None:
    released = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for change in ("kept", "edited", "copied", "deleted"):
        submitted = nbformat.from_dict(json.loads(json.dumps(notebook)))
        if change == "edited":
            submitted.cells[-1].source = "print('1')\n" + submitted.cells[-1].source
        elif change == "copied":
            submitted.cells.append(submitted.cells[-1])
        elif change == "deleted":
            del submitted.cells[-1]
        laid, problems = overlay(submitted, released)
        assert problems == [], change
        assert not [c for c in laid.cells if "check_this_file" in c.source]


def test_work_that_was_written_into_it_is_not_lost(notebook: nbformat.NotebookNode) -> None:
    released = nbformat.from_dict(json.loads(json.dumps(notebook)))
    notebook.cells[-1].source += "\nx = 3"
    laid, problems = overlay(notebook, released)
    assert [problem.code for problem in problems] == ["work_in_test"]
    assert laid.cells[-1].source == "x = 3"
