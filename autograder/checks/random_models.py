"""Models with random weights that no student has seen, for trying a student's function on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def random_dense_model(
    sizes: Sequence[int],
    seed: int,
    *,
    activation: str = "relu",
    output: str = "softmax",
    images: bool = False,
    bias: bool = True,
) -> Any:
    """A dense model with random weights and biases that no student has seen.

    Args:
        sizes: units of every layer, the input first: [784, 10, 10].
        seed: the same seed gives the same weights.
        activation: of the hidden layers.
        output: activation of the last layer.
        images: takes (n, 28, 28) and begins with Flatten; sizes[0] must be 784.
        bias: whether the layers have biases.

    Raises:
        ValueError: fewer than two sizes, or images with another input than 784.
    """
    if len(sizes) < 2 or (images and sizes[0] != 784):
        raise ValueError(f"sizes {list(sizes)} do not describe such a model")
    import keras

    layers: list[Any] = [keras.Input(shape=(28, 28) if images else (sizes[0],))]
    if images:
        layers.append(keras.layers.Flatten())
    last = len(sizes) - 2
    for number, units in enumerate(sizes[1:]):
        kind = output if number == last else activation
        layers.append(keras.layers.Dense(units, activation=kind, use_bias=bias))
    return _randomised(keras.Sequential(layers), seed)


def random_conv_model(
    filters: Sequence[int], dense: Sequence[int], seed: int, *, kernel: int = 3
) -> Any:
    """A small random CNN on (n, 28, 28, 1): Conv2D and MaxPooling2D for every number of
    filters, Flatten, then Dense layers, softmax at the end.

    Args:
        filters: filters of every convolution, such as [8, 16].
        dense: units of every Dense layer, such as [32, 10].
        seed: the same seed gives the same weights.
        kernel: side of the filters in pixels.
    """
    import keras

    layers: list[Any] = [keras.Input(shape=(28, 28, 1))]
    for count in filters:
        layers.append(keras.layers.Conv2D(count, kernel, activation="relu"))
        layers.append(keras.layers.MaxPooling2D())
    layers.append(keras.layers.Flatten())
    layers.extend(keras.layers.Dense(units, activation="relu") for units in dense[:-1])
    layers.append(keras.layers.Dense(dense[-1], activation="softmax"))
    return _randomised(keras.Sequential(layers), seed)


def _randomised(model: Any, seed: int) -> Any:
    # Keras starts biases at zero; a test that tells weights from biases needs them different.
    generator = np.random.default_rng(seed)
    model.set_weights(
        [generator.normal(0.0, 0.5, array.shape).astype("float32") for array in model.get_weights()]
    )
    return model
