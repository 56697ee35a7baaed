"""Grids of predictions, tried on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks

IMAGES = np.random.default_rng(5).integers(0, 256, (6, 28, 28), dtype=np.uint8)
PREDICTED = [7, 4, 9, 0, 3, 3]
TRUE = [7, 9, 9, 0, 5, 3]


def colour(predicted, true):
    return "green" if predicted == true else "red"


def grid(words=lambda p, t: f"{p} ({t})", colour=colour, images=IMAGES, order=range(6)):
    """A figure of 2 x 4 places, two of them empty, with titles."""
    fig, axes = plt.subplots(2, 4)
    for ax, k in zip(axes.flat, order, strict=False):
        ax.imshow(images[k], cmap="gray")
        ax.set_title(words(PREDICTED[k], TRUE[k]), color=colour(PREDICTED[k], TRUE[k]))
    for ax in axes.flat:
        ax.axis("off")
    return fig


def below(k, ax):
    """As many tutorials do it: with a percentage, below the picture."""
    ax.set_xlabel(f"{PREDICTED[k]} 97% ({TRUE[k]})", color=colour(PREDICTED[k], TRUE[k]))


def inside(k, ax):
    shade = {"green": "limegreen", "red": "crimson"}[colour(PREDICTED[k], TRUE[k])]
    ax.text(1, 3, f"P{PREDICTED[k]} T{TRUE[k]}", color=shade)


def title_and_label(k, ax):
    ax.set_title(f"true {TRUE[k]}")
    ax.set_ylabel(f"predicted {PREDICTED[k]}", color=colour(PREDICTED[k], TRUE[k]))


def more_below(k, ax):
    """The place in another colour, and the answers that come next."""
    words = f"{PREDICTED[k]} ({TRUE[k]})"
    ax.set_title(words, color=colour(PREDICTED[k], TRUE[k]))
    ax.set_xlabel(f"place 17: {PREDICTED[k]} 0.71, 3 0.21, 8 0.05, 0 0.01", color="steelblue")


def drawn(draw):
    fig, axes = plt.subplots(3, 2)
    for k, ax in enumerate(axes.flat):
        ax.imshow(255 - IMAGES[k], cmap="gray_r")
        draw(k, ax)
    return fig


@pytest.mark.parametrize(
    "fig",
    [
        grid,
        lambda: grid(order=[3, 1, 5, 0, 2, 4]),
        lambda: grid(lambda p, t: f"{p}" if p == t else f"{p}, not {t}"),
        lambda: grid(lambda p, t: f"true: {t}\npredicted: {p}"),
        lambda: grid(lambda p, t: f"predicted/true: {p}/{t}"),
        lambda: grid(lambda p, t: f"{t} true, {p} predicted"),
        lambda: grid(lambda p, t: f"#8: {p} (true {t}), 0.9"),
        lambda: grid(lambda p, t: f"{p}→{t}", lambda p, t: "seagreen" if p == t else "#c00000"),
        lambda: grid(images=IMAGES / 255),
        lambda: drawn(below),
        lambda: drawn(inside),
        lambda: drawn(title_and_label),
        lambda: drawn(more_below),
    ],
)
def test_grids_in_many_styles(fig):
    checks.prediction_grid(fig(), IMAGES, np.array(PREDICTED), np.array(TRUE))


@pytest.mark.parametrize(
    ("fig", "words"),
    [
        (lambda: grid(order=range(5)), "5 panels show an image"),
        (lambda: grid(order=[0, 1, 2, 3, 4, 4]), "show the same picture"),
        (lambda: grid(images=IMAGES.transpose(0, 2, 1)), "another picture than those"),
        (lambda: grid(images=IMAGES[:, :20]), "shows 20 x 28 pixels"),
        (lambda: grid(colour=lambda p, t: colour(p, p + (p == t))), "exchanged: right"),
        (lambda: grid(colour=lambda p, t: "green"), "2 of 2 wrong predictions in fig are not red"),
        (lambda: grid(colour=lambda p, t: "red"), "4 of 4 right predictions in fig are not green"),
        (lambda: grid(colour=lambda p, t: "blue"), "4 of 4 right predictions in fig are not green"),
        (lambda: grid(colour=lambda p, t: "0.3"), "words at 6 of 6 pictures in fig have no colour"),
        (lambda: grid(lambda p, t: "digit"), "6 of 6 panels of fig name no digit"),
        (lambda: grid(lambda p, t: f"{p}"), "names the digit 4 alone"),
        (lambda: grid(lambda p, t: f"{t}"), "names the digit 9 alone"),
        (lambda: grid(lambda p, t: f"{t} ({p})"), "prediction and truth are exchanged"),
        (lambda: grid(lambda p, t: f"predicted {t}, true {p}"), "are exchanged"),
        (lambda: grid(lambda p, t: f"true {p}, predicted {t}"), "are exchanged"),
        (lambda: grid(lambda p, t: f"{p} (8)"), "names the digits 7 and 8 where"),
        (lambda: grid(lambda p, t: "0 1 2 3 4 5 6 7 8 9"), "names the digits 0 and 1"),
    ],
)
def test_what_is_wrong_with_a_grid_is_named(fig, words):
    with pytest.raises(checks.CheckFailed) as failure:
        checks.prediction_grid(fig(), IMAGES, PREDICTED, TRUE)
    assert words in str(failure.value)


def test_no_figure():
    with pytest.raises(checks.CheckFailed, match="still None"):
        checks.prediction_grid(None, IMAGES, PREDICTED, TRUE)
