"""Follow shapes through a plan: sizes of weights and outputs, before anything is built."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograder.evidence.layer_arguments import ModelRefused
from autograder.evidence.layer_shapes import Shape
from autograder.evidence.layer_table import LAYERS
from autograder.evidence.limits import Limits
from autograder.evidence.model_graph import run_graph
from autograder.evidence.model_plan import LayerPlan, ModelPlan
from autograder.evidence.op_table import OPS


def measure(plan: ModelPlan, limits: Limits) -> Any:
    """Fill in the shapes of all weights; the output's shape, or None if it is not built.

    Raises:
        ModelRefused: layers do not fit together, or a size is over its limit.
    """
    output = _measure(plan, limits)
    total = sum(
        math.prod(size or 0 for size in shape)
        for layer in plan.all_layers()
        for shape in layer.weight_shapes or []
    )
    if total > limits.parameters:
        raise ModelRefused(f"it has {total} parameters, over {limits.parameters}")
    return output


def _measure(plan: ModelPlan, limits: Limits) -> Any:
    inputs = input_shapes(plan)
    if inputs is not None:
        return _follow(plan, inputs, limits)
    # An unbuilt Sequential; models in it may be built all the same.
    for layer in plan.layers:
        if layer.model is not None:
            _measure(layer.model, limits)
        elif layer.weights:
            raise ModelRefused("its layers have weights, and the shape of its input is not known")
    return None


def input_shapes(plan: ModelPlan) -> list[Shape] | None:
    """The shapes that a model states for its inputs; None for an unbuilt Sequential."""
    stated = {
        layer.name: layer.config["batch_shape"] for layer in plan.layers if layer.kind == "input"
    }
    if plan.sequential:
        first = plan.layers[0] if plan.layers else None
        if first is not None and first.kind == "model" and first.model is not None:
            return input_shapes(first.model)
        return [stated[first.name]] if first is not None and first.kind == "input" else None
    ends = plan.inputs if isinstance(plan.inputs, list) else [plan.inputs]
    if not all(end[0] in stated and end[1:] == (0, 0) for end in ends):
        raise ModelRefused("an input of its graph is no input layer")
    return [stated[end[0]] for end in ends]


def _follow(plan: ModelPlan, inputs: list[Shape], limits: Limits) -> Any:
    if not plan.sequential:
        return run_graph(plan, inputs, lambda layer, args, _: _output(layer, args, limits))
    if len(inputs) != 1:
        raise ModelRefused("a Sequential model has one input")
    shape: Any = inputs[0]
    for index, layer in enumerate(plan.layers):
        if layer.kind != "input":
            shape = _output(layer, [shape], limits)
        elif index > 0:
            raise ModelRefused("a Sequential model has an input in its middle")
    return shape


def _output(layer: LayerPlan, args: list[Any], limits: Limits) -> Any:
    merged = len(args) == 1 and isinstance(args[0], list)
    inputs: list[Any] = args[0] if merged else args
    inputs = [value if isinstance(value, tuple) else np.shape(value) for value in inputs]
    if not inputs or not any(inputs):
        raise ModelRefused(f"{layer.class_name} is called without a tensor")
    if layer.model is not None:
        return _follow(layer.model, _agreed(layer.model, inputs), limits)
    shape = _op(layer, inputs) if layer.kind == "op" else _layer(layer, inputs, merged)
    if math.prod(size or 1 for size in shape[1:]) > limits.activations:
        raise ModelRefused(f"{layer.class_name} makes an output of shape {shape}")
    return shape


def _agreed(model: ModelPlan, given: list[Shape]) -> list[Shape]:
    """The shapes that a nested model is built with: those it states, where it states any."""
    stated = input_shapes(model)
    if stated is None:
        return given
    if len(stated) != len(given):
        raise ModelRefused("a model is called with another number of inputs than it has")
    for own, other in zip(stated, given, strict=True):
        pairs = zip(own[1:], other[1:], strict=False)
        if len(own) != len(other) or any(None not in pair and len({*pair}) > 1 for pair in pairs):
            raise ModelRefused(f"a model for the shape {own} is called with {other}")
    return stated


def _op(layer: LayerPlan, inputs: list[Shape]) -> Shape:
    rule = OPS[layer.class_name]
    if len(inputs) != rule.inputs:
        raise ModelRefused(f"{layer.class_name} takes {rule.inputs} inputs")
    return rule.shape(layer.config, inputs)


def _layer(layer: LayerPlan, inputs: list[Shape], merged: bool) -> Shape:
    rule = LAYERS.get(layer.class_name)
    if rule is None or layer.kind != "layer":
        raise ModelRefused(f"{layer.class_name} can't be called")
    if merged != rule.merges or (not merged and len(inputs) != 1) or () in inputs:
        raise ModelRefused(f"{layer.class_name} is called with another number of inputs")
    if merged and len(inputs) < 2:
        raise ModelRefused(f"{layer.class_name} needs two inputs or more")
    needed = rule.weights(layer.config, inputs)
    if layer.weight_shapes is not None and layer.weight_shapes != needed:
        raise ModelRefused(f"{layer.class_name} is shared between inputs of other sizes")
    layer.weight_shapes = needed
    return rule.shape(layer.config, inputs)
