"""Small trainings, each with a fixed seed: `python training_runs.py DIGITS OUT plain|joined`.

Started by test_acceleration.py in two processes, one with and one without joined steps.
"""

from __future__ import annotations

import hashlib
import sys
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from autograder.student_kernel.acceleration import accelerate_training
from tests.unit.student_kernel.small_trainings import (
    RUNS,
    dense,
    digits_of,
    run,
    state,
    write_runs,
)

DIGITS, OUT, KIND = sys.argv[1:]
if KIND == "joined":
    accelerate_training()
X, Y = digits_of(DIGITS)
FEW_X, FEW_Y = X[:640], Y[:640]


class Probe(keras.callbacks.Callback):
    """Has no hook for batches; sees how many steps are joined."""

    joined = 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.joined = self.model.steps_per_execution


def fitted(model: keras.Model, x: Any = X, y: Any = Y, **settings: Any) -> dict[str, Any]:
    probe = Probe()
    callbacks = [*settings.pop("callbacks", []), probe]
    history = model.fit(x, y, verbose=0, callbacks=callbacks, **settings)
    return {
        "history": history.history,
        "epoch": history.epoch,
        "params": history.params["steps"],
        "state": state(model),
        "joined": probe.joined,
        "after": model.steps_per_execution,
        "iterations": int(model.optimizer.iterations),
    }


@run
def adam() -> Any:
    return fitted(dense(), epochs=2)


@run
def momentum_with_early_stopping() -> Any:
    model = dense(optimizer=keras.optimizers.SGD(0.5, momentum=0.9))
    stop = keras.callbacks.EarlyStopping(patience=0, restore_best_weights=True)
    return fitted(model, epochs=12, batch_size=50, validation_split=0.2, callbacks=[stop])


@run
def convolution_with_odd_batches() -> Any:
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(4, 3, strides=2),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.3),
            keras.layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("rmsprop", loss, metrics=["accuracy"])
    return fitted(model, x=X[..., None], epochs=2, batch_size=37)


@run
def learning_rate_schedule() -> Any:
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 20, 0.9)
    return fitted(dense(optimizer=keras.optimizers.SGD(rate)), epochs=2)


@run
def second_fit_and_evaluation() -> Any:
    model = dense(keras.layers.Dropout(0.5))
    first = fitted(model, epochs=1)
    measured = model.evaluate(FEW_X, FEW_Y, verbose=0)
    second = fitted(model, epochs=2, validation_data=(FEW_X, FEW_Y))
    predicted = hashlib.sha256(model.predict(FEW_X, verbose=0).tobytes()).hexdigest()
    model.train_on_batch(FEW_X[:32], FEW_Y[:32])
    again = model.evaluate(FEW_X, FEW_Y, verbose=0)
    return [first, measured, second, predicted, state(model), again]


@run
def compiled_again() -> Any:
    model = dense()
    first = fitted(model, x=FEW_X, y=FEW_Y)
    model.compile("sgd", "mse", metrics=["accuracy"])
    return [first, fitted(model, x=FEW_X, y=np.eye(10)[FEW_Y], epochs=2)]


@run
def weights_of_samples() -> Any:
    return fitted(dense(), sample_weight=np.linspace(0, 1, len(X)))


@run
def measured_in_a_callback() -> Any:
    seen: list[Any] = []

    class Measure(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            seen.append(self.model.evaluate(FEW_X, FEW_Y, verbose=0))
            seen.append(self.model.predict(FEW_X, verbose=0)[0].tolist())

    result = fitted(dense(), x=FEW_X, y=FEW_Y, epochs=2, callbacks=[Measure()])
    return [result, seen]


# From here on, trainings that must be left alone.


@run
def dataset_of_unknown_length() -> Any:
    batches = tf.data.Dataset.from_tensor_slices((FEW_X, FEW_Y)).batch(30)
    return fitted(dense(), x=batches.filter(lambda x, y: True), y=None, epochs=2)


@run
def keras_dataset() -> Any:
    class Batches(keras.utils.PyDataset):
        def __len__(self) -> int:
            return 20

        def __getitem__(self, index: int) -> Any:
            return FEW_X[index::20], FEW_Y[index::20]

    return fitted(dense(), x=Batches(), y=None, epochs=2)


@run
def steps_per_epoch() -> Any:
    forever = tf.data.Dataset.from_tensor_slices((FEW_X, FEW_Y)).batch(32).repeat()
    return [
        fitted(dense(), x=forever, y=None, epochs=2, steps_per_epoch=7),
        fitted(dense(), epochs=2, steps_per_epoch=7),
        fitted(dense(), validation_data=forever, validation_steps=3),
    ]


def counting(*hooks: str) -> tuple[keras.callbacks.Callback, list[str]]:
    calls: list[str] = []
    made = {hook: lambda self, batch, logs=None, hook=hook: calls.append(hook) for hook in hooks}
    return type("Counting", (keras.callbacks.Callback,), made)(), calls


@run
def hooks_for_batches() -> Any:
    results = []
    for hook in ("on_train_batch_end", "on_batch_begin", "on_test_batch_end"):
        callback, calls = counting(hook)
        data = {"validation_data": (FEW_X, FEW_Y), "callbacks": [callback]}
        results.append([fitted(dense(), x=FEW_X, y=FEW_Y, **data), len(calls)])
    return results


@run
def lambda_callback() -> Any:
    calls: list[int] = []
    hook = keras.callbacks.LambdaCallback(on_train_batch_end=lambda n, logs: calls.append(n))
    return [fitted(dense(), x=FEW_X, y=FEW_Y, callbacks=[hook]), calls]


@run
def lambda_callback_for_epochs() -> Any:
    calls: list[int] = []
    hook = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: calls.append(epoch))
    return [fitted(dense(), x=FEW_X, y=FEW_Y, callbacks=[hook]), calls]


@run
def callbacks_by_position() -> Any:
    callback, calls = counting("on_train_batch_end")
    model = dense()
    model.fit(FEW_X, FEW_Y, 32, 1, 0, [callback])
    return [state(model), len(calls)]


@run
def own_steps_per_execution() -> Any:
    return fitted(dense(steps_per_execution=5), x=FEW_X, y=FEW_Y, epochs=2)


@run
def own_train_step() -> Any:
    class Own(keras.Sequential):
        def train_step(self, data: Any) -> Any:
            return super().train_step(data)

    return fitted(dense(cls=Own), x=FEW_X, y=FEW_Y)


@run
def eager() -> Any:
    return fitted(dense(run_eagerly=True), x=FEW_X, y=FEW_Y)


@run
def wrong_call() -> Any:
    try:
        dense().fit(FEW_X, FEW_Y, epoch=3)
    except TypeError as error:
        return str(error)
    return "no error"


write_runs(RUNS, OUT)
