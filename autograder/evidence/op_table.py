"""Keras operations that may stand between the layers of a functional model.

They come from arithmetic on symbolic tensors (`x / 255.0`) and from `keras.ops`. In a
configuration they look like layers whose module is `keras.src.ops...`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.evidence.layer_arguments import (
    Check,
    ModelRefused,
    axis,
    boolean,
    dtype,
    either,
    finite,
    integer,
    optional,
    sequence,
)
from autograder.evidence.layer_shapes import (
    Config,
    Shape,
    ShapeRule,
    broadcast,
    concatenated,
    fill,
    normalized,
    same_shape,
)

IGNORED = frozenset(["initial", "dtype", "order"])


@dataclass(frozen=True)
class OpRule:
    """How an operation may be used.

    Attributes:
        function: its name in `keras.ops`.
        inputs: number of positional arguments, tensors or numbers.
        arguments: name -> check, all in the configuration.
        shape: shape of the output.
        merges: whether it takes a list of tensors in place of these.
    """

    function: str
    inputs: int = 1
    arguments: Mapping[str, Check] = field(default_factory=dict)
    shape: ShapeRule = same_shape
    merges: bool = False


def _reduced(config: Config, inputs: list[Shape]) -> Shape:
    axes, size = config["axis"], len(inputs[0])
    if axes is None:
        raise ModelRefused("an operation sums over the whole batch")
    chosen = {number % size for number in ((axes,) if isinstance(axes, int) else axes)}
    if 0 in chosen:
        raise ModelRefused("an operation sums over the batch")
    kept = (1,) if config["keepdims"] else ()
    result: list[int | None] = []
    for index, number in enumerate(inputs[0]):
        result.extend(kept if index in chosen else (number,))
    return tuple(result)


def _expanded(config: Config, inputs: list[Shape]) -> Shape:
    index = config["axis"] % (len(inputs[0]) + 1)
    if index == 0:
        raise ModelRefused("an operation puts an axis before the batch")
    return *inputs[0][:index], 1, *inputs[0][index:]


def _squeezed(config: Config, inputs: list[Shape]) -> Shape:
    index = config["axis"] % len(inputs[0])
    if inputs[0][index] != 1 or index == 0:
        raise ModelRefused("an operation squeezes an axis that is not of size 1")
    return inputs[0][:index] + inputs[0][index + 1 :]


def _reshaped(config: Config, inputs: list[Shape]) -> Shape:
    target = config["newshape"]
    if not target or target[0] != -1 or inputs[0][0] is not None:
        raise ModelRefused("an operation reshapes across the batch")
    return None, *fill(inputs[0][1:], target[1:])


def _transposed(config: Config, inputs: list[Shape]) -> Shape:
    axes = config["axes"]
    if axes is None or sorted(axes) != list(range(len(inputs[0]))) or axes[0] != 0:
        raise ModelRefused("an operation transposes the batch")
    return tuple(inputs[0][index] for index in axes)


_UNARY = (
    *("relu", "relu6", "sigmoid", "tanh", "selu", "silu", "softplus", "softsign", "mish"),
    *("hard_sigmoid", "log_sigmoid", "absolute", "negative", "square", "sqrt", "exp", "log"),
)
_BINARY = (
    *("add", "subtract", "multiply", "divide", "true_divide", "maximum", "minimum", "power"),
)
_folding: dict[str, Check] = {
    "axis": optional(either(axis, sequence(axis, 1, 6))),
    "keepdims": boolean,
}


def _class_name(function: str) -> str:
    return "".join(part.capitalize() for part in function.split("_"))


OPS: dict[str, OpRule] = {
    **{_class_name(name): OpRule(name) for name in _UNARY},
    **{_class_name(name): OpRule(name, 2, shape=broadcast) for name in _BINARY},
    **{
        _class_name(name): OpRule(name, 1, _folding, _reduced)
        for name in ("mean", "sum", "max", "min", "amax", "amin")
    },
    "Concatenate": OpRule("concatenate", 2, {"axis": axis}, concatenated, merges=True),
    "Clip": OpRule("clip", 1, {"x_min": finite, "x_max": finite}),
    "Elu": OpRule("elu", 1, {"alpha": finite}),
    "Gelu": OpRule("gelu", 1, {"approximate": boolean}),
    "Softmax": OpRule("softmax", 1, {"axis": axis}, normalized),
    "LogSoftmax": OpRule("log_softmax", 1, {"axis": axis}, normalized),
    "LeakyRelu": OpRule("leaky_relu", 1, {"negative_slope": finite}),
    "Cast": OpRule("cast", 1, {"dtype": dtype}),
    "ExpandDims": OpRule("expand_dims", 1, {"axis": axis}, _expanded),
    "Squeeze": OpRule("squeeze", 1, {"axis": axis}, _squeezed),
    "Reshape": OpRule(
        "reshape", 1, {"newshape": sequence(integer(-1, 4_000_000), 1, 6)}, _reshaped
    ),
    "Transpose": OpRule(
        "transpose", 1, {"axes": optional(sequence(integer(0, 6), 1, 6))}, _transposed
    ),
}


def is_op(module: Any) -> bool:
    """Whether a configuration's entry is an operation rather than a layer."""
    return isinstance(module, str) and module.startswith(("keras.src.ops.", "keras.ops"))
