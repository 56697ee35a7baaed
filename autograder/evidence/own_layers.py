"""Layers of a student's own that are made of Keras's, taken apart while a model is traced.

A block such as `self.pool(self.conv(x))` in the `call` of a `keras.layers.Layer` is a common way
to write a network down. Within `taken_apart` such a layer, called on a symbolic tensor, leaves
what its `call` does in the graph in place of itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any


def has_own_layers(model: Any) -> bool:
    """Whether a model calls layers that are not Keras's; nested models are left to themselves."""
    return any(_is_own(layer) for layer in model.layers)


def without_own_layers(model: Any) -> Any:
    """A functional model over the parts of the layers of a Sequential or functional model.

    Raises:
        Exception: what the layers' own code raises.
        ValueError: it has several inputs, or a layer has weights that are not those of its parts.
    """
    import keras

    if isinstance(model, keras.Sequential):
        model = keras.Model(model.inputs[0], model.outputs[0], name=model.name)
    with taken_apart():
        apart = keras.models.clone_model(model, clone_function=lambda layer: layer)
    if len(apart.weights) != len(model.weights):
        raise ValueError("a layer of its own has weights of its own")
    return apart


@contextlib.contextmanager
def taken_apart() -> Iterator[None]:
    """Have layers of the student's own leave their parts in a graph."""
    import keras

    original = keras.layers.Layer.__call__

    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        symbolic = any(isinstance(one, keras.KerasTensor) for one in (*args, *kwargs.values()))
        if symbolic and self.built and _is_own(self) and not _has_own_weights(self):
            return self.call(*args, **kwargs)
        return original(self, *args, **kwargs)

    keras.layers.Layer.__call__ = called
    try:
        yield
    finally:
        keras.layers.Layer.__call__ = original


def _has_own_weights(layer: Any) -> bool:
    """Whether a layer has weights beside those of the layers in it."""
    inside = {id(weight) for part in layer._layers for weight in part.weights}
    return any(id(weight) not in inside for weight in layer.weights)


def _is_own(layer: Any) -> bool:
    import keras

    library = str(type(layer).__module__).partition(".")[0]
    return library not in ("keras", "tensorflow") and not isinstance(layer, keras.Model)
