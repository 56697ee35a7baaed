"""Draw single artists of a figure's description."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.errors import EvidenceError
from autograder.evidence.figure_fields import Fields
from autograder.evidence.limits import Limits

_LINESTYLES = ("-", "--", "-.", ":", "None", " ", "")
_DRAWSTYLES = ("default", "steps", "steps-pre", "steps-mid", "steps-post")
_INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "none", "auto", "antialiased")
_WIDEST = 100.0


def draw_line(fields: Fields, axes: Any, limits: Limits) -> Any:
    """Add a line to axes."""
    from matplotlib.lines import Line2D

    x, y = fields.array("x", 1, limits.points), fields.array("y", 1, limits.points)
    if x.shape != y.shape:
        raise EvidenceError("A line has other numbers of x and y.")
    markers = [marker for marker in Line2D.markers if isinstance(marker, str)]
    line = Line2D(
        x,
        y,
        color=fields.colour("colour"),
        marker=fields.choice("marker", markers, "o"),
        linestyle=fields.choice("linestyle", _LINESTYLES, "-"),
        linewidth=fields.number("linewidth", 0, _WIDEST),
        markersize=fields.number("markersize", 0, _WIDEST),
        drawstyle=fields.choice("drawstyle", _DRAWSTYLES, "default"),
        visible=fields.flag("visible"),
    )
    _place(line, fields, axes)
    axes.add_line(line)
    line.set_label(fields.text("label"))
    return line


def draw_image(fields: Fields, axes: Any, limits: Limits) -> Any:
    """Add an image to axes."""
    values = fields.image("values", limits.image_side)
    image = axes.imshow(
        values,
        origin=fields.choice("origin", ("upper", "lower"), "upper"),
        extent=fields.numbers("extent", 4),
        interpolation=fields.choice("interpolation", _INTERPOLATIONS, "nearest"),
    )
    _colour_scale(image, fields)
    image.set_visible(fields.flag("visible"))
    image.set_label(fields.text("label"))
    return image


def draw_patch(fields: Fields, axes: Any, limits: Limits) -> Any:
    """Add a rectangle or polygon to axes."""
    from matplotlib.patches import Polygon, Rectangle

    patch: Any
    if fields.text("kind") == "rectangle":
        x, y, width, height = fields.numbers("rectangle", 4)
        patch = Rectangle((x, y), width, height)
    else:
        patch = Polygon(_points(fields.array("outline", 2, limits.points)))
    patch.set(
        facecolor=fields.colour("face"),
        edgecolor=fields.colour("edge"),
        fill=fields.flag("filled"),
        visible=fields.flag("visible"),
    )
    _place(patch, fields, axes)
    axes.add_patch(patch)
    patch.set_label(fields.text("label"))
    return patch


def draw_collection(fields: Fields, axes: Any, limits: Limits) -> Any:
    """Add points, segments, a colour mesh or areas to axes."""
    from matplotlib.collections import LineCollection, PolyCollection

    kind, faces = fields.text("kind"), fields.colours("face", limits.points)
    edges = fields.colours("edge", limits.points)
    collection: Any
    if kind == "points":
        collection = _scatter(fields, axes, limits)
    elif kind == "mesh":
        collection = _mesh(fields, axes, limits)
    elif kind == "segments":
        segments = fields.arrays("segments", 2, limits.points)
        collection = LineCollection([_points(segment) for segment in segments], colors=edges)
    elif kind == "areas":
        outlines = fields.arrays("outlines", 2, limits.points)
        collection = PolyCollection([_points(outline) for outline in outlines])
        collection.set(facecolor=faces, edgecolor=edges)
    else:
        raise EvidenceError(f"A figure has a collection of the unknown kind {kind[:40]!r}.")
    if kind in ("segments", "areas"):
        _place(collection, fields, axes)
        axes.add_collection(collection, autolim=False)
    collection.set_visible(fields.flag("visible"))
    collection.set_label(fields.text("label"))
    return collection


def draw_text(fields: Fields, owner: Any) -> Any:
    """Add a text to axes or to a figure."""
    text = owner.text(
        fields.number("x"),
        fields.number("y"),
        fields.text("text"),
        color=fields.colour("colour"),
        fontsize=fields.number("fontsize", 1, 100),
        visible=fields.flag("visible"),
        parse_math=False,
    )
    _place(text, fields, owner)
    return text


def _scatter(fields: Fields, axes: Any, limits: Limits) -> Any:
    points = _points(fields.array("at", 2, limits.points))
    sizes = np.clip(np.nan_to_num(fields.array("sizes", 1, limits.points)), 0, 1e4)
    faces = fields.colours("face", limits.points)
    fits = len(sizes) in (1, len(points))
    collection = axes.scatter(points[:, 0], points[:, 1], s=sizes if fits else None)
    if fields.has("values"):
        values = fields.array("values", 1, limits.points)
        if len(values) != len(points):
            raise EvidenceError("A scatter plot has other numbers of points and values.")
        collection.set_array(values)
        _colour_scale(collection, fields)
    elif len(faces):
        collection.set_facecolor(faces)
    return collection


def _mesh(fields: Fields, axes: Any, limits: Limits) -> Any:
    values = fields.image("values", limits.image_side)
    corners = fields.array("corners", 3, limits.image_side + 1)
    if values.ndim != 2 or corners.shape != (values.shape[0] + 1, values.shape[1] + 1, 2):
        raise EvidenceError("A colour mesh has values that do not fit its corners.")
    mesh = axes.pcolormesh(corners[:, :, 0], corners[:, :, 1], values)
    _colour_scale(mesh, fields)
    return mesh


def _colour_scale(mappable: Any, fields: Fields) -> None:
    import matplotlib
    from matplotlib import colors

    name = fields.text("cmap", 200)
    known = name in matplotlib.colormaps
    colours = matplotlib.colormaps[name if known else "viridis"]
    if not known:  # a student's own map keeps its name and no more
        colours = colours.copy()
        colours.name = name
    mappable.set_cmap(colours)
    low = fields.number("low") if fields.has("low") else None
    high = fields.number("high") if fields.has("high") else None
    if low is None or high is None:
        return
    kind, norm = fields.text("norm"), colors.Normalize(low, high)
    centre = fields.number("centre") if fields.has("centre") else None
    if centre is not None and kind == "TwoSlopeNorm" and low < centre < high:
        norm = colors.TwoSlopeNorm(centre, low, high)
    elif centre is not None and kind == "CenteredNorm" and high > centre:
        norm = colors.CenteredNorm(centre, high - centre)
    elif kind == "LogNorm" and 0 < low < high:
        norm = colors.LogNorm(low, high)
    mappable.set_norm(norm)


def _points(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if values.shape[1] != 2:
        raise EvidenceError("A figure has points that are no pairs.")
    return values


def _place(artist: Any, fields: Fields, owner: Any) -> None:
    name = fields.text("transform")
    if name == "axes" and hasattr(owner, "transAxes"):
        artist.set_transform(owner.transAxes)
    elif name in ("xaxis", "yaxis") and hasattr(owner, f"get_{name}_transform"):
        artist.set_transform(getattr(owner, f"get_{name}_transform")())
