"""Shape arithmetic: what a layer makes of its input's shape, and which weights it needs.

A shape is a tuple with the batch first; None stands for a size that is open. Everything is
computed before Keras builds anything, so that a model's size is known while it costs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograder.evidence.layer_arguments import ModelRefused

Shape = tuple[int | None, ...]
Config = dict[str, Any]
ShapeRule = Callable[[Config, list[Shape]], Shape]
WeightRule = Callable[[Config, list[Shape]], list[Shape]]


def channels(shape: Shape) -> int:
    """Size of the last axis, which must be known."""
    return known(shape, -1)


def known(shape: Shape, axis: int) -> int:
    """Size of an axis, which must exist and be known."""
    try:
        size = shape[axis]
    except IndexError as error:
        raise ModelRefused(f"a layer needs axis {axis} of a shape {shape}") from error
    if size is None:
        raise ModelRefused("a layer's input has an open size where it must be known")
    return size


def need_axes(shape: Shape, count: int) -> None:
    """Refuse an input that has not that many axes."""
    if len(shape) != count:
        raise ModelRefused(f"a layer needs {count} axes and gets the shape {shape}")


def product(sizes: Shape) -> int | None:
    """Product of sizes; None when one is open."""
    return None if None in sizes else math.prod(size for size in sizes if size is not None)


def same_shape(config: Config, inputs: list[Shape]) -> Shape:
    """Element by element."""
    return inputs[0]


def augmented(config: Config, inputs: list[Shape]) -> Shape:
    """Images, changed in training only."""
    if len(inputs[0]) not in (3, 4):
        raise ModelRefused(f"a layer needs images and gets the shape {inputs[0]}")
    return inputs[0]


def normalized(config: Config, inputs: list[Shape]) -> Shape:
    """Element by element, numbers along some axes depending on each other."""
    axes, count = config["axis"], len(inputs[0])
    for axis in (axes,) if isinstance(axes, int) else axes:
        if not -count <= axis < count:
            raise ModelRefused(f"a layer needs axis {axis} of a shape {inputs[0]}")
    return inputs[0]


def no_weights(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Without weights."""
    return []


def flatten(config: Config, inputs: list[Shape]) -> Shape:
    """All axes but the batch in one."""
    return inputs[0][0], product(inputs[0][1:])


def reshape(config: Config, inputs: list[Shape]) -> Shape:
    """The target shape; -1 stands for what is left."""
    return inputs[0][0], *fill(inputs[0][1:], config["target_shape"])


