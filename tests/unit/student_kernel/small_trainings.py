"""Small trainings of one kind of network: what scripts of them share, and how each is told.

A script registers functions with `run` and ends with `write_runs`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np

SEED = 7  # any; what is compared are trainings with the same one
Run = Callable[[], Any]
RUNS: dict[str, Run] = {}


def run(function: Run) -> Run:
    """Register a training under its name; it starts from `SEED`."""
    RUNS[function.__name__] = function
    return function


def digits_of(path: str) -> tuple[np.ndarray, np.ndarray]:
    """Pictures (0 to 1, float32) and labels."""
    with np.load(path) as stored:
        return stored["images"] / np.float32(255), stored["labels"]


def dense(
    *extra: Any, cls: type = keras.Sequential, name: str | None = None, **compiled: Any
) -> Any:
    """A compiled network with 16 hidden units.

    Args:
        extra: layers after the hidden one.
        cls: of the model.
        name: of the last layer.
        compiled: what to compile it with, else Adam and cross-entropy.
    """
    layers = [keras.layers.Flatten(), keras.layers.Dense(16, activation="relu"), *extra]
    last = keras.layers.Dense(10, activation="softmax", name=name)
    model = cls([keras.Input((28, 28)), *layers, last])
    settings = {"optimizer": "adam", "loss": "sparse_categorical_crossentropy", **compiled}
    model.compile(metrics=["accuracy"], **settings)
    return model


def state(model: Any) -> list[str]:
    """A fingerprint of each variable: the optimizer's, metrics' and seeds of dropout, too."""
    metrics = [variable for metric in model.metrics for variable in metric.variables]
    variables = [*model.variables, *model.optimizer.variables, *metrics]
    return [hashlib.sha256(np.asarray(v).tobytes()).hexdigest() for v in variables]


def write_runs(runs: Mapping[str, Run], out: str) -> None:
    """Run them and write what each returned, floats as hexadecimal text: comparing is exact."""
    found = {}
    for name, function in runs.items():
        keras.utils.set_random_seed(SEED)
        found[name] = _exact(function())
    Path(out).write_text(json.dumps(found), encoding="utf-8")


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(item) for item in value]
    return float(value).hex() if isinstance(value, (float, np.floating)) else value
