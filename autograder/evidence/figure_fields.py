"""Checked reading of a figure's description."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

import numpy as np

from autograder.errors import EvidenceError

BIGGEST = 1e300
_SHOWN = 2000  # characters of one text


class Fields:
    """One mapping of a description; each method gives a part of a checked type.

    All methods raise `EvidenceError` where the part is missing or something else.
    """

    def __init__(self, described: Any) -> None:
        if type(described) is not dict:
            raise EvidenceError("A part of a figure's description is malformed.")
        self._described = described

    def has(self, name: str) -> bool:
        """Whether the part is there and not None."""
        return self._described.get(name) is not None

    def text(self, name: str, longest: int = 10_000) -> str:
        """A text; the end of a very long one is left out, since drawing it takes memory."""
        value = self._described.get(name)
        if type(value) is not str or len(value) > longest:
            raise _malformed(name)
        return value[:_SHOWN]

    def choice(self, name: str, known: Collection[str], otherwise: str) -> Any:
        """A text of a list; another text is replaced by the fallback."""
        value = self.text(name)
        return value if value in known else otherwise

    def flag(self, name: str) -> bool:
        """A bool."""
        value = self._described.get(name)
        if type(value) is not bool:
            raise _malformed(name)
        return value

    def index(self, name: str, count: int) -> int:
        """A place in a list of that many."""
        return _index(self._described.get(name), count, name)

    def indexes(self, name: str, count: int) -> list[int]:
        """Places in a list of that many."""
        return [_index(value, count, name) for value in self.items(name)]

    def number(self, name: str, low: float = -BIGGEST, high: float = BIGGEST) -> float:
        """A finite number; one outside of the range becomes its nearer end."""
        return min(max(_finite(self._described.get(name), name), low), high)

    def numbers(self, name: str, count: int) -> list[float]:
        """A list of that many finite numbers."""
        values = self.items(name)
        if len(values) != count:
            raise _malformed(name)
        return [_finite(value, name) for value in values]

    def colour(self, name: str) -> Any:
        """A tuple of red, green, blue, alpha, each from 0 to 1."""
        return tuple(min(max(part, 0.0), 1.0) for part in self.numbers(name, 4))

    def colours(self, name: str, most: int) -> np.ndarray[Any, Any]:
        """Float array (n, 4), each number from 0 to 1."""
        values = self.array(name, 2, most)
        if values.shape[1] != 4 or not np.isfinite(values).all():
            raise _malformed(name)
        return np.clip(values, 0, 1)

    def array(self, name: str, axes: int, most: int) -> np.ndarray[Any, Any]:
        """Float array with that many axes and at most so many rows; nan for missing values."""
        return _array(self._described.get(name), axes, most, name)

    def arrays(self, name: str, axes: int, most: int) -> list[np.ndarray[Any, Any]]:
        """A list of such arrays, together with at most so many rows."""
        found = [_array(value, axes, most, name) for value in self.items(name)]
        if sum(len(value) for value in found) > most:
            raise _malformed(name)
        return found

    def image(self, name: str, side: int) -> np.ndarray[Any, Any]:
        """Array (rows, columns) or (rows, columns, 3 or 4) of numbers."""
        value = self._described.get(name)
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf" or not value.size:
            raise _malformed(name)
        if value.ndim not in (2, 3) or max(value.shape[:2]) > side:
            raise _malformed(name)
        if value.ndim == 3 and (value.shape[2] not in (3, 4) or value.dtype.kind == "b"):
            raise _malformed(name)
        if value.ndim == 3 and value.dtype != np.uint8:
            # Matplotlib clips colours too, with a warning.
            if value.dtype.kind == "f":
                return np.clip(np.nan_to_num(value), 0, 1)
            return np.clip(value.astype(np.int64), 0, 255).astype(np.uint8)
        return value

    def items(self, name: str) -> list[Any]:
        """A list of anything."""
        value = self._described.get(name)
        if type(value) is not list:
            raise _malformed(name)
        return value

    def parts(self, name: str) -> list[Fields]:
        """A list of descriptions."""
        return [Fields(value) for value in self.items(name)]

    def part(self, name: str) -> Fields:
        """A description."""
        return Fields(self._described.get(name))

    def texts(self, name: str) -> list[str]:
        """A list of texts."""
        values = self.items(name)
        if not all(type(value) is str and len(value) <= 10_000 for value in values):
            raise _malformed(name)
        return [value[:_SHOWN] for value in values]

    def aspect(self) -> str | float:
        """How the units of x and y compare: "auto", "equal" or a ratio."""
        value = self._described.get("aspect")
        if type(value) is str and value in ("auto", "equal"):
            return str(value)
        return min(max(_finite(value, "aspect"), 1e-6), 1e6)


def _malformed(name: str) -> EvidenceError:
    return EvidenceError(f"A figure's description has a malformed {name}.")


def _finite(value: Any, name: str) -> float:
    if type(value) not in (int, float) or not -BIGGEST < value < BIGGEST or math.isnan(value):
        raise _malformed(name)
    return float(value)


def _index(value: Any, count: int, name: str) -> int:
    if type(value) is not int or not 0 <= value < count:
        raise _malformed(name)
    return value


def _array(value: Any, axes: int, most: int, name: str) -> np.ndarray[Any, Any]:
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "biuf":
        raise _malformed(name)
    if value.ndim != axes or len(value) > most:
        raise _malformed(name)
    return value.astype(np.float64)