def fill(source: Shape, target: tuple[int, ...]) -> Shape:
    """A target shape with its -1 replaced by what the source leaves for it."""
    total, given = product(source), math.prod(size for size in target if size != -1)
    open_axes = target.count(-1)
    if open_axes > 1 or given <= 0:
        raise ModelRefused(f"{target} is no shape to reshape to")
    if total is None:
        return tuple(None if size == -1 else size for size in target)
    if total % given or (not open_axes and total != given):
        raise ModelRefused(f"{source} can't be reshaped to {target}")
    return tuple(total // given if size == -1 else size for size in target)


def permute(config: Config, inputs: list[Shape]) -> Shape:
    """The axes in another order."""
    dims = config["dims"]
    if sorted(dims) != list(range(1, len(inputs[0]))):
        raise ModelRefused(f"{dims} is no order of the axes of {inputs[0]}")
    return inputs[0][0], *(inputs[0][axis] for axis in dims)


def last_axis(name: str) -> ShapeRule:
    """The last axis gets the size of an argument."""
    return lambda config, inputs: (*inputs[0][:-1], config[name])


def repeat(config: Config, inputs: list[Shape]) -> Shape:
    """A row, n times."""
    need_axes(inputs[0], 2)
    return inputs[0][0], config["n"], inputs[0][1]


def window(
    size: int | None, kernel: int, stride: int, padding: str, dilation: int = 1
) -> int | None:
    """Length of an axis after a window went over it."""
    if size is None:
        return None
    if padding != "valid":
        return -(-size // stride)
    length = (size - (kernel - 1) * dilation - 1) // stride + 1
    if length < 1:
        raise ModelRefused(f"a window of {kernel} is larger than the {size} pixels it goes over")
    return length


def convolution(axes: int, filters: str | None = "filters") -> ShapeRule:
    """A convolution over that many axes; without `filters`, depthwise."""

    def rule(config: Config, inputs: list[Shape]) -> Shape:
        need_axes(inputs[0], axes + 2)
        settings = zip(
            inputs[0][1:-1],
            config["kernel_size"],
            config["strides"],
            config["dilation_rate"],
            strict=True,
        )
        sizes = [
            window(size, kernel, stride, config["padding"], dilation)
            for size, kernel, stride, dilation in settings
        ]
        depth = channels(inputs[0])
        last = config[filters] if filters else depth * config["depth_multiplier"]
        return inputs[0][0], *sizes, last

    return rule


def transposed_convolution(config: Config, inputs: list[Shape]) -> Shape:
    """A convolution run backwards."""
    need_axes(inputs[0], len(config["kernel_size"]) + 2)
    sizes: list[int | None] = []
    for size, kernel, stride in zip(
        inputs[0][1:-1], config["kernel_size"], config["strides"], strict=True
    ):
        extra = max(kernel - stride, 0) if config["padding"] == "valid" else 0
        sizes.append(None if size is None else size * stride + extra)
    return inputs[0][0], *sizes, config["filters"]


def pooling(axes: int) -> ShapeRule:
    """Pooling over that many axes."""

    def rule(config: Config, inputs: list[Shape]) -> Shape:
        need_axes(inputs[0], axes + 2)
        strides = config["strides"] or config["pool_size"]
        settings = zip(inputs[0][1:-1], config["pool_size"], strides, strict=True)
        sizes = [window(size, pool, step, config["padding"]) for size, pool, step in settings]
        return inputs[0][0], *sizes, inputs[0][-1]

    return rule


def global_pooling(axes: int) -> ShapeRule:
    """One number a channel."""

    def rule(config: Config, inputs: list[Shape]) -> Shape:
        need_axes(inputs[0], axes + 2)
        kept = (1,) * axes if config["keepdims"] else ()
        return inputs[0][0], *kept, inputs[0][-1]

    return rule


def margins(name: str, sign: int) -> ShapeRule:
    """Rows and columns added (+1) or cut off (-1) at each side."""

    def rule(config: Config, inputs: list[Shape]) -> Shape:
        pairs = config[name]
        if pairs and isinstance(pairs[0], int):
            pairs = (pairs,)
        need_axes(inputs[0], len(pairs) + 2)
        sizes: list[int | None] = []
        for size, pair in zip(inputs[0][1:-1], pairs, strict=True):
            sizes.append(None if size is None else size + sign * sum(pair))
        if any(size is not None and size < 1 for size in sizes):
            raise ModelRefused("a layer crops all of its input away")
        return inputs[0][0], *sizes, inputs[0][-1]

    return rule


def upsampling(config: Config, inputs: list[Shape]) -> Shape:
    """Each axis times a factor."""
    factors = config["size"]
    factors = (factors,) if isinstance(factors, int) else factors
    need_axes(inputs[0], len(factors) + 2)
    sizes = [
        None if size is None else size * factor
        for size, factor in zip(inputs[0][1:-1], factors, strict=True)
    ]
    return inputs[0][0], *sizes, inputs[0][-1]


def resized(config: Config, inputs: list[Shape]) -> Shape:
    """Images of a given height and width."""
    need_axes(inputs[0], 4)
    return inputs[0][0], config["height"], config["width"], inputs[0][-1]


def rescaled(config: Config, inputs: list[Shape]) -> Shape:
    """Element by element; factors and offsets are single numbers, or one for each channel."""
    for name in ("scale", "offset"):
        value = config[name]
        if isinstance(value, tuple) and len(value) not in (1, inputs[0][-1]):
            raise ModelRefused(f"a {name} of {len(value)} numbers does not fit {inputs[0]}")
    return inputs[0]


def broadcast(config: Config, inputs: list[Shape]) -> Shape:
    """Several inputs, element by element, sizes of 1 stretched."""
    length = max(len(shape) for shape in inputs)
    result: list[int | None] = []
    for sizes in zip(*((1,) * (length - len(shape)) + shape for shape in inputs), strict=True):
        larger = {size for size in sizes if size not in (1, None)}
        if len(larger) > 1:
            raise ModelRefused(f"shapes {inputs} do not fit together")
        result.append(larger.pop() if larger else (None if None in sizes else 1))
    return tuple(result)


def concatenated(config: Config, inputs: list[Shape]) -> Shape:
    """Inputs one after another along an axis."""
    first = inputs[0]
    axis = config["axis"] % len(first) if first else 0
    if any(len(shape) != len(first) for shape in inputs) or axis == 0:
        raise ModelRefused(f"shapes {inputs} can't be joined")
    sizes = tuple(shape[axis] for shape in inputs)
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    return *first[:axis], total, *first[axis + 1 :]


def dot(config: Config, inputs: list[Shape]) -> Shape:
    """Inner products along one axis of two inputs."""
    if len(inputs) != 2:
        raise ModelRefused("Dot takes two inputs")
    axes = config["axes"]
    pair = (axes, axes) if isinstance(axes, int) else axes
    if any(axis % len(shape) == 0 for shape, axis in zip(inputs, pair, strict=True)):
        raise ModelRefused("Dot sums over the batch")
    left, right = (
        shape[: axis % len(shape)] + shape[axis % len(shape) + 1 :]
        for shape, axis in zip(inputs, pair, strict=True)
    )
    result = left + right[1:]
    return result if len(result) > 1 else (*result, 1)


def recurrent(config: Config, inputs: list[Shape]) -> Shape:
    """One state, or one a step."""
    need_axes(inputs[0], 3)
    steps = inputs[0][1:2] if config["return_sequences"] else ()
    return inputs[0][0], *steps, config["units"]


def embedded(config: Config, inputs: list[Shape]) -> Shape:
    """A vector for each whole number."""
    return *inputs[0], config["output_dim"]
