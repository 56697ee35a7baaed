"""Confusion matrices: counted here, and compared with what a student counted."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.prediction import article
from autograder.checks.registry import check, fail, require

BY_CHANCE = 0.3  # share on the diagonal below which labels and predictions seem unrelated


def confusion_matrix(labels: Any, predictions: Any, classes: int = 10) -> np.ndarray:
    """How often each true class was taken for each class.

    Args:
        labels: integers (n,), 0 to classes - 1: the truth.
        predictions: integers (n,), 0 to classes - 1: what a model answered.
        classes: number of classes.

    Returns:
        int64 array (classes, classes); row: truth, column: prediction; its sum is n.

    Raises:
        ValueError: the lengths differ, or a number is no class.
    """
    rows, columns = (np.asarray(part).astype(np.int64).ravel() for part in (labels, predictions))
    if rows.shape != columns.shape:
        raise ValueError(f"{rows.size} labels but {columns.size} predictions")
    if rows.size and min(rows.min(), columns.min()) < 0:
        raise ValueError("classes are counted from 0")
    if rows.size and max(rows.max(), columns.max()) >= classes:
        raise ValueError(f"there are only {classes} classes")
    counts = np.bincount(rows * classes + columns, minlength=classes * classes)
    return counts.reshape(classes, classes)


@check(
    concept="Row i, column j of a confusion matrix counts the images of class i "
    "that the model took for class j."
)
def is_confusion_matrix(matrix: Any, labels: Any, predictions: Any, classes: int = 10) -> None:
    """A matrix is the confusion matrix of these labels and predictions, rows being truth.

    Args:
        matrix: the student's matrix, array or nested list (classes, classes).
        labels: integers (n,), 0 to classes - 1: the truth.
        predictions: integers (n,), 0 to classes - 1.
        classes: number of classes.

    Raises:
        CheckFailed: it is not; transposed and normalised matrices, lost images and a wrong
            shape are named.
    """
    counted = _as_numbers(matrix, classes)
    wanted = confusion_matrix(labels, predictions, classes)
    if np.array_equal(counted, wanted):
        return
    require(
        not np.array_equal(counted, wanted.T),
        observed="Your confusion matrix is transposed: its rows are predictions.",
        expected="Its rows must be the true digits, its columns the predicted ones.",
    )
    _refuse_shares(counted, wanted)
    total, images = counted.sum(), wanted.sum()
    require(
        total == images,
        observed=f"The entries of your confusion matrix do not sum to the number of images: "
        f"{total:g} for {images} images.",
        expected="Every image must be counted once, right or wrong.",
    )
    read, should_read = np.trace(counted) / total, np.trace(wanted) / images
    require(
        read >= BY_CHANCE or should_read < 2 * BY_CHANCE,
        observed=f"Only {100 * read:.0f} % of the images stand on the diagonal of your confusion "
        "matrix, as if the answers had been guessed.",
        expected="Each prediction must meet the label of its own image: labels of training digits "
        "do not go with predictions for test digits.",
    )
    require(
        not np.array_equal(np.diag(counted), np.diag(wanted)),
        observed="The diagonal of your confusion matrix is right; other entries are not.",
        expected="Every mistake belongs in the row of its true digit.",
    )
    fail(
        "Your confusion matrix counts images in the wrong entries, on the diagonal too.",
        "The diagonal must count the images that were read correctly.",
    )


def _as_numbers(matrix: Any, classes: int) -> np.ndarray:
    if matrix is None:
        fail("The confusion matrix is None.", "End the function with return.")
    try:
        counted = np.asarray(matrix)
    except ValueError:
        counted = np.asarray(None)
    require(
        counted.dtype.kind in "biuf",
        observed=f"The confusion matrix is {article(type(matrix).__name__)}.",
        expected="It must be an array of numbers.",
    )
    require(
        counted.shape == (classes, classes),
        observed=f"Your confusion matrix has the shape {counted.shape}.",
        expected="It has one row and one column for each class, seen or not.",
    )
    return counted.astype(np.float64)


def _refuse_shares(counted: np.ndarray, wanted: np.ndarray) -> None:
    with np.errstate(all="ignore"):
        shares = [
            wanted / wanted.sum(),
            wanted / wanted.sum(axis=1, keepdims=True),
            wanted / wanted.sum(axis=0, keepdims=True),
        ]
    for share in shares:
        kept = np.nan_to_num(share)
        same = any(
            np.allclose(np.nan_to_num(counted), version, atol=1e-2)
            for version in (kept, kept.T, 100 * kept, 100 * kept.T)
        )
        require(
            not same,
            observed="Your confusion matrix is normalised: it holds shares, not counts.",
            expected="Count images; the sum of all entries is the number of images.",
        )
