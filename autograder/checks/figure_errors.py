"""Whether a figure shows measurements with their error bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.checks.figure_points import RELATIVE, shows_points
from autograder.checks.figure_series import series
from autograder.checks.figures import require_figure
from autograder.checks.registry import check, fail, require

ERROR_RELATIVE = 0.02  # what rounding may change in a small number


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
    bars as well as points do.

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
    shown = series(require_figure(figure, name))
    shows_points(figure, [(x, y) for x, y, _ in measurements], name, x_name=x_name, y_name=y_name)
    drawn = np.array(
        [
            triple
            for one in shown
            if one.error is not None and len(one.error) == len(one.x)
            for triple in zip(one.x, one.y, one.error, strict=True)
        ]
    ).reshape(-1, 3)
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


def _length(drawn: np.ndarray, x: float, y: float) -> float | None:
    """Half the length of the bar at a point, as a share; None where there is no bar."""
    for scale in (1.0, 100.0):
        place = np.array([x, y * scale])
        near = np.abs(drawn[:, :2] - place) <= RELATIVE * np.maximum(np.abs(place), 1e-9)
        found = drawn[np.all(near, axis=1)]
        if len(found):
            return float(found[0, 2]) / scale
    return None
