"""One student's run: cells executed in order, evidence taken, calls answered."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

from autograder.course.assignment import ident_of
from autograder.errors import EvidenceError
from autograder.evidence import seal
from autograder.intake.submission import Problem, Submission
from autograder.run.environment import RunSettings, student_environment
from autograder.run.execution import CellRun, CellStatus, Execution
from autograder.run.kernel import StudentKernel

TAKE_EVIDENCE = "import autograder.student_kernel.exchange as _x; _x.take({position}); del _x"
ANSWER_CALL = "import autograder.student_kernel.exchange as _x; _x.answer({number}); del _x"
EVIDENCE_SECONDS = 60.0
UNCONFINED = "none"


class StudentSession:
    """A notebook that has been run and whose kernel still answers calls.

    Attributes:
        execution: what the run gave.
    """

    def __init__(
        self, kernel: StudentKernel, exchange: Path, execution: Execution, call_seconds: float
    ) -> None:
        self.execution = execution
        self._kernel = kernel
        self._exchange = exchange
        self._call_seconds = call_seconds

    def answer_call(self, number: int) -> dict[str, Any]:
        """Have a function of the student's called; see judge.calls.

        The request lies in evidence/request-<number>; the reply is put into
        evidence/reply-<number>.

        Returns:
            Nothing, or the reason why there is no reply, as "error".
        """
        if not self._kernel.alive:
            return {"error": "Your function can't be called: the notebook's process has ended."}
        asked, replied = f"request-{number}", f"reply-{number}"
        private = self.execution.evidence
        try:
            seal(private / asked, self._exchange / asked)
            code = ANSWER_CALL.format(number=number)
            if not self._kernel.run_silently(code, self._call_seconds):
                if self._kernel.alive:
                    return {"error": f"Your function took longer than {self._call_seconds:g} s."}
                return {"error": "Your function ended the notebook's process."}
            seal(self._exchange / replied, private / replied)
        except EvidenceError as error:
            return {"error": f"The result of your function could not be taken over: {error}"}
        finally:
            for folder in (self._exchange / asked, self._exchange / replied, private / asked):
                shutil.rmtree(folder, ignore_errors=True)
        return {}


@contextmanager
def run_submission(submission: Submission, settings: RunSettings) -> Iterator[StudentSession]:
    """Run a submission's cells; the kernel lives until the context ends.

    Raises:
        SubmissionError: the kernel did not start.
    """
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=settings.scratch))
    try:
        home, exchange, sealed = (folder / name for name in ("home", "exchange", "evidence"))
        for path in (home, exchange, sealed):
            path.mkdir()
        notebook = nbformat.from_dict(submission.notebook)
        environment = student_environment(settings, home, exchange)
        with StudentKernel(notebook, home, environment, settings.limits.output_mb) as kernel:
            run = _Run(notebook, kernel, settings)
            run.all_cells()
            problems = [*run.problems, *_seal(exchange, sealed)]
            execution = Execution(
                notebook=notebook,
                cells=tuple(run.cells),
                positions=run.positions,
                evidence=sealed,
                problems=tuple(problems),
                seconds=round(time.monotonic() - started, 3),
                sandbox=UNCONFINED,
                device=settings.device,
            )
            yield StudentSession(kernel, exchange, execution, settings.limits.call_seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Run:
    """The state of one pass over a notebook's cells."""

    def __init__(
        self, notebook: nbformat.NotebookNode, kernel: StudentKernel, settings: RunSettings
    ) -> None:
        self.notebook = notebook
        self.kernel = kernel
        self.limits = settings.limits
        self.cells: list[CellRun] = []
        self.positions: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._deadline = time.monotonic() + settings.limits.notebook_seconds

    def all_cells(self) -> None:
        """Run student cells and take evidence where test cells stand."""
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code":
                continue
            if cell.metadata.get("nbgrader", {}).get("grade"):
                self._take_evidence(cell.metadata.nbgrader.grade_id)
            elif cell.source.strip():
                self._run_cell(index, cell)

    def _take_evidence(self, test: str) -> None:
        position = len(self.positions)
        if self.kernel.run_silently(TAKE_EVIDENCE.format(position=position), EVIDENCE_SECONDS):
            self.positions[test] = position

    def _run_cell(self, index: int, cell: nbformat.NotebookNode) -> None:
        ident = ident_of(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        left = self._deadline - time.monotonic()
        if not self.kernel.alive or left <= 0:
            self.cells.append(CellRun(index, ident, "not_run", 0.0, "It was not reached."))
            return
        started = time.monotonic()
        allowed = min(self.limits.cell_seconds, left)
        status: CellStatus = self.kernel.run_cell(index, allowed)  # type: ignore[assignment]
        seconds = round(time.monotonic() - started, 3)
        error = _error_line(cell)
        place = f"Cell {index + 1}" + (f" ('{ident}')" if ident else "")
        if status == "timeout":
            error = f"It was stopped after {allowed:.0f} seconds."
            self.problems.append(
                Problem("cell_timeout", f"{place} was stopped after {allowed:.0f} seconds.")
            )
        elif status == "died":
            error = "It ended the notebook's process."
            self.problems.append(
                Problem(
                    "kernel_died",
                    f"{place} ended the notebook's process (out of memory, a crash, or an exit); "
                    "the cells after it did not run.",
                )
            )
        self.cells.append(CellRun(index, ident, status, seconds, error))


def _error_line(cell: nbformat.NotebookNode) -> str:
    for output in cell.outputs:
        if output.output_type == "error":
            text = f"{output.get('ename', '')}: {output.get('evalue', '')}"
            return " ".join(text.split())[:300]
    return ""


def _seal(exchange: Path, sealed: Path) -> list[Problem]:
    """Copy the evidence to where the student's process can't change it."""
    try:
        seal(exchange, sealed)
    except EvidenceError as error:
        return [Problem("bad_evidence", f"The evidence could not be read: {error}")]
    return []
