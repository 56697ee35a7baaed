"""The shapes of a layer's weights, in the order in which Keras lists them."""

from __future__ import annotations

from autograder.evidence.layer_arguments import ModelRefused
from autograder.evidence.layer_shapes import (
    Config,
    Shape,
    WeightRule,
    channels,
    known,
)


def dense(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Kernel and bias."""
    units = config["units"]
    if len(inputs[0]) < 2:
        raise ModelRefused("Dense needs an input of two axes or more")
    return [(channels(inputs[0]), units), *_bias(config, units)]


def convolution(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Kernel and bias; each group sees its share of the channels."""
    depth, filters, groups = channels(inputs[0]), config["filters"], config["groups"]
    if depth % groups or filters % groups:
        raise ModelRefused("the groups of a convolution do not divide its channels")
    return [(*config["kernel_size"], depth // groups, filters), *_bias(config, filters)]


def transposed_convolution(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Kernel, with the filters before the channels, and bias."""
    filters = config["filters"]
    return [(*config["kernel_size"], filters, channels(inputs[0])), *_bias(config, filters)]


def depthwise(config: Config, inputs: list[Shape]) -> list[Shape]:
    """One kernel, or several, for each channel, and bias."""
    depth, multiplier = channels(inputs[0]), config["depth_multiplier"]
    return [(*config["kernel_size"], depth, multiplier), *_bias(config, depth * multiplier)]


def separable(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Depthwise kernel, pointwise kernel, bias."""
    depth, multiplier, filters = (
        channels(inputs[0]),
        config["depth_multiplier"],
        config["filters"],
    )
    ones = (1,) * len(config["kernel_size"])
    pointwise: Shape = (*ones, depth * multiplier, filters)
    return [(*config["kernel_size"], depth, multiplier), pointwise, *_bias(config, filters)]


def batch_normalization(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Scale, offset, moving mean, moving variance."""
    size = known(inputs[0], config["axis"])
    return [(size,)] * (config["scale"] + config["center"] + 2)


def layer_normalization(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Scale and offset over the axes that are normalised."""
    axes = config["axis"]
    axes = (axes,) if isinstance(axes, int) else axes
    shape = tuple(known(inputs[0], axis) for axis in axes)
    return [shape] * (config["scale"] + config["center"])


def group_normalization(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Scale and offset of each channel."""
    size = known(inputs[0], config["axis"])
    groups = config["groups"] if config["groups"] != -1 else size
    if groups < 1 or size % groups:
        raise ModelRefused("the groups of a normalization do not divide its channels")
    return [(size,)] * (config["scale"] + config["center"])


def normalization(config: Config, inputs: list[Shape]) -> list[Shape]:
    """Mean, variance and count, unless mean and variance are given as arguments."""
    if config["mean"] is not None:
        return []
    axes = config["axis"] or ()
    axes = (axes,) if isinstance(axes, int) else axes
    shape = tuple(known(inputs[0], axis) for axis in axes)
    return [shape, shape, ()]


def slopes(config: Config, inputs: list[Shape]) -> list[Shape]:
    """PReLU's slope for each element, or shared along axes."""
    shared = config["shared_axes"] or ()
    size = len(inputs[0])
    return [tuple(1 if axis in shared else known(inputs[0], axis) for axis in range(1, size))]


def recurrent(gates: int) -> WeightRule:
    """Kernel, recurrent kernel and bias of that many gates."""

    def rule(config: Config, inputs: list[Shape]) -> list[Shape]:
        units = config["units"]
        width = gates * units
        found: list[Shape] = [(channels(inputs[0]), width), (units, width)]
        if config["use_bias"]:
            found.append((2, width) if config.get("reset_after") else (width,))
        return found

    return rule


def embedding(config: Config, inputs: list[Shape]) -> list[Shape]:
    """A row for each whole number."""
    return [(config["input_dim"], config["output_dim"])]


def _bias(config: Config, size: int) -> list[Shape]:
    return [(size,)] if config["use_bias"] else []
