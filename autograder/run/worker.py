"""The run worker: `python -m autograder.run.worker`.

Holds what talks to student kernels. A kernel can send it anything, so that it is a process of
its own: with a limit on its memory, and the coordinator goes on when it dies. Takes requests
as JSON lines: `{"run": ...}`, then `{"call": number}` for each call of a student's function,
then `{"end": true}`.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import SubmissionError
from autograder.processes.coordinator import Coordinator, coordinator
from autograder.run.environment import RunSettings
from autograder.run.notebook_run import run_notebook

MOST_MEMORY = 2_000_000_000  # bytes of data; messages and outputs are capped far below


class Requests:
    """Requests as they come, read by a thread that notices the coordinator's end."""

    def __init__(self, parent: Coordinator) -> None:
        self._parent = parent
        self._waiting: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.busy = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def next(self) -> dict[str, Any] | None:
        """The next request, or None at the end."""
        return self._waiting.get()

    def _read(self) -> None:
        while (request := self._parent.next_request()) is not None:
            self._waiting.put(request)
        self._waiting.put(None)
        if self.busy.is_set():
            os.kill(os.getpid(), 2)  # Ctrl-C's way: contexts close, the kernel ends


def serve(parent: Coordinator, requests: Requests) -> None:
    """Run notebooks until the requests end."""
    while (request := requests.next()) is not None:
        if "run" not in request:
            continue  # the end of a run that had failed by itself
        requests.busy.set()
        try:
            _run(request["run"], parent, requests)
        except SubmissionError as error:
            parent.tell(event="failed", code=error.code, problem=error.problem)
        except Exception as error:  # told, so that the coordinator knows why
            parent.tell(event="broken", reason=f"{type(error).__name__}: {error}")
        finally:
            requests.busy.clear()
        parent.tell(event="ended")


def _run(order: dict[str, Any], parent: Coordinator, requests: Requests) -> None:
    notebook = nbformat.from_dict(order["notebook"])
    settings = RunSettings.from_json(order["settings"])
    with run_notebook(notebook, settings, Path(order["evidence"])) as session:
        parent.tell(event="ran", execution=session.execution.as_json())
        while (request := requests.next()) is not None and "call" in request:
            parent.tell(event="answered", **session.answer_call(request["call"]))


def _limit_memory() -> None:
    """The soft limit alone: what a kernel may use is set anew in its box."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def main() -> None:
    """Serve the coordinator."""
    parent = coordinator()
    _limit_memory()
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        serve(parent, Requests(parent))


if __name__ == "__main__":
    main()
