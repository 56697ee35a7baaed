"""The judge's process: `python -m autograder.judge.worker [light]`.

Reads one JSON request a line on standard input and writes one JSON event a line on what was
standard output when it started; whatever tests print goes to standard error. No student code
runs here: a call of a student's function is an event that the coordinator answers.
"""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.checks.context import CheckContext, Digits, set_context
from autograder.checks.measurement import Measurement
from autograder.checks.prepared_digits import PreparedDigits
from autograder.evidence import BlobReader, Bundle, Decoder, OpaqueModel
from autograder.evidence.limits import DEFAULT_LIMITS
from autograder.evidence.model_describe import describe_model
from autograder.evidence.reasons import one_line
from autograder.judge.calls import Calls
from autograder.judge.footprint import Footprint, Watch
from autograder.judge.measuring import Measuring
from autograder.judge.public_test import accuracy_pairs, load_public
from autograder.judge.results import BlindReading, Case, TestCell, TestResult
from autograder.judge.verdict import bound_names, define_the_rest, missing_name, run_test
from autograder.processes.coordinator import Coordinator, coordinator

NOT_RUN = "The notebook stopped before this test was reached."
_LEFT_OUT = "It needs what a test that was left out defines."
_NEEDS_KERAS = "It imported Keras on its way, unseeded."


def judge(
    case: Case, coordinator: Coordinator, done: int = 0, only: Collection[str] | None = None
) -> None:
    """Run the tests of a case; one `result` event each.

    Args:
        case: the case.
        coordinator: hears of the results.
        done: so many tests, from the first one, have been run by an earlier process.
        only: ids of the tests to run; the others are left out, and nothing is told of models.
            None: all.
    """
    judging = _Judging(case, coordinator)
    for index, test in enumerate(case.tests):
        if index < done:
            define_the_rest(test.source, judging.namespace)
        elif only is not None and test.ident not in only:
            coordinator.tell(event="left_out", test=test.ident)
            judging.left_out |= bound_names(test.source)
        else:
            judging.run(test, tell_of_models=only is None)
        judging.reserved |= bound_names(test.source)
    if only is None:
        judging.tell_of_the_rest()


