"""The coordinator's end of a run: gives a submission to the run worker and minds the time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError
from autograder.intake.submission import Problem, Submission
from autograder.processes.fair_time import BACKSTOP
from autograder.processes.json_process import JsonProcess, start_module
from autograder.run.environment import RunSettings
from autograder.run.execution import Execution
from autograder.run.kernel import KILL_AFTER, START_SECONDS
from autograder.run.notebook_run import ALL_EVIDENCE_SECONDS

MODULE = "autograder.run.worker"
GRACE_SECONDS = 60.0
LOST = "The process that talks to the notebook's kernel {how}: the notebook sent too much."


class RunProcess:
    """A run worker that takes one submission after another; started when the first one comes."""

    def __init__(self) -> None:
        self._process = JsonProcess(start_module(MODULE, _worker_environment()))

    @property
    def running(self) -> bool:
        """Whether the worker is there."""
        return self._process.running

    def run(self, submission: Submission, settings: RunSettings, evidence: Path) -> Execution:
        """Run a submission's cells; the kernel stays for calls until `end`.

        Raises:
            SubmissionError: the student kernel did not start, or the worker was lost.
        """
        if not self._process.running:
            self._process.start()
        order = {
            "notebook": submission.notebook,
            "settings": settings.as_json(),
            "evidence": str(evidence),
        }
        self._process.send({"run": order})
        fair = settings.limits.notebook_seconds + ALL_EVIDENCE_SECONDS
        event = self._next(START_SECONDS + BACKSTOP * fair + KILL_AFTER + GRACE_SECONDS)
        if event["event"] == "failed":
            raise SubmissionError(event["code"], event["problem"])
        if event["event"] != "ran":
            raise SubmissionError("run_failed", f"The run broke off: {event.get('reason', event)}")
        return Execution.from_json(event["execution"])

    def call(self, number: int, seconds: float) -> dict[str, Any]:
        """Have a student's function called; nothing, or the reason why not as "error"."""
        if not self._process.running:
            return {"error": "Your function can't be called: the notebook's process has ended."}
        self._process.send({"call": number})
        try:
            event = self._next(BACKSTOP * seconds + 3 * KILL_AFTER)
        except SubmissionError as error:
            return {"error": error.problem}
        return {key: value for key, value in event.items() if key != "event"}

    def end(self) -> None:
        """End the kernel of the submission that was run."""
        if self._process.running:
            self._process.send({"end": True})
            deadline = time.monotonic() + GRACE_SECONDS
            while (event := self._process.next_event(deadline)) is not None:
                if event["event"] == "ended":
                    return
        self.close()

    def close(self) -> None:
        """End the worker and its kernel; may be called from any thread."""
        self._process.stop(gently=True)

    def _next(self, seconds: float) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        event = self._process.next_event(deadline)
        if event is None:
            how = "did not answer" if time.monotonic() >= deadline else "ended"
            self.close()
            raise SubmissionError("run_lost", LOST.format(how=how))
        return event


class StudentSession:
    """A notebook that has been run and whose kernel still answers calls.

    Attributes:
        execution: what the run gave; with a problem more where a call has ended the kernel.
    """

    def __init__(self, process: RunProcess, execution: Execution, call_seconds: float) -> None:
        self.execution = execution
        self._process = process
        self._call_seconds = call_seconds

    def answer_call(self, number: int) -> dict[str, Any]:
        """Have a function of the student's called; see judge.calls."""
        answer = self._process.call(number, self._call_seconds)
        ended = answer.pop("ended", None)
        if ended is not None:
            problems = (*self.execution.problems, Problem(*ended))
            self.execution = replace(self.execution, problems=problems)
        return answer


@contextmanager
def run_submission(
    process: RunProcess, submission: Submission, settings: RunSettings, evidence: Path
) -> Iterator[StudentSession]:
    """Run a submission's cells; the kernel lives until the context ends.

    Raises:
        SubmissionError: the student kernel did not start, or its worker was lost.
    """
    try:
        execution = process.run(submission, settings, evidence)
        yield StudentSession(process, execution, settings.limits.call_seconds)
    finally:
        process.end()


def _worker_environment() -> dict[str, str]:
    """What the worker needs to start kernels; kernels get variables of their own."""
    kept = ("PATH", "HOME", "TMPDIR", "LANG", "CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "PYTHONUTF8": "1"}
