"""Numbers that an axis itself writes on its ticks: categories, and labels that round a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FuncFormatter

AxisName = Literal["x", "y"]

MOST_ROUNDED = 0.15  # of a number, which one digit may round away: 1.78 is written as 2
_PLAIN = r"\d+(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![\d.])[-+]?(?:{_PLAIN}|\.\d+)(?:[eE][-+]?\d+)?")
_POWER = re.compile(
    rf"(?:(?P<times>{_PLAIN})\s*(?:\\times|\\cdot|[×·*])\s*)?"
    rf"(?<!\d)10\s*(?:\^|\*\*)\s*\{{?\s*(?P<exponent>[-+]?{_PLAIN})"
)
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def tick_label_numbers(axes: Axes, axis: AxisName, positions: Sequence[float]) -> np.ndarray:
    """The numbers that the axis itself writes at some positions, float array (n,).

    For an axis with labels of its own, such as the categories "1", "10", "50" at 0, 1, 2, these
    are the labels read as numbers. The positions are kept where labels only round them, and
    where a label is no number. Of several numbers on each label, as in "784-10-10" or
    "10 units, 7,960 parameters", the first ones that tell the labels apart count, unless others
    say the positions.
    """
    return written_numbers(axes, axis, positions)[0]


def written_numbers(
    axes: Axes, axis: AxisName, positions: Sequence[float]
) -> tuple[np.ndarray, np.ndarray]:
    """`tick_label_numbers`, and by how much each may have been rounded: two arrays (n,)."""
    plain = np.asarray(positions, dtype=float)
    as_drawn = plain, np.zeros_like(plain)
    written = _written(axes, axis)
    if not written or not len(plain):
        return as_drawn
    try:
        found = np.array([written[round(float(position), 9)] for position in plain], dtype=float)
    except KeyError:
        return as_drawn
    numbers, rounding = found[:, :, 0], found[:, :, 1]
    if np.any(np.all(np.abs(numbers - plain[:, None]) <= 1.01 * rounding, axis=0)):
        return as_drawn
    telling = _telling(written)
    return numbers[:, telling], rounding[:, telling]


def _telling(written: dict[float, list[tuple[float, float]]]) -> int:
    """Which of the numbers of a label is the first to tell all labels apart; else the first."""
    numbers = np.array(list(written.values()), dtype=float)[:, :, 0]
    distinct = [len(np.unique(column)) == len(column) for column in numbers.T]
    return distinct.index(True) if any(distinct) else 0


def labelled_logarithmically(axes: Axes, axis: AxisName) -> bool:
    """Whether the axis has labels of its own, and equal distances mean equal factors by them."""
    written = _written(axes, axis)
    if len(written) < 3:
        return False
    telling = _telling(written)
    places, numbers = np.array(sorted((at, read[telling][0]) for at, read in written.items())).T
    if numbers.min() <= 0 or numbers.max() < 10 * numbers.min():
        return False
    logarithms = np.log(numbers)
    slope, start = np.polyfit(places, logarithms, 1)
    apart = np.abs(logarithms - start - slope * places).max()
    linear = np.corrcoef(places, numbers)[0, 1]
    return bool(slope > 0 and apart < 0.05 * np.ptp(logarithms) and linear < 0.99)


def _written(axes: Axes, axis: AxisName) -> dict[float, list[tuple[float, float]]]:
    """By position, the numbers on a label and their rounding; labels without text left out.

    Nothing where a label has no number, or more of them than another.
    """
    ticks = axes.xaxis if axis == "x" else axes.yaxis
    formatter: Any = ticks.get_major_formatter()
    of_its_own = isinstance(formatter, FixedFormatter | FuncFormatter)
    if not of_its_own and type(formatter).__name__ != "StrCategoryFormatter":
        return {}
    places = np.asarray(ticks.get_majorticklocs(), dtype=float)
    labels = formatter.format_ticks(places)
    try:
        read = {
            round(float(place), 9): _read(label)
            for place, label in zip(places, labels, strict=False)
            if label.strip()
        }
    except ArithmeticError:  # a student's label may say 10^9999999999
        return {}
    counts = {len(numbers) for numbers in read.values()}
    return read if len(counts) == 1 and 0 not in counts else {}


def _read(label: str) -> list[tuple[float, float]]:
    """Each number of a label, and half a unit of its last place where it has such."""
    text = label.replace("\N{MINUS SIGN}", "-").replace(",", "")
    text = re.sub("(?<=10)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda part: "^" + part[0].translate(_RAISED), text)
    power = _POWER.search(text)
    if power:
        factor = float(Decimal(10) ** Decimal(power["exponent"]))
        number, half = _decimal(power["times"] or "1")
        exponent_half = _decimal(power["exponent"])[1] * np.log(10)
        rounding = min(half * factor + number * factor * exponent_half, number)
        return [(number * factor, rounding)]
    return [_decimal(number) for number in _NUMBER.findall(text)]


def _decimal(text: str) -> tuple[float, float]:
    number = Decimal(text)
    rounded = "." in text or "e" in text.lower()
    half = float(Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)) if rounded else 0.0
    return float(number), min(half, MOST_ROUNDED * abs(float(number)))
