"""What the reference solution has measured already is not measured again.

A network that came out as the reference's says the same about the same digits: to the student's
cells, and to the judge, who asks the student's functions about digits that nobody has seen. What
`evaluate` and `predict` gave then is laid down instead of computed, as in known_trainings.py.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import math
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import wrapt

from autograder.student_kernel.call_key import NoKey, measurement_key, metrics_of, random_state
from autograder.student_kernel.known_entry import Entry, KnownCalls

LEAST = 100  # images of a call; fewer are computed in the time that looking them up takes
BATCH = 32  # images that Keras takes at once where nobody says
WITHIN_FIT = "_use_cached_eval_dataset"  # says Keras when `fit` validates


def know_measurements(calls: KnownCalls) -> None:
    """Patch `evaluate` and `predict` of Keras's TensorFlow trainer when Keras is imported.

    Args:
        calls: entries of `evaluate` have the fact `result` (metric -> value) and the arrays of
            all variables of metrics; those of `predict` have one array.
    """

    def patch(module: ModuleType) -> None:
        trainer = module.TensorFlowTrainer
        trainer.evaluate = _known(trainer.evaluate, _Evaluation(), calls)
        trainer.predict = _known(trainer.predict, _Prediction(), calls)

    wrapt.register_post_import_hook(patch, "keras.src.backend.tensorflow.trainer")


class _Evaluation:
    """What there is to know of a call of `evaluate`."""

    name = "evaluate"

    def entry(self, model: Any, result: Any, seconds: float) -> Entry:
        """What a call has left that returned `result`.

        Raises:
            NoKey: it is not what the metrics say.
        """
        logs = {name: float(value) for name, value in model.get_metrics_result().items()}
        if result not in (logs, model._flatten_metrics_in_order(logs)):
            raise NoKey("a result of its own kind")
        return Entry({"result": logs}, [np.asarray(one) for one in metrics_of(model)], seconds)

    def lay_down(self, model: Any, entry: Entry, given: dict[str, Any]) -> Any:
        """Leave the metrics as the call would; what it returns.

        Raises:
            NoKey: the model has other metrics so far.
        """
        metrics = metrics_of(model)
        if [tuple(one.shape) for one in metrics] != [one.shape for one in entry.arrays]:
            raise NoKey("metrics that were not built")
        for variable, value in zip(metrics, entry.arrays, strict=True):
            variable.assign(value)
        result = entry.facts["result"]
        return result if given.get("return_dict") else model._flatten_metrics_in_order(result)

    def begin(self, callbacks: Any) -> None:
        """Tell Keras's callbacks."""
        callbacks.on_test_begin()

    def end(self, callbacks: Any, entry: Entry) -> None:
        """Tell Keras's callbacks."""
        callbacks.on_test_end(entry.facts["result"])


class _Prediction:
    """What there is to know of a call of `predict`."""

    name = "predict"

    def entry(self, model: Any, result: Any, seconds: float) -> Entry:
        """What a call has left that returned `result`.

        Raises:
            NoKey: it is more than one array.
        """
        if type(result) is not np.ndarray:
            raise NoKey("several outputs")
        return Entry({}, [result], seconds)

    def lay_down(self, model: Any, entry: Entry, given: dict[str, Any]) -> Any:
        """What the call returns; the student may write into it."""
        return entry.arrays[0].copy()

    def begin(self, callbacks: Any) -> None:
        """Tell Keras's callbacks."""
        callbacks.on_predict_begin()

    def end(self, callbacks: Any, entry: Entry) -> None:
        """Tell Keras's callbacks."""
        callbacks.on_predict_end()


_Kind = _Evaluation | _Prediction


def _known(original: Callable[..., Any], kind: _Kind, calls: KnownCalls) -> Callable[..., Any]:
    """A method of the trainer that looks up what it would compute."""
    signature = inspect.signature(original)

    @functools.wraps(original)
    def measured(self: Any, *args: Any, **kwargs: Any) -> Any:
        if WITHIN_FIT in kwargs:
            return original(self, *args, **kwargs)
        begun = time.perf_counter()
        key, given = _key(self, kind, signature, args, kwargs)
        if key is None:
            return original(self, *args, **kwargs)
        entry = calls.find(key)
        if entry is not None:
            with contextlib.suppress(Exception):  # what can't be laid down is computed
                return _laid_down(self, kind, entry, given, calls, begun)
        if calls.new is None:
            return original(self, *args, **kwargs)
        chance = random_state()
        result = original(self, *args, **kwargs)
        seconds = time.perf_counter() - begun
        # Only what leaves all but metrics as it was: Keras says of no layer that it will.
        if random_state() == chance and _key(self, kind, signature, args, kwargs)[0] == key:
            with contextlib.suppress(Exception):
                calls.keep(key, kind.entry(self, result, seconds))
        return result

    return measured


def _key(
    model: Any, kind: _Kind, signature: inspect.Signature, args: Any, kwargs: Any
) -> tuple[bytes | None, dict[str, Any]]:
    """The key of a call and its arguments by name; no key where it can't be known again."""
    try:
        given = signature.bind(model, *args, **kwargs).arguments
        if len(given["x"]) < LEAST:
            return None, {}
        return measurement_key(kind.name, model, given), given
    except Exception:  # Keras of another version, or something that nobody thought of
        return None, {}


def _laid_down(
    model: Any, kind: _Kind, entry: Entry, given: dict[str, Any], calls: KnownCalls, begun: float
) -> Any:
    """What the call returns; metrics and clocks are left as it would leave them.

    Args:
        begun: when the call was made, by `time.perf_counter`.

    Raises:
        NoKey: it has to be computed.
    """
    result = kind.lay_down(model, entry, given)
    left = entry.seconds - (time.perf_counter() - begun)
    _report(model, kind, entry, given, lambda: calls.clocks.move_on(left))
    return result


def _report(
    model: Any, kind: _Kind, entry: Entry, given: dict[str, Any], pass_time: Callable[[], None]
) -> None:
    """Print what the call prints, as Keras's own callback does."""
    from keras.callbacks import CallbackList

    verbose, batch = given.get("verbose", "auto"), given.get("batch_size") or BATCH
    callbacks = CallbackList(
        None,
        add_progbar=verbose != 0,
        verbose=verbose,
        epochs=1,
        steps=math.ceil(len(given["x"]) / batch),
        model=model,
    )
    kind.begin(callbacks)
    pass_time()
    kind.end(callbacks, entry)
