"""Comparing what was measured with a bound, and noting both: calibration is made of the notes.

A test that compares a quantity which training decides should do it by these functions:
`make calibrate` then knows how far correct work keeps from the bound.
"""

from __future__ import annotations

import math

from autograder.checks.context import note, threshold
from autograder.checks.measurement import BY_FACTORS, Kind, Measurement, is_name


def at_least(value: float, name: str, *, by_factors: bool = False) -> bool:
    """Whether a value is no less than the threshold of that name.

    Args:
        value: what was measured, in the threshold's unit.
        name: of the threshold in thresholds.toml.
        by_factors: whether the value varies by factors, as durations do: what is noted then is
            the logarithm to base 10 of value and bound, since a distance in standard deviations
            makes sense there. The result is the same.

    Raises:
        KeyError: thresholds.toml has no such entry.
    """
    return _compared(name, value, "at least", by_factors)


def at_most(value: float, name: str, *, by_factors: bool = False) -> bool:
    """Whether a value is no more than the threshold of that name; see `at_least`."""
    return _compared(name, value, "at most", by_factors)


def within(difference: float, name: str) -> bool:
    """Whether a difference, above or below zero, is no larger than a threshold; see `at_least`."""
    return compared(name, difference, threshold(name), "within")


def compared(name: str, value: float, bound: float, kind: Kind) -> bool:
    """Whether a value keeps a bound; both are noted, unless a number is none.

    Args:
        name: what is measured: lower-case words of the test's author.
        value: what was measured; for "within" a difference with its sign.
        bound: what it must keep to, in the same unit.
        kind: "at least", "at most", or "within".

    Raises:
        ValueError: the name is longer than 60 characters, or has other ones than
            lower-case letters, digits, spaces and hyphens.
    """
    if not is_name(name):
        raise ValueError(f"{name!r} can't name a measurement")
    found = Measurement(name, float(value), float(bound), kind)
    if not (math.isfinite(found.value) and math.isfinite(found.bound)):
        return bool(found.keeps)
    note(found)
    return found.keeps


def _compared(name: str, value: float, kind: Kind, by_factors: bool) -> bool:
    bound = threshold(name)
    if not by_factors:
        return compared(name, value, bound, kind)
    return compared(f"{BY_FACTORS}{name}", _log10(value), math.log10(bound), kind)


def _log10(value: float) -> float:
    """The logarithm; of no positive number minus infinity, and of what is no number none."""
    if math.isnan(value):
        return math.nan
    return math.log10(value) if value > 0 else -math.inf
