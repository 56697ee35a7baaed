"""Which activation each layer of a Keras model has, however it is written.

A student may give it as an argument, as a layer of its own, as a function called on what a layer
gives, or as a formula.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autograder.checks.model_steps import is_a, steps_of
from autograder.checks.models import CONVOLUTIONS, PASSIVE, require_model
from autograder.checks.registry import check, require
from autograder.known_activations import known_activation

ENOUGH_NUMBERS = 200  # to tell activations apart by their values

# Activations that are layers of their own, by the name that `activation=` would use.
ACTIVATION_LAYERS = {
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "prelu",
    "ELU": "elu",
    "Softmax": "softmax",
    # Functions of keras.ops and keras.activations, called on what a layer gives.
    "Relu": "relu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Gelu": "gelu",
    "Silu": "silu",
    "LeakyRelu": "leaky_relu",
    "Elu": "elu",
}
# What TensorFlow calls functions of its own that Keras has under another name.
TENSORFLOW_NAMES = {"softmax_v2": "softmax", "swish": "silu", "identity": "linear"}
# What may stand between a layer and its activation without changing whose activation it is.
_TRANSPARENT = PASSIVE | {
    "BatchNormalization",
    "LayerNormalization",
    "MaxPooling2D",
    "AveragePooling2D",
}


def activations(model: Any) -> list[str]:
    """The activation of every Dense and convolution layer in order, such as "relu".

    A layer without one has "linear", unless an activation layer (Activation, ReLU, Softmax,
    ...) or function (keras.ops.relu, ...) follows it before the next weights: then it has that.
    """
    require_model(model, built=False)
    layers = list(steps_of(model))
    return [
        _effective_activation(layers, position)
        for position, layer in enumerate(layers)
        if is_a(layer, "Dense") or type(layer).__name__ in CONVOLUTIONS
    ]


def output_activation(model: Any) -> str:
    """The activation of the last layer with weights; "linear" where it gives logits.

    Raises:
        CheckFailed: the model has no Dense or convolution layer.
    """
    found = activations(model)
    require(
        found,
        observed="The model has no Dense and no convolution layer.",
        expected="It should have at least one layer that learns.",
        concept="Layers such as Flatten or Dropout have no weights, so they cannot learn.",
    )
    return found[-1]


def gives_probabilities(model: Any) -> bool:
    """Whether the model ends in softmax, so that its outputs are positive and add up to 1."""
    return output_activation(model) == "softmax"


@check(concept="The activation decides what a unit can do with its weighted sum.")
def hidden_activation(model: Any, expected: str, name: str = "model") -> None:
    """Every hidden Dense or convolution layer has this activation, such as "sigmoid"."""
    require_model(model, name)
    found = sorted(set(activations(model)[:-1]) - {expected})
    require(
        not found,
        observed=f"A hidden layer of {name} uses {' and '.join(map(repr, found))}.",
        expected=f"The text asks for {expected!r} in every hidden layer.",
    )


def _effective_activation(layers: Sequence[Any], position: int) -> str:
    own = _activation_name(layers[position])
    if own != "linear":
        return own
    for layer in layers[position + 1 :]:
        name = type(layer).__name__
        if name == "Activation" or name in ACTIVATION_LAYERS:
            return _activation_name(layer)
        if not is_a(layer, "Layer"):
            by_values = _activation_between(layers[position], layer)
            if by_values is None:
                break
            if by_values:
                return by_values
        elif name not in _TRANSPARENT:
            break
    return own


def _activation_between(layer: Any, function: Any) -> str | None:
    """The activation that leads from a layer to the results of a function after it.

    A student may write `ops.maximum(x, 0)` or `1 / (1 + ops.exp(-x))`. "" where these results
    are no activation, None where something else goes into them.
    """
    import keras

    try:
        part = keras.Function(layer.output, function.output)
        sides = layer.output.shape[1:]
        rows = -(-ENOUGH_NUMBERS // math.prod(sides))
        return known_activation(part, (rows, *sides)) or ""
    except (ArithmeticError, AttributeError, TypeError, ValueError):  # other paths, called twice
        return None


def _activation_name(layer: Any) -> str:
    name = type(layer).__name__
    if name in ACTIVATION_LAYERS:
        return ACTIVATION_LAYERS[name]
    activation = getattr(layer, "activation", None)
    if activation is None:
        return "linear"
    # `activation=keras.layers.ReLU()` keeps the layer itself where a function is usual.
    by_layer = ACTIVATION_LAYERS.get(type(activation).__name__)
    own_name = str(getattr(activation, "__name__", type(activation).__name__))
    return by_layer or TENSORFLOW_NAMES.get(own_name, own_name)
