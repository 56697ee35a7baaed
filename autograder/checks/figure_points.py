"""Whether a figure shows certain points, however they are drawn: line, markers, or bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.checks.figure_series import series
from autograder.checks.figures import require_figure
from autograder.checks.registry import check, fail, require

RELATIVE = 0.002  # of a place along x or of a height: some rounding is no other number


@check(concept="A plot shows pairs: the place along x belongs to the height along y.")
def shows_points(
    figure: Any,
    points: Sequence[tuple[float, float]],
    name: str = "fig",
    *,
    x_name: str = "x",
    y_name: str = "y",
) -> None:
    """The figure shows at least these points, in one series or spread over several.

    Heights may also be drawn in percent, and rounded to three digits. A logarithmic axis makes
    no difference, and neither do categories such as "10", "50" with the numbers on their
    labels, which may be rounded.

    Args:
        figure: the student's figure.
        points: pairs (x, y) that must be there; further points may be.
        name: what the student calls the figure.
        x_name: what x measures, as the message names it, such as "the number of units".
        y_name: what y measures.

    Raises:
        CheckFailed: the figure shows no points, or not these.
    """
    shown = _shown_points(require_figure(figure, name))
    require(
        len(shown) > 0,
        observed=f"{name} shows no line, no markers, and no bars.",
        expected=f"It should show {y_name} against {x_name}.",
    )
    wanted = np.asarray(points, dtype=float).reshape(-1, 2)
    if _all_shown(wanted, shown):
        return
    if _all_shown(wanted[:, ::-1], shown, percent_along=0):
        fail(
            f"{name} has its axes exchanged.",
            f"Draw {y_name} upwards and {x_name} to the right.",
            "By custom, what you choose lies along x, and what you measure along y.",
        )
    for first in (0, 1):
        positions = np.column_stack([np.arange(first, first + len(wanted)), wanted[:, 1]])
        if _all_shown(positions, shown):
            fail(
                f"{name} places its points at equal distances: their numbers are counted along x.",
                f"Use {x_name} for the x values.",
            )
    missing = [x for x, _ in wanted if not _any_near(x, shown)]
    if missing:
        places = ", ".join(f"{x:g}" for x in missing)
        fail(
            f"{name} shows no point at x = {places}.",
            f"It should show {y_name} against {x_name}, every pair of them.",
        )
    fail(
        f"{name} has points at the right places along x, but not at the right heights.",
        f"The height of each point should be {y_name}.",
    )


def _shown_points(figure: Any) -> np.ndarray:
    """All points of all series, float array (n, 3): x, y, and how much x may be rounded."""
    rows = [
        np.column_stack([one.x, one.y, np.zeros(len(one.x)) + one.rounding])
        for one in series(figure)
        if len(one.x) == len(one.y)
    ]
    return np.concatenate(rows) if rows else np.zeros((0, 3))


def _all_shown(wanted: np.ndarray, shown: np.ndarray, percent_along: int = 1) -> bool:
    percent = wanted.copy()
    percent[:, percent_along] *= 100
    return any(all(_near(point, shown) for point in version) for version in (wanted, percent))


def allowed_distance(point: np.ndarray) -> np.ndarray:
    """How far from a point (x, y) it may be drawn along x and along y: float array (2,)."""
    size = np.maximum(np.abs(point), 1e-9)
    three_digits = 0.505 * 10 ** (np.floor(np.log10(size[1])) - 2)  # 11.35 as 11.3 or as 11.4
    return np.maximum(RELATIVE * size, [0, three_digits])


def _near(point: np.ndarray, shown: np.ndarray) -> bool:
    allowed = allowed_distance(point) + shown[:, [2]] * [1, 0]
    return bool(np.any(np.all(np.abs(shown[:, :2] - point) <= allowed, axis=1)))


def _any_near(x: float, shown: np.ndarray) -> bool:
    return bool(np.any(np.abs(shown[:, 0] - x) <= RELATIVE * max(abs(x), 1e-9) + shown[:, 2]))
