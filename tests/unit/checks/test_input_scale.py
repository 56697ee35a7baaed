"""How large the numbers are that reach a model's first layer with weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.checks.input_scale import input_scale, small_inputs, trained_as_prepared
from autograder.checks.random_models import random_dense_model
from autograder.checks.registry import CheckFailed

keras = pytest.importorskip("keras")
layers = keras.layers

GENERATOR = np.random.default_rng(0)
# Like digits: four pixels of five are background.
IMAGES = np.where(
    GENERATOR.random((64, 28, 28)) < 0.8, 0, GENERATOR.integers(0, 256, (64, 28, 28))
).astype("uint8")


def check_scale(model: Any, preprocess: Any) -> None:
    small_inputs(model, preprocess, IMAGES, lowest=0.02, highest=5)


def scaling_model() -> Any:
    return keras.Sequential(
        [keras.Input((28, 28)), layers.Rescaling(1 / 255), layers.Flatten(), layers.Dense(10)]
    )


@pytest.mark.parametrize(
    "preprocess",
    [
        lambda images: images.reshape(-1, 784) / 255,
        lambda images: images.reshape(-1, 784) / 127.5 - 1,
        lambda images: ((images - images.mean()) / images.std()).reshape(-1, 784),
        lambda images: (images > 100).reshape(-1, 784).astype("float16"),
        lambda images: images.reshape(-1, 784).astype("float32") / 100,
    ],
)
def test_every_usual_scale_is_small(preprocess: Any) -> None:
    check_scale(random_dense_model([784, 10], 0), preprocess)


def test_a_model_may_scale_by_functions() -> None:
    inputs = keras.Input((28, 28))
    outputs = layers.Dense(10)(layers.Flatten()(inputs / 127.5 - 1.0))
    check_scale(keras.Model(inputs, outputs), lambda images: images)
    unscaled = keras.Model(inputs, layers.Dense(10)(keras.ops.reshape(inputs, (-1, 784))))
    with pytest.raises(CheckFailed, match="not normalised"):
        check_scale(unscaled, lambda images: images)


def test_a_model_may_scale_by_itself() -> None:
    check_scale(scaling_model(), lambda images: images)
    normalising = layers.Normalization(axis=None, mean=33.0, variance=6000.0)
    model = keras.Sequential([keras.Input((784,)), normalising, layers.Dense(10)])
    check_scale(model, lambda images: images.reshape(-1, 784))
    nested = keras.Sequential([keras.Input((28, 28)), scaling_model(), layers.Softmax()])
    check_scale(nested, lambda images: images)


def test_raw_pixels_are_named() -> None:
    with pytest.raises(CheckFailed, match="not normalised"):
        check_scale(random_dense_model([784, 10], 0), lambda images: images.reshape(-1, 784))


@pytest.mark.parametrize(
    ("model", "preprocess"),
    [
        (random_dense_model([784, 10], 0), lambda images: images.reshape(-1, 784) / 255 / 255),
        (scaling_model(), lambda images: images / 255),
    ],
)
def test_dividing_twice_is_named(model: Any, preprocess: Any) -> None:
    with pytest.raises(CheckFailed, match="divided twice"):
        check_scale(model, preprocess)


def test_input_scale_of_raw_pixels_is_their_root_mean_square() -> None:
    model = random_dense_model([784, 5, 10], 0)
    expected = np.sqrt(np.mean(IMAGES.astype(float) ** 2))
    assert input_scale(model, IMAGES.reshape(-1, 784)) == pytest.approx(expected, rel=1e-5)


class Reader:
    """Stands for a model that reads its digits only at the scale that it was trained on."""

    def __init__(self, largest: float, logits: bool) -> None:
        self.largest = largest
        self.logits = logits

    def predict(self, x: np.ndarray, *, verbose: int = 0) -> np.ndarray:
        right = (x.max() > 1.5) == (self.largest > 1.5)
        scores = np.full((len(x), 10), -2.0 if self.logits else 0.05)
        scores[:, 3 if right else 4] = 2.0 if self.logits else 0.55
        return scores


@pytest.mark.parametrize("logits", [False, True])
def test_trained_as_prepared(logits: bool) -> None:
    labels = np.full(len(IMAGES), 3, np.uint8)
    trained_as_prepared(Reader(1, logits), lambda images: images / 255, IMAGES, labels)
    with pytest.raises(CheckFailed, match="trained on images that are not normalised"):
        trained_as_prepared(Reader(255, logits), lambda images: images / 255, IMAGES, labels)
    with pytest.raises(CheckFailed, match="preprocess returns None"):
        trained_as_prepared(Reader(1, logits), lambda images: None, IMAGES, labels)
