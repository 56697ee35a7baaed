"""Checks of a layer's arguments: each returns the value to use, or refuses it.

A refused model is no malformed evidence: a student may use what this course did not think
of. It is then judged by its predictions alone.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.evidence.reasons import one_line

Check = Callable[[Any], Any]
MAX_UNITS = 8192
BIGGEST = 1e300

ACTIVATIONS = frozenset(
    [
        *("linear", "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu"),
        *("swish", "mish", "sigmoid", "hard_sigmoid", "hard_silu", "hard_swish", "log_sigmoid"),
        *("tanh", "hard_tanh", "tanh_shrink", "softmax", "log_softmax", "softplus", "softsign"),
        *("exponential", "squareplus"),
    ]
)
# Names that TensorFlow's functions have, for what Keras calls otherwise.
_TENSORFLOW_NAMES = {"softmax_v2": "softmax", "swish": "silu", "identity": "linear"}
_DTYPES = frozenset(
    [
        *("float32", "float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16"),
        *("bool", "uint8", "uint16", "uint32", "int8", "int16", "int32", "int64"),
    ]
)
_ACTIVATION_LAYERS = frozenset(["ReLU", "LeakyReLU", "ELU", "Softmax"])


class ModelRefused(Exception):
    """The model has a part that is not on the lists; its message names the part in one line."""

    def __init__(self, reason: str) -> None:
        super().__init__(one_line(reason))


class TooLarge(ModelRefused):
    """The model would take too much memory or time."""


@dataclass(frozen=True)
class Made:
    """An argument that is an object: the judge makes it of a class on a list.

    Attributes:
        module: `layers` or `regularizers` of Keras.
        class_name: public name in it.
        arguments: checked plain values.
    """

    module: str
    class_name: str
    arguments: dict[str, Any] = field(default_factory=dict)


def refuse(value: Any, expected: str) -> ModelRefused:
    """The refusal of an argument's value."""
    shown = value[:60] if isinstance(value, str) else reprlib.repr(value)[:60]
    return ModelRefused(f"{shown!r} is not {expected}")


def integer(low: int, high: int) -> Check:
    """An int in a closed range."""

    def check(value: Any) -> int:
        if type(value) is int and low <= value <= high:
            return value
        raise refuse(value, f"a whole number from {low} to {high}")

    return check


def number(low: float, high: float) -> Check:
    """An int or float in a closed range."""

    def check(value: Any) -> float:
        if type(value) in (int, float) and low <= value <= high:
            return value
        raise refuse(value, f"a number from {low} to {high}")

    return check


def one_of(*values: Any) -> Check:
    """One of the values, of the same type."""

    def check(value: Any) -> Any:
        if any(type(value) is type(allowed) and value == allowed for allowed in values):
            return value
        raise refuse(value, f"one of {', '.join(map(str, values))}")

    return check


def optional(check: Check) -> Check:
    """None, or what the other check allows."""
    return lambda value: None if value is None else check(value)


def sequence(check: Check, shortest: int, longest: int | None = None) -> Check:
    """A tuple of checked items."""
    limit = shortest if longest is None else longest

    def check_all(value: Any) -> tuple[Any, ...]:
        if type(value) in (list, tuple) and shortest <= len(value) <= limit:
            return tuple(check(item) for item in value)
        raise refuse(value, f"{shortest} to {limit} values")

    return check_all


def either(*checks: Check) -> Check:
    """What the first check that does not refuse returns."""

    def check(value: Any) -> Any:
        for candidate in checks:
            try:
                return candidate(value)
            except ModelRefused as refused:
                last = refused
        raise last

    return check


def finite(value: Any) -> float:
    """Any finite number."""
    # Compared, not converted: an int may be beyond all floats.
    if type(value) in (int, float) and -BIGGEST < value < BIGGEST:
        return value
    raise refuse(value, "a finite number")


def activation(value: Any) -> Any:
    """A known activation, by name or as a layer without weights."""
    if isinstance(value, dict):
        config = value.get("config")
        kind = str(value.get("class_name"))
        if kind == "function" and isinstance(config, str):
            value = _TENSORFLOW_NAMES.get(config, config)
        elif kind in _ACTIVATION_LAYERS and isinstance(config, dict):
            return _activation_layer(kind, config)
    if value is None or (isinstance(value, str) and value in ACTIVATIONS):
        return value
    if not isinstance(value, str):
        raise ModelRefused("it is not a known activation")
    raise refuse(value, "a known activation")


def _activation_layer(class_name: str, config: dict[str, Any]) -> Made:
    ranges = {"negative_slope": finite, "alpha": finite, "threshold": finite, "axis": axis}
    ranges["max_value"] = optional(finite)
    names = config.keys() & ranges.keys()
    return Made("layers", class_name, {name: ranges[name](config[name]) for name in names})


def regularizer(value: Any) -> Made | None:
    """L1, L2 or both as written; any other regularizer is dropped: it changes no prediction."""
    if not isinstance(value, dict):
        return None
    kind, config = str(value.get("class_name")), value.get("config")
    if kind not in ("L1", "L2", "L1L2") or not isinstance(config, dict):
        return None
    factor = number(0, 1e6)
    arguments = {name: factor(config[name]) for name in ("l1", "l2") if name in config}
    return Made("regularizers", kind, arguments)


def dtype(value: Any) -> str:
    """A dtype or dtype policy by its name."""
    if isinstance(value, dict) and str(value.get("class_name")) == "DTypePolicy":
        config = value.get("config")
        value = config.get("name") if isinstance(config, dict) else None
    if isinstance(value, str) and value in _DTYPES:
        return value
    raise refuse(value, "a known dtype")


def name(value: Any) -> str:
    """A name for a layer or model."""
    if isinstance(value, str) and 0 < len(value) <= 200 and "/" not in value:
        return value
    raise refuse(value, "a name")


boolean = one_of(True, False)
axis = integer(-8, 8)
rate = number(0, 1)
fraction = number(0, 0.999999)
same_or_valid = one_of("same", "valid")
# The other order of axes does not run on a CPU.
channels_last = one_of("channels_last", None)
