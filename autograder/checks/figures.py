"""What can be said about a Matplotlib figure: its panels, titles, labels, legends, scales.

A panel is an axes that shows something and is no colour bar; the empty places of a grid are
no panels. Functions named with a noun (`panels`, `legend_texts`) answer a question; those
declared with `@check` end the test when the property does not hold. Images are read in
`figure_images`; lines, points and bars in `figure_series`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.text import Text

from autograder.checks.figure_ticks import AxisName, labelled_logarithmically
from autograder.checks.registry import check, fail, require

# What Matplotlib itself writes on the axes of a colour bar.
COLORBAR_LABEL = "<colorbar>"

# Texts of a figure this near to its edge, and in the middle of it, are labels of an axis.
EDGE, MIDDLE = 0.2, (0.25, 0.75)


def require_figure(value: Any, name: str = "fig") -> Figure:
    """The value, which must be a figure; `name` is what the student calls it.

    Raises:
        CheckFailed: it is None or anything else than a figure.
    """
    if isinstance(value, Figure):
        return value
    if value is None:
        fail(
            f"{name} is still None.",
            "It should be a Matplotlib figure.",
            "A test can only look at a figure that has a name.",
        )
    fail(
        f"{name} is a value of type {type(value).__name__}, not a figure.",
        f"{name} should be the whole figure.",
        "plt.subplots() returns the figure first and its axes second; plt.gcf() returns the "
        "figure that is being drawn.",
    )


def panels(figure: Figure) -> list[Axes]:
    """The axes that show data, in the order in which they were made; no colour bars."""
    bars = {id(axes) for axes in _colour_bars(figure)}
    return [axes for axes in figure.axes if id(axes) not in bars and axes.has_data()]


def panel_title(axes: Axes) -> str:
    """The title of a panel, left, middle or right; "" where it has none."""
    found = (axes.get_title(place).strip() for place in ("center", "left", "right"))
    return " ".join(text for text in found if text)


def panel_name(axes: Axes) -> str:
    """The words that say what a panel is: its title, else its x label, y label, or texts."""
    return next((text for text in panel_words(axes) if text), "")


def panel_words(axes: Axes) -> tuple[str, str, str, str]:
    """Title, x label, y label and texts of a panel, "" for what it has not."""
    texts = " ".join(text.get_text().strip() for text in axes.texts)
    title, x_label, y_label = panel_title(axes), axes.get_xlabel(), axes.get_ylabel()
    return title, x_label.strip(), y_label.strip(), texts.strip()


def figure_title(figure: Figure) -> str:
    """The heading of the whole figure; the title of its first titled panel if it has none."""
    heading = figure.get_suptitle().strip() or " ".join(t.get_text() for t in figure.texts).strip()
    return heading or next((panel_title(axes) for axes in figure.axes if panel_title(axes)), "")


def axis_label(figure: Figure, axis: AxisName) -> str:
    """The label of the x or the y axis, of the first panel that has one, else of the figure.

    A label of the figure may also be one of empty axes around all panels, or a text at its edge.
    """
    around = [axes for axes in figure.axes if not axes.has_data()]
    labels = [
        axes.get_xlabel() if axis == "x" else axes.get_ylabel()
        for axes in [*panels(figure), *around]
    ]
    whole = figure.get_supxlabel() if axis == "x" else figure.get_supylabel()
    labels += [whole, *(text.get_text() for text in figure.texts if _beside(axis, text))]
    return next((label.strip() for label in labels if label.strip()), "")


def _beside(axis: AxisName, text: Text) -> bool:
    x, y = text.get_position()
    across, along = (y, x) if axis == "x" else (x, y)
    return bool(across <= EDGE and MIDDLE[0] <= along <= MIDDLE[1])


def legend_texts(figure: Figure) -> list[str]:
    """The entries of all legends, in order."""
    found = [axes.get_legend() for axes in figure.axes]
    legends = [legend for legend in found if legend is not None] + list(figure.legends)
    return [text.get_text().strip() for legend in legends for text in legend.get_texts()]


def has_log_scale(axes: Axes, axis: AxisName) -> bool:
    """Whether the x or the y axis is logarithmic (log or symlog)."""
    scale = axes.get_xscale() if axis == "x" else axes.get_yscale()
    return scale in {"log", "symlog"}


@check(concept="A figure should say by itself what it shows.")
def titled(figure: Any, name: str = "fig") -> None:
    """The figure, or one of its panels, has a title."""
    require(
        figure_title(require_figure(figure, name)),
        observed=f"{name} has no title.",
        expected="It should have one.",
    )


@check(concept="An axis without a label leaves open what was measured, and in which unit.")
def axis_labels(figure: Any, name: str = "fig") -> None:
    """Both axes of the figure have a label (of one panel, or of the whole figure)."""
    whole = require_figure(figure, name)
    missing = [axis for axis in ("x", "y") if not axis_label(whole, axis)]
    require(
        not missing,
        observed=f"The {' and the '.join(missing)} axis of {name} has no label.",
        expected="Both axes should have one.",
    )


@check(concept="Where several things share a panel, a legend says which is which.")
def has_legend(figure: Any, entries: int = 1, name: str = "fig") -> None:
    """The figure's legends have at least this many entries that are not empty."""
    found = [text for text in legend_texts(require_figure(figure, name)) if text]
    require(
        len(found) >= entries,
        observed=f"The legend of {name} names {len(found)} things."
        if found
        else f"{name} has no legend.",
        expected=f"It should have {entries} or more entries." if entries > 1 else "It needs one.",
    )


@check(concept="On a log scale equal distances mean equal factors.")
def log_scale(figure: Any, axis: AxisName, name: str = "fig") -> None:
    """At least one panel has a logarithmic x or y axis, or one with labels that make it such."""
    found = panels(require_figure(figure, name))
    require(
        any(has_log_scale(axes, axis) or labelled_logarithmically(axes, axis) for axes in found),
        observed=f"The {axis} axis of {name} has a linear scale.",
        expected="It should be logarithmic.",
    )


def _colour_bars(figure: Figure) -> Iterator[Axes]:
    for axes in figure.axes:
        marked = axes.get_label() == COLORBAR_LABEL or hasattr(axes, "_colorbar")
        if marked or any(_is_colour_strip(collection) for collection in axes.collections):
            yield axes


def _is_colour_strip(collection: Collection) -> bool:
    # A colour bar that was redrawn without its label: one long row or column of rising values.
    values = collection.get_array()
    if not hasattr(collection, "get_coordinates") or values is None:
        return False
    rows, columns = (side - 1 for side in collection.get_coordinates().shape[:2])
    if min(rows, columns) != 1 or max(rows, columns) < 3:
        return False
    return bool(np.all(np.diff(np.ravel(values)) > 0))
