"""Models of all kinds: branches, operations, models in models. For tests of the evidence."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from tests.unit.evidence.model_subclasses import (
    OwnFunctional,
    OwnSequential,
    joined_by_tensorflow,
    own_blocks,
    own_blocks_in_a_graph,
    own_model,
    pooled_by_tensorflow,
    with_tensorflow,
)

keras = pytest.importorskip("keras")
layers, ops = keras.layers, keras.ops


def _image_and_branches():
    image = keras.Input((28, 28), name="pixels")
    flat = layers.Flatten()(image / 255.0)
    return image, layers.Dense(7)(flat), layers.Dense(7)(1 - flat)


def _merging(merge):
    image, left, right = _image_and_branches()
    return keras.Model(image, merge()([left, right]))


def _many_operations():
    image = keras.Input((28, 28))
    x = ops.reshape(image, (-1, 784))
    x = ops.mean(ops.expand_dims(x, -1), axis=-1)
    x = ops.softmax(-((ops.cast(x, "float32") / np.float64(3.0)) ** 2), axis=-1)
    x = x * np.ones((784,), np.float32)
    return keras.Model(image, ops.gelu(x) + ops.relu(x))


def _new_axis():
    image = keras.Input((28, 28))
    return keras.Model(image, layers.Conv2D(2, 3)(image[..., None]))


def _joined_operations():
    image = keras.Input((28, 28))
    x = ops.concatenate([image / 255.0, 1 - image / 255.0], axis=-1)
    x = ops.clip(layers.Dense(5)(x), -1, 6.0)
    return keras.Model(image, ops.concatenate([ops.amax(x, axis=1), ops.amin(x, axis=1)], axis=1))


def _shared():
    image = keras.Input((28, 28))
    layer = layers.Dense(784, activation="relu", name="twice")
    return keras.Model(image, layer(layer(layers.Flatten()(image))), name="shared")


def _two_outputs():
    image, left, right = _image_and_branches()
    return keras.Model([image], [left, right])


def _output_in_a_list():
    image = keras.Input((28, 28))
    return keras.Model([image], [layers.Dense(2)(layers.Flatten()(image))])


def _nested_output_in_a_list():
    encoder, image = _output_in_a_list(), keras.Input((28, 28))
    return keras.Model(image, layers.Dense(4)(encoder(image)[0]))


def nested():
    inner = keras.Sequential([keras.Input((784,)), layers.Dense(5, name="in")], name="inner")
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), inner, layers.Dense(2)])


def _nested_functional():
    image, left, _ = _image_and_branches()
    encoder = keras.Model(image, left)
    again = keras.Input((28, 28))
    head = keras.Sequential([layers.Dense(3), layers.Dropout(0.1)])
    return keras.Model(again, head(encoder(again)))


def _partly_frozen():
    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(3)])
    model.add(layers.Dense(2))
    model.trainable = False
    model.layers[-1].trainable = True
    return model


def _other_activations():
    tensorflow = pytest.importorskip("tensorflow")
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(5, activation=tensorflow.nn.relu),
            layers.Dense(5, activation=layers.LeakyReLU(0.1)),
            layers.Dense(5, activation=keras.activations.silu),
            layers.Dense(5, activation=tensorflow.nn.softmax),
        ]
    )


def _built_by_data():
    model = keras.Sequential([layers.Flatten(), layers.Dense(4)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((40, 28, 28)), np.zeros((40, 4)), verbose=0)
    return model


def _mixed_precision():
    dense = layers.Dense(3, dtype="mixed_float16")
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), dense])


MERGES = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate")
WHOLE = {
    **{name: functools.partial(_merging, getattr(layers, name)) for name in MERGES},
    "Dot": lambda: _merging(lambda: layers.Dot(1)),
    "operations": _many_operations,
    "joined operations": _joined_operations,
    "new axis": _new_axis,
    "shared layer": _shared,
    "two outputs": _two_outputs,
    "output in a list": _output_in_a_list,
    "nested output in a list": _nested_output_in_a_list,
    "nested": nested,
    "nested functional": _nested_functional,
    "partly frozen": _partly_frozen,
    "activations": _other_activations,
    "built by data": _built_by_data,
    "mixed precision": _mixed_precision,
    "own model": own_model,
    "functions of TensorFlow": with_tensorflow,
    "paths joined by TensorFlow": joined_by_tensorflow,
    "own blocks": own_blocks,
    "own blocks in a graph": own_blocks_in_a_graph,
    "pooled by TensorFlow": pooled_by_tensorflow,
    "own functional": OwnFunctional,
    "own sequential": lambda: OwnSequential(
        [keras.Input((28, 28)), layers.Flatten(), layers.Dense(2)]
    ),
}
