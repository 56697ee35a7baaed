"""What counts as a panel of a figure, and as a figure at all, on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks
from tests.unit.checks.panel_grids import draw_image, grid


class TestPanels:
    def test_empty_axes_of_a_grid_are_no_panels(self):
        assert len(checks.image_panels(grid(draw_image))) == 5

    @pytest.mark.parametrize("own_axes", [True, False])
    def test_colour_bars_are_no_panels(self, own_axes):
        fig = grid(draw_image)
        image = fig.axes[0].images[0]
        if own_axes:
            fig.colorbar(image, cax=fig.add_axes((0.9, 0.1, 0.02, 0.8)))
        else:
            fig.colorbar(image, ax=fig.axes)
        assert len(checks.panels(fig)) == 5

    @pytest.mark.parametrize("orientation", ["vertical", "horizontal"])
    def test_a_redrawn_colour_bar_of_few_colours_is_no_panel(self, orientation):
        fig = grid(draw_image)
        strip = np.linspace(-1, 1, 11)[:, None]
        bar = fig.add_axes((0.9, 0.1, 0.02, 0.8))
        bar.pcolormesh(strip if orientation == "vertical" else strip.T)
        assert len(checks.panels(fig)) == 5

    def test_a_picture_of_one_row_is_a_panel(self):
        fig = grid(lambda ax, _: ax.pcolormesh(np.array([[0.2, 0.9, 0.1, 0.4]])))
        assert len(checks.image_panels(fig)) == 5

    def test_a_redrawn_colour_bar_without_its_label_is_no_panel(self):
        fig = grid(draw_image)
        fig.add_axes((0.9, 0.1, 0.02, 0.8)).pcolormesh(np.linspace(-1, 1, 256)[:, None])
        assert len(checks.panels(fig)) == 5

    def test_lines_are_panels_but_no_image_panels(self):
        fig, ax = plt.subplots()
        ax.plot([1, 2], [3, 4])
        assert len(checks.panels(fig)) == 1
        assert checks.image_panels(fig) == []

    def test_count(self):
        checks.image_panel_count(grid(draw_image), 5)
        with pytest.raises(checks.CheckFailed, match=r"5 panels show an image .*3 x 4"):
            checks.image_panel_count(grid(draw_image), 10)

    def test_one_panel_is_named_in_the_singular(self):
        with pytest.raises(checks.CheckFailed, match="1 panel shows an image"):
            checks.image_panel_count(grid(draw_image, used=1), 10)


class TestRequireFigure:
    @pytest.mark.parametrize(
        ("value", "words"), [(None, "still None"), (3, "type int"), ([], "type list")]
    )
    def test_anything_else_fails_by_name(self, value, words):
        with pytest.raises(checks.CheckFailed, match=f"my_fig is .*{words}"):
            checks.require_figure(value, "my_fig")

    def test_axes_are_not_a_figure(self):
        with pytest.raises(checks.CheckFailed, match="not a figure"):
            checks.titled(plt.subplots()[1])
