"""Quicker training with the same result: several steps per call into TensorFlow.

Keras calls into TensorFlow once per batch; for small networks, that call costs more than the
arithmetic. `steps_per_execution` joins batches. On a CPU, weights and History stay bit for
bit the same (tests/unit/student_kernel/test_acceleration.py shows it), but hooks for single
batches fire less often. So training is left alone where a callback uses such hooks, where the
student set the value, or where the model has a training step of its own.
"""

from __future__ import annotations

import weakref
from types import ModuleType
from typing import Any

import wrapt

STEPS = 64
BATCH_HOOKS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")


def accelerate_training(steps: int = STEPS) -> None:
    """Patch `fit` of Keras's TensorFlow trainer when Keras is imported."""

    def patch(module: ModuleType) -> None:
        trainer = module.TensorFlowTrainer
        original = trainer.fit
        joined: weakref.WeakKeyDictionary[Any, int] = weakref.WeakKeyDictionary()

        def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
            """Train the model; see keras.Model.fit."""
            callbacks = kwargs.get("callbacks", args[5] if len(args) > 5 else None)
            wanted = steps if _may_join(self, trainer, callbacks) else 0
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


def _may_join(model: Any, trainer: type, callbacks: Any) -> bool:
    if getattr(model, "steps_per_execution", None) != 1 or getattr(model, "run_eagerly", False):
        return False
    if type(model).train_step is not trainer.train_step:  # type: ignore[attr-defined]
        return False
    return not any(_uses_batch_hooks(callback) for callback in _flat(callbacks))


def _flat(callbacks: Any) -> list[Any]:
    if callbacks is None:
        return []
    found = getattr(callbacks, "callbacks", callbacks)  # a CallbackList holds a list
    return list(found) if isinstance(found, (list, tuple)) else [found]


def _uses_batch_hooks(callback: Any) -> bool:
    from keras.callbacks import Callback, History, ProgbarLogger

    if type(callback) in (History, ProgbarLogger):
        return False
    if type(callback).__name__ == "LambdaCallback":
        # Its hooks are attributes of the instance.
        return any(hook in vars(callback) for hook in BATCH_HOOKS)
    return any(
        getattr(type(callback), hook, None) is not getattr(Callback, hook) for hook in BATCH_HOOKS
    )
