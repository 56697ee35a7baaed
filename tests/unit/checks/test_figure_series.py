"""The numbers that lines, points and bars show, on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks


def bars_one_by_one(ax):
    for number, (large, small) in enumerate(zip((0.1, 0.7, 0.2), (0.3, 0.3, 0.4), strict=True)):
        ax.bar(number - 0.2, large, 0.4, color="C0", label="large" if number == 0 else None)
        ax.bar(number + 0.2, small, 0.4, color="C1", label="small" if number == 0 else "_")


def rectangles_one_by_one(ax):
    for number, (large, small) in enumerate(zip((0.1, 0.7, 0.2), (0.3, 0.3, 0.4), strict=True)):
        ax.add_patch(plt.Rectangle((number - 0.4, 0), 0.4, large, color="C0"))
        ax.add_patch(plt.Rectangle((number, 0), 0.4, small, color="C1"))
    ax.autoscale()
    ax.legend(ax.patches[:2], ["large", "small"])


class TestSeries:
    def test_lines(self):
        fig, ax = plt.subplots()
        ax.plot([1, 10], [0.3, 0.9], label="test")
        ax.axhline(0.1)
        (line,) = checks.series(fig)
        assert (line.kind, line.label) == ("line", "test")
        np.testing.assert_allclose([line.x, line.y], [[1, 10], [0.3, 0.9]])

    def test_points(self):
        _, ax = plt.subplots()
        ax.scatter([1, 10], [0.3, 0.9])
        (points,) = checks.series(ax)
        assert points.kind == "points"
        np.testing.assert_allclose([points.x, points.y], [[1, 10], [0.3, 0.9]])

    def test_error_bars_are_one_series(self):
        fig, ax = plt.subplots()
        ax.errorbar([1, 10], [0.3, 0.9], yerr=[0.1, 0.01], xerr=0.5, capsize=3, label="mean")
        (found,) = checks.series(fig)
        assert (found.kind, found.label) == ("error bars", "mean")
        np.testing.assert_allclose(found.error, [0.1, 0.01])

    def test_bars_with_categories_and_errors(self):
        fig, ax = plt.subplots()
        ax.bar(["1", "10", "50"], [0.3, 0.9, 0.95], yerr=[0.1, 0.2, 0.3], label="test")
        (bars,) = checks.series(fig)
        assert (bars.kind, bars.label) == ("bars", "test")
        np.testing.assert_allclose([bars.x, bars.y], [[1, 10, 50], [0.3, 0.9, 0.95]])
        np.testing.assert_allclose(bars.error, [0.1, 0.2, 0.3])

    @pytest.mark.parametrize("draw", [bars_one_by_one, rectangles_one_by_one])
    def test_bars_drawn_one_by_one_are_a_series_of_each_colour(self, draw):
        fig, ax = plt.subplots()
        draw(ax)
        large, small = checks.series(fig)
        assert (large.label, small.label) == ("large", "small")
        assert np.allclose(large.y, [0.1, 0.7, 0.2])
        assert np.allclose(small.y, [0.3, 0.3, 0.4])
        assert np.allclose(large.x, [-0.2, 0.8, 1.8])

    def test_single_bars_of_one_colour_lying(self):
        fig, ax = plt.subplots()
        for number, length in enumerate([4, 5, 6]):
            ax.barh(number, length, color="C0")
        (bars,) = checks.series(fig)
        assert bars.horizontal
        assert list(bars.y) == [4, 5, 6]

    def test_horizontal_bars(self):
        fig, ax = plt.subplots()
        ax.barh(["1", "10"], [0.3, 0.9])
        (bars,) = checks.series(fig)
        np.testing.assert_allclose([bars.x, bars.y], [[1, 10], [0.3, 0.9]])

    @pytest.mark.parametrize("how", ["categories", "tick labels"])
    def test_lines_over_categories(self, how):
        fig, ax = plt.subplots()
        if how == "categories":
            ax.plot(["1", "10", "50"], [0.3, 0.9, 0.95])
        else:
            ax.plot([0, 1, 2], [0.3, 0.9, 0.95])
            ax.set_xticks([0, 1, 2], ["1", "10", "50"])
        np.testing.assert_allclose(checks.series(fig)[0].x, [1, 10, 50])

    def test_categories_that_are_words_keep_their_places(self):
        fig, ax = plt.subplots()
        ax.bar(["one", "two"], [0.3, 0.9])
        np.testing.assert_allclose(checks.series(fig)[0].x, [0, 1])

    def test_log_axis_keeps_its_numbers(self):
        fig, ax = plt.subplots()
        ax.semilogx([1, 10, 50], [1, 2, 3])
        np.testing.assert_allclose(checks.series(fig)[0].x, [1, 10, 50])

    def test_labels_given_to_the_legend_only(self):
        fig, ax = plt.subplots()
        ax.plot([1, 2])
        ax.plot([2, 3])
        ax.legend(["train", "test"])
        assert [one.label for one in checks.series(fig)] == ["train", "test"]
