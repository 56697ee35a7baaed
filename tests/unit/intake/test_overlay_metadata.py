"""Cells are known though ids or metadata were lost; metadata of students counts for nothing."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest

from autograder.intake.notebook_reader import read_notebook
from autograder.intake.overlay import overlay
from tests.unit.intake.conftest import Notebook
from tests.unit.intake.laid_notebooks import SOLUTIONS, check_whole, codes, find, sources


def test_metadata_stripped_but_ids_kept(solved: Notebook, released: Notebook) -> None:
    for cell in solved.cells:
        cell.metadata = {}
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert problems == []
    assert sources(laid)["double"] == "# solved\ndouble = 1"


def test_ids_dropped_but_metadata_kept(solved: Notebook, released: Notebook) -> None:
    solved.nbformat_minor = 4
    for cell in solved.cells:
        del cell["id"]
    notebook = read_notebook("anna", "small.ipynb", json.dumps(solved)).notebook
    laid, problems = overlay(notebook, released)
    check_whole(laid, released)
    assert problems == []
    assert sources(laid)["double"] == "# solved\ndouble = 1"


def test_ids_and_metadata_dropped(solved: Notebook, released: Notebook) -> None:
    """Tests are known by their source; work in unknown cells still runs before its test."""
    solved.nbformat_minor = 4
    for cell in solved.cells:
        cell.metadata = {}
        del cell["id"]
    notebook = read_notebook("anna", "small.ipynb", json.dumps(solved)).notebook
    laid, problems = overlay(notebook, released)
    check_whole(laid, released)
    assert set(codes(problems)) <= {"missing_cell"}
    for ident in SOLUTIONS:
        work = [cell.source for cell in laid.cells].index(f"# solved\n{ident} = 1")
        assert find(laid, f"solution-{ident}") <= work < find(laid, ident)
    assert laid.cells[find(laid, "answer why")].source == "Because it is odd."


def test_own_cells_lose_everything_but_their_source(solved: Notebook, released: Notebook) -> None:
    own = solved.cells[4]
    own.metadata = {
        "tags": ["skip-execution", "raises-exception"],
        "nbgrader": {"grade": True, "grade_id": "bonus", "points": 100, "locked": False},
    }
    own.outputs = [nbformat.v4.new_output("stream", text="100 points")]
    laid, _ = overlay(solved, released)
    check_whole(laid, released)
    assert laid.cells[4].source == "mine = 1"


def test_tags_and_points_of_a_submitted_test_are_ignored(
    solved: Notebook, released: Notebook
) -> None:
    test = solved.cells[find(solved, "number")]
    test.metadata["tags"] = ["skip-execution"]
    test.metadata["nbgrader"].update(points=1000, grade=False, solution=True)
    solved.metadata["kernelspec"] = {"name": "evil", "display_name": "evil"}
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert problems == []
    assert laid.metadata == released.metadata


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        [],
        "text",
        {"nbgrader": None},
        {"nbgrader": []},
        {"nbgrader": {"grade_id": ["number"]}},
        {"nbgrader": {"grade_id": {"a": 1}}},
        {"nbgrader": {"grade_id": None}},
        {"autograder": {"answer": 3}},
        {"autograder": "why"},
        {"nbgrader": {"grade_id": "why"}},  # a question's id on a cell of code
    ],
)
def test_hostile_metadata_is_ignored(solved: Notebook, released: Notebook, metadata: Any) -> None:
    content = json.loads(json.dumps(solved))
    for at in (4, 3):
        content["cells"][at]["metadata"] = metadata
        content["cells"][at]["id"] = ["no", "id"] if at == 4 else content["cells"][at]["id"]
    notebook = read_notebook("anna", "small.ipynb", json.dumps(content)).notebook
    laid, _ = overlay(notebook, released)
    check_whole(laid, released)
    assert "mine = 1" in [cell.source for cell in laid.cells]
