"""Preprocessors that nbgrader's generate_assignment runs for this course."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
    NbGraderPreprocessor,
)

from autograder.authoring.changed_cells import SaveChangedCells


class ReleaseStubs(NbGraderPreprocessor):
    """Puts an author's own stub in the place of '# YOUR CODE HERE'.

    Runs after ClearSolutions: the stub stands in the cell's metadata in the instructor
    notebook, and the metadata go away in the student's.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Replace the source by the stub, if the author wrote one."""
        notes = cell.metadata.get("autograder", {})
        if "stub" in notes:
            cell.source = notes["stub"]
            del cell.metadata["autograder"]
        return cell, resources


# nbgrader's own list, with ReleaseStubs after ClearSolutions, with our SaveCells, and without
# the steps that this course has no use for (headers from files, tests written by template).
RELEASE_PREPROCESSORS: list[type[NbGraderPreprocessor]] = [
    LockCells,
    ClearSolutions,
    ReleaseStubs,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    SaveChangedCells,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
]
