"""What course.toml says of accuracies that miss their bound by very little."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import SettingsError

MOST_RUNS = 9


@dataclass(frozen=True)
class Borderline:
    """When other random numbers might have given more points, and what is done then.

    Attributes:
        runs: a test gets the middle result of so many runs, an odd number, and never less than
            that of the first; 1: that of the first.
        margin: an accuracy is near its bound when it misses it by no more than this share.
    """

    runs: int = 1
    margin: float = 0.002


NEVER = Borderline()


def read_borderline(path: Path, table: Mapping[str, Any]) -> Borderline:
    """The table [borderline] of a course.toml; what it does not say stays as it is.

    Raises:
        SettingsError: it says something impossible.
    """
    unknown = sorted(set(table) - {"runs", "margin"})
    if unknown:
        raise SettingsError(f"{path}: [borderline] {unknown[0]} is not a setting (runs, margin).")
    runs, margin = table.get("runs", NEVER.runs), table.get("margin", NEVER.margin)
    if type(runs) is not int or runs % 2 == 0 or not 1 <= runs <= MOST_RUNS:
        raise SettingsError(f"{path}: [borderline] runs must be an odd number up to {MOST_RUNS}.")
    if type(margin) not in (int, float) or not 0 <= margin < 1:
        raise SettingsError(f"{path}: [borderline] margin must be a share from 0 to below 1.")
    return Borderline(runs, float(margin))
