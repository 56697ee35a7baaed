"""Pictures of confusion matrices, and matrices of labels that do not belong to the predictions."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks

RANDOM = np.random.default_rng(3)


def counted(seed, n):
    """A matrix of n digits, nine in ten read right, some pairs mixed up more than others."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, 10, n)
    mistaken = (truth + random.choice([1, 3, 5, 6], n, p=[0.6, 0.2, 0.1, 0.1])) % 10
    return checks.confusion_matrix(truth, np.where(random.random(n) < 0.9, truth, mistaken))


TRAIN, TEST = counted(1, 48_000), counted(2, 10_000)
MATRICES = {"training digits": TRAIN, "test digits": TEST}


NAMES, LABELS = ("training", "test"), ("predicted", "true")


def drawn(change=np.asarray, matrices=(TRAIN, TEST), titles=NAMES, labels=LABELS):
    fig, axes = plt.subplots(1, 2)
    for ax, matrix, title in zip(axes, matrices, titles, strict=True):
        ax.imshow(change(matrix))
        ax.set(title=title, xlabel=labels[0], ylabel=labels[1])
    return fig


def shares(matrix):
    return matrix / matrix.sum(axis=1, keepdims=True)


def no_diagonal(matrix):
    return np.where(np.eye(10), np.nan, matrix)


def logarithm(matrix):
    with np.errstate(divide="ignore"):
        return np.log(matrix)


def counted_upwards():
    fig = drawn(np.log1p)
    for ax in fig.axes:
        ax.invert_yaxis()
    return fig


def other_ways():
    """matshow and pcolormesh, one title for each, labels for the whole figure, a colour bar."""
    fig, (left, right) = plt.subplots(1, 2)
    left.matshow(TEST, norm="log")
    mesh = right.pcolormesh(np.log1p(TRAIN))
    right.invert_yaxis()
    left.set_title("new digits")
    right.set_title("learned digits")
    fig.supxlabel("predicted digit")
    fig.supylabel("actual digit")
    fig.colorbar(mesh)
    return fig


@pytest.mark.parametrize(
    "fig",
    [
        drawn,
        lambda: drawn(np.log1p),
        lambda: drawn(logarithm),
        lambda: drawn(shares),
        lambda: drawn(no_diagonal),
        lambda: drawn(labels=("Vorhersage", "Wahrheit"), titles=("Training", "neue Ziffern")),
        lambda: drawn(matrices=(TEST, TRAIN), titles=("test", "training")),
        lambda: drawn(lambda matrix: np.log(matrix + 1e-9)),
        counted_upwards,
        other_ways,
    ],
)
def test_matrices_are_found_however_they_are_drawn(fig):
    checks.shows_confusion_matrices(fig(), MATRICES)


def test_what_was_to_be_predicted_is_the_truth():
    fig = drawn(labels=("what the network says", "digit that was to be predicted"))
    checks.shows_confusion_matrices(fig, MATRICES)


@pytest.mark.parametrize("axis", [0, 1])
def test_shares_of_mistakes_may_be_drawn(axis):
    # A good network: 1 to 400 mistakes for a digit, so that shares look unlike counts.
    many = np.array([1, 400, 2, 30, 1, 200, 3, 1, 90, 10])
    uneven = RANDOM.multinomial(many, np.ones(10) / 10)
    uneven = (uneven if axis else uneven.T) + 5000 * np.eye(10, dtype=int)

    def of_mistakes(matrix):
        mistakes = np.where(np.eye(10), 0, matrix)
        return np.nan_to_num(mistakes / np.maximum(mistakes.sum(axis=axis, keepdims=True), 1))

    fig = drawn(of_mistakes, (uneven, TEST))
    checks.shows_confusion_matrices(fig, MATRICES | {"training digits": uneven})


def test_a_matrix_without_mistakes_is_its_diagonal():
    perfect = np.diag(TRAIN.diagonal())
    matrices = {"training digits": perfect, "test digits": TEST}
    checks.shows_confusion_matrices(drawn(matrices=(perfect, TEST)), matrices)


@pytest.mark.parametrize(
    ("fig", "words"),
    [
        (plt.figure, "no image of a matrix"),
        (lambda: drawn(np.transpose), "lies on its side"),
        (lambda: drawn(np.flipud), "shows the matrix of the training"),
        (lambda: drawn(matrices=(TRAIN, TRAIN)), "shows the matrix of the test digits"),
        (lambda: drawn(matrices=(np.eye(10), TEST)), "shows the matrix of the training"),
        (lambda: drawn(labels=("", "true")), "An axis of fig has no label"),
        (lambda: drawn(labels=("true", "predicted")), "axis labels of fig are exchanged"),
        (lambda: drawn(labels=("digit", "predicted digit")), "axis labels of fig are exchanged"),
        (lambda: drawn(titles=("training", "")), "A panel of fig has no title"),
        (lambda: drawn(titles=("test", "training")), "under the title 'test'"),
    ],
)
def test_what_is_wrong_with_a_picture_is_named(fig, words):
    with pytest.raises(checks.CheckFailed) as failure:
        checks.shows_confusion_matrices(fig(), MATRICES)
    assert words in str(failure.value)


def test_labels_of_other_digits_are_named():
    truth, other = RANDOM.integers(0, 10, (2, 1000))
    checks.is_confusion_matrix(checks.confusion_matrix(truth, truth), truth, truth)
    with pytest.raises(checks.CheckFailed, match="labels of training digits do not go with"):
        checks.is_confusion_matrix(checks.confusion_matrix(other, truth), truth, truth)
    # A network that guesses is a network all the same.
    with pytest.raises(checks.CheckFailed, match="on the diagonal too"):
        wrong = np.roll(other, 1)
        checks.is_confusion_matrix(checks.confusion_matrix(wrong, truth), other, truth)
