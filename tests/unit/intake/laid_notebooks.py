"""What the overlay promises of a notebook that it laid, and how to find cells in it."""

from __future__ import annotations

from typing import Any

import nbformat

from autograder.intake.submission import Submission
from tests.unit.intake.conftest import Notebook

SOLUTIONS = ["number", "double", "picture"]


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
