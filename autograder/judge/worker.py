"""The judge's process: `python -m autograder.judge.worker`.

Reads one JSON request a line on standard input and writes one JSON event a line on what was
standard output when it started; whatever tests print goes to standard error. No student code
runs here: a call of a student's function is an event that the coordinator answers.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TextIO

import numpy as np

from autograder.checks.context import CheckContext, Digits, set_context
from autograder.evidence import BlobReader, Bundle, Decoder
from autograder.judge.calls import Calls
from autograder.judge.results import Case, TestResult
from autograder.judge.verdict import run_test

NOT_RUN = "The notebook stopped before this test was reached."


class Coordinator:
    """The other end of the pipes."""

    def __init__(self, requests: TextIO, events: TextIO) -> None:
        self._requests = requests
        self._events = events

    def tell(self, **event: Any) -> None:
        """Send one event."""
        self._events.write(json.dumps(event) + "\n")
        self._events.flush()

    def ask(self, **event: Any) -> dict[str, Any]:
        """Send an event and wait for its answer."""
        self.tell(**event)
        answer = self.next_request()
        return {"error": "The coordinator is gone."} if answer is None else answer

    def next_request(self) -> dict[str, Any] | None:
        """The next request, or None at the end."""
        line = self._requests.readline()
        return json.loads(line) if line else None


def judge(case: Case, coordinator: Coordinator) -> None:
    """Run all tests of a case; one `result` event each."""
    images, labels = (np.load(case.holdout / f"{name}.npy") for name in ("images", "labels"))
    set_context(
        CheckContext(
            holdout=Digits(images, labels),
            thresholds=case.thresholds,
            sources=case.sources,
            originals=case.originals,
        )
    )
    calls = Calls(case.evidence, lambda number: coordinator.ask(event="call", number=number))
    bundle = Bundle(case.evidence)
    decoder = Decoder(BlobReader(case.evidence), calls)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for test in case.tests:
        coordinator.tell(event="start", test=test.ident)
        if test.ident not in case.positions:
            result = TestResult(test.ident, test.title, 0, test.points, "not_run", NOT_RUN, 0)
        else:
            namespace["In"] = ["", *case.executed.get(test.ident, [])]
            np.random.seed(0)  # tests that use NumPy's global generator see the same numbers
            result = run_test(
                test,
                namespace,
                _evidence(bundle, decoder, case.positions[test.ident]),
                case.cell_errors.get(test.ident, ""),
            )
        coordinator.tell(event="result", result=asdict(result))


def _evidence(bundle: Bundle, decoder: Decoder, position: int) -> Callable[[str], Any]:
    """Gives the student's value of a name, as it was at one position.

    The position is read when the first name is asked for: one that can't be read is a matter
    of the test, as a value that can't be read is, and not of the whole case.
    """
    trees: dict[str, Any] = {}

    def value(name: str) -> Any:
        if not trees:
            trees.update(bundle.trees(position))
        return decoder.decode(trees[name])

    return value


def forget() -> None:
    """Drop everything of the last case, Keras's global state included."""
    set_context(None)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.clear_session()
    gc.collect()


def main() -> None:
    """Serve requests until standard input ends."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    coordinator = Coordinator(sys.stdin, events)
    import keras  # noqa: F401  -- seconds of import, spent before the first case comes

    coordinator.tell(event="ready")
    while (request := coordinator.next_request()) is not None:
        try:
            judge(Case.from_json(request["case"]), coordinator)
        except Exception as error:  # reported, so that one case can't end the whole run
            coordinator.tell(event="broken", reason=f"{type(error).__name__}: {error}")
        finally:
            forget()
        coordinator.tell(event="done")


if __name__ == "__main__":
    main()
