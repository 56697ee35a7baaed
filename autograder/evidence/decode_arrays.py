"""Arrays and summaries of arrays, out of trees."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.errors import EvidenceError
from autograder.evidence.arrays import MAX_DIMENSIONS, allowed_dtype, array_from
from autograder.evidence.blobs import DIGEST, BlobReader
from autograder.evidence.limits import Limits
from autograder.evidence.stand_ins import LargeArray

_MOST_ELEMENTS = 2**47


class ArrayDecoder:
    """Reads the arrays of one value and keeps count of their size.

    Attributes:
        bytes_read: size of all arrays read so far, repeats counted.
        numbers_read: elements of all arrays read so far, repeats counted.
    """

    def __init__(self, blobs: BlobReader, limits: Limits) -> None:
        self.blobs = blobs
        self.limits = limits
        self.bytes_read = 0
        self.numbers_read = 0

    def read(self, inner: Any) -> np.ndarray[Any, Any]:
        """A new, writable array.

        Raises:
            EvidenceError: it is malformed, or all arrays together are over the limit.
        """
        if type(inner) is not dict:
            raise EvidenceError("An array has no description.")
        if set(inner) == {"blob"}:
            array = self.blobs.read_array(_text(inner["blob"], 64))
        elif set(inner) == {"dtype", "shape", "data"}:
            array = self._inline(inner)
        else:
            raise EvidenceError("An array is neither a blob nor in the tree.")
        self.count(array.nbytes)
        self.numbers_read += array.size
        return array

    def count(self, size: int) -> None:
        """Add to the size of the value, in bytes.

        Raises:
            EvidenceError: it is over the limit.
        """
        self.bytes_read += size
        if self.bytes_read > self.limits.decoded_bytes:
            raise EvidenceError(f"A value holds arrays of over {self.limits.decoded_bytes} bytes.")

    def large(self, inner: Any, number: Callable[[Any], Any]) -> LargeArray:
        """The summary of a large array.

        Args:
            inner: its part of the tree.
            number: decodes one of its statistics.

        Raises:
            EvidenceError: it is malformed.
        """
        names = {"shape", "dtype", "digest", "min", "max", "mean", "first"}
        fields = fields_of(inner, names)
        shape, first = shape_of(fields["shape"]), self.read(fields["first"])
        dtype, digest = allowed_dtype(_text(fields["dtype"], 12)), _text(fields["digest"], 64)
        if dtype is None or not shape or DIGEST.fullmatch(digest) is None:
            raise EvidenceError("The summary of a large array is malformed.")
        if first.ndim != len(shape) or first.shape[1:] != shape[1:] or len(first) > shape[0]:
            raise EvidenceError("The first rows of a large array do not fit its shape.")
        found = [number(fields[name]) for name in ("min", "max", "mean")]
        if not all(type(value) in (bool, int, float, type(None)) for value in found):
            raise EvidenceError("The summary of a large array is malformed.")
        minimum, maximum = (None if value is None else _cast(value, dtype) for value in found[:2])
        return LargeArray(shape, dtype, (minimum, maximum, found[2]), first, digest)

    def _inline(self, inner: dict[str, Any]) -> np.ndarray[Any, Any]:
        try:
            text = _text(inner["data"], 2 * self.limits.inline_array_bytes)
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise EvidenceError("An array in a tree is not in base64.") from error
        return array_from(data, _text(inner["dtype"], 12), shape_of(inner["shape"]))


def shape_of(value: Any) -> tuple[int, ...]:
    """A list of axis sizes as a shape.

    Raises:
        EvidenceError: it is none.
    """
    if type(value) is not list or len(value) > MAX_DIMENSIONS:
        raise EvidenceError("The shape of an array is malformed.")
    if not all(type(size) is int and 0 <= size < 2**40 for size in value):
        raise EvidenceError("The shape of an array is malformed.")
    # Those beside an axis of size 0 count too: NumPy multiplies them.
    if math.prod(max(size, 1) for size in value) >= _MOST_ELEMENTS:
        raise EvidenceError("An array has an impossible size.")
    return tuple(value)


def fields_of(inner: Any, names: set[str]) -> dict[str, Any]:
    """The parts of an object, which must be those and no others.

    Raises:
        EvidenceError: it has others.
    """
    if type(inner) is not dict or set(inner) != names:
        raise EvidenceError("An object of a tree lacks parts or has others.")
    return inner


def _text(value: Any, longest: int) -> str:
    if type(value) is not str or len(value) > longest:
        raise EvidenceError("An array is described by something that is no text, or too long.")
    return value


def _cast(number: Any, dtype: np.dtype[Any]) -> Any:
    try:
        with np.errstate(all="ignore"):
            return dtype.type(number)
    except (ValueError, OverflowError, TypeError) as error:
        raise EvidenceError("The summary of a large array does not fit its dtype.") from error
