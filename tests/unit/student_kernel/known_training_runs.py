"""Trainings and measurements: `python known_training_runs.py DIGITS OUT plain|new|known FOLDER`.

Started by test_known_trainings.py in three processes: one that knows no trainings, one that
writes entries to a folder, and one that looks into it. Writes what each training gave, and what
came after it, floats as hexadecimal text.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from autograder.student_kernel.__main__ import know_calls
from autograder.student_kernel.acceleration import accelerate_training
from tests.unit.student_kernel.small_trainings import (
    RUNS,
    dense,
    digits_of,
    run,
    state,
    write_runs,
)

DIGITS, OUT, KIND, FOLDER = sys.argv[1:]
accelerate_training()
if KIND != "plain":
    know_calls(Path(FOLDER), Path(FOLDER) if KIND == "new" else None)

X, Y = digits_of(DIGITS)


def chance() -> list[float]:
    """Draws from all random numbers there are."""
    return [
        random.random(),
        np.random.random(),
        float(tf.random.uniform(())),
        float(keras.random.uniform(())),
        float(np.asarray(keras.layers.Dense(1)(np.ones((1, 2), np.float32)))[0, 0]),
    ]


CLOCKS = {
    "time": time.time,
    "time_ns": lambda: time.time_ns() / 1e9,
    "perf_counter": time.perf_counter,
    "perf_counter_ns": lambda: time.perf_counter_ns() / 1e9,
    "process_time": time.process_time,
    "process_time_ns": lambda: time.process_time_ns() / 1e9,
}


def fitted(model: Any, x: Any = X, y: Any = Y, **settings: Any) -> dict[str, Any]:
    """A training, and all that can be seen of it; `laid` is whether nothing was computed."""
    said = io.StringIO()
    model.train_function = None
    begun = {name: clock() for name, clock in CLOCKS.items()}
    with contextlib.redirect_stdout(said):
        history = model.fit(x, y, **{"verbose": 2, **settings})
    seconds = {name: clock() - begun[name] for name, clock in CLOCKS.items()}
    return {
        "seconds": seconds,
        "laid": model.train_function is None,
        "same": history is model.history,
        "history": history.history,
        "order": list(history.history),
        "epoch": history.epoch,
        "params": history.params,
        "said": re.sub(r"\d+[mu]?s(/epoch|/step)?", "TIME", said.getvalue()),
        "metrics": model.metrics_names,
        "state": state(model),
        "iterations": int(model.optimizer.iterations),
        "stop": model.stop_training,
    }


def measured(model: Any, method: str, *data: Any, **settings: Any) -> dict[str, Any]:
    """A call of `evaluate` or `predict`, and all that can be seen of it; `laid` as above."""
    said = io.StringIO()
    model.test_function = model.predict_function = None
    begun = {name: clock() for name, clock in CLOCKS.items()}
    with contextlib.redirect_stdout(said):
        result = getattr(model, method)(*data, **{"verbose": 2, **settings})
    seconds = {name: clock() - begun[name] for name, clock in CLOCKS.items()}
    written = result
    if isinstance(result, np.ndarray):
        written = [str(result.dtype), result.shape, hashlib.sha256(result.tobytes()).hexdigest()]
        result[0] = 0  # it is the caller's own
    return {
        "seconds": seconds,
        "laid": model.test_function is None and model.predict_function is None,
        "kind": type(result).__name__,
        "result": written,
        "said": re.sub(r"\d+[mu]?s(/epoch|/step)?", "TIME", said.getvalue()),
        "state": state(model),
    }


def what_follows(model: Any) -> list[Any]:
    """Another training, measuring and drawing: all that a training may leave its traces in."""
    return [
        model.evaluate(X[:500], Y[:500], verbose=0),
        hashlib.sha256(model.predict(X[:500], verbose=0).tobytes()).hexdigest(),
        chance(),
        fitted(model, X[:700], Y[:700], epochs=1, batch_size=50, verbose=0),
        chance(),
    ]


@run
def adam() -> Any:
    model = dense()
    return [fitted(model, epochs=2), what_follows(model)]


@run
def printing_nothing() -> Any:
    model = dense(keras.layers.Dropout(0.5))
    return [fitted(model, verbose=0, epochs=2, validation_split=0.1), what_follows(model)]


@run
def dropout_and_validation() -> Any:
    model = dense(keras.layers.Dropout(0.5))
    data = {"validation_data": (X[:300], Y[:300]), "validation_batch_size": 100}
    return [fitted(model, epochs=2, batch_size=64, **data), what_follows(model)]


@run
def convolution() -> Any:
    layers = keras.layers
    inputs = keras.Input((28, 28, 1))
    tensor = layers.Conv2D(4, 3, strides=2, kernel_regularizer="l2")(inputs)
    tensor = layers.ReLU()(layers.BatchNormalization()(tensor))
    model = keras.Model(inputs, layers.Dense(10)(layers.Flatten()(tensor)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 20, 0.9)
    model.compile(keras.optimizers.SGD(rate, momentum=0.9), loss, metrics=["accuracy"])
    first = fitted(model, x=X[..., None], epochs=2, batch_size=37)
    model.compile("adam", loss)
    return [first, fitted(model, x=X[..., None], epochs=1), chance()]


@run
def one_after_the_other() -> Any:
    """The second begins where the first ended, with an optimizer that has learned something."""
    model = dense()
    found = [fitted(model, epochs=1), fitted(model, epochs=1, shuffle=False), fitted(model)]
    other = dense(optimizer="rmsprop", loss="categorical_crossentropy")
    return [*found, fitted(other, y=np.eye(10)[Y], epochs=2), chance()]


@run
def measuring() -> Any:
    model = dense(keras.layers.Dropout(0.5))
    found = [measured(model, "predict", X[:300]), fitted(model)]
    found += [measured(model, "evaluate", X, Y), measured(model, "predict", X, verbose=0)]
    found += [measured(model, "evaluate", X, Y, batch_size=100, return_dict=True), chance()]
    only_loss = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    only_loss.add(keras.layers.Dense(10))
    only_loss.compile("sgd", "mse")
    found += [fitted(only_loss, y=np.eye(10)[Y]), measured(only_loss, "evaluate", X, np.eye(10)[Y])]
    return [*found, fitted(model), chance()]


@run
def under_another_name() -> Any:
    """Names of layers are nobody's matter: `adam` again, after other networks."""
    dense(), dense()  # Keras counts on
    keras.utils.set_random_seed(7)
    return fitted(dense(name="relu"), epochs=2)


