"""Values of a student's process as trees of JSON values.

Nothing here is trusted: the decoder checks all of it again. What matters is that any value
whatever gets a tree, and that one strange value costs no other.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from autograder.evidence import encode_objects
from autograder.evidence.arrays import MAX_DIMENSIONS, portable
from autograder.evidence.blobs import BlobWriter
from autograder.evidence.holder import Holder
from autograder.evidence.large_arrays import summarize
from autograder.evidence.limits import DEFAULT_LIMITS, Limits
from autograder.evidence.reasons import CannotCross, reason_of, unsupported

Tree = Any
_LONG_LIST = 64
_FLOATS = {float, np.float16, np.float32, np.float64}
_INT64 = 2**63


class Encoder:
    """Turns values into trees.

    Args:
        blobs: where arrays and descriptions go.
        holder: keeps functions and models alive for later calls; None in the judge, where
            what came from the student's process goes back as its handle.
        limits: bounds.
        whole_array_bytes: arrays above this size cross as summaries; by default
            `limits.whole_array_bytes`, and `limits.array_bytes` for calls.
    """

    def __init__(
        self,
        blobs: BlobWriter,
        holder: Holder | None,
        limits: Limits = DEFAULT_LIMITS,
        whole_array_bytes: int | None = None,
    ) -> None:
        self.blobs = blobs
        self.holder = holder
        self.limits = limits
        self.whole_array_bytes = (
            limits.whole_array_bytes if whole_array_bytes is None else whole_array_bytes
        )
        self._nodes = 0
        # Digests of figures and models that this encoder has described, by identity.
        self.described: dict[int, tuple[Any, str]] = {}

    def encode(self, value: Any) -> Tree:
        """The tree of a value; never raises for anything that the value does."""
        self._nodes = 0
        try:
            return self.tree(value, 0)
        except Exception as error:  # the value's own code may raise anything
            return unsupported(value, reason_of(error))

    def tree(self, value: Any, depth: int) -> Tree:
        """The tree of a value inside another one.

        Raises:
            CannotCross: over a limit.
        """
        self._nodes += 1
        if depth > self.limits.depth:
            raise CannotCross("it is nested too deep, or contains itself")
        if self._nodes > self.limits.nodes:
            raise CannotCross("it has too many parts")
        if value is None or value is True or value is False:
            return value
        for kinds, method in _BY_TYPE:
            if isinstance(value, kinds):
                return method(self, value, depth)
        return encode_objects.encode_object(self, value, depth)

    def payload(self, value: Any, describe: Callable[[Any, Limits], dict[str, Any]]) -> str:
        """Store the description of a figure or model, its arrays whole; the blob's digest.

        Described once by an encoder, however often the value occurs.

        Raises:
            Exception: whatever `describe` raises, and where a limit is exceeded.
        """
        known = self.described.get(id(value))
        if known is None:
            inner = Encoder(self.blobs, self.holder, self.limits, self.limits.array_bytes)
            digest = self.blobs.write_json(inner.tree(describe(value, self.limits), 0))
            known = self.described[id(value)] = (value, digest)
        return known[1]

    def items(self, values: Iterable[Any], depth: int) -> list[Tree]:
        """The trees of a container's items."""
        return [self.tree(value, depth + 1) for value in values]

    def _int(self, value: int, depth: int) -> Tree:
        number = int.__index__(value)
        if -_INT64 <= number < _INT64:
            return number
        if number.bit_length() > self.limits.integer_bits:
            raise CannotCross(f"it is an int of {number.bit_length()} bits")
        return {"$int": hex(number)}

    def _float(self, value: float, depth: int) -> Tree:
        number = float.__float__(value)
        return number if math.isfinite(number) else {"$float": str(number)}

    def _exact(self, value: Fraction | Decimal, depth: int) -> Tree:
        """An exact share such as Fraction(97, 100): the judge works with floats."""
        return self.tree(float(value), depth + 1)

    def _text(self, value: str, depth: int) -> Tree:
        text = str.__str__(value)
        if len(text) > self.limits.text:
            raise CannotCross(f"it is a text of {len(text)} characters")
        # A lone surrogate is no character that UTF-8 has.
        return text.encode("utf-8", errors="replace").decode("utf-8")

    def _scalar(self, value: np.generic, depth: int) -> Tree:
        kind = value.dtype.kind
        if kind == "V":
            return self.tree(float(value), depth + 1)
        if kind not in "biufU":
            raise CannotCross(f"it is a NumPy scalar of dtype {value.dtype}")
        plain = value.item()
        return self.tree(float(plain) if kind == "f" else plain, depth + 1)

    def _list(self, value: list[Any], depth: int) -> Tree:
        numbers = self._numbers(value)
        if numbers is not None:
            return {"$numbers": self.array(numbers)}
        return self.items(list.__iter__(value), depth)

    def _numbers(self, value: list[Any]) -> np.ndarray[Any, Any] | None:
        """A long list of plain floats or of plain small ints, or of such lists, as an array."""
        numbers, shape = list(list.__iter__(value)), [list.__len__(value)]
        while numbers and len(shape) < MAX_DIMENSIONS and set(map(type, numbers)) == {list}:
            lengths = set(map(len, numbers))
            if len(lengths) > 1 or len(numbers) * max(lengths) > self.limits.numbers:
                return None
            shape.append(lengths.pop())
            numbers = [number for row in numbers for number in row]
        if not _LONG_LIST <= len(numbers) <= self.limits.numbers:
            return None
        kinds = set(map(type, numbers))
        if kinds <= _FLOATS:
            return np.array(numbers, np.float64).reshape(shape)
        if kinds == {int} and all(-_INT64 <= number < _INT64 for number in numbers):
            return np.array(numbers, np.int64).reshape(shape)
        return None

    def _tuple(self, value: tuple[Any, ...], depth: int) -> Tree:
        return {"$tuple": self.items(tuple.__iter__(value), depth)}

    def _set(self, value: set[Any] | frozenset[Any], depth: int) -> Tree:
        items = set.__iter__(value) if isinstance(value, set) else frozenset.__iter__(value)
        return {"$set": self.items(items, depth)}

    def _dict(self, value: dict[Any, Any], depth: int) -> Tree:
        return {"$dict": [self.items(pair, depth) for pair in dict.items(value)]}

    def _array(self, value: np.ndarray[Any, Any], depth: int) -> Tree:
        array = np.asarray(value)
        if array.dtype.kind == "O":
            items = self.items(array.ravel().tolist(), depth)
            return {"$objects": {"shape": list(array.shape), "items": items}}
        if array.nbytes > self.whole_array_bytes:
            return {"$large": self._summary(array, depth)}
        return {"$array": self.array(array)}

    def array(self, array: np.ndarray[Any, Any]) -> Tree:
        """A whole array: in the tree when small, as a blob otherwise.

        Raises:
            CannotCross: over `array_bytes`.
            TypeError: the dtype can't cross.
        """
        if array.nbytes > self.limits.array_bytes:
            raise CannotCross(f"it is an array of {array.nbytes} bytes")
        array = portable(array)
        if array.nbytes > self.limits.inline_array_bytes:
            return {"blob": self.blobs.write_array(array)}
        data = base64.b64encode(array.tobytes()).decode("ascii")
        return {"dtype": array.dtype.str, "shape": list(array.shape), "data": data}

    def _summary(self, array: np.ndarray[Any, Any], depth: int) -> Tree:
        summary = summarize(array)
        first = array[: self.limits.first_rows] if array.ndim else array
        if first.nbytes > self.whole_array_bytes:
            first = first[:0]
        return {
            "shape": list(array.shape),
            "dtype": summary.dtype,
            "digest": summary.digest,
            "min": self.tree(summary.minimum, depth + 1),
            "max": self.tree(summary.maximum, depth + 1),
            "mean": self.tree(summary.mean, depth + 1),
            "first": self.array(first),
        }


_Method = Callable[[Encoder, Any, int], Tree]
# NumPy's float64 is a float and its str_ a str; both are found as such, and stay plain.
_BY_TYPE: list[tuple[Any, _Method]] = [
    (int, Encoder._int),
    (float, Encoder._float),
    (str, Encoder._text),
    (Fraction | Decimal, Encoder._exact),
    (np.generic, Encoder._scalar),
    (list, Encoder._list),
    (tuple, Encoder._tuple),
    (set | frozenset, Encoder._set),
    (dict, Encoder._dict),
    (np.ndarray, Encoder._array),
]


def encode_value(
    value: Any, blobs: BlobWriter, holder: Holder | None, limits: Limits = DEFAULT_LIMITS
) -> Tree:
    """The tree of one value. See `Encoder`."""
    return Encoder(blobs, holder, limits).encode(value)
