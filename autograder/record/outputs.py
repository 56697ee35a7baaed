"""Puts outputs and the judge's results into a notebook, so that nbgrader scores them the same.

nbgrader infers a score from what a test cell displayed: an error gives 0, a displayed number
gives that number, anything else gives all points (`nbgrader.utils.determine_grade`). The
outputs made here are the judge's words alone; nothing that a student's process displayed gets
into a test cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import nbformat
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course.assignment import Assignment
from autograder.judge.results import TestResult

OUTCOME_NAMES = {
    "failed": "TestFailed",
    "error": "TestError",
    "timeout": "TestTimeout",
    "not_run": "TestNotRun",
}


class InsertOutputs(NbGraderPreprocessor):
    """Puts outputs of an execution and results of the judge into a sanitized notebook."""

    def __init__(
        self,
        assignment: Assignment,
        executed: nbformat.NotebookNode,
        results: Mapping[str, TestResult],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._assignment = assignment
        self._executed = executed
        self._results = results

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """Fill all code cells; the notebook must have the cells of the execution."""
        return insert_outputs(nb, self._assignment, self._executed, self._results), resources


def insert_outputs(
    notebook: nbformat.NotebookNode,
    assignment: Assignment,
    executed: nbformat.NotebookNode,
    results: Mapping[str, TestResult],
) -> nbformat.NotebookNode:
    """Fill the code cells of a sanitized notebook, in place, and name what has points.

    The feedback page reads titles and messages from the metadata "autograder".

    Raises:
        ValueError: the two notebooks differ in their cells.
    """
    if len(notebook.cells) != len(executed.cells):
        raise ValueError(
            f"the executed notebook has {len(executed.cells)} cells, not {len(notebook.cells)}"
        )
    notebook.metadata["autograder"] = {"title": assignment.title}
    titles = {cell.ident: cell.title for cell in assignment.of_kind("written")}
    for cell, run in zip(notebook.cells, executed.cells, strict=True):
        metadata = cell.metadata.get("nbgrader", {})
        if metadata.get("task"):
            cell.metadata["autograder"] = {"title": titles[metadata["grade_id"]]}
        if cell.cell_type != "code":
            continue
        if metadata.get("grade"):
            result = results[metadata["grade_id"]]
            cell.outputs, cell.execution_count = result_outputs(result), None
            cell.metadata["autograder"] = {
                "title": result.title,
                "outcome": result.outcome,
                "message": result.message,
                "parts": list(result.parts),
                "points": result.points,
                "max_points": result.max_points,
            }
        else:
            cell.outputs, cell.execution_count = run.outputs, run.get("execution_count")
    return notebook


def result_outputs(result: TestResult) -> list[nbformat.NotebookNode]:
    """Outputs from which nbgrader infers exactly the judge's points."""
    if result.outcome == "passed":
        text = f"Passed: {result.title}\n"
        return [new_output("stream", name="stdout", text=text)]
    if result.outcome == "partial":
        return [
            new_output("stream", name="stdout", text=f"Partly passed: {result.message}\n"),
            new_output(
                "execute_result",
                data={"text/plain": repr(float(result.points))},
                execution_count=None,
            ),
        ]
    name = OUTCOME_NAMES[result.outcome]
    traceback = [f"{name}: {result.message}"]
    return [new_output("error", ename=name, evalue=result.message, traceback=traceback)]
