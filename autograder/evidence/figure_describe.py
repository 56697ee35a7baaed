"""A Matplotlib figure as plain data: what it shows, as numbers and texts.

An artist that can't be described is left out and counted under "omitted"; the rest of the
figure crosses all the same. Runs in the student's process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograder.evidence.artist_describe import (
    colour,
    describe_collection,
    describe_image,
    describe_line,
    describe_patch,
    describe_text,
    text_of,
)
from autograder.evidence.limits import Limits

_SIDE_TITLES = ("_left_title", "_right_title")


def describe_figure(figure: Any, limits: Limits) -> dict[str, Any]:
    """The description of a figure.

    Artists over `limits.artists` and axes over `limits.axes` are left out.
    """
    width, height = (float(size) for size in figure.get_size_inches())
    part = _Part(limits)
    axes = list(figure.axes)
    whole = [figure, *_subfigures(figure)]
    described: dict[str, Any] = {
        "size": [width, height],
        "suptitle": text_of(getattr(figure, "_suptitle", None)),
        "supxlabel": _first_text(whole, "_supxlabel"),
        "supylabel": _first_text(whole, "_supylabel"),
        "texts": [text for one in whole for text in part.all(_own_texts(one), _figure_text, one)],
        "legends": [_legend(legend) for legend in _loose_legends(whole, axes)],
        "axes": [_axes(one, part) for one in axes[: limits.axes]],
    }
    described["omitted"] = part.omitted + max(0, len(axes) - limits.axes)
    return described


class _Part:
    """Describes artists one by one and counts those left out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.omitted = 0
        self._left = limits.artists

    def all(
        self, artists: Iterable[Any], describe: Callable[..., Any], owner: Any
    ) -> list[dict[str, Any]]:
        """Descriptions of the artists, in order."""
        return [found for _, found in self.with_artists(artists, describe, owner)]

    def with_artists(
        self, artists: Iterable[Any], describe: Callable[..., Any], owner: Any
    ) -> list[tuple[Any, dict[str, Any]]]:
        """Each artist that could be described, with its description."""
        result = []
        for artist in artists:
            found = None
            if self._left > 0:
                try:
                    found = describe(artist, owner, self.limits)
                except Exception:  # one strange artist must not cost the figure
                    found = None
            if found is None:
                self.omitted += 1
            else:
                self._left -= 1
                result.append((artist, found))
        return result


def _axes(axes: Any, part: _Part) -> dict[str, Any]:
    lines = part.with_artists(axes.lines, describe_line, axes)
    patches = part.with_artists(axes.patches, describe_patch, axes)
    collections = part.with_artists(axes.collections, describe_collection, axes)
    legend = axes.get_legend()
    return {
        "label": str(axes.get_label()),
        "bounds": [float(value) for value in axes.get_position().bounds],
        "titles": _titles(axes),
        "xlabel": str(axes.get_xlabel()),
        "ylabel": str(axes.get_ylabel()),
        "title_colours": [_colour_of(axes, name) for name in ("title", *_SIDE_TITLES)],
        "label_colours": [_colour_of(axis, "label") for axis in (axes.xaxis, axes.yaxis)],
        "xscale": str(axes.get_xscale()),
        "yscale": str(axes.get_yscale()),
        "xlim": [float(value) for value in axes.get_xlim()],
        "ylim": [float(value) for value in axes.get_ylim()],
        "xticks": _ticks(axes.xaxis),
        "yticks": _ticks(axes.yaxis),
        "aspect": _aspect(axes),
        "axis_on": bool(axes.axison),
        "visible": bool(axes.get_visible()),
        "lines": [found for _, found in lines],
        "images": part.all(axes.images, describe_image, axes),
        "patches": [found for _, found in patches],
        "collections": [found for _, found in collections],
        "containers": _containers(axes, lines, patches, collections),
        "texts": part.all(axes.texts, describe_text, axes),
        "legend": None if legend is None else _legend(legend),
    }


def _colour_of(owner: Any, name: str) -> list[float] | None:
    try:
        return colour(getattr(owner, name).get_color())
    except Exception:  # a text keeps its words without its colour too
        return None


def _aspect(axes: Any) -> str | float:
    aspect = axes.get_aspect()
    return aspect if isinstance(aspect, str) else float(aspect)


def _ticks(axis: Any) -> dict[str, Any] | None:
    """Ticks that were set by hand or named by a function, or that come from categories.

    None where Matplotlib computes the places and the labels.
    """
    locator = type(axis.get_major_locator()).__name__
    formatter = type(axis.get_major_formatter()).__name__
    of_their_own = locator in ("FixedLocator", "StrCategoryLocator", "NullLocator")
    if not of_their_own and formatter != "FuncFormatter":
        return None
    places = np.ravel(axis.get_majorticklocs())
    if not of_their_own:
        low, high = sorted(axis.get_view_interval())
        places = places[(low <= places) & (places <= high)]  # the others are not drawn
    positions = [float(place) for place in places][:1000]
    labels = None
    if formatter in ("FixedFormatter", "FuncFormatter", "StrCategoryFormatter", "NullFormatter"):
        labels = [str(text) for text in axis.get_major_formatter().format_ticks(positions)]
    return {"positions": positions, "labels": labels}


