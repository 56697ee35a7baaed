"""What can be said about the images of a Matplotlib figure: values, direction, colour scale.

Images are those drawn by imshow, matshow, pcolormesh or pcolor, one to a panel (see `figures`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from autograder.checks.figures import panel_words, panels, require_figure
from autograder.checks.registry import check, fail, require

# Colour limits that differ by less than this share of their range are the same for the eye.
SCALE_TOLERANCE = 0.01
# Images whose pixels differ by less than this share of their range are the same.
MATCH_TOLERANCE = 0.001
# At most this share of all pixels may lie beyond the numbers where a student cuts them off.
MOST_CUT_OFF = 0.05


def image_panels(figure: Figure) -> list[Axes]:
    """The panels that show an image, drawn by imshow, matshow, pcolormesh or pcolor."""
    return [axes for axes in panels(figure) if _mappables(axes)]


def shown_image(axes: Axes) -> np.ndarray:
    """The image of a panel as the eye sees it: row 0 at the top, column 0 at the left.

    Where a panel has several images, the one drawn first.

    Returns:
        float array (rows, columns); (rows, columns, 3 or 4) for an image made of colours.

    Raises:
        CheckFailed: the panel shows no image.
    """
    mappables = _mappables(axes)
    require(mappables, observed="A panel shows no image.", expected="It should show one.")
    values, top_down, left_right = _values_and_direction(mappables[0])
    values = values if top_down == axes.yaxis_inverted() else values[::-1]
    return values if left_right != axes.xaxis_inverted() else values[:, ::-1]


def colour_limits(axes: Axes) -> tuple[float, float]:
    """The numbers at the two ends of the colour scale of a panel's image.

    Raises:
        CheckFailed: the panel has no image, or one that has no colour scale (made of colours).
    """
    mappables = _mappables(axes)
    low, high = mappables[0].get_clim() if mappables else (None, None)
    if low is None or high is None or _is_made_of_colours(mappables[0]):
        fail(
            "A panel has no colour scale.",
            "Each panel should show numbers, and the colour scale should turn them into colours.",
            "Hand the numbers themselves to imshow, not colours made from them.",
        )
    return float(low), float(high)


@check(concept="One panel for one thing lets the eye compare them.")
def image_panel_count(figure: Any, expected: int, name: str = "fig") -> None:
    """The figure has this many panels with an image; colour bars and empty axes do not count.

    Raises:
        CheckFailed: it has another number.
    """
    found = image_panels(require_figure(figure, name))
    sizes = sorted({" x ".join(map(str, shown_image(axes).shape)) for axes in found})
    plural = "panel shows" if len(found) == 1 else "panels show"
    require(
        len(found) == expected,
        observed=f"{len(found)} {plural} an image in {name}"
        + (f" (pixels: {', '.join(sizes)})." if sizes else "."),
        expected=f"{expected} should: one image in each panel.",
    )


@check(concept="Row 0 of an image belongs at the top, column 0 at the left.")
def panels_show(figure: Any, images: np.ndarray, name: str = "fig") -> None:
    """Every one of these images is shown, upright, in exactly one panel, and nothing else is.

    The order does not matter, nor does one positive factor common to all panels. The largest
    values of all panels may be cut off at the same two numbers.

    Args:
        figure: the student's figure.
        images: float array (n, rows, columns).
        name: what the student calls the figure.

    Raises:
        CheckFailed: there are more or fewer panels, one shows something else, or two the same.
    """
    image_panel_count(figure, len(images), name)
    shown = [shown_image(axes) for axes in image_panels(figure)]
    size = " x ".join(map(str, images.shape[1:]))
    sizes = [" x ".join(map(str, image.shape)) for image in shown]
    wrong = [found for found in sizes if found != size]
    require(
        not wrong,
        observed=f"A panel of {name} shows {wrong[0] if wrong else 'no'} pixels.",
        expected=f"Each should show one image of {size}.",
    )
    matches = _matches(np.array(shown), np.asarray(images, dtype=float))
    for reason, concept in _REASONS.items():
        require(
            reason not in matches,
            observed=f"{matches.count(reason)} of {len(matches)} panels of {name} {reason}.",
            expected=f"Each should show one of the {len(images)} images, as it is.",
            concept=concept,
        )
    require(
        len(set(matches)) == len(matches),
        observed=f"Several panels of {name} show the same image.",
        expected="Each image should appear once.",
        concept="A picture that is drawn twice leaves another one out.",
    )


@check(
    concept="A colour means the same number in two panels only if both have the same scale; "
    "without vmin and vmax Matplotlib picks a new scale for each."
)
def one_colour_scale(figure: Any, name: str = "fig") -> None:
    """All images of the figure have the same colour limits and the same colour map.

    Raises:
        CheckFailed: there is no image, or two differ.
    """
    found = _some_images(figure, name)
    limits = np.array([colour_limits(axes) for axes in found])
    tolerance = SCALE_TOLERANCE * float(np.max(limits[:, 1] - limits[:, 0]))
    require(
        float(np.max(np.ptp(limits, axis=0))) <= tolerance,
        observed=f"The panels of {name} have different colour scales.",
        expected="All of them should share one.",
    )
    require(
        len({_mappables(axes)[0].get_cmap().name for axes in found}) == 1,
        observed=f"The panels of {name} have different colour maps.",
        expected="All of them should share one.",
    )


@check(
    concept="Weights are positive or negative: when zero has the middle colour, the eye sees the "
    "sign of a weight, and equal colours on both sides mean equal strength."
)
def centred_on_zero(figure: Any, name: str = "fig") -> None:
    """Zero has the middle colour in every image of the figure.

    Raises:
        CheckFailed: there is no image, or zero lies elsewhere on a colour scale.
    """
    for axes in _some_images(figure, name):
        low, high = colour_limits(axes)
        middle = getattr(_mappables(axes)[0].norm, "vcenter", None)
        middle = (low + high) / 2 if middle is None else float(middle)
        require(
            low < 0 < high and abs(middle) <= SCALE_TOLERANCE * (high - low),
            observed=f"A colour scale of {name} runs from {low:.3g} to {high:.3g}, "
            f"so its middle colour stands for {middle:.3g}.",
            expected="The middle colour should stand for 0.",
        )


@check(concept="A picture without a name can't be discussed: the reader must know what it shows.")
def titled_panels(figure: Any, name: str = "fig") -> None:
    """Every image of the figure has a title (or another label), and no two the same words.

    Raises:
        CheckFailed: there is no image, or one has no title, or two have the same.
    """
    words = [panel_words(axes) for axes in _some_images(figure, name)]
    missing = sum(not any(texts) for texts in words)
    require(
        not missing,
        observed=f"{missing} of {len(words)} panels of {name} have no title.",
        expected="Each panel should say what it shows.",
    )
    require(
        len(set(words)) == len(words),
        observed=f"Several panels of {name} have the same title.",
        expected="The titles should tell the panels apart.",
    )


def _some_images(figure: Any, name: str) -> list[Axes]:
    found = image_panels(require_figure(figure, name))
    require(
        found,
        observed=f"{name} shows no images.",
        expected="It should show images, for example drawn by imshow.",
    )
    return found


_REASONS = {
    "show an image with rows and columns exchanged": "Row 0 of an image is its top row of pixels; "
    "a transposed image lies on its side.",
    "show an image upside down or mirrored": "Row 0 of an image belongs at the top: imshow puts "
    "it there, pcolormesh and origin='lower' put it at the bottom.",
    "show an image that was rescaled by itself": "Images can be compared only if the same number "
    "has the same colour in all of them.",
    "show something else": "The panels should show exactly the images that the text asks for.",
}


def _matches(shown: np.ndarray, images: np.ndarray) -> list[int | str]:
    """For each image shown what `_match` says, cut off where all that is shown ends."""
    cut = np.clip(images, np.min(shown), np.max(shown))
    if 0 < np.mean(cut != images) <= MOST_CUT_OFF:
        matches = [_match(image, cut) for image in shown]
        if not any(isinstance(match, str) for match in matches):
            return matches
    wanted = _to_unit_scale(images)
    return [_match(image, wanted) for image in _to_unit_scale(shown)]


def _match(image: np.ndarray, wanted: np.ndarray) -> int | str:
    """The number of the wanted image that this one is, or a key of _REASONS."""
    turned, flipped, rescaled, other = _REASONS
    for number, candidate in enumerate(wanted):
        if _same(image, candidate):
            return number
    for candidate in wanted:
        if image.T.shape == image.shape and _same(image.T, candidate):
            return turned
        if any(_same(turn, candidate) for turn in (image[::-1], image[:, ::-1], image[::-1, ::-1])):
            return flipped
        if _same(_standardised(image), _standardised(candidate)):
            return rescaled
    return other


def _same(image: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.allclose(image, other, rtol=0, atol=MATCH_TOLERANCE * np.ptp(other)))


def _standardised(image: np.ndarray) -> np.ndarray:
    spread = float(np.ptp(image))
    return (image - image.mean()) / spread if spread > 0 else np.zeros_like(image)


def _to_unit_scale(images: np.ndarray) -> np.ndarray:
    largest = float(np.max(np.abs(images), initial=0.0))
    return images / largest if largest > 0 else images


def _mappables(axes: Axes) -> list[Any]:
    # A mesh keeps the corners of its cells; scatter and contour collections have none.
    meshes = [mesh for mesh in axes.collections if _is_mesh(mesh)]
    return [image for image in axes.images if isinstance(image, AxesImage)] + meshes


def _is_mesh(collection: Collection) -> bool:
    return hasattr(collection, "get_coordinates") and collection.get_array() is not None


def _values_and_direction(mappable: Any) -> tuple[np.ndarray, bool, bool]:
    """Values, whether y grows from row to row, whether x grows from column to column."""
    values: np.ndarray = np.ma.filled(np.ma.asarray(mappable.get_array(), dtype=float), np.nan)
    if isinstance(mappable, AxesImage):
        left, right, bottom, top = mappable.get_extent()
        first, last = (top, bottom) if mappable.origin == "upper" else (bottom, top)
        return values, first < last, left < right
    corners = np.asarray(mappable.get_coordinates(), dtype=float)
    rows, columns = corners.shape[0] - 1, corners.shape[1] - 1
    if values.ndim < 2:
        values = values.reshape(rows, columns)
    grows_down = bool(corners[0, 0, 1] < corners[-1, 0, 1])
    return values, grows_down, bool(corners[0, 0, 0] < corners[0, -1, 0])


def _is_made_of_colours(mappable: Any) -> bool:
    return np.ndim(mappable.get_array()) > 2
