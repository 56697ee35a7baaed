"""Follow shapes through a plan: sizes of weights and outputs, before anything is built."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.evidence.layer_arguments import ModelRefused, TooLarge
from autograder.evidence.layer_costs import OPEN_SIZE, Spending, size_of
from autograder.evidence.layer_shapes import Shape
from autograder.evidence.layer_table import LAYERS
from autograder.evidence.limits import Limits
from autograder.evidence.model_graph import run_graph
from autograder.evidence.model_plan import LayerPlan, ModelPlan
from autograder.evidence.op_table import OPS

# Images as a test may show them to a model that has not been built yet.
_IMAGES: tuple[Shape, ...] = (
    (None, OPEN_SIZE, OPEN_SIZE),
    (None, OPEN_SIZE, OPEN_SIZE, 1),
    (None, OPEN_SIZE * OPEN_SIZE),
)


def measure(plan: ModelPlan, limits: Limits) -> Any:
    """Fill in the shapes of all weights; the output's shape, or None if it is not built.

    Raises:
        ModelRefused: layers do not fit together, or a size is over its limit.
    """
    output = _measure(plan, limits)
    _check_parameters(plan, limits)
    return output


def _measure(plan: ModelPlan, limits: Limits) -> Any:
    inputs = input_shapes(plan)
    if inputs is None:
        return _measure_unbuilt(plan, limits)
    spending = Spending(limits)
    output = _follow(plan, inputs, spending)
    plan.layer_calls = spending.layer_calls
    if any(None in shape[1:] for shape in inputs):
        # Once more for the cost: what is open grows from layer to layer as well.
        _follow(plan, [_closed(shape) for shape in inputs], Spending(limits))
    return output


def _measure_unbuilt(plan: ModelPlan, limits: Limits) -> None:
    """An unbuilt Sequential is built by its first image; models in it may be built already."""
    for layer in plan.layers:
        if layer.model is not None:
            _measure(layer.model, limits)
        elif layer.weights:
            raise ModelRefused("its layers have weights, and the shape of its input is not known")
    plan.layer_calls = plan.count()
    known = [(layer, layer.weight_shapes) for layer in plan.all_layers()]
    for shape in _IMAGES:
        try:
            _follow(plan, [shape], Spending(limits))
            _check_parameters(plan, limits)
        except TooLarge:
            raise
        except ModelRefused:
            pass  # it is not made for images of this form
        for layer, weight_shapes in known:
            layer.weight_shapes = weight_shapes


def parameters(plan: ModelPlan) -> int:
    """Numbers in the weights of a measured plan."""
    return sum(size_of(shape) for layer in plan.all_layers() for shape in layer.weight_shapes or [])


def _check_parameters(plan: ModelPlan, limits: Limits) -> None:
    total = parameters(plan)
    if total > limits.parameters:
        raise TooLarge(f"it has {total} parameters, over {limits.parameters}")


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


def _follow(plan: ModelPlan, inputs: list[Shape], spending: Spending) -> Any:
    for given in inputs:
        spending.output("its input", given)
    if not plan.sequential:
        return run_graph(plan, inputs, lambda layer, args, _: _output(layer, args, spending))
    if len(inputs) != 1:
        raise ModelRefused("a Sequential model has one input")
    shape: Any = inputs[0]
    for index, layer in enumerate(plan.layers):
        if layer.kind != "input":
            shape = _output(layer, [shape], spending)
        elif index > 0:
            raise ModelRefused("a Sequential model has an input in its middle")
    return shape


def _output(layer: LayerPlan, args: list[Any], spending: Spending) -> Any:
    spending.call(layer.class_name)
    merged = len(args) == 1 and isinstance(args[0], list)
    given: list[Any] = args[0] if merged else args
    if any(isinstance(value, list) for value in given):
        raise ModelRefused(f"{layer.class_name} is called with several tensors in place of one")
    # A shape stands for a tensor; all else is a number or an array, the same for all images.
    constant = [not isinstance(value, tuple) for value in given]
    inputs = [value if isinstance(value, tuple) else np.shape(value) for value in given]
    if not inputs or all(constant):
        raise ModelRefused(f"{layer.class_name} is called without a tensor")
    if layer.kind != "op" and any(constant):
        raise ModelRefused(f"{layer.class_name} is called with a constant")
    if layer.model is not None:
        return _follow(layer.model, _agreed(layer.model, inputs), spending)
    if layer.kind == "op":
        shape = _op(layer, inputs, constant, merged)
    else:
        shape = _layer(layer, inputs, merged)
        spending.layer(layer.class_name, layer.config, inputs, shape, layer.weight_shapes)
    spending.output(layer.class_name, shape)
    return shape


def _agreed(model: ModelPlan, given: list[Shape]) -> list[Shape]:
    """The shapes that a nested model is called with: what it states, then what it is given.

    How many images there are is as given: a nested Sequential without an input of its own states
    how many it was built with.
    """
    stated = input_shapes(model)
    if stated is None:
        return given
    if len(stated) != len(given):
        raise ModelRefused("a model is called with another number of inputs than it has")
    for own, other in zip(stated, given, strict=True):
        pairs = zip(own[1:], other[1:], strict=False)
        if len(own) != len(other) or any(None not in pair and len({*pair}) > 1 for pair in pairs):
            raise ModelRefused(f"a model for the shape {own} is called with {other}")
    return [
        (other[0], *(one or two for one, two in zip(own[1:], other[1:], strict=True)))
        for own, other in zip(stated, given, strict=True)
    ]


def _closed(shape: Shape) -> Shape:
    return (*shape[:1], *(OPEN_SIZE if size is None else size for size in shape[1:]))


def _op(layer: LayerPlan, inputs: list[Shape], constant: list[bool], merged: bool) -> Shape:
    rule = OPS[layer.class_name]
    if merged != rule.merges or (not merged and len(inputs) != rule.inputs):
        raise ModelRefused(f"{layer.class_name} takes {rule.inputs} inputs")
    axes = max(map(len, inputs))
    for shape, fixed in zip(inputs, constant, strict=True):
        # Otherwise one image would be joined with another, or become several.
        if (fixed and len(shape) == axes and shape[0] != 1) or (not fixed and len(shape) != axes):
            raise ModelRefused(f"{layer.class_name} joins the images of a batch")
    return rule.shape(layer.config, inputs)


def _layer(layer: LayerPlan, inputs: list[Shape], merged: bool) -> Shape:
    rule = LAYERS.get(layer.class_name)
    if rule is None or layer.kind != "layer":
        raise ModelRefused(f"{layer.class_name} can't be called")
    if merged != rule.merges or (not merged and len(inputs) != 1):
        raise ModelRefused(f"{layer.class_name} is called with another number of inputs")
    if merged and len(inputs) < 2:
        raise ModelRefused(f"{layer.class_name} needs two inputs or more")
    needed = rule.weights(layer.config, inputs)
    if layer.weight_shapes is not None and layer.weight_shapes != needed:
        raise ModelRefused(f"{layer.class_name} is shared between inputs of other sizes")
    layer.weight_shapes = needed
    return rule.shape(layer.config, inputs)