def _containers(axes: Any, *described: list[tuple[Any, dict[str, Any]]]) -> list[dict[str, Any]]:
    places = [{id(artist): index for index, (artist, _) in enumerate(kind)} for kind in described]
    lines, patches, collections = places
    order = {id(container): index for index, container in enumerate(axes.containers)}
    found: list[dict[str, Any]] = []
    for container in axes.containers:
        kind = type(container).__name__
        common: dict[str, Any] = {"kind": kind, "label": str(container.get_label() or "")}
        if kind == "BarContainer":
            error = getattr(container, "errorbar", None)
            common["bars"] = _indexes(container.patches, patches)
            common["orientation"] = str(container.orientation or "vertical")
            common["error"] = order.get(id(error)) if error is not None else None
        elif kind == "ErrorbarContainer":
            data, caps, bars = container.lines
            common["line"] = lines.get(id(data)) if data is not None else None
            common["caps"] = _indexes(caps, lines)
            common["bars"] = _indexes(bars, collections)
            common["has_xerr"] = bool(container.has_xerr)
            common["has_yerr"] = bool(container.has_yerr)
        else:
            common["kind"] = "other"
        found.append(common)
    return found


def _indexes(artists: Iterable[Any], places: dict[int, int]) -> list[int]:
    return [places[id(artist)] for artist in artists if id(artist) in places]


def _legend(legend: Any) -> dict[str, Any]:
    import matplotlib.colors as colours

    handles = getattr(legend, "legend_handles", None) or getattr(legend, "legendHandles", [])
    found: list[Any] = []
    for handle in list(handles)[:200]:
        getter = getattr(handle, "get_color", None) or getattr(handle, "get_facecolor", None)
        try:
            found.append(list(colours.to_rgba(tuple(np.ravel(getter())[:4])))) if getter else None
        except Exception:  # a colour by name, or none
            found.append(_named_colour(getter))
    return {
        "title": str(legend.get_title().get_text()),
        "texts": [str(text.get_text()) for text in legend.get_texts()][:200],
        "colours": found,
    }


def _named_colour(getter: Any) -> list[float] | None:
    import matplotlib.colors as colours

    try:
        return [float(part) for part in colours.to_rgba(getter())]
    except Exception:  # a legend keeps its texts without colours too
        return None


def _titles(axes: Any) -> list[str]:
    """The titles of axes; where they have none, the heading of the subfigure that they fill."""
    own = [str(axes.get_title(place)) for place in ("center", "left", "right")]
    around = axes.figure
    if any(own) or not _is_subfigure(around) or len(around.axes) > 1:
        return own
    return [text_of(getattr(around, "_suptitle", None)), *own[1:]]


def _is_subfigure(figure: Any) -> bool:
    import matplotlib.figure

    return isinstance(figure, matplotlib.figure.SubFigure)


def _subfigures(figure: Any) -> list[Any]:
    """All subfigures of a figure, and those in them."""
    parts = list(getattr(figure, "subfigs", ()))
    return [*parts, *(inner for part in parts for inner in _subfigures(part))]


def _first_text(whole: list[Any], name: str) -> str:
    """A label of the whole figure; where it has none, that of its first subfigure with one."""
    found = (text_of(getattr(one, name, None)) for one in whole)
    return next((text for text in found if text.strip()), "")


def _loose_legends(whole: list[Any], axes: list[Any]) -> list[Any]:
    """Legends of figure and subfigures, and first legends of axes, kept by `add_artist`."""
    import matplotlib.legend

    kept = [
        artist
        for one in axes
        for artist in one.get_children()
        if isinstance(artist, matplotlib.legend.Legend) and artist is not one.get_legend()
    ]
    return [legend for one in whole for legend in one.legends] + kept


def _own_texts(figure: Any) -> list[Any]:
    """Texts of a figure but its titles; those of a subfigure are texts of the whole."""
    names = () if _is_subfigure(figure) else ("_suptitle", "_supxlabel", "_supylabel")
    titles = [getattr(figure, name, None) for name in names]
    return [text for text in figure.texts if not any(text is title for title in titles)]


def _figure_text(text: Any, figure: Any, limits: Limits) -> dict[str, Any]:
    """A text of a figure or subfigure, at its place in the whole figure."""
    described = describe_text(text, figure, limits)
    if _is_subfigure(figure):
        place = figure.transSubfigure.transform((described["x"], described["y"]))
        x, y = figure.transFigure.inverted().transform(place)
        described |= {"x": float(x), "y": float(y)}
    return described
