"""Comparing what was measured with a bound, and noting both: calibration is made of the notes.

A test that compares a quantity which training decides should do it by these functions:
`make calibrate` then knows how far correct work keeps from the bound.
"""

from __future__ import annotations

import math

from autograder.checks.context import note, threshold
from autograder.checks.measurement import Measurement, is_name


def at_least(value: float, name: str) -> bool:
    """Whether a value is no less than the threshold of that name.

    Args:
        value: what was measured, in the threshold's unit.
        name: of the threshold in thresholds.toml.

    Raises:
        KeyError: thresholds.toml has no such entry.
    """
    return compared(name, value, threshold(name), lower=True)


def at_most(value: float, name: str) -> bool:
    """Whether a value is no more than the threshold of that name; see `at_least`."""
    return compared(name, value, threshold(name), lower=False)


def compared(name: str, value: float, bound: float, *, lower: bool) -> bool:
    """Whether a value keeps a bound; both are noted, unless a number is none.

    Args:
        name: what is measured: lower-case words of the test's author.
        value: what was measured.
        bound: what it must keep to, in the same unit.
        lower: whether the value must be at least the bound; else at most.

    Raises:
        ValueError: the name is longer than 60 characters, or has other ones than
            lower-case letters, digits, spaces and hyphens.
    """
    if not is_name(name):
        raise ValueError(f"{name!r} can't name a measurement")
    value, bound = float(value), float(bound)
    if math.isfinite(value) and math.isfinite(bound):
        note(Measurement(name, value, bound, lower))
    return value >= bound if lower else value <= bound
