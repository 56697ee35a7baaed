"""A cell that can't be interrupted is ended soon after its time is over."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.settings import Limits
from autograder.run import kernel
from autograder.run.environment import RunSettings
from autograder.sandbox.choose import choose_sandbox

LIMIT_SECONDS = 12.0
GRACE_SECONDS = 1.0
DEAF = """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
get_ipython().kernel.control_handlers["interrupt_request"] = None
while True:
    time.sleep(1)
"""


@pytest.mark.slow
def test_nobody_waits_for_a_kernel_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "KILL_AFTER", GRACE_SECONDS)
    tmp_path.chmod(0o711)
    sandbox = choose_sandbox()
    notebook = new_notebook(cells=[new_code_cell("x = 1"), new_code_cell(DEAF.strip())])
    settings = RunSettings(tmp_path, Limits(), 0, "cpu", tmp_path, sandbox.name)
    with kernel.StudentKernel(notebook, sandbox, settings) as student:
        assert student.run_cell(0, LIMIT_SECONDS) == "ok"
        started = time.monotonic()
        assert student.run_cell(1, LIMIT_SECONDS) == "timeout"
        # nbclient would wait for an answer as long again.
        assert LIMIT_SECONDS <= time.monotonic() - started < 2 * LIMIT_SECONDS - 2
        assert not student.alive
