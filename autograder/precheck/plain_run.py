"""Runs a student's own notebook on their own machine: top to bottom, within the limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from autograder.course.settings import Limits
from autograder.errors import AutograderError

MOST_MESSAGE = 400  # characters
START_SECONDS = 120

Status = Literal["ok", "error", "timeout", "died", "not_run"]


@dataclass(frozen=True)
class CellOutcome:
    """How a cell of code ran.

    Attributes:
        number: of the cell in the notebook, from 1.
        name: what it is, such as "solution 'double'"; "own cell" for the student's own.
        is_check: whether it is a visible check.
        status: how it ended.
        seconds: wall time.
        message: what an error said, one line; or empty.
    """

    number: int
    name: str
    is_check: bool
    status: Status
    seconds: float
    message: str = ""


def run_plainly(
    notebook: nbformat.NotebookNode,
    names: dict[int, str],
    folder: Path,
    limits: Limits,
    tell: Callable[[CellOutcome], None] = lambda _: None,
) -> list[CellOutcome]:
    """Run all cells of code; an error in one does not keep the next from running.

    Args:
        notebook: changed in place: it gets the outputs.
        names: index of a cell -> what it is.
        folder: in which it runs.
        limits: of a graded run.
        tell: called after each cell.

    Raises:
        AutograderError: no kernel starts.
    """
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        allow_errors=True,
        interrupt_on_timeout=False,
        startup_timeout=START_SECONDS,
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
    )
    run = _Run(client, limits, tell)
    try:
        with client.setup_kernel():
            for index, cell in enumerate(notebook.cells):
                if cell.cell_type == "code" and cell.source.strip():
                    run.cell(index, cell, names.get(index, "own cell"))
    except Exception as error:  # of the kernel's start: jupyter_client raises many types
        if run.outcomes:
            return run.outcomes
        raise AutograderError(
            f"No Python kernel starts: {type(error).__name__}: {error}",
            "Install ipykernel, or leave the run out with --no-run.",
        ) from error
    return run.outcomes


class _Run:
    def __init__(
        self, client: NotebookClient, limits: Limits, tell: Callable[[CellOutcome], None]
    ) -> None:
        self._client, self._limits, self._tell = client, limits, tell
        self._left = limits.notebook_seconds
        self._alive = True
        self.outcomes: list[CellOutcome] = []

    def cell(self, index: int, cell: Any, name: str) -> None:
        """Run one cell, if there is time left and the kernel lives."""
        started = time.monotonic()
        status, message = self._status(index, cell)
        seconds = time.monotonic() - started
        self._left -= seconds
        is_check = bool(cell.metadata.get("nbgrader", {}).get("grade"))
        outcome = CellOutcome(index + 1, name, is_check, status, round(seconds, 1), message)
        self.outcomes.append(outcome)
        self._tell(outcome)

    def _status(self, index: int, cell: Any) -> tuple[Status, str]:
        if not self._alive:
            return "not_run", "The notebook's process had ended before."
        if self._left <= 0:
            return "not_run", f"The whole notebook may take {self._limits.notebook_seconds:g} s."
        seconds = min(self._limits.cell_seconds, self._left)
        self._client.timeout = max(1, int(seconds))
        try:
            self._client.execute_cell(cell, index)
        except CellTimeoutError:
            self._alive = False
            return "timeout", f"It did not end within {seconds:.0f} s."
        except DeadKernelError:
            self._alive = False
            return "died", "It ended the notebook's process."
        for output in cell.outputs:
            if output.output_type == "error":
                text = f"{output.get('ename', '')}: {output.get('evalue', '')}"
                return "error", " ".join(text.split())[:MOST_MESSAGE]
        return "ok", ""
