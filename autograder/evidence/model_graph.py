"""Follow the graph of a functional model, with shapes or with Keras's tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.evidence.layer_arguments import ModelRefused
from autograder.evidence.model_plan import ModelPlan, Tensor


def run_graph(plan: ModelPlan, inputs: list[Any], call: Callable[..., Any]) -> Any:
    """Follow a functional model from its inputs to its outputs.

    Args:
        plan: a functional model.
        inputs: one value for each input tensor.
        call: gives the output of a layer for `(layer, args, training)`.

    Returns:
        The value at the output, or a list of them.

    Raises:
        ModelRefused: the graph has a cycle, an unknown tensor, or another number of inputs.
    """
    ends = plan.inputs if isinstance(plan.inputs, list) else [plan.inputs]
    if len(ends) != len(inputs):
        raise ModelRefused("a model is called with another number of inputs than it has")
    values: dict[Tensor, Any] = dict(zip(ends, inputs, strict=True))
    waiting = [
        (layer, index, node) for layer in plan.layers for index, node in enumerate(layer.nodes)
    ]
    while waiting:
        left = []
        for layer, index, node in waiting:
            if all(tensor in values for tensor in node.tensors()):
                args = [_resolve(value, values) for value in node.args]
                values[layer.name, index, 0] = call(layer, args, node.training)
            else:
                left.append((layer, index, node))
        if len(left) == len(waiting):
            raise ModelRefused("its graph has a tensor that comes from nowhere")
        waiting = left
    ends = plan.outputs if isinstance(plan.outputs, list) else [plan.outputs]
    if not all(end in values for end in ends):
        raise ModelRefused("its graph has an output that comes from nowhere")
    found = [values[end] for end in ends]
    return found if isinstance(plan.outputs, list) else found[0]


def _resolve(value: Any, values: dict[Tensor, Any]) -> Any:
    if isinstance(value, list):
        return [values[item] for item in value]
    return values[value] if isinstance(value, tuple) else value
