"""Whether a figure shows certain points, tried on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks

UNITS = [1, 10, 50, 100, 512]
ACCURACIES = [0.3058, 0.9252, 0.9624, 0.972, 0.9781]
POINTS = list(zip(UNITS, ACCURACIES, strict=True))


def figure_of(draw):
    fig, ax = plt.subplots()
    draw(ax)
    return fig


def draw_one_by_one(ax):
    for units, accuracy in POINTS:
        ax.plot(units, accuracy, "o")


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.plot(UNITS, ACCURACIES, "o-"),
        lambda ax: ax.semilogx(UNITS, ACCURACIES),
        lambda ax: ax.plot(UNITS[::-1], ACCURACIES[::-1]),
        lambda ax: ax.plot(UNITS, 100 * np.array(ACCURACIES)),
        lambda ax: ax.plot(UNITS, np.round(ACCURACIES, 3)),
        lambda ax: ax.plot(UNITS, [round(100 * accuracy, 1) for accuracy in ACCURACIES]),
        lambda ax: ax.plot([str(units) for units in UNITS], ACCURACIES),
        lambda ax: ax.scatter(UNITS, ACCURACIES),
        lambda ax: ax.errorbar(UNITS, ACCURACIES, yerr=0.002),
        lambda ax: ax.bar([str(units) for units in UNITS], ACCURACIES),
        lambda ax: ax.plot([*UNITS, 1000], [*ACCURACIES, 0.98]),
        draw_one_by_one,
    ],
)
def test_points_are_found_however_they_are_drawn(draw):
    checks.shows_points(figure_of(draw), POINTS)


@pytest.mark.parametrize("accuracy", [0.1135, 0.1028, 0.2146, 0.2004, 0.9746])
def test_heights_rounded_to_three_digits_are_the_same(accuracy):
    for drawn in (round(accuracy, 3), round(100 * accuracy, 1)):
        fig = figure_of(lambda ax, drawn=drawn: ax.plot(1, drawn, "o"))
        checks.shows_points(fig, [(1, accuracy)])
    fig = figure_of(lambda ax: ax.plot(1, 1.006 * accuracy, "o"))
    with pytest.raises(checks.CheckFailed, match="not at the right heights"):
        checks.shows_points(fig, [(1, accuracy)])


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda ax: ax.plot(ACCURACIES, UNITS), "axes exchanged"),
        (lambda ax: ax.plot(100 * np.array(ACCURACIES), UNITS), "axes exchanged"),
        (lambda ax: ax.plot(ACCURACIES), "equal distances"),
        (lambda ax: ax.plot(range(1, 6), ACCURACIES), "equal distances"),
        (lambda ax: ax.plot(UNITS[:4], ACCURACIES[:4]), "no point at x = 512"),
        (lambda ax: ax.plot(UNITS, [0.9781] * 5), "not at the right heights"),
        (lambda ax: ax.set_xlabel("units"), "shows no line"),
        (lambda ax: ax.plot(UNITS, np.full(5, np.nan)), "not at the right heights"),
    ],
)
def test_what_is_wrong_is_named(draw, words):
    with pytest.raises(checks.CheckFailed, match=words):
        checks.shows_points(figure_of(draw), POINTS)


def test_something_else_than_a_figure_is_refused():
    with pytest.raises(checks.CheckFailed, match="still None"):
        checks.shows_points(None, POINTS)
