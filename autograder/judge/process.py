"""The coordinator's end of the judge: starts its process, gives it cases, minds the time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection
from typing import Any

from autograder.checks.public_test_knowledge import AccuracyPair
from autograder.errors import JudgeError
from autograder.judge.calls import Answer
from autograder.judge.footprint import Footprint
from autograder.judge.listener import Listener
from autograder.judge.measured import MeasuredModel
from autograder.judge.results import BlindReading, Case, Outcome, TestCell, TestResult
from autograder.processes.fair_time import FairTime
from autograder.processes.json_process import JsonProcess, Start

MODULE = "autograder.judge.worker"
LIGHT = "light"  # its argument for a judge that has not imported TensorFlow
START_SECONDS = 120.0
GRACE_SECONDS = 5.0
MEASURING_SECONDS = 120.0


class JudgeProcess:
    """A judge that serves one case after another; started when the first one comes.

    Use as a context manager.

    Args:
        start: starts `MODULE` with the variables of `judge_environment`, confined or not.

    Attributes:
        losses: how often the process ended by itself.
    """

    def __init__(self, start: Start) -> None:
        self._process = JsonProcess(start)
        self._closed = False
        self.losses = 0

    def __enter__(self) -> JudgeProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process for good, also from another thread."""
        self._closed = True
        self._process.stop()

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process.running

    def abandon(self) -> None:
        """End the process in the middle of a case; the next case gets a new one."""
        self._process.stop()

    def judge(
        self,
        case: Case,
        answer_call: Answer,
        pairs: list[AccuracyPair] | None = None,
        blind: list[BlindReading] | None = None,
        models: list[MeasuredModel] | None = None,
        listener: Listener | None = None,
    ) -> list[TestResult]:
        """One result per test, in order, whatever happens to the judge's process.

        A test over its time limit ends as "timeout", and the tests after it go on in a new
        process, without the values that earlier test cells defined.

        Args:
            case: the case.
            answer_call: has a student's function called.
            pairs: is given what was measured of models on hold-out and public test digits.
            blind: is given the models that were measured by their predictions alone.
            models: is given what the pages show of models.
            listener: hears of more.

        Raises:
            JudgeError: the judge can't be started, or breaks on the case itself.
        """
        results: list[TestResult] = []
        pairs, blind = [] if pairs is None else pairs, [] if blind is None else blind
        models = [] if models is None else models
        listener = listener or Listener()
        while len(results) < len(case.tests):
            tests = case.tests[len(results) :]
            order = {"case": case.as_json(), "done": len(results), "only": None}
            results += self._judge(order, tests, answer_call, pairs, blind, models, listener)
        return results

    def judge_some(
        self, case: Case, only: Collection[str], answer_call: Answer, listener: Listener
    ) -> list[TestResult]:
        """Results of some tests, in order; nothing is told of models.

        They end with the first test that is over its time limit or loses the process.

        Args:
            case: the case.
            only: ids of these tests.
            answer_call: has a student's function called.
            listener: hears of more.

        Raises:
            JudgeError: the judge can't be started, or breaks on the case itself.
        """
        tests = tuple(test for test in case.tests if test.ident in only)
        order = {"case": case.as_json(), "done": 0, "only": [test.ident for test in tests]}
        return self._judge(order, tests, answer_call, [], [], [], listener)

    def warm_up(self) -> None:
        """Start the process without waiting: its imports run beside the student's cells.

        Raises:
            JudgeError: the judge was closed.
            SandboxError: it can't be confined.
        """
        if self._closed:
            raise JudgeError("The judge was closed.")
        if not self._process.running:
            self._process.start()

    def _judge(
        self,
        order: dict[str, Any],
        tests: tuple[TestCell, ...],
        answer_call: Answer,
        pairs: list[AccuracyPair],
        blind: list[BlindReading],
        models: list[MeasuredModel],
        listener: Listener,
    ) -> list[TestResult]:
        """Results of tests, up to one that stops the process."""
        self.warm_up()
        self._process.send(order)
        results: list[TestResult] = []
        started = False
        limit = self._limit(START_SECONDS)
        while True:
            event = self._process.next_event_within(limit)
            kind = event["event"] if event else "gone"
            current = tests[min(len(results), len(tests) - 1)]
            if kind == "start":
                started = True
                listener.started(current.ident)
                limit = self._limit(current.seconds + GRACE_SECONDS)
            elif kind == "call":
                assert event is not None
                self._process.send(answer_call(event["number"]))
            elif kind == "result":
                assert event is not None
                results.append(TestResult.from_json(event["result"]))
                # What it tells of models before the next test is not on that test's time.
                limit = self._limit(GRACE_SECONDS)
            elif kind in ("left_out", "footprint"):
                assert event is not None
                _tell(event, listener)
            elif kind == "measuring":
                listener.measuring()
                limit = self._limit(MEASURING_SECONDS)
            elif kind in ("measured", "model", "blind"):
                assert event is not None
                _keep(event, pairs, blind, models)
            elif kind == "done":
                return results
            elif kind == "gone" and len(results) == len(tests):
                listener.stopped()
                self._process.stop()  # it ended while it tidied up
                return results
            elif kind == "broken":
                assert event is not None
                self._process.stop()  # what it still says about this case must not reach the next
                raise JudgeError(f"The judge could not take the case: {event['reason']}.")
            elif kind == "gone" and not started:
                last_words = self._process.last_words()
                self._process.stop()
                raise JudgeError(f"The judge's process did not start. {last_words}")
            elif kind == "gone":
                listener.stopped()
                results.append(self._stopped(current, timed_out=limit.over))
                return results

    def _limit(self, seconds: float) -> FairTime:
        return FairTime(seconds, self._process.cpu_seconds)

    def _stopped(self, test: TestCell, *, timed_out: bool) -> TestResult:
        last_words = self._process.last_words()
        self._process.stop()
        outcome: Outcome
        if timed_out:
            outcome, message = "timeout", f"The test took longer than {test.seconds:g} seconds."
        else:
            self.losses += 1
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


def _tell(event: dict[str, Any], listener: Listener) -> None:
    if event["event"] == "left_out":
        listener.left_out(event["test"])
    else:
        listener.footprint(Footprint.from_json(event["footprint"]))


def _keep(
    event: dict[str, Any],
    pairs: list[AccuracyPair],
    blind: list[BlindReading],
    models: list[MeasuredModel],
) -> None:
    """Hand on what was measured; a malformed model is left out, for it is a page's matter."""
    if event["event"] == "measured":
        pairs.append(AccuracyPair(**event["pair"]))
    elif event["event"] == "blind":
        blind.append(BlindReading(**event["reading"]))
    else:
        with contextlib.suppress(ValueError):
            models.append(MeasuredModel.from_json(event["model"]))


def judge_environment(home: str) -> dict[str, str]:
    """All variables of the judge's process.

    It computes on one thread of the CPU: many judges run side by side.

    Args:
        home: a folder that it may write to.
    """
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "KERAS_HOME": home,
        "MPLCONFIGDIR": home,
        "CUDA_VISIBLE_DEVICES": "",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
    }
