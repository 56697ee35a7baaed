"""Titles, labels, legends and scales, on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
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
