"""What can be said about a Keras model: layers, units, parameters, output.

Functions named with a noun (`layer_sequence`, `hidden_units`, `count_parameters`) answer a
question and fail only where the value is not a model that can answer it; those declared with
`@check` end the test when the property does not hold. Nested models are looked into everywhere.
"""

from __future__ import annotations

import math
from typing import Any

from autograder.checks.model_steps import is_a, is_model, layers_of
from autograder.checks.registry import check, fail, require

CONVOLUTIONS = frozenset(
    {
        *(f"{kind}{n}D" for kind in ("Conv", "SeparableConv", "DepthwiseConv") for n in (1, 2, 3)),
        *(f"Conv{n}DTranspose" for n in (1, 2, 3)),
    }
)
RECURRENT = frozenset({"SimpleRNN", "GRU", "LSTM"})
# Layers that neither hold weights of their own nor change what a network can compute.
PASSIVE = frozenset(
    {
        "InputLayer",
        "Flatten",
        "Reshape",
        "Rescaling",
        "Dropout",
        "SpatialDropout2D",
        "GaussianNoise",
        "ActivityRegularization",
        "Identity",
    }
)


def require_model(model: Any, name: str = "model", *, built: bool = True) -> None:
    """Fail unless the value is a Keras model, and with `built` one that has weights.

    Raises:
        CheckFailed: it is None, another kind of value, or a model without weights yet.
    """
    if model is None:
        fail(
            observed=f"{name} is still None.",
            expected="It should be a Keras model.",
            concept="A test can only look at a model that has a name.",
        )
    if is_a(model, "OpaqueModel"):
        fail(
            observed=model.explanation,
            expected="This test looks at the layers of the model.",
            concept="A layer of your own making does what your code says, and no test can see it.",
        )
    require(
        is_model(model),
        observed=f"{name} is a value of type {type(model).__name__}.",
        expected="It should be a Keras model.",
        concept="keras.Sequential([...]) or keras.Model(inputs, outputs) makes one.",
    )
    require(
        not built or bool(model.weights),
        observed=f"{name} has no weights yet.",
        expected="It should be a model whose layers know how large their input is.",
        concept="Keras makes the weights when the input shape is known: start with "
        "keras.Input(shape=...), or train the model first.",
    )


def all_layers(model: Any) -> list[Any]:
    """The model's layers in order, nested models replaced by their own layers."""
    require_model(model, built=False)
    return list(layers_of(model))


def layer_sequence(model: Any, *, passive: bool = False) -> list[str]:
    """Class names of the layers in order, such as ["Conv2D", "MaxPooling2D", "Dense"].

    Layers of PASSIVE are left out unless `passive` is true.
    """
    names = [type(layer).__name__ for layer in all_layers(model)]
    return names if passive else [name for name in names if name not in PASSIVE]


def dense_layers(model: Any) -> list[Any]:
    """The Dense layers in order; each has `kernel` of shape (inputs, units), `bias` or None."""
    return [layer for layer in all_layers(model) if is_a(layer, "Dense")]


def conv_layers(model: Any) -> list[Any]:
    """The convolution layers of any kind (CONVOLUTIONS) in order."""
    return [layer for layer in all_layers(model) if type(layer).__name__ in CONVOLUTIONS]


def kernel_layers(model: Any) -> list[Any]:
    """All layers in order that multiply by weights: dense, convolution and recurrent layers."""
    kinds = CONVOLUTIONS | RECURRENT
    return [
        layer
        for layer in all_layers(model)
        if is_a(layer, "Dense") or type(layer).__name__ in kinds
    ]


def has_convolution(model: Any) -> bool:
    """Whether at least one layer is a convolution."""
    return bool(conv_layers(model))


def hidden_units(model: Any) -> list[int]:
    """Units of every Dense layer but the last, in order; [] for a single layer."""
    return [int(layer.units) for layer in dense_layers(model)[:-1]]


def count_parameters(model: Any, *, trainable_only: bool = False) -> int:
    """The number of parameters, added up from the shapes of the weights (each counted once).

    Raises:
        CheckFailed: the value is not a model, or has no weights yet.
    """
    require_model(model)
    weights = model.trainable_weights if trainable_only else model.weights
    unique = {id(weight): weight for weight in weights}
    return sum(math.prod(int(side) for side in weight.shape) for weight in unique.values())


def layer_parameters(layer: Any) -> tuple[int, int]:
    """(weights, biases) of one Dense or convolution layer, from the shapes of its arrays.

    Every array that is not the bias counts as weights. Both are 0 for an unbuilt layer.
    """
    bias = getattr(layer, "bias", None)
    biases = 0 if bias is None else math.prod(int(side) for side in bias.shape)
    everything = sum(math.prod(int(side) for side in weight.shape) for weight in layer.weights)
    return everything - biases, biases


def output_size(model: Any) -> int:
    """How many numbers the model gives for one image: the last axis of its output.

    Raises:
        CheckFailed: the value is not a model, or has no weights yet.
    """
    require_model(model)
    shape = getattr(model, "output_shape", None)
    if isinstance(shape, tuple) and shape and isinstance(shape[-1], int):
        return shape[-1]
    dense = dense_layers(model)
    return int(dense[-1].units) if dense else 0


@check(concept="Every connection has one weight, and every unit has one bias.")
def parameter_count(model: Any, expected: int, name: str = "model") -> None:
    """The model has exactly this many parameters, biases included (never shown to students).

    Raises:
        CheckFailed: it has another number.
    """
    require_model(model, name)
    found = count_parameters(model)
    require(
        found == expected,
        observed=f"{name} has {found:,} parameters.",
        expected="The network that the text describes has another number.",
    )


@check(concept="The last layer needs one unit for each class.")
def ten_outputs(model: Any, name: str = "model") -> None:
    """The model gives ten numbers for an image, one for each digit."""
    require_model(model, name)
    found = output_size(model)
    require(
        found == 10,
        observed=f"{name} gives {found} numbers for an image.",
        expected="It should give one number for each of the ten digits.",
    )


@check(concept="A hidden layer is a Dense layer between the input and the output layer.")
def one_hidden_layer(model: Any, name: str = "model") -> None:
    """The model is dense, with one hidden layer and an output layer, and nothing else learns."""
    require_model(model, name)
    hidden = hidden_units(model)
    require(
        len(hidden) == 1,
        observed=f"{name} has {len(hidden)} hidden Dense layers.",
        expected="It should have exactly one.",
    )
    learning = {name for name, layer in _named(model) if layer.trainable_weights}
    others = sorted(learning - {"Dense"})
    require(
        not others,
        observed=f"{name} has other layers that learn: {', '.join(others)}.",
        expected="It should have two Dense layers and no other layer that learns.",
    )


def _named(model: Any) -> list[tuple[str, Any]]:
    return [(type(layer).__name__, layer) for layer in all_layers(model)]
