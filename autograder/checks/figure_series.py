"""What can be said about the lines, points, bars and error bars of a Matplotlib figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from autograder.checks.figure_ticks import written_numbers
from autograder.checks.figures import panels

Kind = Literal["line", "points", "bars", "error bars"]


@dataclass(frozen=True)
class Series:
    """One row of numbers as a panel shows it.

    Attributes:
        kind: how it is drawn; "line" also stands for markers drawn by plot.
        x: float array (n,); the numbers on the tick labels where x is made of categories such
            as "10", "50".
        y: float array (n,).
        label: its entry in the legend, or "".
        error: float array (n,), half the length of the error bars along y, or None.
        horizontal: bars drawn by barh; their lengths are still y.
        rounding: float array (n,), by how much tick labels that x was read from may be rounded.
    """

    kind: Kind
    x: np.ndarray
    y: np.ndarray
    label: str = ""
    error: np.ndarray | None = None
    horizontal: bool = False
    rounding: np.ndarray | float = 0.0


def series(place: Figure | Axes) -> list[Series]:
    """Everything that the panels of a figure, or one axes, show as lines, points or bars.

    Guide lines (axhline, axvline) and the caps of error bars are left out. A line drawn with
    error bars is one series, of kind "error bars".
    """
    if isinstance(place, Axes):
        return _series_of_axes(place)
    return [found for axes in panels(place) for found in _series_of_axes(axes)]


def _series_of_axes(axes: Axes) -> list[Series]:
    found = _error_bar_series(axes) + _line_series(axes) + _point_series(axes) + _bar_series(axes)
    return [_by_tick_labels(axes, one) for one in _with_legend_labels(axes, found)]


def _by_tick_labels(axes: Axes, one: Series) -> Series:
    x, rounding = written_numbers(axes, "y" if one.horizontal else "x", list(one.x))
    return replace(one, x=x, rounding=rounding)


def _error_bar_series(axes: Axes) -> list[Series]:
    of_bars = {id(c.errorbar) for c in axes.containers if isinstance(c, BarContainer)}
    result = []
    for container in axes.containers:
        if not isinstance(container, ErrorbarContainer) or id(container) in of_bars:
            continue
        line, _, collections = container.lines
        error = _half_lengths(collections) if container.has_yerr else None
        if line is not None:
            x, y = _numbers(line.get_xdata(orig=False)), _numbers(line.get_ydata(orig=False))
        elif error is not None:  # fmt="none": bars alone, their middles are the points
            middles = _middles(collections)
            x, y = middles[:, 0], middles[:, 1]
        else:
            continue
        result.append(Series("error bars", x, y, _label(container), error))
    return result


def _line_series(axes: Axes) -> list[Series]:
    taken: set[int] = set()
    for container in axes.containers:
        if isinstance(container, ErrorbarContainer):
            data, caps, _ = container.lines
            taken |= {id(line) for line in (data, *caps)}
    return [
        Series(
            "line",
            _numbers(line.get_xdata(orig=False)),
            _numbers(line.get_ydata(orig=False)),
            _label(line),
        )
        for line in axes.get_lines()
        # axhline and axvline measure one of their axes in shares of the panel.
        if id(line) not in taken and line.get_transform() == axes.transData
    ]


def _point_series(axes: Axes) -> list[Series]:
    result = []
    for collection in axes.collections:
        if isinstance(collection, PathCollection):
            offsets: np.ndarray = np.ma.filled(
                np.ma.asarray(collection.get_offsets(), dtype=float), np.nan
            )
            result.append(Series("points", offsets[:, 0], offsets[:, 1], _label(collection)))
    return result


def _bar_series(axes: Axes) -> list[Series]:
    groups = [bars for bars in axes.containers if isinstance(bars, BarContainer)]
    if not groups:
        loose = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
        return _drawn_one_by_one([(patch, _bars([patch], "", None)) for patch in loose])
    made = [(bars[0], _bars(list(bars), _label(bars), bars)) for bars in groups if len(bars)]
    if all(len(one.y) == 1 for _, one in made):
        return _drawn_one_by_one(made)
    return [one for _, one in made]


def _drawn_one_by_one(bars: list[tuple[Rectangle, Series]]) -> list[Series]:
    """Single bars, drawn in a loop, as rows of bars: those of one colour belong together.

    Where the colours are not of equally many bars they set single bars apart: all are one row.
    Bars of which each has a label of its own stay single.
    """
    by_colour: dict[Any, list[Series]] = {}
    for patch, one in bars:
        by_colour.setdefault(patch.get_facecolor(), []).append(one)
    single = [one for _, one in bars]
    labels = [one.label for one in single]
    if not single or (all(labels) and len(set(labels)) == len(labels)):
        return single
    sizes = {len(row) for row in by_colour.values()}
    rows = list(by_colour.values()) if len(sizes) == 1 and sizes != {1} else [single]
    return [_joined(row) for row in rows]


def _joined(row: list[Series]) -> Series:
    errors = [one.error for one in row if one.error is not None]
    return replace(
        row[0],
        x=np.concatenate([one.x for one in row]),
        y=np.concatenate([one.y for one in row]),
        label=next((one.label for one in row if one.label), ""),
        error=np.concatenate(errors) if len(errors) == len(row) else None,
    )


def _bars(patches: list[Rectangle], label: str, container: BarContainer | None) -> Series:
    error = None
    if container is not None and container.errorbar is not None:
        error = _half_lengths(container.errorbar.lines[2])
    if container is not None and container.orientation == "horizontal":
        x = [bar.get_y() + bar.get_height() / 2 for bar in patches]
        lengths = _numbers([bar.get_width() for bar in patches])
        return Series("bars", _numbers(x), lengths, label, horizontal=True)
    x = [bar.get_x() + bar.get_width() / 2 for bar in patches]
    return Series(
        "bars", _numbers(x), _numbers([bar.get_height() for bar in patches]), label, error
    )


def _half_lengths(collections: Sequence[LineCollection]) -> np.ndarray | None:
    bars = _upright(collections)
    return None if bars is None else np.abs(bars[:, 1, 1] - bars[:, 0, 1]) / 2


def _middles(collections: Sequence[LineCollection]) -> np.ndarray:
    bars = _upright(collections)
    return np.zeros((0, 2)) if bars is None else bars.mean(axis=1)


def _upright(collections: Sequence[LineCollection]) -> np.ndarray | None:
    """The bars along y, float array (n, 2 ends, 2): those along x are another collection."""
    upright = []
    for collection in collections:
        segments = [np.asarray(segment, dtype=float) for segment in collection.get_segments()]
        if segments and all(len(s) == 2 and s[0, 0] == s[1, 0] for s in segments):
            upright.append(np.array(segments))
    # Bars along x of the length 0 stand upright, too.
    return max(upright, key=lambda bars: float(np.ptp(bars[:, :, 1], axis=1).sum()), default=None)


def _with_legend_labels(axes: Axes, found: list[Series]) -> list[Series]:
    # `legend(["a", "b"])` names the lines in the legend only.
    legend = axes.get_legend()
    if legend is None or any(one.label for one in found):
        return found
    texts = [text.get_text().strip() for text in legend.get_texts()]
    if len(texts) != len(found):
        return found
    return [replace(one, label=text) for one, text in zip(found, texts, strict=True)]


def _label(artist: Any) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") else label.strip()


def _numbers(values: Any) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()
