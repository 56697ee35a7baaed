"""Whatever was done to the cells of a notebook, each released cell is there exactly once."""

from __future__ import annotations

import json
import random

import nbformat
import pytest

from autograder.intake.overlay import overlay
from tests.unit.intake.conftest import Notebook
from tests.unit.intake.laid_notebooks import SOLUTIONS, check_whole, codes, find, name, sources


def test_a_clean_submission(solved: Notebook, released: Notebook) -> None:
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert problems == []
    assert [cell.source for cell in laid.cells] == [cell.source for cell in solved.cells]
    assert sources(laid) == {ident: f"# solved\n{ident} = 1" for ident in SOLUTIONS}


def test_released_cells_are_not_changed_by_the_overlay(
    solved: Notebook, released: Notebook
) -> None:
    before = nbformat.writes(released)
    laid, _ = overlay(solved, released)
    laid.cells[find(laid, "number")].source = "changed"
    laid.cells[find(laid, "number")].metadata["nbgrader"]["points"] = 0
    assert nbformat.writes(released) == before


@pytest.mark.parametrize("wanted", ["number", "given-imports", "solution-double", "why"])
def test_a_deleted_cell_comes_back_in_its_place(
    solved: Notebook, released: Notebook, wanted: str
) -> None:
    before = name(solved.cells[find(solved, wanted) - 1])
    del solved.cells[find(solved, wanted)]
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert codes(problems) == ["missing_cell"]
    assert wanted.removeprefix("solution-").removeprefix("given-") in problems[0].message
    if before:
        assert name(laid.cells[find(laid, wanted) - 1]) == before


def test_all_cells_deleted(released: Notebook) -> None:
    laid, problems = overlay(nbformat.v4.new_notebook(), released)
    check_whole(laid, released)
    assert [name(cell) for cell in laid.cells] == [name(c) for c in released.cells if name(c)]
    assert set(codes(problems)) == {"missing_cell"}


def test_a_deleted_test_stands_before_later_work(solved: Notebook, released: Notebook) -> None:
    del solved.cells[find(solved, "number")]
    laid, _ = overlay(solved, released)
    order = [find(laid, wanted) for wanted in ("solution-number", "number", "solution-double")]
    assert order == sorted(order)


def test_a_duplicated_test_or_given_cell_is_dropped(solved: Notebook, released: Notebook) -> None:
    for wanted in ("number", "given-imports"):
        solved.cells.append(nbformat.from_dict(solved.cells[find(solved, wanted)]))
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert codes(problems) == ["duplicated_cell", "duplicated_cell"]
    assert len(laid.cells) == len(solved.cells) - 2


def test_a_second_copy_of_a_solution_stays_as_an_own_cell(
    solved: Notebook, released: Notebook
) -> None:
    at = find(solved, "solution-double")
    copy = nbformat.from_dict(json.loads(json.dumps(solved.cells[at])))
    copy.source = "double = 'second try'"
    solved.cells.insert(at + 1, copy)
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert codes(problems) == ["duplicated_cell"]
    assert laid.cells[find(laid, "solution-double") + 1].source == "double = 'second try'"
    assert sources(laid)["double"] == "# solved\ndouble = 1"


def test_reordered_cells_keep_the_students_order(solved: Notebook, released: Notebook) -> None:
    random.Random(5).shuffle(solved.cells)
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert problems == []
    assert [cell.source for cell in laid.cells] == [cell.source for cell in solved.cells]


def test_edited_tests_and_given_cells_are_restored(solved: Notebook, released: Notebook) -> None:
    for wanted in ("number", "given-imports", "why"):
        solved.cells[find(solved, wanted)].source = "pass"
    laid, problems = overlay(solved, released)
    check_whole(laid, released)
    assert codes(problems) == ["edited_cell", "edited_cell"]  # a changed question is no matter


def test_white_space_around_a_test_is_no_edit(solved: Notebook, released: Notebook) -> None:
    solved.cells[find(solved, "number")].source += "\n\n"
    _, problems = overlay(solved, released)
    assert problems == []


def test_everything_at_once(solved: Notebook, released: Notebook) -> None:
    rng = random.Random(11)
    for _ in range(100):
        notebook = nbformat.from_dict(json.loads(json.dumps(solved)))
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(notebook.cells)) if notebook.cells else 0
            kind = rng.choice(["delete", "copy", "move", "edit", "strip", "id", "own"])
            if kind == "own" or not notebook.cells:
                notebook.cells.insert(at, nbformat.v4.new_code_cell(f"own = {rng.random()}"))
            elif kind == "delete":
                del notebook.cells[at]
            elif kind == "copy":
                notebook.cells.append(nbformat.from_dict(notebook.cells[at]))
            elif kind == "move":
                notebook.cells.append(notebook.cells.pop(at))
            elif kind == "edit":
                notebook.cells[at].source = f"edited = {rng.random()}"
            elif kind == "strip":
                notebook.cells[at].metadata = {}
            else:
                notebook.cells[at]["id"] = f"i{rng.randrange(10**9)}"
        laid, _ = overlay(notebook, released)
        check_whole(laid, released)
        own = [c.source for c in notebook.cells if c.source.startswith("own = ")]
        assert [c.source for c in laid.cells if c.source.startswith("own = ")] == own


def test_a_foreign_notebook_is_told_apart(released: Notebook) -> None:
    foreign = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 3")])
    laid, problems = overlay(foreign, released)
    check_whole(laid, released)
    assert "foreign_notebook" in codes(problems)


def test_raw_cells_become_text(solved: Notebook, released: Notebook) -> None:
    solved.cells.append(nbformat.v4.new_raw_cell("raw thoughts"))
    laid, _ = overlay(solved, released)
    assert (laid.cells[-1].cell_type, laid.cells[-1].source) == ("markdown", "raw thoughts")
