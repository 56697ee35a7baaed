"""A quantity that a check compared with a bound, as data."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

MOST_MEASUREMENTS = 64  # of one test; those after it are not kept
Kind = Literal["at least", "at most", "within"]
BY_FACTORS = "log10 of "  # begins the names of quantities that vary by factors, as durations do
_NAME = re.compile(r"[a-z0-9][a-z0-9 -]{0,59}")


@dataclass(frozen=True)
class Measurement:
    """What was measured in a submission, and the bound that it had to keep.

    Attributes:
        name: what was measured, in the words of the test's author; never a student's.
        value: what came out, in the unit of the bound.
        bound: what it was compared with; not negative for "within".
        kind: how: the value must be at least the bound, at most the bound, or within it on
            both sides of zero.
    """

    name: str
    value: float
    bound: float
    kind: Kind

    @property
    def margins(self) -> tuple[float, ...]:
        """How far the value keeps from its bound, one number for each side that has one."""
        above, below = self.value - self.bound, self.bound - self.value
        if self.kind == "within":
            return below, self.value + self.bound
        return (above,) if self.kind == "at least" else (below,)

    @property
    def by_factors(self) -> bool:
        """Whether it varies by factors, such as a duration: no two runs give the same."""
        return self.name.startswith(BY_FACTORS)

    @property
    def keeps(self) -> bool:
        """Whether the value keeps the bound."""
        return min(self.margins) >= 0

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Measurement:
        """A measurement that `dataclasses.asdict` wrote.

        Raises:
            ValueError: it is malformed, or holds what no check writes.
        """
        made = cls(**values) if set(values) == _FIELDS else None
        if made is None or not _is_sound(made):
            raise ValueError("no measurement of a check")
        return cls(made.name, float(made.value), float(made.bound), made.kind)


_FIELDS = {"name", "value", "bound", "kind"}


def _is_sound(made: Measurement) -> bool:
    numbers = (made.value, made.bound)
    return (
        isinstance(made.name, str)
        and _NAME.fullmatch(made.name) is not None
        and all(type(one) in (int, float) and math.isfinite(one) for one in numbers)
        and made.kind in get_args(Kind)
    )


def is_name(text: str) -> bool:
    """Whether a text can name a measurement: lower-case words, digits, and hyphens."""
    return _NAME.fullmatch(text) is not None
