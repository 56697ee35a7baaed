"""NumPy arrays as bytes: the .npy format, version 1.0, and nothing else of it.

NumPy's own reader evaluates the header as a Python expression. This one matches it against
the single form that `npy_bytes` writes.
"""

from __future__ import annotations

import math
import re
import struct
from typing import Any

import numpy as np

from autograder.errors import EvidenceError

MAGIC = b"\x93NUMPY\x01\x00"
MAX_HEADER = 512
MAX_DIMENSIONS = 8
MAX_UNICODE = 10_000
_HEADER = re.compile(
    r"\{'descr': '([^']{1,12})', 'fortran_order': False, 'shape': \(([0-9, ]{0,120})\), \} *\n"
)
_NUMERIC = frozenset(
    ["|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8"]
)
_UNICODE = re.compile(r"<U([0-9]{1,5})")
_MAX_CODE_POINT = 0x10FFFF


def portable(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same numbers as a contiguous little-endian array of a dtype that may cross.

    Raises:
        TypeError: the dtype can't cross (object, complex, dates, bytes, structures).
    """
    array = np.ascontiguousarray(array).reshape(array.shape)
    if array.dtype.kind == "V" and array.dtype.names is None and array.dtype.itemsize <= 2:
        array = array.astype(np.float32)  # bfloat16 and float8 of ml_dtypes
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    if array.dtype.kind in "fiuU" and array.dtype.byteorder not in "|<=":
        array = array.astype(array.dtype.newbyteorder("<"))
    if allowed_dtype(array.dtype.str) is None or array.ndim > MAX_DIMENSIONS:
        raise TypeError(f"an array of dtype {array.dtype} with {array.ndim} axes can't cross")
    return array


def allowed_dtype(text: str) -> np.dtype[Any] | None:
    """The dtype of that .npy name if arrays of it may cross."""
    if text in _NUMERIC:
        return np.dtype(text)
    unicode = _UNICODE.fullmatch(text)
    if unicode and 1 <= int(unicode.group(1)) <= MAX_UNICODE:
        return np.dtype(text)
    return None


def npy_bytes(array: np.ndarray[Any, Any]) -> bytes:
    """The array as the content of a .npy file.

    Raises:
        TypeError: the dtype can't cross.
    """
    array = portable(array)
    shape = "".join(f"{size}, " for size in array.shape).rstrip(" ")
    if array.ndim > 1:
        shape = shape.rstrip(",")
    text = f"{{'descr': '{array.dtype.str}', 'fortran_order': False, 'shape': ({shape}), }}"
    unpadded = len(MAGIC) + 2 + len(text) + 1
    text += " " * (-unpadded % 64) + "\n"
    return MAGIC + struct.pack("<H", len(text)) + text.encode("ascii") + array.tobytes()


def parse_npy(content: bytes) -> np.ndarray[Any, Any]:
    """The array in the content of a .npy file, checked before it is made.

    Raises:
        EvidenceError: another version, a header of another form, a dtype or shape that may
            not cross, or a length that does not fit the shape.
    """
    start = len(MAGIC) + 2
    if len(content) < start or not content.startswith(MAGIC):
        raise EvidenceError("An array file does not start as .npy version 1.0.")
    (length,) = struct.unpack_from("<H", content, len(MAGIC))
    if length > MAX_HEADER:
        raise EvidenceError(f"An array file has a header of {length} bytes.")
    header = content[start : start + length]
    match = _HEADER.fullmatch(header.decode("ascii", errors="replace"))
    if match is None:
        raise EvidenceError("An array file has a header of another form.")
    sizes = [part for part in match.group(2).replace(" ", "").split(",") if part]
    shape = tuple(int(size) for size in sizes)
    return array_from(memoryview(content)[start + length :], match.group(1), shape)


def array_from(
    data: memoryview | bytes, dtype: str, shape: tuple[int, ...]
) -> np.ndarray[Any, Any]:
    """A new array made of raw bytes, once dtype, shape and length are found to agree.

    Raises:
        EvidenceError: they don't, or the bytes are no values of the dtype.
    """
    known = allowed_dtype(dtype)
    if known is None:
        raise EvidenceError(f"An array of dtype {dtype!r} is not allowed.")
    if len(shape) > MAX_DIMENSIONS or any(not 0 <= size < 2**40 for size in shape):
        raise EvidenceError("An array has too many axes or an impossible size.")
    # NumPy counts the axes beside one of size 0, too.
    if math.prod(max(size, 1) for size in shape) * known.itemsize >= 2**63:
        raise EvidenceError("An array has an impossible size.")
    if math.prod(shape) * known.itemsize != len(data):
        raise EvidenceError(f"An array of shape {shape} does not fit its {len(data)} bytes.")
    array: np.ndarray[Any, Any] = np.frombuffer(data, known).reshape(shape).copy()
    if known.kind == "b" and array.size and array.view(np.uint8).max() > 1:
        raise EvidenceError("An array of bools holds other bytes than 0 and 1.")
    if known.kind == "U" and array.size and not _are_characters(data):
        raise EvidenceError("An array of text holds bytes that are no characters.")
    return array


def _are_characters(data: memoryview | bytes) -> bool:
    codes = np.frombuffer(data, "<u4")
    halves = (codes >= 0xD800) & (codes < 0xE000)  # of characters in UTF-16; none by themselves
    return bool(codes.max() <= _MAX_CODE_POINT and not halves.any())