# From here on, trainings that differ from `adam` in one thing, or are not Keras's own.


@run
def another_seed() -> Any:
    keras.utils.set_random_seed(8)
    return fitted(dense(), epochs=2)


@run
def further_draws() -> Any:
    model = dense()
    random.random()
    return fitted(model, epochs=2)


@run
def first_weights_changed() -> Any:
    model = dense()
    kernel = model.layers[1].kernel
    kernel.assign(np.asarray(kernel) * np.float32(1.0001))
    return fitted(model, epochs=2)


@run
def digits_changed() -> Any:
    x = X.copy()
    x[1999, 27, 27] = 1e-6
    return fitted(dense(), x, epochs=2)


@run
def epochs() -> Any:
    return fitted(dense(), epochs=3)


@run
def without_shuffling() -> Any:
    return fitted(dense(), epochs=2, shuffle=False)


@run
def hidden_units() -> Any:
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    model.add(keras.layers.Dense(17, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return fitted(model, epochs=2)


@run
def another_optimizer() -> Any:
    return fitted(dense(optimizer="nadam"), epochs=2)


@run
def another_learning_rate() -> Any:
    return fitted(dense(optimizer=keras.optimizers.Adam(0.002)), epochs=2)


@run
def learning_rate_set_later() -> Any:
    model = dense()
    model.optimizer.learning_rate = 0.002
    return fitted(model, epochs=2)


@run
def sample_weights() -> Any:
    return fitted(dense(), epochs=2, sample_weight=np.ones(len(X)))


@run
def stopping_early() -> Any:
    stop = keras.callbacks.EarlyStopping(monitor="loss", patience=5)
    return fitted(dense(), epochs=2, callbacks=[stop])


@run
def own_loss() -> Any:
    def sparse_categorical_crossentropy(truth: Any, guess: Any) -> Any:
        return 2 * keras.losses.sparse_categorical_crossentropy(truth, guess)

    return fitted(dense(loss=sparse_categorical_crossentropy), epochs=2)


@run
def own_optimizer() -> Any:
    class Adam(keras.optimizers.Adam):
        def update_step(self, gradient: Any, variable: Any, rate: Any) -> None:
            super().update_step(gradient, variable, 2 * rate)

    return fitted(dense(optimizer=Adam()), epochs=2)


@run
def own_activation() -> Any:
    def relu(z: Any) -> Any:
        return keras.ops.relu(z) + 0.01 * z

    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    model.add(keras.layers.Dense(16, activation=relu))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return fitted(model, epochs=2)


@run
def own_layer() -> Any:
    class Flatten(keras.layers.Flatten):
        def call(self, inputs: Any) -> Any:
            return super().call(inputs) * 0.5

    model = keras.Sequential([keras.Input((28, 28)), Flatten()])
    model.add(keras.layers.Dense(16, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return fitted(model, epochs=2)


@run
def predicting_other_digits() -> Any:
    return measured(dense(keras.layers.Dropout(0.5)), "predict", X[1:301])


@run
def predicting_by_other_weights() -> Any:
    model = dense(keras.layers.Dropout(0.5))
    kernel = model.layers[1].kernel
    kernel.assign(np.asarray(kernel) * np.float32(1.0001))
    return measured(model, "predict", X[:300])


@run
def predicting_by_an_own_step() -> Any:
    model = dense(keras.layers.Dropout(0.5))
    model.predict_step = lambda data: 2 * model(data)
    return measured(model, "predict", X[:300])


@run
def predicting_by_another_layer() -> Any:
    return measured(dense(keras.layers.Activation("relu")), "predict", X[:300])


# What comes after it is looked for among the entries, and must not be there by itself.
LAST = list(RUNS).index("under_another_name") if KIND == "new" else len(RUNS)
write_runs(dict(list(RUNS.items())[:LAST]), OUT)
