"""Activations of a model, in every spelling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checks import model_activations

keras = pytest.importorskip("keras")
layers = keras.layers


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        (lambda z: 1 / (1 + keras.ops.exp(-z)), "sigmoid"),
        (lambda z: keras.ops.maximum(z, 0.0), "relu"),
        (lambda z: (z + keras.ops.absolute(z)) / 2, "relu"),
        (lambda z: 2 / (1 + keras.ops.exp(-2 * z)) - 1, "tanh"),
        (lambda z: keras.ops.maximum(z, -1.0), "linear"),
        (lambda z: z - z, "linear"),
        (lambda z: z + z, "linear"),
    ],
)
def test_activations_written_as_formulas(formula: Callable[[Any], Any], name: str) -> None:
    image = keras.Input((28, 28, 1))
    x = layers.MaxPooling2D(2)(formula(layers.Conv2D(3, 3)(image)))
    x = formula(layers.Dense(4)(layers.Flatten()(x)))
    x = formula(layers.Dense(1)(x))
    odds = keras.ops.exp(layers.Dense(10)(x))
    model = keras.Model(image, odds / keras.ops.sum(odds, axis=-1, keepdims=True))
    assert model_activations.activations(model) == [name, name, name, "softmax"]


def test_a_formula_with_another_path_in_it_is_no_activation() -> None:
    inputs = keras.Input((5,))
    x = layers.Dense(5)(inputs)
    model = keras.Model(inputs, layers.Dense(10)(keras.ops.maximum(x + inputs, 0)))
    assert model_activations.activations(model) == ["linear", "linear"]


def largest_of(*with_z: object) -> keras.Model:
    inputs = keras.Input((4,))
    z = layers.Dense(3)(inputs)
    x = keras.ops.maximum(*(z if isinstance(value, str) else value for value in with_z))
    return keras.Model(inputs, layers.Dense(10)(x))


@pytest.mark.parametrize("given", [(0, "z"), ("z", 0.0), ("z", np.zeros(3, "float32"))])
def test_the_larger_of_zero_and_z_is_relu(given: tuple[object, ...]) -> None:
    assert model_activations.activations(largest_of(*given)) == ["relu", "linear"]


@pytest.mark.parametrize("given", [(0.1, "z"), ("z", np.array([0, 0, 1], "float32")), ("z", "z")])
def test_the_larger_of_z_and_anything_else_is_not(given: tuple[object, ...]) -> None:
    assert model_activations.activations(largest_of(*given)) == ["linear", "linear"]


def test_activations_given_as_functions_of_tensorflow() -> None:
    tensorflow = pytest.importorskip("tensorflow")
    model = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(3, activation=tensorflow.nn.relu),
            layers.Dense(10, activation=tensorflow.nn.softmax),
        ]
    )
    assert model_activations.activations(model) == ["relu", "softmax"]
    assert model_activations.gives_probabilities(model)


def test_an_activation_after_pooling_belongs_to_the_convolution() -> None:
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(2, 3),
            layers.MaxPooling2D(),
            layers.ReLU(),
            layers.Flatten(),
            layers.Dense(10),
            layers.Dropout(0.1),
            layers.Softmax(),
        ]
    )
    assert model_activations.activations(model) == ["relu", "softmax"]
