"""Titles, labels, legends and scales, on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks
from tests.unit.checks.panel_grids import RAMP, draw_image, grid


class TestTexts:
    def test_titled_panels(self):
        checks.titled_panels(grid(draw_image))
        checks.titled_panels(grid(lambda ax, n: (ax.imshow(RAMP), ax.set_xlabel(f"unit {n}"))))
        checks.titled_panels(grid(lambda ax, n: (ax.imshow(RAMP), ax.text(0, 0, f"{n}"))))

    def test_untitled_panels(self):
        fig = grid(draw_image)
        fig.axes[3].set_title("")
        with pytest.raises(checks.CheckFailed, match="1 of 5 panels"):
            checks.titled_panels(fig)

    def test_the_same_title_with_a_name_beside_it(self):
        def draw(ax, number):
            ax.imshow(RAMP)
            ax.set_title("r = 0.3")
            ax.set_ylabel(f"unit {number}")

        checks.titled_panels(grid(draw))

    def test_titles_that_repeat(self):
        fig = grid(lambda ax, _: (ax.imshow(RAMP), ax.set_title("a feature")))
        with pytest.raises(checks.CheckFailed, match="same title"):
            checks.titled_panels(fig)

    def test_title_of_the_figure(self):
        fig, ax = plt.subplots()
        with pytest.raises(checks.CheckFailed, match="no title"):
            checks.titled(fig)
        ax.set_title("left", loc="left")
        assert checks.figure_title(fig) == "left"
        fig.suptitle("heading")
        assert checks.figure_title(fig) == "heading"

    def test_axis_labels(self):
        fig, ax = plt.subplots()
        ax.plot([1, 2])
        ax.set_xlabel("units")
        with pytest.raises(checks.CheckFailed, match="The y axis of plot has no label"):
            checks.axis_labels(fig, "plot")
        fig.supylabel("accuracy")
        checks.axis_labels(fig)
        assert checks.axis_label(fig, "y") == "accuracy"

    @pytest.mark.parametrize("place", ["texts", "axes"])
    def test_axis_labels_of_the_whole_figure(self, place):
        fig, axes = plt.subplots(2, 2)
        for ax in axes.flat:
            ax.plot([1, 2])
        fig.text(0.5, 0.98, "a heading")
        with pytest.raises(checks.CheckFailed, match="The x and the y axis"):
            checks.axis_labels(fig)
        if place == "texts":
            fig.text(0.5, 0.04, "epoch", ha="center")
            fig.text(0.04, 0.5, "accuracy", va="center", rotation="vertical")
        else:
            fig.add_subplot(111, frameon=False).set(xlabel="epoch", ylabel="accuracy")
        checks.axis_labels(fig)
        assert [checks.axis_label(fig, axis) for axis in ("x", "y")] == ["epoch", "accuracy"]

    def test_legend(self):
        fig, ax = plt.subplots()
        ax.plot([1, 2], label="train")
        with pytest.raises(checks.CheckFailed, match="no legend"):
            checks.has_legend(fig)
        ax.legend()
        checks.has_legend(fig)
        assert checks.legend_texts(fig) == ["train"]
        with pytest.raises(checks.CheckFailed, match="2 or more"):
            checks.has_legend(fig, entries=2)

    def test_log_scale(self):
        fig, ax = plt.subplots()
        ax.semilogx([1, 10], [1, 2])
        checks.log_scale(fig, "x")
        with pytest.raises(checks.CheckFailed, match="y axis of fig has a linear scale"):
            checks.log_scale(fig, "y")

    @pytest.mark.parametrize(
        ("labels", "logarithmic"),
        [
            (["1e-06", "6e-06", "3e-05", "2e-04", "1e-03"], True),
            (["$10^{-3}$", "$10^{-2}$", "10⁻¹", "10^0", "10**1"], True),
            (["1", "10", "50", "100", "512"], False),
            (["0.1", "1", "2", "3", "4"], False),
            (["1e-3", "1e-2", "a", "1", "10"], False),
            (["10^1", "10^2", "10^3", "10^4", "10^99999999999"], False),
            (["1", "10", "100", "1000", "1e99999999999999999999"], False),
        ],
    )
    def test_a_log_scale_made_by_labels(self, labels, logarithmic):
        fig, ax = plt.subplots()
        ax.plot(range(5))
        ax.set_xticks(range(5), labels)
        if logarithmic:
            checks.log_scale(fig, "x")
        else:
            with pytest.raises(checks.CheckFailed, match="linear scale"):
                checks.log_scale(fig, "x")

    def test_numbers_on_labels(self):
        _, ax = plt.subplots()
        ax.set_xticks([0, 1, 2, 3], ["1 unit", "h = 10", "5.6·10^-1", "1,000 units"])
        assert np.allclose(checks.tick_label_numbers(ax, "x", [0, 1, 2, 3]), [1, 10, 0.56, 1000])
        ax.set_xticks([0.0178, 0.1], ["0.018", "0.1"])  # rounded: the places are what they are
        assert np.allclose(checks.tick_label_numbers(ax, "x", [0.0178, 0.1]), [0.0178, 0.1])
        ax.set_xticks([0, 1], ["a", "b"])
        assert np.allclose(checks.tick_label_numbers(ax, "x", [0, 1]), [0, 1])

    @pytest.mark.parametrize(
        ("places", "labels", "numbers"),
        [
            ([0, 1], ["1 unit\n805 parameters", "10 units\n7,960 parameters"], [1, 10]),
            ([0, 1], ["784-1-10", "784-50-10"], [1, 50]),
            ([1, 10], ["30.6 %\n1 unit", "92.5 %\n10 units"], [1, 10]),
            ([0, 1], ["1 unit", "10 units (0.9 s)"], [0, 1]),
        ],
    )
    def test_several_numbers_on_each_label(self, places, labels, numbers):
        _, ax = plt.subplots()
        ax.set_xticks(places, labels)
        assert np.allclose(checks.tick_label_numbers(ax, "x", places), numbers)

    def test_labels_without_text_say_nothing(self):
        _, ax = plt.subplots()
        ax.set_xticks([0, 1, 2], ["1", "10", ""])
        assert np.allclose(checks.tick_label_numbers(ax, "x", [0, 1]), [1, 10])
        assert np.allclose(checks.tick_label_numbers(ax, "x", [0, 1, 2]), [0, 1, 2])


def test_labels_with_several_numbers_make_a_logarithmic_axis_by_those_that_differ() -> None:
    fig, ax = plt.subplots()
    ax.plot(np.log10([1, 10, 100]), [0.4, 0.9, 0.97])
    ax.set_xticks([0, 1, 2], ["784-1-10", "784-10-10", "784-100-10"])
    checks.log_scale(fig, "x")
    ax.set_xticks([0, 1, 2], ["784-1-10", "784-50-10", "784-100-10"])
    with pytest.raises(checks.CheckFailed):
        checks.log_scale(fig, "x")
