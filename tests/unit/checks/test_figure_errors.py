"""Error bars, tried on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks

X = np.logspace(-6, -3, 5)
Y = np.array([0.9801, 0.9812, 0.9815, 0.9807, 0.9744])
ERROR = np.array([0.0007, 0.0011, 0.0004, 0.0009, 0.0013])
MEASURED = list(zip(X, Y, ERROR, strict=True))


def figure_of(draw):
    fig, ax = plt.subplots()
    draw(ax)
    return fig


def one_by_one(ax):
    for x, y, error in MEASURED:
        ax.errorbar(x, y, yerr=error, fmt="o", capsize=3)


def with_rounded_ticks(ax):
    ax.errorbar(X, Y, yerr=ERROR, fmt="o")
    ax.set_xscale("log")
    ax.set_xticks(X, [f"{x:.1e}" for x in X])


def rounded_categories(ax):
    ax.errorbar(range(1, 6), Y, yerr=ERROR, fmt="o")
    ax.set_xticks(range(1, 6), [f"$10^{{{np.log10(x):.2f}}}$" for x in X])


def one_line_with_caps(ax):
    """As seaborn draws them."""
    ax.plot([f"{x:.0e}" for x in X], Y, "o")
    for place, (_, y, error) in enumerate(MEASURED):
        left, right, low, high = place - 0.1, place + 0.1, y - error, y + error
        x = [left, right, place, place, left, right]
        ax.plot(x, [low, low, low, high, high, high])


def upright_lines(ax):
    ax.plot(X, 100 * Y, "o")
    ax.vlines(X, 100 * (Y - ERROR), 100 * (Y + ERROR))


def bars(ax):
    ax.bar([f"{x:.8g}" for x in X], Y, yerr=ERROR)
    ax.set_ylim(0.97, 0.99)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.errorbar(X, Y, yerr=ERROR),
        lambda ax: ax.errorbar(X, 100 * Y, yerr=100 * ERROR, capsize=4, fmt="s"),
        lambda ax: ax.errorbar(X, Y, yerr=[ERROR, ERROR]),
        lambda ax: (ax.plot(X, Y), ax.errorbar(X, Y, ERROR, fmt="none")),
        one_by_one,
        bars,
        lambda ax: ax.errorbar(X, Y, yerr=ERROR, xerr=0),
        with_rounded_ticks,
        rounded_categories,
        one_line_with_caps,
        upright_lines,
        lambda ax: (ax.bar(X, Y), [ax.plot([x, x], [y - e, y + e]) for x, y, e in MEASURED]),
    ],
)
def test_error_bars_are_found_however_they_are_drawn(draw):
    checks.shows_error_bars(figure_of(draw), MEASURED)


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda ax: ax.plot(X, Y, "o-"), "shows no error bars"),
        (lambda ax: (ax.plot(X, Y, "o"), ax.vlines(X, 0, Y)), "without an error bar"),
        (lambda ax: (ax.plot(X, Y, "o"), ax.vlines(X, Y - 2 * ERROR, Y + 2 * ERROR)), "twice"),
        (lambda ax: ax.errorbar(["1e-6", "5e-6", "3e-5", "2e-4", "1e-3"], Y, ERROR), "no point at"),
        (lambda ax: ax.errorbar(X, Y, yerr=ERROR / 2), "half as long"),
        (lambda ax: ax.errorbar(X, Y, yerr=2 * ERROR), "twice as long"),
        (lambda ax: ax.errorbar(X, Y, yerr=ERROR.mean()), "right lengths"),
        (lambda ax: (ax.plot(X, Y), ax.errorbar(X[:1], Y[:1], ERROR[:1])), "without an error bar"),
        (lambda ax: ax.errorbar(X, Y - 0.01, yerr=ERROR), "right heights"),
    ],
)
def test_what_is_missing_is_named(draw, words):
    with pytest.raises(checks.CheckFailed, match=words):
        checks.shows_error_bars(figure_of(draw), MEASURED)
