"""Whatever happened to a notebook on the way, each released cell is there exactly once."""

from __future__ import annotations

import json
import random
from typing import Any

import nbformat
import pytest

from autograder.authoring.earlier_releases import Fingerprints, fingerprints
from autograder.errors import SubmissionError
from autograder.intake.notebook_reader import MAX_CELLS, read_notebook
from autograder.intake.overlay import overlay
from autograder.intake.submission import Problem, Submission, SubmissionFolder
from autograder.intake.taking_in import take_in

Notebook = nbformat.NotebookNode
SOLUTIONS = ["number", "double", "picture"]
TESTS = ["number", "double", "picture"]


def name(cell: Notebook) -> str:
    """grade_id or answer id, or the text's source."""
    metadata = cell.metadata
    answer = metadata.get("autograder", {}).get("answer")
    if answer:
        return f"answer {answer}"
    return metadata.get("nbgrader", {}).get("grade_id", "")


def find(notebook: Notebook, wanted: str) -> int:
    return next(i for i, cell in enumerate(notebook.cells) if name(cell) == wanted)


def codes(problems: Any) -> list[str]:
    return sorted(problem.code for problem in problems)


def check_whole(laid: Notebook, released: Notebook) -> None:
    """The promise of the overlay: each released cell once, as released where it is not theirs."""
    nbformat.validate(laid)
    laid_names = [name(cell) for cell in laid.cells if name(cell)]
    assert sorted(laid_names) == sorted(name(cell) for cell in released.cells if name(cell))
    assert len({cell.id for cell in laid.cells}) == len(laid.cells)
    for known in released.cells:
        if not name(known):
            continue
        cell = laid.cells[find(laid, name(known))]
        assert (cell.metadata, cell.id, cell.cell_type) == (
            known.metadata,
            known.id,
            known.cell_type,
        )
        metadata = known.metadata.get("nbgrader", {})
        if metadata.get("grade") or metadata.get("locked"):
            assert cell.source == known.source
    for cell in laid.cells:
        if not name(cell):
            assert cell.metadata == {}
        if cell.cell_type == "code":
            assert cell.outputs == []


def sources(laid: Notebook) -> dict[str, str]:
    return Submission("anna", "small", laid, ()).sources()


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


@pytest.fixture
def earlier(released: Notebook) -> list[Fingerprints]:
    """The releases before `changed`."""
    return [{"number": "0" * 16}, fingerprints(released)]


@pytest.fixture
def changed(released: Notebook) -> Notebook:
    """The release after a test and a given cell were changed and another test was added."""
    now = nbformat.from_dict(json.loads(json.dumps(released)))
    for wanted in ("number", "given-imports"):
        now.cells[find(now, wanted)].source += "\nassert True, 'a better test'"
    added = nbformat.from_dict(json.loads(json.dumps(now.cells[find(now, "double")])))
    added.metadata.nbgrader.grade_id, added.id = "added", "test-added"
    added.source = "assert double([1])[0] == 2, 'another value'"
    now.cells.insert(find(now, "double") + 1, added)
    return now


def test_what_the_instructor_changed_is_not_held_against_students(
    solved: Notebook, changed: Notebook, earlier: list[Fingerprints]
) -> None:
    laid, problems = overlay(solved, changed, earlier)
    check_whole(laid, changed)
    assert codes(problems) == ["earlier_release"]


def test_an_edited_test_of_an_earlier_release_is_still_named(
    solved: Notebook, changed: Notebook, earlier: list[Fingerprints]
) -> None:
    solved.cells[find(solved, "double")].source = "pass"
    del solved.cells[find(solved, "picture")]
    _, problems = overlay(solved, changed, earlier)
    assert codes(problems) == ["earlier_release", "edited_cell", "missing_cell"]
    assert "'double'" in problems[0].message


def test_who_has_the_present_release_may_not_use_older_tests(
    changed: Notebook, released: Notebook, earlier: list[Fingerprints]
) -> None:
    mine = nbformat.from_dict(json.loads(json.dumps(changed)))
    mine.cells[find(mine, "number")].source = released.cells[find(released, "number")].source
    _, problems = overlay(mine, changed, earlier)
    assert codes(problems) == ["edited_cell"]


