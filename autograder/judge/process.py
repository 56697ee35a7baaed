"""The coordinator's end of the judge: starts its process, gives it cases, minds the time."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from typing import IO, Any

from autograder.errors import JudgeError
from autograder.judge.calls import Answer
from autograder.judge.results import Case, Outcome, TestCell, TestResult

START_SECONDS = 120.0
GRACE_SECONDS = 5.0


class JudgeProcess:
    """A judge that serves one case after another; started when the first one comes.

    Use as a context manager.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._log: IO[str] | None = None
        self._closed = False

    def __enter__(self) -> JudgeProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process for good, also from another thread."""
        self._closed = True
        self.stop()

    def judge(self, case: Case, answer_call: Answer) -> list[TestResult]:
        """One result per test, in order, whatever happens to the judge's process.

        A test over its time limit ends as "timeout", and the tests after it go on in a new
        process, without the names that earlier test cells defined.

        Raises:
            JudgeError: the judge can't be started, or breaks on the case itself.
        """
        results: list[TestResult] = []
        while len(results) < len(case.tests):
            rest = case.tests[len(results) :]
            results += self._judge(case, rest, answer_call)
        return results

    def warm_up(self) -> None:
        """Start the process without waiting: its imports run beside the student's cells."""
        if self._process is None or self._process.poll() is not None:
            self._start()

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            self._process = None
        if self._log is not None:
            self._log.close()
            self._log = None

    def _judge(
        self, case: Case, tests: tuple[TestCell, ...], answer_call: Answer
    ) -> list[TestResult]:
        """Results of these tests, up to and including one that stops the process."""
        self.warm_up()
        self._send({"case": {**case.as_json(), "tests": [vars(test) for test in tests]}})
        results: list[TestResult] = []
        started = False
        deadline = time.monotonic() + START_SECONDS
        while True:
            event = self._next_event(deadline)
            kind = event["event"] if event else "gone"
            current = tests[min(len(results), len(tests) - 1)]
            if kind == "start":
                started = True
                deadline = time.monotonic() + current.seconds + GRACE_SECONDS
            elif kind == "call":
                assert event is not None
                self._send(answer_call(event["number"]))
            elif kind == "result":
                assert event is not None
                results.append(TestResult(**event["result"]))
            elif kind == "done":
                return results
            elif kind == "gone" and len(results) == len(tests):
                self.stop()  # it ended while it tidied up
                return results
            elif kind == "broken":
                assert event is not None
                self.stop()  # what it still says about this case must not reach the next
                raise JudgeError(f"The judge could not take the case: {event['reason']}.")
            elif kind == "gone" and not started:
                last_words = self._last_words()
                self.stop()
                raise JudgeError(f"The judge's process did not start. {last_words}")
            elif kind == "gone":
                results.append(self._stopped(current, timed_out=time.monotonic() >= deadline))
                return results

    def _stopped(self, test: TestCell, *, timed_out: bool) -> TestResult:
        last_words = self._last_words()
        self.stop()
        outcome: Outcome
        if timed_out:
            outcome, message = "timeout", f"The test took longer than {test.seconds:g} seconds."
        else:
            outcome, message = "error", f"The judge's process ended in this test. {last_words}"
        return TestResult(
            test.ident,
            test.title,
            0,
            test.points,
            outcome,
            message.strip(),
            test.seconds,
        )

    def _start(self) -> None:
        if self._closed:
            raise JudgeError("The judge was closed.")
        self.stop()
        self._events = queue.Queue()
        self._log = tempfile.TemporaryFile(  # noqa: SIM115 -- lives as long as the process
            "w+", encoding="utf-8", errors="replace"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "autograder.judge.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            env=_judge_environment(),
            start_new_session=True,  # Ctrl-C is the coordinator's to handle
        )
        threading.Thread(
            target=_forward, args=(self._process.stdout, self._events), daemon=True
        ).start()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process is not None and self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def _next_event(self, deadline: float) -> dict[str, Any] | None:
        """The next event; None when the process is gone or the deadline has passed."""
        try:
            return self._events.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return None

    def _last_words(self) -> str:
        if self._log is None:
            return ""
        self._log.seek(0)
        lines = [line for line in self._log.read()[-4000:].splitlines() if line.strip()]
        return lines[-1] if lines else ""


def _forward(stream: IO[str], events: queue.Queue[dict[str, Any] | None]) -> None:
    with contextlib.suppress(ValueError, OSError):
        for line in stream:
            events.put(json.loads(line))
    events.put(None)


def _judge_environment() -> dict[str, str]:
    """The judge computes on one thread of the CPU: many judges run side by side."""
    return {
        **os.environ,
        "CUDA_VISIBLE_DEVICES": "",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
    }