class _Judging:
    """One case on its way.

    Attributes:
        namespace: names that tests have defined so far.
        reserved: names that they bind, defined or not.
        left_out: those of tests that were not to be run.
    """

    def __init__(self, case: Case, coordinator: Coordinator) -> None:
        self._case, self._coordinator = case, coordinator
        images, labels = (np.load(case.holdout / f"{name}.npy") for name in ("images", "labels"))
        self._watch = Watch(case.thresholds)
        self._checking = CheckContext(
            holdout=Digits(images, labels),
            thresholds=self._watch.thresholds,
            sources=case.sources,
            originals=case.originals,
            readings=self._watch.readings,
        )
        calls = Calls(case.evidence, lambda number: coordinator.ask(event="call", number=number))
        self._bundle = Bundle(case.evidence)
        self._decoder = Decoder(BlobReader(case.evidence), calls)
        self._measuring = Measuring(self._checking)
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.reserved: set[str] = set()
        self.left_out: set[str] = set()

    def run(self, test: TestCell, *, tell_of_models: bool) -> None:
        """Run a test, and tell its result and what it measured."""
        tell = self._coordinator.tell
        tell(event="start", test=test.ident)
        if test.ident not in self._case.positions:
            define_the_rest(test.source, self.namespace)
            result = TestResult(test.ident, test.title, 0, test.points, "not_run", NOT_RUN, 0)
            tell(event="result", result=asdict(result))
            return
        result, footprint = self._ended(test)
        if tell_of_models:
            for blind in _blind_readings(self._checking, test.ident):
                tell(event="blind", reading=asdict(blind))
        tell(event="result", result=asdict(result))
        tell(event="footprint", footprint=footprint.as_json())
        if tell_of_models:
            for model in self._measuring.readings():
                tell(event="model", model=model.as_json())

    def tell_of_the_rest(self) -> None:
        """Tell of models that no test measured, and how others read public test digits."""
        for model in self._measuring.others():
            self._coordinator.tell(event="model", model=model.as_json())
        checking, public = self._checking, self._case.public
        if public is not None and checking.readings:
            self._coordinator.tell(event="measuring")
            readings = checking.readings.values()
            for pair in accuracy_pairs(readings, checking.holdout, load_public(public)):
                self._coordinator.tell(event="measured", pair=asdict(pair))

    def _ended(self, test: TestCell) -> tuple[TestResult, Footprint]:
        case = self._case
        self.namespace["In"] = ["", *case.executed.get(test.ident, [])]
        measurements: list[Measurement] = []
        written = case.written_before(test.ident)
        set_context(
            replace(
                self._checking,
                test=test.ident,
                written=written,
                measurements=measurements,
                prepared=PreparedDigits(),  # what a test asks for does not depend on other tests
            )
        )
        position, error = case.positions[test.ident], case.cell_errors.get(test.ident, "")
        evidence, seeded = self._evidence(position), [False]

        def begin() -> None:
            seeded[0] = _seed()

        result = run_test(test, self.namespace, evidence, error, self.reserved, begin)
        result = replace(result, measurements=tuple(measurements))
        doubt = "" if seeded[0] or "keras" not in sys.modules else _NEEDS_KERAS
        if any(missing_name(name) in result.message for name in self.left_out):
            doubt = _LEFT_OUT
        return result, self._watch.footprint(test.ident, doubt)

    def _evidence(self, position: int) -> Callable[[str], Any]:
        """Gives the student's value of a name, as it was at one position.

        The position is read when the first name is asked for: one that can't be read is a matter
        of the test, as a value that can't be read is, and not of the whole case.
        """
        trees: dict[str, Any] = {}

        def value(name: str) -> Any:
            if not trees:
                trees.update(self._bundle.trees(position))
            decoded = self._decoder.decode(trees[name])
            self._watch.given(self._measuring.name(name, decoded), self._decoder.models)
            return decoded

        return value


def _blind_readings(checking: CheckContext, test: str) -> Iterator[BlindReading]:
    """Models that a test measured without having seen their layers."""
    for reading in checking.readings.values():
        if reading.test == test and isinstance(reading.model, OpaqueModel):
            model = reading.model
            yield BlindReading(test, one_line(model.name, 60), one_line(model.reason))


def _seed() -> bool:
    """Let every test draw the same numbers, and Keras give the same names, each time.

    Calls of a student's function are known again by them. So a test does as it would alone:
    whatever ran before it, or was decoded before it, has no say.

    Returns:
        Whether Keras and TensorFlow are seeded too; not where nobody has imported them.
    """
    if "keras" not in sys.modules:
        random.seed(0)
        np.random.seed(0)
        return False
    keras = sys.modules["keras"]
    _describe_a_first_model()
    keras.utils.clear_session(free_memory=False)  # collecting garbage is dear
    keras.utils.set_random_seed(0)
    return True


@lru_cache(maxsize=1)
def _describe_a_first_model() -> None:
    """The first model that a process describes costs Keras a name or two; so none is a test's."""
    import keras

    describe_model(keras.Sequential([keras.Input((1,)), keras.layers.Flatten()]), DEFAULT_LIMITS)


def forget() -> None:
    """Drop everything of the last case, Keras's global state included."""
    set_context(None)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.clear_session()
    gc.collect()


def main() -> None:
    """Serve requests until standard input ends."""
    parent = coordinator()
    if sys.argv[1:] != ["light"]:
        import keras  # noqa: F401  -- seconds of import, spent before the first case comes

    parent.tell(event="ready")
    while (request := parent.next_request()) is not None:
        try:
            case = Case.from_json(request["case"])
            judge(case, parent, request["done"], request["only"])
        except Exception as error:  # reported, so that one case can't end the whole run
            parent.tell(event="broken", reason=f"{type(error).__name__}: {error}")
        finally:
            forget()
        parent.tell(event="done")


if __name__ == "__main__":
    main()
