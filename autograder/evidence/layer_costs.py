"""What a model costs to run, added up call by call before Keras builds anything."""

from __future__ import annotations

import math
from typing import Any

from autograder.evidence.layer_arguments import TooLarge
from autograder.evidence.layer_shapes import Config, Shape
from autograder.evidence.limits import Limits

# MNIST's side: what an open size is taken to be where only the cost matters.
OPEN_SIZE = 28
MOST_AXES = 8
# Keras has XLA compile a convolution in groups, a large part of a second each.
MOST_GROUPED = 4
# For each pixel of the result: Lanczos with five lobes reads that many.
_RESIZED = 121


class Spending:
    """The cost of one model for one image.

    Args:
        limits: bounds.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._spent = {
            "layer_calls": 0,
            "all_activations": 0,
            "multiplications": 0,
            "steps": 0,
        }
        self._grouped = 0

    @property
    def layer_calls(self) -> int:
        """Calls of layers so far."""
        return self._spent["layer_calls"]

    def call(self, class_name: str) -> None:
        """A layer or nested model is called.

        Raises:
            TooLarge: too often.
        """
        self._spend("layer_calls", 1, class_name)

    def output(self, class_name: str, shape: Shape) -> None:
        """A layer gives an output of a shape.

        Raises:
            TooLarge: it is too large, or all outputs together are.
        """
        numbers = size_of(shape[1:])
        if numbers > self._limits.activations or len(shape) > MOST_AXES:
            raise TooLarge(f"{class_name} has an output of shape {shape}")
        self._spend("all_activations", numbers, class_name)

    def layer(
        self, class_name: str, config: Config, inputs: list[Shape], output: Shape, weights: Any
    ) -> None:
        """A layer computes.

        Args:
            class_name: as in the table of layers.
            config: checked arguments.
            inputs: shapes of its inputs.
            output: shape of its output.
            weights: shapes of its weights.

        Raises:
            TooLarge: that takes too long, or too much memory on the way.
        """
        if "dilation_rate" in config:
            self._window(class_name, config, inputs[0])
        if "return_sequences" in config:
            self._spend("steps", size_of(inputs[0][1:2]), class_name)
        numbers = sum(size_of(shape) for shape in weights)
        work = _multiplications(class_name, config, inputs, output, numbers)
        self._spend("multiplications", work, class_name)

    def _window(self, class_name: str, config: Config, given: Shape) -> None:
        """The input of a convolution with its margins; a dilated window has wide ones."""
        margins = [
            (kernel - 1) * rate
            for kernel, rate in zip(config["kernel_size"], config["dilation_rate"], strict=True)
        ]
        sides = [_known(size) + margin for size, margin in zip(given[1:-1], margins, strict=True)]
        if math.prod(sides) * _known(given[-1]) > self._limits.activations:
            raise TooLarge(f"{class_name} has too wide a window")
        self._grouped += config.get("groups", 1) > 1
        if self._grouped > MOST_GROUPED:
            raise TooLarge(f"it has over {MOST_GROUPED} convolutions in groups")

    def _spend(self, name: str, amount: int, class_name: str) -> None:
        self._spent[name] += amount
        if self._spent[name] > getattr(self._limits, name):
            words = name.replace("_", " ")
            limit = getattr(self._limits, name)
            raise TooLarge(f"with {class_name}, it has over {limit} {words}")


def size_of(sizes: Shape) -> int:
    """Product of sizes, open ones as MNIST's side."""
    return math.prod(map(_known, sizes))


def _known(size: int | None) -> int:
    return OPEN_SIZE if size is None else size


def _multiplications(
    class_name: str, config: Config, inputs: list[Shape], output: Shape, weights: int
) -> int:
    if class_name.endswith("Transpose"):
        return size_of(inputs[0][1:-1]) * weights
    if class_name == "Dense" or "kernel_size" in config:
        return size_of(output[1:-1]) * weights
    if "return_sequences" in config:
        return size_of(inputs[0][1:2]) * weights
    if "pool_size" in config:
        return size_of(output[1:]) * math.prod(config["pool_size"])
    if class_name == "Dot":
        axes = config["axes"]
        return size_of(output[1:]) * _known(inputs[0][axes if isinstance(axes, int) else axes[0]])
    return size_of(output[1:]) * (_RESIZED if "interpolation" in config else len(inputs))
