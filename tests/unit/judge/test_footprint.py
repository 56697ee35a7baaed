"""What a test leaves behind in models of the student's, seen by the judge."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.judge.footprint import Watch

keras = pytest.importorskip("keras")
layers = keras.layers
IMAGES = np.ones((2, 4), np.float32)


def network() -> Any:
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.Dropout(0.5)])
    return keras.Sequential([keras.Input((4,)), inner, layers.Dense(2)])


def _unfreeze(model: Any) -> None:
    model.layers[0].layers[0].trainable = False


@pytest.mark.parametrize(
    "change",
    [
        lambda model: model.set_weights([weight + 1 for weight in model.get_weights()]),
        lambda model: model.layers[0].layers[0].kernel.assign_add(np.ones((4, 4))),
        lambda model: model.compile(loss="mse"),
        lambda model: model.add(layers.ReLU()),
        lambda model: model.pop(),
        lambda model: model.layers[0](keras.Input((4,))),
        lambda model: model(IMAGES, training=True),  # the next one drops other units
        _unfreeze,
    ],
)
def test_a_change_of_a_model_is_a_doubt(change: Callable[[Any], object]) -> None:
    watch, model = Watch({}), network()
    watch.given([], [model])
    assert not watch.footprint("before").doubt
    change(model)
    assert watch.footprint("test").doubt == "It changes a model of the student's."


def test_looking_at_a_model_is_none() -> None:
    watch, model = Watch({}), network()
    watch.given(["models['a']"], [model, model])
    model.predict(IMAGES, verbose=0)
    model(IMAGES)
    model.summary(print_fn=lambda *_, **__: None)
    made = watch.footprint("test")
    assert (made.models, made.doubt) == (("models['a']",), "")
    assert watch.footprint("next").models == ()


def test_a_model_that_nobody_has_is_not_kept_for_the_watch() -> None:
    watch = Watch({})
    watch.given([], [network()])
    gc.collect()
    watch.given([], [model := network()])
    assert not watch.footprint("test").doubt
    model.compile(loss="mse")
    assert watch.footprint("next").doubt
