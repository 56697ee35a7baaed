"""A kernel that ends between cells: it is told, and the run is not taken for a whole one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.settings import Limits
from autograder.evidence import write_bundle
from autograder.run import notebook_run
from autograder.run.environment import RunSettings
from autograder.run.kernel import StudentKernel
from autograder.run.notebook_run import run_notebook
from autograder.sandbox.choose import choose_sandbox

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> RunSettings:
    tmp_path.chmod(0o711)
    return RunSettings(tmp_path, Limits(), 0, "cpu", tmp_path, choose_sandbox().name)


def notebook_of(*cells: str) -> nbformat.NotebookNode:
    """Cells of a student's; those that begin with "test" are tests of that name."""
    made = []
    for source in cells:
        cell = new_code_cell(source)
        if source.startswith("test"):
            cell.metadata["nbgrader"] = {"grade": True, "grade_id": source}
        made.append(cell)
    return new_notebook(cells=made)


def test_an_end_while_values_are_taken_is_a_problem(tmp_path: Path, settings: RunSettings) -> None:
    """It may have been killed for want of memory: that costs no points for good."""
    breaks = (
        "import autograder.student_kernel.exchange as exchange, os\n"
        "take = exchange.take\n"
        "exchange.take = lambda position: take(position) if position < 1 else os._exit(1)"
    )
    notebook = notebook_of(breaks, "test-first", "x = 1", "test-second", "y = 2", "test-third")
    with run_notebook(notebook, settings, tmp_path / "evidence") as session:
        execution = session.execution
    assert execution.positions == {"test-first": 0}
    assert [cell.status for cell in execution.cells] == ["ok", "ok", "not_run"]
    (problem,) = execution.problems
    assert problem.code == "kernel_died"
    assert "'test-second'" in problem.message


def test_values_that_take_too_long_are_a_problem(
    tmp_path: Path, settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook_run, "EVIDENCE_SECONDS", 1.0)
    slow = (
        "import autograder.student_kernel.exchange as exchange, time\n"
        "exchange.take = lambda position: time.sleep(30)"
    )
    with run_notebook(notebook_of(slow, "test-first"), settings, tmp_path / "evidence") as session:
        execution = session.execution
    assert execution.positions == {}
    (problem,) = execution.problems
    assert (problem.code, problem.message) == (
        "cell_timeout",
        "Taking values for the test 'test-first' took too long.",
    )


def test_an_end_in_a_call_is_told(
    tmp_path: Path, settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernels = []
    enter = StudentKernel.__enter__
    monkeypatch.setattr(
        StudentKernel, "__enter__", lambda self: (kernels.append(self), enter(self))[1]
    )
    evidence = tmp_path / "evidence"
    notebook = notebook_of("def double(x):\n    return 2 * x", "test-first")
    with run_notebook(notebook, settings, evidence) as session:
        assert session.execution.problems == ()
        for process in kernels[0].processes():
            os.kill(process, signal.SIGKILL)  # as the system does that has no memory left
        request = evidence / "request-1"
        request.mkdir()
        write_bundle(request, 0, {"handle": "h1", "call": {"args": [1]}})
        answered = session.answer_call(1)
        assert "ended the notebook's process" in answered["error"]
        code, message = answered["ended"]
        assert code == "kernel_died"
        assert message == f"A call of a function {notebook_run.ENDED}"
        assert "ended" not in session.answer_call(2)  # told once
