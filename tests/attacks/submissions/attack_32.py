"""Test cells deleted, doubled, moved, or put over a cell of one's own."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from tests.attacks.submissions.attack_31 import graded
from tests.attacks.suite import Attack

NUMBER = 32
TITLE = "delete or duplicate test cells"


def delete(notebook: NotebookNode) -> None:
    tests = graded(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell not in tests]


def empty(notebook: NotebookNode) -> None:
    for cell in graded(notebook):
        cell.source = ""


def double(notebook: NotebookNode) -> None:
    """Each test three times: an empty one first, the one that counts last."""
    cells = []
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            for source in ("pass", "1000.0"):
                copy = cell.copy()
                copy["metadata"] = cell.metadata.copy()
                copy["source"] = source
                cells.append(copy)
        cells.append(cell)
    notebook.cells = cells


def on_own_cell(notebook: NotebookNode) -> None:
    """A cell of the student's own bears the id of a test and stands before it."""
    for cell in graded(notebook):
        own = new_code_cell("4.0", metadata={"nbgrader": dict(cell.metadata["nbgrader"])})
        own["id"] = cell["id"]
        notebook.cells.insert(0, own)


def other_kind(notebook: NotebookNode) -> None:
    for position, cell in enumerate(notebook.cells):
        if cell.metadata.get("nbgrader", {}).get("grade"):
            make = (new_markdown_cell, new_raw_cell)[position % 2]
            notebook.cells[position] = make("Passed.", metadata=dict(cell.metadata))


def first(notebook: NotebookNode) -> None:
    """All tests above everything else, where nothing is defined yet."""
    tests = graded(notebook)
    notebook.cells = tests + [cell for cell in notebook.cells if cell not in tests]


def last(notebook: NotebookNode) -> None:
    tests = graded(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell not in tests] + tests


def own_tests(notebook: NotebookNode) -> None:
    """The text of each test as a cell of one's own, and after it what makes it pass."""
    for cell in graded(notebook):
        notebook.cells.append(new_code_cell(cell.source))
        notebook.cells.append(new_code_cell("raise SystemExit"))


def too_many(notebook: NotebookNode) -> None:
    notebook.cells += [new_code_cell("1.0") for _ in range(2500)]


def two_answers(notebook: NotebookNode) -> None:
    """One solution cell per guess, each with the id of the same cell."""
    for position, cell in enumerate(notebook.cells):
        if "answer = None" in cell.source:
            copies = []
            for guess in range(7840, 7846):
                copy = cell.copy()
                copy["source"] = f"answer = {guess}"
                copies.append(copy)
            notebook.cells[position:position] = copies
            return


FORMS = [
    Attack("delete", mutate=delete, says="was missing"),
    Attack("empty", mutate=empty, says="was changed"),
    Attack("double", mutate=double, says="occurs twice"),
    Attack("on-own-cell", mutate=on_own_cell),
    Attack("other-kind", mutate=other_kind),
    # The order of the release is put back: a right answer is right, wherever its test was moved.
    Attack("first", {"answer": "@REFERENCE@"}, mutate=first, honest={"answer": 2}),
    Attack("last", {"answer": "@REFERENCE@"}, mutate=last, honest={"answer": 2}),
    Attack("own-tests", mutate=own_tests),
    Attack("too-many", mutate=too_many, expect_status=("needs_attention",)),
    Attack("two-answers", mutate=two_answers),
]
