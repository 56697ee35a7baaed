"""What the run step hands to the judge and to the record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat

from autograder.intake.submission import Problem

CellStatus = Literal["ok", "error", "timeout", "died", "not_run"]


@dataclass(frozen=True)
class CellRun:
    """How one student cell ran.

    Attributes:
        index: index of the cell in the notebook.
        ident: its solution or given id, or empty for a cell of the student's own.
        status: how it ended.
        seconds: wall time.
        error: type and message of the exception, one line, or empty.
    """

    index: int
    ident: str
    status: CellStatus
    seconds: float
    error: str = ""


@dataclass(frozen=True)
class Execution:
    """One student notebook, run.

    Attributes:
        notebook: the notebook with the outputs of the student's cells; test cells have none.
        cells: how each student cell ran, in order.
        positions: test id -> position of its evidence in the bundle; tests that the run never
            reached are missing.
        evidence: folder of the sealed evidence, which the student's process can't reach.
        problems: what a person may want to know about the run.
        seconds: wall time of the whole run, kernel start included.
        sandbox: how the student's process was confined.
        device: "cpu" or "gpu".
        cold_because: why the kernel started cold though a warm start was wanted, or empty.
    """

    notebook: nbformat.NotebookNode
    cells: tuple[CellRun, ...]
    positions: dict[str, int]
    evidence: Path
    problems: tuple[Problem, ...]
    seconds: float
    sandbox: str
    device: str
    cold_because: str = ""

    def as_json(self) -> dict[str, Any]:
        """The execution as JSON values."""
        return {
            **{name: getattr(self, name) for name in ("notebook", "positions", "seconds")},
            "cells": [asdict(cell) for cell in self.cells],
            "evidence": str(self.evidence),
            "problems": [asdict(problem) for problem in self.problems],
            "sandbox": self.sandbox,
            "device": self.device,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Execution:
        """The execution that `as_json` wrote."""
        return cls(
            **{
                **values,
                "notebook": nbformat.from_dict(values["notebook"]),
                "cells": tuple(CellRun(**cell) for cell in values["cells"]),
                "evidence": Path(values["evidence"]),
                "problems": tuple(Problem(**problem) for problem in values["problems"]),
            }
        )
