"""A quantity that a check compared with a bound, as data."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_MEASUREMENTS = 64  # of one test; those after it are not kept
_NAME = re.compile(r"[a-z0-9][a-z0-9 -]{0,59}")


@dataclass(frozen=True)
class Measurement:
    """What was measured in a submission, and the bound that it had to keep.

    Attributes:
        name: what was measured, in the words of the test's author; never a student's.
        value: what came out, in the unit of the bound.
        bound: what it was compared with.
        lower: whether the bound is a lower one: the value must be at least the bound, and with
            an upper one at most.
    """

    name: str
    value: float
    bound: float
    lower: bool

    @property
    def margin(self) -> float:
        """How far the value keeps from its bound, in its own unit; below 0 it does not."""
        return self.value - self.bound if self.lower else self.bound - self.value

    @property
    def keeps(self) -> bool:
        """Whether the value keeps the bound."""
        return self.margin >= 0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Measurement:
        """A measurement that `dataclasses.asdict` wrote.

        Raises:
            ValueError: it is malformed, or holds what no check writes.
        """
        made = cls(**values) if set(values) == _FIELDS else None
        if made is None or not _is_sound(made):
            raise ValueError("no measurement of a check")
        return cls(made.name, float(made.value), float(made.bound), made.lower)


_FIELDS = {"name", "value", "bound", "lower"}


def _is_sound(made: Measurement) -> bool:
    numbers = (made.value, made.bound)
    return (
        isinstance(made.name, str)
        and _NAME.fullmatch(made.name) is not None
        and all(type(one) in (int, float) and math.isfinite(one) for one in numbers)
        and isinstance(made.lower, bool)
    )


def is_name(text: str) -> bool:
    """Whether a text can name a measurement: lower-case words, digits, and hyphens."""
    return _NAME.fullmatch(text) is not None
