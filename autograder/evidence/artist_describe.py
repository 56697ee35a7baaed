"""Single Matplotlib artists as plain data: lines, images, bars, points, error bars, texts."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.evidence.limits import Limits

Described = dict[str, Any]


def text_of(text: Any) -> str:
    """The content of a Text artist, or an empty string for none."""
    return "" if text is None else str(text.get_text())


def describe_line(line: Any, axes: Any, limits: Limits) -> Described:
    """A Line2D: its data as it is drawn, categories as their positions."""
    x, y = np.asarray(line.get_xdata(orig=False)), np.asarray(line.get_ydata(orig=False))
    step = max(1, -(-len(x) // limits.points))
    return {
        "x": _floats(x)[::step],
        "y": _floats(y)[::step],
        "label": str(line.get_label()),
        "colour": colour(line.get_color()),
        "marker": str(line.get_marker()),
        "linestyle": str(line.get_linestyle()),
        "linewidth": float(line.get_linewidth()),
        "markersize": float(line.get_markersize()),
        "drawstyle": str(line.get_drawstyle()),
        "visible": bool(line.get_visible()),
        "transform": transform(line, axes),
    }


def describe_image(image: Any, axes: Any, limits: Limits) -> Described | None:
    """An image drawn by imshow or matshow; large ones thinned out."""
    import matplotlib.image

    if not isinstance(image, matplotlib.image.AxesImage) or image.get_array() is None:
        return None
    values: Any = np.ma.asarray(image.get_array())
    step = max(1, -(-max(values.shape[:2]) // limits.image_side))
    values = values[::step, ::step]
    return {
        "values": _filled(values),
        "extent": [float(side) for side in image.get_extent()],
        "origin": str(image.origin),
        "interpolation": str(image.get_interpolation()),
        "label": str(image.get_label()),
        "visible": bool(image.get_visible()),
        **_colour_scale(image),
    }


def describe_patch(patch: Any, axes: Any, limits: Limits) -> Described | None:
    """A bar or another rectangle, or any other patch as a polygon."""
    import matplotlib.patches

    common = {
        "label": str(patch.get_label()),
        "face": colour(patch.get_facecolor()),
        "edge": colour(patch.get_edgecolor()),
        "filled": bool(patch.get_fill()),
        "visible": bool(patch.get_visible()),
        "transform": transform(patch, axes),
    }
    if isinstance(patch, matplotlib.patches.Rectangle):
        x, y = patch.get_xy()
        size = [float(value) for value in (x, y, patch.get_width(), patch.get_height())]
        return {"kind": "rectangle", "rectangle": size, **common}
    outline = patch.get_path().transformed(patch.get_patch_transform()).vertices
    if len(outline) > limits.points:
        return None
    return {"kind": "polygon", "outline": _floats(outline), **common}


def describe_collection(collection: Any, axes: Any, limits: Limits) -> Described | None:
    """Points of a scatter plot, segments, a colour mesh, or filled areas."""
    import matplotlib.collections as kinds

    common = {
        "label": str(collection.get_label()),
        "face": _colours(collection.get_facecolor(), limits),
        "edge": _colours(collection.get_edgecolor(), limits),
        "visible": bool(collection.get_visible()),
        "transform": transform(collection, axes),
    }
    if isinstance(collection, kinds.PathCollection):
        offsets = _floats(collection.get_offsets())
        if len(offsets) > limits.points:
            return None
        values = collection.get_array()
        values = None if values is None else _floats(values)
        scale = {} if values is None else _colour_scale(collection)
        sizes = _floats(collection.get_sizes())[: limits.points]
        return {"kind": "points", "at": offsets, "sizes": sizes, "values": values} | scale | common
    if isinstance(collection, kinds.LineCollection):
        segments = [_floats(segment) for segment in collection.get_segments()]
        common["edge"] = _colours(collection.get_color(), limits)
        return {"kind": "segments", "segments": segments[:10_000], **common}
    if isinstance(collection, kinds.QuadMesh | kinds.PolyQuadMesh):
        return _mesh(collection, limits, common)
    if isinstance(collection, kinds.PolyCollection):
        outlines = [_floats(path.vertices) for path in collection.get_paths()[:1000]]
        return {"kind": "areas", "outlines": outlines, **common}
    return None


def describe_text(text: Any, owner: Any, limits: Limits) -> Described:
    """A text or annotation, at its place."""
    x, y = text.get_position()
    return {
        "x": float(x),
        "y": float(y),
        "text": str(text.get_text()),
        "colour": colour(text.get_color()),
        "fontsize": float(text.get_fontsize()),
        "visible": bool(text.get_visible()),
        "transform": transform(text, owner),
    }


def colour(value: Any) -> list[float]:
    """A colour as red, green, blue, alpha from 0 to 1."""
    import matplotlib.colors

    return [float(part) for part in matplotlib.colors.to_rgba(value)]


def transform(artist: Any, owner: Any) -> str:
    """What an artist's numbers are measured in."""
    current = artist.get_transform()
    if current == getattr(owner, "transAxes", None):
        return "axes"
    for name in ("xaxis", "yaxis"):
        blended = getattr(owner, f"get_{name}_transform", None)
        if blended is not None and current == blended():
            return name
    return "data"


def _mesh(mesh: Any, limits: Limits, common: Described) -> Described | None:
    corners = np.asarray(mesh.get_coordinates(), dtype=float)
    values = np.ma.asarray(mesh.get_array())
    if values.size == corners.shape[0] * corners.shape[1]:
        corners = _around(corners)  # smooth shading: the values stand at the points themselves
    rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
    if max(rows, columns) > limits.image_side or values.size != rows * columns:
        return None
    return {
        "kind": "mesh",
        "corners": corners,
        "values": _filled(values.reshape(rows, columns)),
        **_colour_scale(mesh),
        **common,
    }


def _around(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Corners (rows + 1, columns + 1, 2) of cells in whose middles the points lie."""
    for axis in (0, 1):
        before = np.insert(points, 0, 2 * points.take(0, axis) - points.take(1, axis), axis)
        after = np.roll(before, -1, axis)
        last = [slice(None)] * 3
        last[axis] = slice(-1, None)
        after[tuple(last)] = 2 * points.take([-1], axis) - points.take([-2], axis)
        points = (before + after) / 2
    return points


def _colour_scale(mappable: Any) -> Described:
    low, high = mappable.get_clim()
    centre = getattr(mappable.norm, "vcenter", None)
    return {
        "cmap": str(mappable.get_cmap().name),
        "norm": type(mappable.norm).__name__,
        "low": None if low is None else float(low),
        "high": None if high is None else float(high),
        "centre": None if centre is None else float(centre),
    }


def _colours(values: Any, limits: Limits) -> np.ndarray[Any, Any]:
    import matplotlib.colors

    return matplotlib.colors.to_rgba_array(values)[: limits.points]


def _floats(values: Any) -> np.ndarray[Any, Any]:
    masked = np.ma.asarray(values, dtype=np.float64)
    return np.asarray(np.ma.filled(masked, np.nan), dtype=np.float64)


def _filled(values: Any) -> np.ndarray[Any, Any]:
    """The values as they are; masked ones as nan, which needs floats."""
    if np.ma.getmaskarray(values).any():
        return _floats(values)
    plain = np.asarray(values)
    return plain if plain.dtype.kind in "biuf" else plain.astype(np.float64)
