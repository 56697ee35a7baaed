"""A figure per assignment: how far each run kept from each bound."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from autograder.calibration.summary import Quantity, SubmissionSummary

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, ROW, REST = 8.0, 0.62, 0.6  # inches
DOTS_PER_INCH = 80
REFERENCE, OTHER, BOUND = "#1f5fa8", "#8a8a8a", "#b3261e"


def margins_figure(summaries: Sequence[SubmissionSummary]) -> bytes:
    """A PNG with a strip for each quantity: one dot a run, the bound as a line.

    To the right of the line are values that keep their bound, at their distance from it in
    their own unit. The reference is blue, all other submissions are grey.

    Args:
        summaries: of one assignment, at least one with a quantity.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = list(dict.fromkeys(_row(q) for one in summaries for q in one.quantities))
    figure = Figure(figsize=(WIDTH, ROW * len(rows) + REST), layout="constrained")
    grid = figure.subplots(len(rows), 1, squeeze=False)
    for (test, name), axes in zip(rows, grid[:, 0], strict=True):
        for height, summary in enumerate(summaries):
            color = REFERENCE if summary.example == "reference" else OTHER
            margins = [m for q in summary.quantities if _row(q) == (test, name) for m in nearest(q)]
            axes.plot(margins, [-height] * len(margins), ".", color=color, alpha=0.6, ms=5)
        _dress(axes, f"{test}: {name}", len(summaries))
    grid[-1, 0].set_xlabel("distance from the bound, in the unit of each quantity", fontsize=8)
    drawn = io.BytesIO()
    FigureCanvasAgg(figure).print_png(drawn, metadata={"Software": None})
    return drawn.getvalue()


def nearest(quantity: Quantity) -> list[float]:
    """For each run, the margin on the side where it is smaller."""
    return [min(sides) for sides in zip(*quantity.margins, strict=True)]


def _row(quantity: Quantity) -> tuple[str, str]:
    return quantity.test, quantity.name


def _dress(axes: Axes, title: str, submissions: int) -> None:
    axes.axvline(0, color=BOUND, lw=1.5)
    axes.set_title(title, fontsize=8, loc="left", pad=2)
    axes.set_ylim(-submissions, 1)
    axes.set_yticks([])
    axes.tick_params(labelsize=7, length=2, pad=1)
    axes.spines[["left", "top", "right"]].set_visible(False)
    axes.margins(x=0.03)
