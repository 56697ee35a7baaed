"""Quicker training with the same result: several steps per call into TensorFlow.

Keras calls into TensorFlow once per batch; for small networks, that call costs more than the
arithmetic. `steps_per_execution` joins batches. On a CPU, weights and History stay bit for
bit the same (tests/unit/student_kernel/test_acceleration.py shows it), but hooks for single
batches fire less often, and a number of steps that is no multiple is rounded up. So training is
left alone where a callback uses such hooks, where the student set the value or a number of
steps, where the model has a training or test step of its own, and where the data are no arrays:
Keras learns the length of other data only as it goes.
"""

from __future__ import annotations

import functools
import inspect
import weakref
from types import ModuleType
from typing import Any

import wrapt

STEPS = 64
BATCH_HOOKS = [
    f"on_{kind}batch_{moment}"
    for kind in ("", "train_", "test_", "predict_")
    for moment in ("begin", "end")
]
OWN_STEPS = ("train_step", "test_step", "make_train_function", "make_test_function")


def accelerate_training(steps: int = STEPS) -> None:
    """Patch `fit` of Keras's TensorFlow trainer when Keras is imported."""

    def patch(module: ModuleType) -> None:
        trainer = module.TensorFlowTrainer
        original = trainer.fit
        signature = inspect.signature(original)
        joined: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()

        @functools.wraps(original)
        def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                given = signature.bind(self, *args, **kwargs).arguments
            except TypeError:
                return original(self, *args, **kwargs)  # which says what is wrong
            wanted = steps if may_join(self, trainer, given) else 0
            if joined.get(self, 0) != wanted:
                self.train_function = None  # was made for another number of steps
                joined[self] = wanted
            if not wanted:
                return original(self, *args, **kwargs)
            self.steps_per_execution = wanted
            self.test_function = None
            try:
                return original(self, *args, **kwargs)
            finally:
                self.steps_per_execution = 1
                self.test_function = None

        trainer.fit = fit

    wrapt.register_post_import_hook(patch, "keras.src.backend.tensorflow.trainer")


def may_join(model: Any, trainer: type, given: dict[str, Any]) -> bool:
    """Whether steps of this call of `fit` may be joined; `given` are its arguments by name."""
    if getattr(model, "steps_per_execution", None) != 1 or getattr(model, "run_eagerly", False):
        return False
    if given.get("steps_per_epoch") is not None or given.get("validation_steps") is not None:
        return False
    validation = given.get("validation_data")
    if given.get("y") is None or not isinstance(validation, (tuple, list, type(None))):
        return False
    if any(_is_own(model, trainer, name) for name in OWN_STEPS):
        return False
    return not any(_uses_batch_hooks(callback) for callback in _flat(given.get("callbacks")))


def _is_own(value: Any, base: type, name: str) -> bool:
    """Whether the class of a value, or the value itself, has another attribute than `base`."""
    own = getattr(value, "__dict__", {})
    return name in own or getattr(type(value), name, None) is not getattr(base, name)


def _flat(callbacks: Any) -> list[Any]:
    if callbacks is None:
        return []
    found = getattr(callbacks, "callbacks", callbacks)  # a CallbackList holds a list
    return list(found) if isinstance(found, (list, tuple)) else [found]


def _uses_batch_hooks(callback: Any) -> bool:
    from keras.callbacks import Callback, History, ProgbarLogger

    if type(callback) in (History, ProgbarLogger):
        return False
    return any(_is_own(callback, Callback, hook) for hook in BATCH_HOOKS)
