"""Trainings that the reference solution has done already are not done again.

In a class, most students train the very same network on the same digits from the same random
numbers, because the assignment says so. What such a `fit` leaves is the same to the last bit,
and is laid down here instead of computed: weights, the optimizer's state, History, what is
printed, and the random numbers that come next. Clocks are put forward by what it took.

Only trainings of the reference solution are ever kept: they are the instructor's. What a
student's process trains is known to that process alone.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import wrapt

from autograder.student_kernel.acceleration import may_join
from autograder.student_kernel.moved_clocks import MovedClocks
from autograder.student_kernel.training_entry import Training, read_entry, write_entry
from autograder.student_kernel.training_key import (
    random_state,
    set_random_state,
    training_key,
    variables_of,
)


def know_trainings(known: Path | None, new: Path | None) -> None:
    """Patch `fit` of Keras's TensorFlow trainer when Keras is imported.

    To be called after `accelerate_training`.

    Args:
        known: folder of entries to look into.
        new: folder to write an entry to for each training that can be known again.
    """

    if known is None and new is None:
        return
    clocks = MovedClocks()
    if known is not None:
        clocks.patch()

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
            training = read_entry(known, key) if known is not None else None
            if training is not None and _lay_down(self, training, given, clocks, begun):
                return self.history
            history = original(self, *args, **kwargs)
            if new is not None:
                _keep(self, key, new, time.perf_counter() - begun)
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


def _keep(model: Any, key: bytes, folder: Path, seconds: float) -> None:
    arrays = [np.asarray(variable) for variable in variables_of(model)]
    logs, steps = model.history.history, model.history.params.get("steps")
    with contextlib.suppress(OSError):
        write_entry(folder, key, Training(logs, arrays, random_state(), steps, seconds))


def _lay_down(
    model: Any, training: Training, given: dict[str, Any], clocks: MovedClocks, begun: float
) -> bool:
    """Leave the model, and all else, as the training would; False where it does not fit.

    Args:
        begun: when `fit` was called, by `time.perf_counter`.
    """
    try:
        variables = _built(model, given)
    except Exception:  # `fit` says what is wrong
        return False
    if [tuple(one.shape) for one in variables] != [one.shape for one in training.variables]:
        return False
    left = training.seconds - (time.perf_counter() - begun)
    _report(model, training, given, lambda epochs: clocks.move_on(left / epochs))
    for variable, value in zip(variables, training.variables, strict=True):
        variable.assign(value)
    set_random_state(training.chance)
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
    model: Any, training: Training, given: dict[str, Any], pass_epoch: Callable[[int], None]
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
        steps=training.steps,
        model=model,
    )
    model.stop_training = False
    callbacks.on_train_begin()
    logs: dict[str, float] = {}
    for epoch in range(epochs):
        logs = {name: values[epoch] for name, values in training.history.items()}
        callbacks.on_epoch_begin(epoch)
        pass_epoch(epochs)
        callbacks.on_epoch_end(epoch, logs)
    callbacks.on_train_end(logs=logs)
