"""A confusion matrix has true classes in its rows; each mistake in it is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder import checks
from tests.unit.checks.failures import failure

pytestmark = pytest.mark.usefixtures("holdout")


def mirrored_in_rows(counts: np.ndarray) -> np.ndarray:
    """The right diagonal, and each row's mistakes in reverse order."""
    result = counts.copy()
    for row in range(10):
        others = [column for column in range(10) if column != row]
        result[row, others] = counts[row, others[::-1]]
    return result


class TestConfusionMatrix:
    def test_rows_are_truth(self) -> None:
        matrix = checks.confusion_matrix([3, 3, 5], [3, 5, 5])
        assert matrix.shape == (10, 10)
        assert (matrix[3, 3], matrix[3, 5], matrix[5, 5], matrix.sum()) == (1, 1, 1, 3)

    @pytest.mark.parametrize("pair", [([1], [1, 2]), ([-1], [0]), ([0], [10])])
    def test_impossible_classes(self, pair: tuple[list[int], list[int]]) -> None:
        with pytest.raises(ValueError, match=r"predictions|classes"):
            checks.confusion_matrix(*pair)

    def test_accepts_arrays_and_lists(self) -> None:
        labels, answers = _answers()
        wanted = checks.confusion_matrix(labels, answers)
        checks.is_confusion_matrix(wanted, labels, answers)
        checks.is_confusion_matrix(wanted.astype(float).tolist(), labels, answers)

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (lambda counts: None, "is None"),
            (lambda counts: "matrix", "is a str"),
            (lambda counts: [[1], [1, 2]], "is a list"),
            (lambda counts: counts[:9, :9], "shape (9, 9)"),
            (lambda counts: counts.T, "transposed"),
            (lambda counts: counts / counts.sum(), "normalised"),
            (lambda counts: counts / counts.sum(axis=1, keepdims=True), "normalised"),
            (lambda counts: counts / counts.sum(axis=0), "normalised"),
            (lambda counts: 100 * counts / counts.sum(axis=1, keepdims=True), "normalised"),
            (lambda counts: counts * (1 - np.eye(10)), "do not sum"),
            (lambda counts: counts * np.nan, "do not sum"),
            (lambda counts: np.diag(np.diag(counts)), "do not sum"),
            (lambda counts: np.roll(counts, 1, axis=1), "as if the answers had been guessed"),
            (lambda counts: counts[:, [1, 0, *range(2, 10)]], "on the diagonal too"),
            (mirrored_in_rows, "The diagonal"),
        ],
    )
    def test_mistakes_are_named(self, wrong: Any, words: str) -> None:
        labels, answers = _answers()
        matrix = wrong(checks.confusion_matrix(labels, answers))
        assert words in failure(checks.is_confusion_matrix, matrix, labels, answers)


def _answers() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(4)
    labels = generator.integers(0, 10, 500)
    return labels, np.where(generator.random(500) < 0.7, labels, generator.integers(0, 10, 500))
