"""The layers of a Keras model in order, and the functions that are called between them.

A student may write `keras.ops.relu(self.hidden(x))` or `x + self.hidden(x)`: Keras keeps such
functions as operations of the model's graph, not as layers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Layers and operations of which a path around others makes a skip connection.
ADDING = frozenset(["Add", "Subtract", "Average", "Concatenate"])


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


def bypasses_layers(model: Any) -> bool | None:
    """Whether somewhere a path goes by layers that learn, as in x + f(x) or concatenate([x, f(x)]).

    None where results are put together in another way, which may have another purpose: the
    larger of two layers (maxout), two branches side by side, x * sigmoid(x), x - mean(x).
    """
    joins = [
        (step, list(node.input_tensors))
        for step in steps_of(model)
        for node in getattr(step, "_inbound_nodes", ())
        if len(getattr(node, "input_tensors", ())) >= 2
    ]
    if any(type(step).__name__ in ADDING and _of_other_depth(parts) for step, parts in joins):
        return True
    return None if joins else False


def normalizes(model: Any) -> bool | None:
    """Whether a layer of the model normalises; None where arithmetic on tensors may do so.

    As in (x - keras.ops.mean(x, axis=-1, keepdims=True)) / ..., which takes a mean.
    """
    names = [type(step).__name__ for step in steps_of(model)]
    if any("Normalization" in name for name in names):
        return True
    return None if "Mean" in names else False


def _of_other_depth(parts: list[Any]) -> bool:
    """Whether one of the tensors goes through a layer that learns, and another past it."""
    near = [_reached(part, through_layers=False) for part in parts]
    far = [_reached(part, through_layers=True) for part in parts]
    return any(
        (here - there) & everything
        for here in near
        for there, everything in zip(near, far, strict=True)
        if here is not there
    )


def _reached(tensor: Any, *, through_layers: bool) -> set[tuple[int, int, int]]:
    """Places in the graph of what a tensor is made of: of all, or up to layers that learn."""
    found: set[tuple[int, int, int]] = set()
    waiting = [tensor]
    while waiting:
        step, index, output = waiting.pop()._keras_history
        place = id(step), index, output
        if place in found:
            continue
        found.add(place)
        if through_layers or not _has_matrix(step):
            waiting.extend(step._inbound_nodes[index].input_tensors)
    return found


def _has_matrix(step: Any) -> bool:
    """Whether a step has weights between its inputs and its outputs, not only for each of them."""
    return any(len(weight.shape) >= 2 for weight in getattr(step, "weights", ()))
