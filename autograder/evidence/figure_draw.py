"""Draw the figure of a description anew, without pyplot and its global state."""

from __future__ import annotations

import warnings
from typing import Any

from autograder.errors import EvidenceError
from autograder.evidence.artist_draw import (
    draw_collection,
    draw_image,
    draw_line,
    draw_patch,
    draw_text,
)
from autograder.evidence.budget import Budget
from autograder.evidence.figure_fields import Fields
from autograder.evidence.limits import Limits
from autograder.evidence.reasons import reason_of

SCALES = frozenset(["linear", "log", "symlog", "logit", "asinh"])
MOST_TICKS = 1000
_PLACES = ("center", "left", "right")
_INCHES = (0.1, 60.0)


def draw_figure(described: dict[str, Any], limits: Limits, budget: Budget) -> Any:
    """A `matplotlib.figure.Figure` that shows what the description says.

    Texts are taken literally: Matplotlib's formula language is switched off in them.

    Args:
        described: from `describe_figure`, by way of an untrusted process.
        limits: bounds.
        budget: what the figures of its value may cost together.

    Raises:
        EvidenceError: the description is malformed or over a limit.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _figure(Fields(described), limits, budget)
    except EvidenceError:
        raise
    except Exception as error:  # Matplotlib has its own ways to refuse a value
        raise EvidenceError(f"A figure can't be drawn anew: {reason_of(error)}.") from error


def _figure(fields: Fields, limits: Limits, budget: Budget) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sides = [min(max(side, _INCHES[0]), _INCHES[1]) for side in fields.numbers("size", 2)]
    figure = Figure(figsize=(sides[0], sides[1]))
    FigureCanvasAgg(figure)
    axes = fields.parts("axes")
    if len(axes) > limits.axes or not budget.allows("axes", len(axes)):
        raise EvidenceError(f"A figure has {len(axes)} axes, or all figures of a value too many.")
    if not budget.allows("artists", _size(fields, axes)):
        raise EvidenceError("A figure has too many artists, or all figures of a value have.")
    for name in ("suptitle", "supxlabel", "supylabel"):
        if fields.text(name):
            getattr(figure, name)(fields.text(name), parse_math=False)
    for text in fields.parts("texts"):
        draw_text(text, figure)
    for one in axes:
        _axes(figure, one, limits)
    for legend in fields.parts("legends"):
        _legend(figure, legend)
    return figure


def _size(fields: Fields, axes: list[Fields]) -> int:
    """About how many artists Matplotlib makes of a figure: ticks and legends hold some too."""
    lists = ("lines", "images", "patches", "collections", "containers", "texts")
    count = sum(len(one.items(name)) for one in axes for name in lists)
    count += len(fields.items("texts")) + len(fields.items("legends"))
    legends = [one.part("legend") for one in axes if one.has("legend")]
    count += sum(len(legend.items("texts")) for legend in [*legends, *fields.parts("legends")])
    ticks = [one.part(name) for one in axes for name in ("xticks", "yticks") if one.has(name)]
    return count + sum(len(part.items("positions")) for part in ticks)


def _axes(figure: Any, fields: Fields, limits: Limits) -> None:
    bounds = [min(max(value, -10.0), 10.0) for value in fields.numbers("bounds", 4)]
    axes = figure.add_axes(bounds, label=fields.text("label"))
    for axis in ("x", "y"):
        scale = fields.choice(f"{axis}scale", SCALES, "linear")
        if scale != "linear":
            getattr(axes, f"set_{axis}scale")(scale)
    lines = [draw_line(line, axes, limits) for line in fields.parts("lines")]
    for image in fields.parts("images"):
        draw_image(image, axes, limits)
    patches = [draw_patch(patch, axes, limits) for patch in fields.parts("patches")]
    collections = [draw_collection(part, axes, limits) for part in fields.parts("collections")]
    _containers(axes, fields.parts("containers"), lines, patches, collections)
    for text in fields.parts("texts"):
        draw_text(text, axes)
    _frame(axes, fields)
    if fields.has("legend"):
        _legend(axes, fields.part("legend"))


def _frame(axes: Any, fields: Fields) -> None:
    """Titles, labels, ticks, limits: last, since drawing images and bars changes them."""
    titles = fields.texts("titles")
    if len(titles) != len(_PLACES):
        raise EvidenceError("A figure's axes have another number of titles.")
    colours = _text_colours(fields, "title_colours", len(_PLACES))
    for place, title, colour in zip(_PLACES, titles, colours, strict=True):
        if title:
            axes.set_title(title, loc=place, color=colour, parse_math=False)
    for axis, colour in zip("xy", _text_colours(fields, "label_colours", 2), strict=True):
        label = getattr(axes, f"set_{axis}label")
        label(fields.text(f"{axis}label"), color=colour, parse_math=False)
        _ticks(getattr(axes, f"{axis}axis"), fields, f"{axis}ticks")
        getattr(axes, f"set_{axis}lim")(fields.numbers(f"{axis}lim", 2))
    axes.set_aspect(fields.aspect())
    if not fields.flag("axis_on"):
        axes.set_axis_off()
    axes.set_visible(fields.flag("visible"))


def _text_colours(fields: Fields, name: str, count: int) -> list[Any]:
    """The colours of so many texts; black for one whose colour is not known."""
    found = fields.items(name)
    if len(found) != count:
        raise EvidenceError(f"A figure's description has a malformed {name}.")
    black = [0.0, 0.0, 0.0, 1.0]
    return [Fields({name: black if one is None else one}).colour(name) for one in found]


def _ticks(axis: Any, fields: Fields, name: str) -> None:
    if not fields.has(name):
        return
    ticks = fields.part(name)
    positions = ticks.numbers("positions", len(ticks.items("positions")))
    if len(positions) > MOST_TICKS:
        raise EvidenceError("A figure has too many ticks on an axis.")
    if not ticks.has("labels"):
        axis.set_ticks(positions)
        return
    labels = ticks.texts("labels")
    if len(labels) != len(positions):
        raise EvidenceError("A figure has more tick labels than ticks, or fewer.")
    axis.set_ticks(positions, labels, parse_math=False)


def _containers(
    axes: Any, described: list[Fields], lines: list[Any], patches: list[Any], rest: list[Any]
) -> None:
    from matplotlib.container import BarContainer, ErrorbarContainer

    made: dict[int, Any] = {}
    order = sorted(
        range(len(described)), key=lambda place: described[place].text("kind") == "BarContainer"
    )
    for place in order:  # error bars first: a container of bars may refer to them
        fields = described[place]
        kind, label = fields.text("kind"), fields.text("label")
        if kind == "ErrorbarContainer":
            data: Any = lines[fields.index("line", len(lines))] if fields.has("line") else None
            caps = tuple(lines[index] for index in fields.indexes("caps", len(lines)))
            bars = tuple(rest[index] for index in fields.indexes("bars", len(rest)))
            made[place] = ErrorbarContainer(
                (data, caps, bars),
                has_xerr=fields.flag("has_xerr"),
                has_yerr=fields.flag("has_yerr"),
                label=label,
            )
        elif kind == "BarContainer":
            chosen = [patches[index] for index in fields.indexes("bars", len(patches))]
            error = made.get(fields.index("error", len(described))) if fields.has("error") else None
            made[place] = BarContainer(
                chosen,
                errorbar=error if isinstance(error, ErrorbarContainer) else None,
                orientation=fields.choice("orientation", ("horizontal",), "vertical"),
                label=label,
            )
    for place in sorted(made):
        axes.add_container(made[place])


def _legend(owner: Any, fields: Fields) -> None:
    from matplotlib.lines import Line2D

    texts, colours = fields.texts("texts"), fields.items("colours")
    if len(texts) > 200:
        raise EvidenceError("A figure has a legend of over 200 entries.")
    handles = []
    for index in range(len(texts)):
        found = colours[index] if index < len(colours) else None
        colour: Any = "black" if found is None else Fields({"colour": found}).colour("colour")
        handles.append(Line2D([], [], color=colour))
    legend = owner.legend(handles, texts, loc="upper right")
    legend.set_title(fields.text("title"))
    for text in [legend.get_title(), *legend.get_texts()]:
        text.set_parse_math(False)