def test_white_space_around_a_test_is_no_edit(solved: Notebook, released: Notebook) -> None:
    solved.cells[find(solved, "number")].source += "\n\n"
    _, problems = overlay(solved, released)
    assert problems == []


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


def test_a_foreign_notebook_is_told_apart(released: Notebook) -> None:
    foreign = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 3")])
    laid, problems = overlay(foreign, released)
    check_whole(laid, released)
    assert "foreign_notebook" in codes(problems)


def test_raw_cells_become_text(solved: Notebook, released: Notebook) -> None:
    solved.cells.append(nbformat.v4.new_raw_cell("raw thoughts"))
    laid, _ = overlay(solved, released)
    assert (laid.cells[-1].cell_type, laid.cells[-1].source) == ("markdown", "raw thoughts")


def test_nbformat_3(solved: Notebook, released: Notebook) -> None:
    old = nbformat.convert(nbformat.from_dict(json.loads(json.dumps(solved))), 3)
    notebook = read_notebook("anna", "small.ipynb", nbformat.v3.writes_json(old)).notebook
    laid, problems = overlay(notebook, released)
    check_whole(laid, released)
    assert problems == []
    assert sources(laid)["double"] == "# solved\ndouble = 1"


def test_half_surrogates_can_be_written(solved: Notebook, released: Notebook) -> None:
    text = json.dumps(solved).replace("mine = 1", "mine = '\\ud800'")
    laid, _ = overlay(read_notebook("anna", "small.ipynb", text).notebook, released)
    assert "mine = '?'" in [cell.source for cell in laid.cells]
    nbformat.writes(laid).encode("utf-8")


def test_a_renamed_file_with_a_byte_order_mark(
    solved: Notebook, released: Notebook, submission_folder: SubmissionFolder
) -> None:
    path = submission_folder.path / "small (1).ipynb"
    path.write_text("\ufeff" + nbformat.writes(solved), encoding="utf-8")
    (submission_folder.path / "timestamp.txt").write_text("2027-03-01 10:00:00 UTC\n")
    taken = take_in(submission_folder, released)
    check_whole(taken.notebook, released)
    assert taken.problems == (Problem("renamed", "The notebook was called 'small (1).ipynb'."),)
    assert (taken.student, taken.assignment) == ("anna", "small")
    assert taken.timestamp == "2027-03-01 10:00:00 UTC"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        (" \n\t", "empty_file"),
        ("{", "unreadable_json"),
        ("# a program\nx = 3", "unreadable_json"),
        ("[" * 100_000 + "]" * 100_000, "unreadable_json"),
        ("[]", "not_a_notebook"),
        ("3", "not_a_notebook"),
        ("null", "not_a_notebook"),
        ('{"cells": []}', "not_a_notebook"),
        ('{"nbformat": 4}', "not_a_notebook"),
        ('{"nbformat": "four", "cells": []}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "cells": 3, "metadata": {}}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "cells": [3], "metadata": {}}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
         '[{"cell_type": "code", "metadata": {}, "source": 3}]}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
         '[{"cell_type": "applet", "metadata": {}, "source": ""}]}', "not_a_notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
         '[{"metadata": {}, "source": ""}]}', "not_a_notebook"),
        ('{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}', "not_a_notebook"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_has_a_code_and_a_sentence(text: str, code: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        read_notebook("anna", "small.ipynb", text)
    assert caught.value.code == code
    assert str(caught.value).startswith("anna: small.ipynb ")
    assert "Jupyter" in caught.value.remedy


def test_too_many_cells() -> None:
    cells = [nbformat.v4.new_code_cell("1") for _ in range(MAX_CELLS + 1)]
    text = json.dumps(nbformat.v4.new_notebook(cells=cells))
    with pytest.raises(SubmissionError) as caught:
        read_notebook("anna", "small.ipynb", text)
    assert caught.value.code == "too_many_cells"
