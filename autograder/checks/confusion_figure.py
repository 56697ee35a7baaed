"""Whether a figure shows confusion matrices, upright and with their axes named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from autograder.checks.figure_images import image_panels, shown_image
from autograder.checks.figures import axis_label, panel_title, require_figure
from autograder.checks.registry import check, fail, require

# Correlation with what a matrix may be drawn as; digits that are mixed up make other patterns.
ALIKE = 0.8
_TRUTH = re.compile(r"\bto (?:be )?predict(?:ed)?\b")  # what was to be predicted is the truth


@check(
    concept="Rows of a confusion matrix are the truth, columns the prediction: along y stands the "
    "truth, along x the prediction."
)
def shows_confusion_matrices(
    figure: Any, matrices: Mapping[str, np.ndarray], name: str = "fig"
) -> None:
    """Every one of these matrices is shown in a panel of its own, its rows along y.

    Counts, shares of rows or columns (of all digits, or of their mistakes), logarithms and roots
    may be drawn, with or without the diagonal; y may count downwards, as imshow does it, or
    upwards. Both axes need a label that does not contradict the direction.

    Args:
        figure: the student's figure.
        matrices: what a matrix is of, such as "training digits" -> counts (n, n).
        name: what the student calls the figure.

    Raises:
        CheckFailed: a matrix is not there, lies on its side, or carries the name of another;
            an axis has no label, or the labels are exchanged.
    """
    whole = require_figure(figure, name)
    sizes = {np.shape(matrix) for matrix in matrices.values()}
    shown = [axes for axes in image_panels(whole) if shown_image(axes).shape in sizes]
    require(
        shown,
        observed=f"{name} shows no image of a matrix.",
        expected="Draw each matrix with imshow, one cell for each of its entries.",
    )
    places = _panels_of(matrices, shown, name)
    for what, axes in places.items():
        _require_labels(figure, axes, name)
        _require_own_title(what, [other for other in places if other != what], axes, name)


def _panels_of(
    matrices: Mapping[str, np.ndarray], panels: list[Axes], name: str
) -> dict[str, Axes]:
    """For each matrix the panel that shows it.

    Matrices of the same network look alike, so each panel counts for the one it shows best.
    """
    places: dict[str, Axes] = {}
    for axes in panels:
        image = shown_image(axes)
        image = image if axes.yaxis_inverted() else image[::-1]
        upright = {what: _likeness(image, matrix) for what, matrix in matrices.items()}
        turned = {what: _likeness(image.T, matrix) for what, matrix in matrices.items()}
        if max(turned.values()) > max(ALIKE, *upright.values()):
            fail(
                f"A matrix in {name} lies on its side: true digits run along the wrong axis.",
                "Along y should stand the rows, along x the columns.",
            )
        best = max(upright, key=lambda what: upright[what])
        if upright[best] > ALIKE:
            places[best] = axes
    missing = [what for what in matrices if what not in places]
    require(
        not missing,
        observed=f"No panel of {name} shows the matrix of the {' or of the '.join(missing)}.",
        expected="Each matrix should have a panel of its own.",
        concept="A figure must agree with the numbers that it is made of.",
    )
    return places


def _likeness(image: np.ndarray, matrix: np.ndarray) -> float:
    """The largest correlation of an image with what a matrix may be drawn as, 0 to 1.

    The diagonal counts only where nothing else differs: it outweighs all else.
    """
    matrix = np.asarray(matrix)
    mistakes = ~np.eye(len(matrix), dtype=bool)
    if np.ptp(matrix[mistakes]) == 0:
        return _correlation(image[~mistakes], matrix[~mistakes])
    shares = [_shares(matrix, axis) for axis in (1, 0)]
    shares += [_shares(np.where(mistakes, matrix, 0), axis) for axis in (1, 0)]
    versions = [matrix, *shares, np.log1p(matrix), np.sqrt(matrix), np.log1p(100 * shares[0])]
    versions.append(np.log(matrix + 1e-9))  # so that no logarithm is infinite
    return max(_correlation(image[mistakes], version[mistakes]) for version in versions)


def _shares(matrix: np.ndarray, axis: int) -> np.ndarray:
    with np.errstate(all="ignore"):  # a row or a column of zeros has no shares
        return np.asarray(matrix / matrix.sum(axis=axis, keepdims=True))


def _correlation(shown: np.ndarray, wanted: np.ndarray) -> float:
    # The logarithm of nothing is minus infinity: drawn like the smallest number there is.
    finite = shown[np.isfinite(shown)]
    lowest = float(finite.min()) if finite.size else 0.0
    drawn = np.nan_to_num(shown, nan=lowest, neginf=lowest, posinf=lowest)
    wanted = np.nan_to_num(wanted)
    if np.ptp(wanted) == 0 or np.ptp(drawn) == 0:
        return float(np.ptp(wanted) == np.ptp(drawn))
    return max(0.0, float(np.corrcoef(drawn, wanted)[0, 1]))


def _require_labels(figure: Any, axes: Axes, name: str) -> None:
    x = (axes.get_xlabel().strip() or axis_label(figure, "x")).lower()
    y = (axes.get_ylabel().strip() or axis_label(figure, "y")).lower()
    require(
        x and y,
        observed=f"An axis of {name} has no label.",
        expected="Both should say whether they count true or predicted digits.",
        concept="Without labels nobody can tell a 4 taken for a 9 from a 9 taken for a 4.",
    )
    y = _TRUTH.sub("", y)
    contradicts = ("predict" in y and "predict" not in x) or ("true" in x and "true" not in y)
    require(
        not contradicts,
        observed=f"The axis labels of {name} are exchanged: its rows are true digits, and rows "
        "run along the vertical axis.",
        expected="The label along y should say truth, the one along x prediction.",
    )


def _require_own_title(what: str, others: list[str], axes: Axes, name: str) -> None:
    """The panel is named, and not after another matrix; other words are not judged."""
    title = panel_title(axes).lower()
    require(
        title,
        observed=f"A panel of {name} has no title.",
        expected="It should say which digits were counted.",
        concept="Two matrices look alike: without a title nobody knows which is which.",
    )
    own, *words = (text.partition(" ")[0][:5].lower() for text in (what, *others))
    require(
        own in title or not any(word in title for word in words),
        observed=f"{name} shows the matrix of the {what} under the title {title!r}.",
        expected="Each title should name the digits that were counted.",
        concept="Exchanged names turn a conclusion into its opposite.",
    )
