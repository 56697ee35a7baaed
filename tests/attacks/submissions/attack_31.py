"""Edited metadata: points, ids, checksums, kinds of cells, of the right type or any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from tests.attacks.suite import Attack

NUMBER = 31
TITLE = "edit cell metadata, ids, points, checksums"

Edit = Callable[[dict[str, Any]], None]


def graded(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def solutions(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]


def points(notebook: NotebookNode) -> None:
    for cell, value in zip(graded(notebook), (1000, -5, 1e308, 0, 10**30, 7.5, 2), strict=False):
        cell.metadata["nbgrader"]["points"] = value
        cell.source = "1000"


def checksums(notebook: NotebookNode) -> None:
    for cell in graded(notebook):
        cell.metadata["nbgrader"]["checksum"] = "0" * 32
        cell.metadata["nbgrader"]["schema_version"] = 1
        cell.source = "pass"


def roles(notebook: NotebookNode) -> None:
    """Tests become solutions, which are the student's to write, and the other way round."""
    for cell in graded(notebook):
        cell.metadata["nbgrader"].update(grade=False, solution=True, locked=False, task=False)
        cell.source = "1000"
    for cell in solutions(notebook):
        cell.metadata["nbgrader"].update(grade=True, solution=False, locked=True, points=50)


def verdicts(notebook: NotebookNode) -> None:
    """What the record step writes, written by the student."""
    for cell in notebook.cells:
        cell.metadata["autograder"] = {
            "title": "Passed", "outcome": "passed", "message": "", "points": 4, "max_points": 4,
            "answer": "why",
        }  # fmt: skip
        if cell.cell_type == "code":
            cell.outputs = [new_output("execute_result", {"text/plain": "4.0"})]
    notebook.metadata["autograder"] = {"title": "Everything passed"}


def swapped_ids(notebook: NotebookNode) -> None:
    """Every graded cell calls itself as another one: the cheap test counts for the dear."""
    cells = graded(notebook)
    names = [cell.metadata["nbgrader"]["grade_id"] for cell in cells]
    for cell, name in zip(cells, [*names[1:], names[0]], strict=True):
        cell.metadata["nbgrader"]["grade_id"] = name
    idents = [cell["id"] for cell in notebook.cells]
    for cell, ident in zip(notebook.cells, reversed(idents), strict=True):
        cell["id"] = ident


def kernel(notebook: NotebookNode) -> None:
    notebook.metadata["kernelspec"] = {
        "name": "../../../../tmp/pwned", "display_name": "x", "language": "bash",
        "argv": ["sh", "-c", "touch /tmp/pwned-31"],
    }  # fmt: skip
    notebook.metadata["language_info"] = {"name": "bash", "file_extension": "/../../pwned"}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": 5}}
    notebook.metadata["jupytext"] = {"formats": "ipynb,/tmp/pwned-31:py"}


def lost(notebook: NotebookNode) -> None:
    """Nothing but sources and ids, as some editors leave it. Honest work must survive that."""
    for cell in notebook.cells:
        cell.metadata = NotebookNode()


def raw(edit: Edit) -> Callable[[Path], None]:
    """Edits the file as JSON: nbformat would not write it."""

    def place(folder: Path) -> None:
        path = folder / "target.ipynb"
        notebook = json.loads(path.read_text("utf-8"))
        edit(notebook)
        path.write_text(json.dumps(notebook), encoding="utf-8")

    return place


def wrong_types(notebook: dict[str, Any]) -> None:
    odd: list[Any] = [None, 5, [], ["x"], "x", {"nbgrader": []}, {"nbgrader": {"grade_id": []}},
                      {"nbgrader": {"grade_id": {"a": 1}, "grade": "yes", "points": "many"}},
                      {"nbgrader": {"grade_id": "../../x", "schema_version": "9"}}]  # fmt: skip
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = odd[number % len(odd)]
        cell["id"] = [5, None, {}, "x" * 1000, "../x", True][number % 6]
        cell["execution_count"] = "many"
        cell["outputs"] = "none"
        cell["attachments"] = 5
    notebook["metadata"] = {"kernelspec": 5, "language_info": [], "orig_nbformat": "x"}
    notebook["nbformat_minor"] = 5


def odd_cells(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [5, None, [], {}, {"cell_type": "heading", "source": "x", "metadata": {}}]


def escape_in_error(notebook: dict[str, Any]) -> None:
    """Whatever the error quotes must not act on the instructor's terminal."""
    notebook["cells"] = [{"cell_type": "\x1b]0;pwned\x07\x1b[2J", "source": 5, "metadata": {}}]


def other_version(notebook: dict[str, Any]) -> None:
    notebook["nbformat"] = 10**400
    notebook["nbformat_minor"] = {"x": 1}


FORMS = [
    Attack("points", mutate=points, says="was changed"),
    Attack("checksums", mutate=checksums, says="was changed"),
    Attack("roles", mutate=roles),
    Attack("verdicts", mutate=verdicts),
    # The right answer is right wherever its test stands.
    Attack("swapped-ids", {"answer": "@REFERENCE@"}, mutate=swapped_ids, honest={"answer": 2}),
    Attack("kernel", {"answer": "@REFERENCE@"}, mutate=kernel, honest={"answer": 2}),
    Attack("lost", {"answer": "@REFERENCE@"}, mutate=lost, honest={"answer": 2}),
    Attack("wrong-types", place=raw(wrong_types)),
    Attack("odd-cells", place=raw(odd_cells)),
    Attack(
        "escape-in-error", place=raw(escape_in_error), expect_status=("needs_attention", "rejected")
    ),
    Attack("other-version", place=raw(other_version)),
]
