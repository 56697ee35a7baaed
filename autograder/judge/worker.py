"""The judge's process: `python -m autograder.judge.worker`.

Reads one JSON request a line on standard input and writes one JSON event a line on what was
standard output when it started; whatever tests print goes to standard error. No student code
runs here: a call of a student's function is an event that the coordinator answers.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from autograder.checks.context import CheckContext, Digits, set_context
from autograder.checks.measurement import Measurement
from autograder.evidence import BlobReader, Bundle, Decoder, OpaqueModel
from autograder.evidence.reasons import one_line
from autograder.judge.calls import Calls
from autograder.judge.measuring import Measuring
from autograder.judge.public_test import accuracy_pairs, load_public
from autograder.judge.results import BlindReading, Case, TestResult
from autograder.judge.verdict import bound_names, define_the_rest, run_test
from autograder.processes.coordinator import Coordinator, coordinator

NOT_RUN = "The notebook stopped before this test was reached."


def judge(case: Case, coordinator: Coordinator, done: int = 0) -> None:
    """Run the tests of a case; one `result` event each.

    Args:
        case: the case.
        coordinator: hears of the results.
        done: so many tests, from the first one, have been run by an earlier process.
    """
    images, labels = (np.load(case.holdout / f"{name}.npy") for name in ("images", "labels"))
    checking = CheckContext(
        holdout=Digits(images, labels),
        thresholds=case.thresholds,
        sources=case.sources,
        originals=case.originals,
    )
    calls = Calls(case.evidence, lambda number: coordinator.ask(event="call", number=number))
    bundle = Bundle(case.evidence)
    decoder = Decoder(BlobReader(case.evidence), calls)
    measuring = Measuring(checking)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    reserved: set[str] = set()
    for test in case.tests[:done]:
        define_the_rest(test.source, namespace)
        reserved |= bound_names(test.source)
    for test in case.tests[done:]:
        coordinator.tell(event="start", test=test.ident)
        if test.ident not in case.positions:
            define_the_rest(test.source, namespace)
            result = TestResult(test.ident, test.title, 0, test.points, "not_run", NOT_RUN, 0)
        else:
            namespace["In"] = ["", *case.executed.get(test.ident, [])]
            measurements: list[Measurement] = []
            set_context(replace(checking, test=test.ident, measurements=measurements))
            _seed()
            result = run_test(
                test,
                namespace,
                _evidence(bundle, decoder, case.positions[test.ident], measuring),
                case.cell_errors.get(test.ident, ""),
                reserved,
            )
            result = replace(result, measurements=tuple(measurements))
        reserved |= bound_names(test.source)
        for blind in _blind_readings(checking, test.ident):
            coordinator.tell(event="blind", reading=asdict(blind))
        coordinator.tell(event="result", result=asdict(result))
        for model in measuring.readings():
            coordinator.tell(event="model", model=model.as_json())
    for model in measuring.others():
        coordinator.tell(event="model", model=model.as_json())
    if case.public is not None and checking.readings:
        coordinator.tell(event="measuring")
        public = load_public(case.public)
        for pair in accuracy_pairs(checking.readings.values(), checking.holdout, public):
            coordinator.tell(event="measured", pair=asdict(pair))


def _blind_readings(checking: CheckContext, test: str) -> Iterator[BlindReading]:
    """Models that a test measured without having seen their layers."""
    for reading in checking.readings.values():
        if reading.test == test and isinstance(reading.model, OpaqueModel):
            model = reading.model
            yield BlindReading(test, one_line(model.name, 60), one_line(model.reason))


def _seed() -> None:
    """Let every test draw the same numbers each time: its calls are known again by them."""
    import keras

    keras.utils.set_random_seed(0)


def _evidence(
    bundle: Bundle, decoder: Decoder, position: int, measuring: Measuring
) -> Callable[[str], Any]:
    """Gives the student's value of a name, as it was at one position.

    The position is read when the first name is asked for: one that can't be read is a matter
    of the test, as a value that can't be read is, and not of the whole case.
    """
    trees: dict[str, Any] = {}

    def value(name: str) -> Any:
        if not trees:
            trees.update(bundle.trees(position))
        decoded = decoder.decode(trees[name])
        measuring.name(name, decoded)
        return decoded

    return value


def forget() -> None:
    """Drop everything of the last case, Keras's global state included."""
    set_context(None)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.clear_session()
    gc.collect()


def main() -> None:
    """Serve requests until standard input ends."""
    parent = coordinator()
    import keras  # noqa: F401  -- seconds of import, spent before the first case comes

    parent.tell(event="ready")
    while (request := parent.next_request()) is not None:
        try:
            judge(Case.from_json(request["case"]), parent, request["done"])
        except Exception as error:  # reported, so that one case can't end the whole run
            parent.tell(event="broken", reason=f"{type(error).__name__}: {error}")
        finally:
            forget()
        parent.tell(event="done")


if __name__ == "__main__":
    main()
