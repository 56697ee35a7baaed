"""One student's run: cells executed in order, evidence taken, calls answered."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from autograder.course.assignment import ident_of
from autograder.errors import EvidenceError
from autograder.evidence import seal
from autograder.evidence.regular_files import opened_folder
from autograder.intake.submission import Problem
from autograder.run.clocks import measures_otherwise
from autograder.run.environment import RunSettings
from autograder.run.execution import CellRun, CellStatus, Execution
from autograder.run.hand_in import hand_in
from autograder.run.kernel import StudentKernel
from autograder.run.local_paths import (
    Replacement,
    known_local_paths,
    text_without_local_paths,
    without_local_paths,
)
from autograder.run.warm_start import cold_because
from autograder.zygote.warm_or_cold import WarmOrCold

TAKE_EVIDENCE = "import autograder.student_kernel.exchange as _x; _x.take({position}); del _x"
ANSWER_CALL = "import autograder.student_kernel.exchange as _x; _x.answer({number}); del _x"
EVIDENCE_SECONDS = 60.0  # for the evidence of one test
ENDED = "ended the notebook's process (a crash, or an exit)."
MOST_ERROR = 20_000  # characters of an error's text that are looked at
ALL_EVIDENCE_SECONDS = 180.0  # and for that of all tests together


class NotebookSession:
    """A notebook that has been run and whose kernel still answers calls.

    Attributes:
        execution: what the run gave.
    """

    def __init__(
        self,
        kernel: StudentKernel,
        execution: Execution,
        call_seconds: float,
        hidden: Sequence[Replacement] = (),
    ) -> None:
        self.execution = execution
        self._kernel = kernel
        self._call_seconds = call_seconds
        self._hidden = hidden

    def answer_call(self, number: int) -> dict[str, Any]:
        """Have a function of the student's called; see judge.calls.

        The request lies in evidence/request-<number>; the reply is put into
        evidence/reply-<number>.

        Returns:
            Nothing, or the reason why there is no reply, as "error"; and the problem that the
            kernel has ended meanwhile, as "ended": code and message.
        """
        if not self._kernel.alive:
            return {"error": "Your function can't be called: the notebook's process has ended."}
        asked, replied = f"request-{number}", f"reply-{number}"
        private, exchange = self.execution.evidence, self._kernel.exchange
        try:
            hand_in(private / asked, exchange, asked)
            code = ANSWER_CALL.format(number=number)
            if not self._kernel.run_silently(code, self._call_seconds):
                if self._kernel.alive:
                    return {"error": f"Your function took longer than {self._call_seconds:g} s."}
                answer = {"error": "Your function ended the notebook's process."}
                if not self._kernel.died:
                    return answer
                return {**answer, "ended": how_it_ended(self._kernel, "A call of a function")}
            with opened_folder(exchange, replied) as reply:
                _seal(reply, private / replied)
        except EvidenceError as error:
            reason = text_without_local_paths(str(error), self._hidden)
            return {"error": f"The result of your function could not be taken over: {reason}"}
        finally:
            shutil.rmtree(private / asked, ignore_errors=True)
        return {}


def how_it_ended(kernel: StudentKernel, cause: str) -> tuple[str, str]:
    """Code and message of the problem that a kernel has ended.

    Args:
        kernel: which has.
        cause: what was done when it did, as the subject of a sentence.
    """
    breach = kernel.breach()
    if breach:
        return "limit_exceeded", f"{cause}: {breach}"
    return "kernel_died", f"{cause} {ENDED}"


@contextmanager
def run_notebook(
    notebook: nbformat.NotebookNode, settings: RunSettings, evidence: Path
) -> Iterator[NotebookSession]:
    """Run a submission's cells; the kernel lives until the context ends.

    Args:
        notebook: as intake laid it; outputs are put into it.
        settings: how to run it.
        evidence: folder for what the judge reads, made here.

    Raises:
        SandboxError: the kernel can't be confined.
        SubmissionError: the student kernel did not start.
    """
    started = time.monotonic()
    because = cold_because(notebook) if settings.zygote else ""
    sandbox = WarmOrCold(settings.sandbox, None if because else settings.zygote)
    if measures_otherwise(notebook):
        settings = replace(settings, known_trainings=None)
    with StudentKernel(notebook, sandbox, settings) as kernel:
        hidden = [*known_local_paths(), *settings.hidden, *kernel.folders()]
        run = _Run(notebook, kernel, settings, hidden)
        run.all_cells()
        try:
            _seal(kernel.exchange, evidence)
        except EvidenceError as error:
            run.add_problem("bad_evidence", f"The evidence could not be read: {error}")
        without_local_paths(notebook, hidden)
        execution = Execution(
            notebook=notebook,
            cells=tuple(run.cells),
            positions=run.positions,
            evidence=evidence,
            problems=tuple(run.problems),
            seconds=round(time.monotonic() - started, 3),
            sandbox=sandbox.name,
            device=settings.device,
            cold_because=because or sandbox.cold_because,
        )
        yield NotebookSession(kernel, execution, settings.limits.call_seconds, hidden)


def _seal(source: int, target: Path) -> None:
    """Copy evidence to where the student's process can't change it and the judge can read it.

    The judge may run as another user; the folder around the evidence is its own alone.
    """
    target.mkdir(exist_ok=True)
    target.chmod(0o777)  # it writes its requests beside the evidence
    seal(source, target)


class _Run:
    """The state of one pass over a notebook's cells."""

    def __init__(
        self,
        notebook: nbformat.NotebookNode,
        kernel: StudentKernel,
        settings: RunSettings,
        hidden: Sequence[Replacement],
    ) -> None:
        self.hidden = hidden
        self.notebook = notebook
        self.kernel = kernel
        self.limits = settings.limits
        self.cells: list[CellRun] = []
        self.positions: dict[str, int] = {}
        self.problems: list[Problem] = []
        self._left = settings.limits.notebook_seconds
        self._evidence_left = ALL_EVIDENCE_SECONDS

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
        if not self.kernel.alive:
            return
        position = len(self.positions)
        seconds = min(EVIDENCE_SECONDS, self._evidence_left)
        taking = f"Taking values for the test '{test}'"
        code = TAKE_EVIDENCE.format(position=position)
        if seconds > 0 and self.kernel.run_silently(code, seconds):
            self.positions[test] = position
        elif self.kernel.died:
            self.add_problem(*how_it_ended(self.kernel, taking))
        else:
            self.add_problem("cell_timeout", f"{taking} took too long.")
        self._evidence_left -= self.kernel.spent

    def _run_cell(self, index: int, cell: nbformat.NotebookNode) -> None:
        ident = ident_of(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
        if not self.kernel.alive or self._left <= 0:
            self.cells.append(CellRun(index, ident, "not_run", 0.0, "It was not reached."))
            return
        started = time.monotonic()
        allowed = min(self.limits.cell_seconds, self._left)
        status: CellStatus = self.kernel.run_cell(index, allowed)  # type: ignore[assignment]
        self._left -= self.kernel.spent
        seconds = round(time.monotonic() - started, 3)
        error = self._error_line(cell)
        place = f"Cell {index + 1}" + (f" ('{ident}')" if ident else "")
        if status == "timeout":
            error = f"It was stopped after {allowed:.0f} seconds."
            self.add_problem("cell_timeout", f"{place} was stopped after {allowed:.0f} seconds.")
        elif status == "died":
            error = self.kernel.breach() or "It ended the notebook's process."
            self.add_problem(*how_it_ended(self.kernel, place))
        self.cells.append(CellRun(index, ident, status, seconds, error))

    def add_problem(self, code: str, message: str) -> None:
        """Note what a person may want to know about the run."""
        self.problems.append(Problem(code, text_without_local_paths(message, self.hidden)))

    def _error_line(self, cell: nbformat.NotebookNode) -> str:
        """Type and message of the exception that ended a cell; folders go before it is cut."""
        for output in cell.outputs:
            if output.output_type == "error":
                text = f"{output.get('ename', '')}: {output.get('evalue', '')}"[:MOST_ERROR]
                return " ".join(text_without_local_paths(text, self.hidden).split())[:300]
        return ""
