"""What the checks of one submission may refer to: hold-out digits, thresholds, sources.

The judge sets the context before it runs a submission's tests. Outside the judge (an
instructor's notebook, `nbgrader validate`) a stand-in is made from what lies at hand.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.measurement import MOST_MEASUREMENTS, Measurement
from autograder.checks.prepared_digits import PreparedDigits

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True)
class Digits:
    """Digits to measure on.

    Attributes:
        images: uint8 array (n, 28, 28), 0-255.
        labels: uint8 array (n,), 0-9.
    """

    images: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class HoldoutReading:
    """A model that a test measured on the hold-out.

    Attributes:
        model: the model as the test gave it.
        preprocess: the function that prepared the digits for it.
        correct: number of hold-out digits that it read correctly.
        test: id of the test.
    """

    model: Any
    preprocess: Any
    correct: int
    test: str


@dataclass(frozen=True)
class CheckContext:
    """What checks may refer to while one submission is judged.

    Attributes:
        holdout: digits that the student's process never saw.
        thresholds: name -> value, from the assignment's thresholds.toml.
        sources: solution cell id -> source as submitted; empty outside the judge.
        originals: solution cell id -> source as released to students.
        written: the student's cells that ran before the running test, in order, as solution cell
            id, empty for a cell that the student added, and source; empty outside the judge.
        test: id of the test that is running; empty outside the judge.
        readings: filled by `holdout_accuracy`: predictions as bytes -> the model behind them,
            so that a model which several tests measure stands here once.
        measurements: filled by `compared`: what the running test compared with bounds.
        prepared: filled by `holdout_accuracy`: the hold-out as prepared for the running test.
    """

    holdout: Digits
    thresholds: Mapping[str, float]
    sources: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)
    written: tuple[tuple[str, str], ...] = ()
    test: str = ""
    readings: dict[bytes, HoldoutReading] = field(default_factory=dict)
    measurements: list[Measurement] = field(default_factory=list)
    prepared: PreparedDigits = field(default_factory=PreparedDigits)


_context: CheckContext | None = None


def set_context(context: CheckContext | None) -> None:
    """Set, or with None clear, the context of the checks that follow."""
    global _context
    _context = context


def context() -> CheckContext:
    """The context in force; a stand-in when no judge has set one."""
    return _context if _context is not None else _stand_in()


def note(measurement: Measurement) -> None:
    """Keep what the running test compared with a bound; outside the judge nothing is kept."""
    if _context is not None and len(_context.measurements) < MOST_MEASUREMENTS:
        _context.measurements.append(measurement)


def read_thresholds(path: Path) -> dict[str, float]:
    """Values by name from a thresholds.toml.

    Raises:
        KeyError: an entry has no value, unit or calibration.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, entry in entries.items():
        missing = {"value", "unit", "calibration"} - set(entry if isinstance(entry, dict) else ())
        if missing:
            raise KeyError(f"{path}: [{name}] lacks {', '.join(sorted(missing))}")
    return {name: float(entry["value"]) for name, entry in entries.items()}


def threshold(name: str) -> float:
    """The assignment's threshold of that name.

    Raises:
        KeyError: thresholds.toml has no such entry.
    """
    thresholds = context().thresholds
    if name not in thresholds:
        raise KeyError(f"thresholds.toml has no [{name}]; it has {', '.join(sorted(thresholds))}")
    return thresholds[name]


def _stand_in() -> CheckContext:
    path = Path("thresholds.toml")
    thresholds = read_thresholds(path) if path.exists() else {}
    return CheckContext(_test_digits(), thresholds)


@lru_cache(maxsize=1)
def _test_digits() -> Digits:
    import keras

    (_, _), (images, labels) = keras.datasets.mnist.load_data()
    return Digits(images, labels)
