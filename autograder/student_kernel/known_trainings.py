"""Trainings that the reference solution has done already are not done again.

In a class, most students train the very same network on the same digits from the same random
numbers, because the assignment says so. What such a `fit` leaves is the same to the last bit,
and is laid down here instead of computed: weights, the optimizer's state, History, what is
printed, and the random numbers that come next. Clocks are put forward by what it took.

Only trainings of the reference solution are ever kept: they are the instructor's. What a
student's process trains is known to that process alone.
"""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import wrapt

from autograder.student_kernel.acceleration import may_join
from autograder.student_kernel.call_key import (
    random_state,
    set_random_state,
    training_key,
    variables_of,
)
from autograder.student_kernel.known_entry import Entry, KnownCalls


def know_trainings(calls: KnownCalls) -> None:
    """Patch `fit` of Keras's TensorFlow trainer when Keras is imported.

    To be called after `accelerate_training`.

    Args:
        calls: entries have the facts `history` (metric -> its value after each epoch), `chance`
            (the state of random numbers) and `steps` (batches of an epoch), and the arrays of
            all variables of model, optimizer and metrics.
    """

    def patch(module: ModuleType) -> None:
        trainer = module.TensorFlowTrainer
        original = trainer.fit
        signature = inspect.signature(original)

        @functools.wraps(original)
        def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            key, given = _key(self, trainer, signature, args, kwargs)
            if key is None:
                return original(self, *args, **kwargs)
            training = calls.find(key)
            if training is not None and _lay_down(self, training, given, calls, begun):
                return self.history
            history = original(self, *args, **kwargs)
            if calls.new is not None:
                calls.keep(key, _entry(self, time.perf_counter() - begun))
            return history

        trainer.fit = fit

    wrapt.register_post_import_hook(patch, "keras.src.backend.tensorflow.trainer")


def _key(
    model: Any, trainer: type, signature: inspect.Signature, args: Any, kwargs: Any
) -> tuple[bytes | None, dict[str, Any]]:
    """The key of a call and its arguments by name; no key where it can't be known again."""
    try:
        given = signature.bind(model, *args, **kwargs).arguments
        if not may_join(model, trainer, given):
            return None, {}
        return training_key(model, given), given
    except Exception:  # Keras of another version, or something that nobody thought of
        return None, {}


def _entry(model: Any, seconds: float) -> Entry:
    facts = {
        "history": model.history.history,
        "steps": model.history.params.get("steps"),
        "chance": random_state(),
    }
    return Entry(facts, [np.asarray(variable) for variable in variables_of(model)], seconds)


def _lay_down(
    model: Any, training: Entry, given: dict[str, Any], calls: KnownCalls, begun: float
) -> bool:
    """Leave the model, and all else, as the training would; False where it does not fit.

    Args:
        begun: when `fit` was called, by `time.perf_counter`.
    """
    try:
        variables = _built(model, given)
    except Exception:  # `fit` says what is wrong
        return False
    if [tuple(one.shape) for one in variables] != [one.shape for one in training.arrays]:
        return False
    left = training.seconds - (time.perf_counter() - begun)
    _report(model, training, given, lambda epochs: calls.clocks.move_on(left / epochs))
    for variable, value in zip(variables, training.arrays, strict=True):
        variable.assign(value)
    set_random_state(training.facts["chance"])
    return True


def _built(model: Any, given: dict[str, Any]) -> list[Any]:
    """All variables, those of optimizer and metrics included; random numbers stay as they are."""
    before = random_state()
    try:
        model._symbolic_build(data_batch=(given["x"][:1], given["y"][:1]))
    finally:
        set_random_state(before)
    return variables_of(model)


def _report(
    model: Any, training: Entry, given: dict[str, Any], pass_epoch: Callable[[int], None]
) -> None:
    """Fill History and print what `fit` prints, as Keras's own callbacks do.

    Args:
        pass_epoch: lets the time of one epoch pass; it is given how many there are.
    """
    from keras.callbacks import CallbackList

    verbose, epochs = given.get("verbose", "auto"), given.get("epochs", 1)
    callbacks = CallbackList(
        None,
        add_history=True,
        add_progbar=verbose != 0,
        verbose=verbose,
        epochs=epochs,
        steps=training.facts["steps"],
        model=model,
    )
    model.stop_training = False
    callbacks.on_train_begin()
    logs: dict[str, float] = {}
    for epoch in range(epochs):
        logs = {name: values[epoch] for name, values in training.facts["history"].items()}
        callbacks.on_epoch_begin(epoch)
        pass_epoch(epochs)
        callbacks.on_epoch_end(epoch, logs)
    callbacks.on_train_end(logs=logs)
