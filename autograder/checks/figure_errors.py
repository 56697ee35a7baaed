"""Whether a figure shows measurements with their error bars."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from autograder.checks.figure_points import allowed_distance, shows_points
from autograder.checks.figure_series import series
from autograder.checks.figure_ticks import written_numbers
from autograder.checks.figures import panels
from autograder.checks.registry import check, fail, require

ERROR_RELATIVE = 0.02  # what rounding may change in a small number
MOST_CORNERS = 8  # of a bar with caps drawn in one go


@check(
    concept="An error bar shows how far repeated measurements lie apart: without it nobody can "
    "tell a difference from chance."
)
def shows_error_bars(
    figure: Any,
    measurements: Sequence[tuple[float, float, float]],
    name: str = "fig",
    *,
    x_name: str = "x",
    y_name: str = "y",
    error_name: str = "the standard deviation",
) -> None:
    """The figure shows these points, each with a bar that reaches so far up and down.

    Heights and errors may also be drawn in percent. Bars of a bar chart may carry the error
    bars as well as points do, and the bars may be plain vertical lines.

    Args:
        figure: the student's figure.
        measurements: (x, y, error) that must be there, error being half the bar's length.
        name: what the student calls the figure.
        x_name: what x measures, as messages name it.
        y_name: what y measures.
        error_name: what an error bar reaches up and down by.

    Raises:
        CheckFailed: points or error bars are missing, or the bars have another length.
    """
    shows_points(figure, [(x, y) for x, y, _ in measurements], name, x_name=x_name, y_name=y_name)
    drawn = _drawn_bars(figure)
    require(
        len(drawn) > 0,
        observed=f"{name} shows no error bars.",
        expected=f"Each point should have a bar that reaches up and down by {error_name}.",
    )
    lengths = [_length(drawn, x, y) for x, y, _ in measurements]
    missing = [x for (x, _, _), length in zip(measurements, lengths, strict=True) if length is None]
    require(
        not missing,
        observed=f"{name} has points without an error bar, at x = "
        f"{', '.join(f'{x:g}' for x in missing)}.",
        expected=f"Each point should have a bar that reaches up and down by {error_name}.",
    )
    _compare(name, np.array(lengths, float), np.array([m[2] for m in measurements]), error_name)


def _compare(name: str, lengths: np.ndarray, errors: np.ndarray, error_name: str) -> None:
    for factor, observed in (
        (1.0, ""),
        (0.5, f"The error bars of {name} are half as long as they should be."),
        (2.0, f"The error bars of {name} are twice as long as they should be."),
    ):
        if np.allclose(lengths, factor * errors, rtol=ERROR_RELATIVE, atol=1e-6):
            if observed:
                fail(observed, f"Each should reach up, and down, by {error_name}.")
            return
    fail(
        f"The error bars of {name} do not have the right lengths.",
        f"Each should reach up, and down, by {error_name} of its own point.",
    )


def _drawn_bars(figure: Figure) -> np.ndarray:
    """Of all error bars x, middle, half the length, rounding of x: float array (n, 4)."""
    found = [
        np.column_stack([one.x, one.y, one.error, np.zeros(len(one.x)) + one.rounding])
        for one in series(figure)
        if one.error is not None and len(one.error) == len(one.x)
    ]
    plain = [bar for axes in panels(figure) for bar in _plain_lines(axes)]
    return np.concatenate([*found, np.reshape(plain, (-1, 4))])


def _plain_lines(axes: Axes) -> list[tuple[float, float, float, float]]:
    """x, middle, half the length and rounding of x for vertical lines, with or without caps.

    seaborn draws error bars so, and so does who draws them with vlines or with plot.
    """
    paths: list[Any] = []
    for artist in (*axes.get_lines(), *axes.collections):
        if artist.get_transform() != axes.transData:
            continue
        if isinstance(artist, Line2D):
            paths.append(artist.get_xydata())
        elif isinstance(artist, LineCollection):
            paths += artist.get_segments()
    lines = [upright for path in paths for upright in _upright_part(np.asarray(path, float))]
    x, rounding = written_numbers(axes, "x", [line[0] for line in lines])
    return [
        (float(place), (low + high) / 2, (high - low) / 2, float(rounded))
        for place, (_, low, high), rounded in zip(x, lines, rounding, strict=True)
    ]


def _upright_part(path: np.ndarray) -> list[tuple[float, float, float]]:
    """The vertical line of a path that is one, but for caps at its two ends: x, low, high."""
    path = path[np.isfinite(path).all(axis=1)]
    if not 2 <= len(path) <= MOST_CORNERS or len(np.unique(path[:, 1])) != 2:
        return []
    low, high = float(path[:, 1].min()), float(path[:, 1].max())
    places = {float(x) for (x, y), (to, z) in pairwise(path) if x == to and y != z}
    return [(places.pop(), low, high)] if len(places) == 1 else []


def _length(drawn: np.ndarray, x: float, y: float) -> float | None:
    """Half the length of the bar at a point, as a share; None where there is no bar."""
    for scale in (1.0, 100.0):
        place = np.array([x, y * scale])
        allowed = allowed_distance(place) + drawn[:, [3]] * [1, 0]
        near = np.abs(drawn[:, :2] - place) <= allowed
        found = drawn[np.all(near, axis=1)]
        if len(found):
            return float(found[0, 2]) / scale
    return None
