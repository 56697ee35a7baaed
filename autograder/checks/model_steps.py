"""The layers of a Keras model in order, and the functions that are called between them.

A student may write `keras.ops.relu(self.hidden(x))` or `x + self.hidden(x)`: Keras keeps such
functions as operations of the model's graph, not as layers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from autograder.evidence.known_activations import known_activation

ENOUGH_NUMBERS = 200  # to tell activations apart by their values


def is_model(value: Any) -> bool:
    """Whether the value is a Keras model of any kind (also one with layers of its own)."""
    return is_a(value, "Model") and hasattr(value, "layers")


def is_a(value: Any, class_name: str) -> bool:
    """Whether a class of that name is among the bases; Keras need not be imported to ask."""
    return any(base.__name__ == class_name for base in type(value).__mro__)


def layers_of(model: Any) -> Iterator[Any]:
    """The model's layers in order, nested models replaced by their own layers."""
    for layer in model.layers:
        if is_model(layer):
            yield from layers_of(layer)
        else:
            yield layer


def steps_of(model: Any) -> Iterator[Any]:
    """The same, with the operations of functional models in their places."""
    operations = getattr(model, "operations", None)
    for step in operations if isinstance(operations, list) else model.layers:
        if is_model(step):
            yield from steps_of(step)
        else:
            yield step


def joins_paths(model: Any) -> bool:
    """Whether somewhere in the model two or more results are put together, as by x + f(x)."""
    return any(
        len(getattr(node, "input_tensors", ())) >= 2
        for step in steps_of(model)
        for node in getattr(step, "_inbound_nodes", ())
    )


def activation_between(layer: Any, function: Any) -> str | None:
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
    except (AttributeError, TypeError, ValueError):  # other paths join in, or called twice
        return None
