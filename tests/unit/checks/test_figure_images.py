"""Images of panels as they are shown, and their colours, on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks
from tests.unit.checks.panel_grids import RAMP, draw_image, grid


def flipped_mesh(ax):
    ax.pcolormesh(RAMP)
    ax.invert_yaxis()


def imshow_mirrored(ax):
    ax.imshow(RAMP)
    ax.invert_xaxis()


def imshow_upside_down(ax):
    ax.imshow(RAMP)
    ax.invert_yaxis()


class TestShownImage:
    @pytest.mark.parametrize(
        "draw",
        [
            lambda ax: ax.imshow(RAMP),
            lambda ax: ax.imshow(RAMP, extent=(0, 1, 0, 1)),
            lambda ax: ax.imshow(RAMP, extent=(0, 1, 1, 0)),
            lambda ax: ax.imshow(RAMP[::-1], origin="lower"),
            lambda ax: ax.matshow(RAMP),
            lambda ax: ax.pcolormesh(RAMP[::-1]),
            lambda ax: ax.pcolor(RAMP[::-1]),
            lambda ax: ax.pcolormesh(np.arange(4), -np.arange(3), RAMP, shading="nearest"),
            flipped_mesh,
        ],
    )
    def test_upright(self, draw):
        _, ax = plt.subplots()
        draw(ax)
        np.testing.assert_allclose(checks.shown_image(ax), RAMP)

    @pytest.mark.parametrize(
        "draw",
        [
            lambda ax: ax.imshow(RAMP, origin="lower"),
            lambda ax: ax.pcolormesh(RAMP),
            imshow_upside_down,
        ],
    )
    def test_upside_down(self, draw):
        _, ax = plt.subplots()
        draw(ax)
        np.testing.assert_allclose(checks.shown_image(ax), RAMP[::-1])

    def test_mirrored(self):
        _, ax = plt.subplots()
        imshow_mirrored(ax)
        np.testing.assert_allclose(checks.shown_image(ax), RAMP[:, ::-1])

    def test_no_image(self):
        with pytest.raises(checks.CheckFailed, match="no image"):
            checks.shown_image(plt.subplots()[1])


class TestColourScale:
    def test_shared_and_centred(self):
        fig = grid(draw_image)
        checks.one_colour_scale(fig)
        checks.centred_on_zero(fig)
        assert checks.colour_limits(fig.axes[0]) == (-6, 6)

    def test_meshes_share_a_scale(self):
        checks.one_colour_scale(grid(lambda ax, _: ax.pcolormesh(RAMP, vmin=-6, vmax=6)))

    def test_each_its_own(self):
        fig = grid(lambda ax, number: ax.imshow(RAMP * (number + 1)))
        with pytest.raises(checks.CheckFailed, match="different colour scales"):
            checks.one_colour_scale(fig, "fig")

    def test_different_colour_maps(self):
        maps = ["RdBu", "viridis", "gray", "seismic", "bwr"]
        fig = grid(lambda ax, n: ax.imshow(RAMP, cmap=maps[n]))
        with pytest.raises(checks.CheckFailed, match="different colour maps"):
            checks.one_colour_scale(fig)

    @pytest.mark.parametrize("limits", [(-2, 6), (0, 6), (-6, -1)])
    def test_not_centred(self, limits):
        fig = grid(lambda ax, _: ax.imshow(RAMP, vmin=limits[0], vmax=limits[1]))
        checks.one_colour_scale(fig)
        with pytest.raises(checks.CheckFailed, match="middle colour"):
            checks.centred_on_zero(fig)

    def test_norms_that_are_centred(self):
        for norm in (
            matplotlib.colors.CenteredNorm(halfrange=6),
            matplotlib.colors.TwoSlopeNorm(0, -2, 6),
        ):
            checks.centred_on_zero(grid(lambda ax, _, norm=norm: ax.imshow(RAMP, norm=norm)))

    def test_colours_have_no_scale(self):
        fig = grid(lambda ax, _: ax.imshow(np.zeros((3, 4, 3))))
        with pytest.raises(checks.CheckFailed, match="no colour scale"):
            checks.one_colour_scale(fig)

    def test_no_images(self):
        for one in (checks.one_colour_scale, checks.centred_on_zero, checks.titled_panels):
            with pytest.raises(checks.CheckFailed, match="no images"):
                one(plt.figure())


class TestPanelsShow:
    IMAGES = np.random.default_rng(3).normal(size=(5, 4, 4))

    def drawn(self, change=lambda image: image, order=range(5), **options):
        images = self.IMAGES[list(order)]
        return grid(lambda ax, n: ax.imshow(change(images[n]), **options))

    def test_in_any_order_and_with_a_common_factor(self):
        checks.panels_show(self.drawn(), self.IMAGES)
        checks.panels_show(self.drawn(order=[4, 2, 0, 1, 3]), self.IMAGES)
        checks.panels_show(self.drawn(lambda image: 3 * image), self.IMAGES)
        end = np.quantile(np.abs(self.IMAGES), 0.97)
        checks.panels_show(self.drawn(lambda image: image.clip(-end, end)), self.IMAGES)

    def test_as_float32(self):
        checks.panels_show(self.drawn(lambda image: image.astype("float32")), self.IMAGES)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (np.transpose, "5 of 5 panels of fig show an image with rows and columns exchanged"),
            (np.flipud, "upside down"),
            (np.fliplr, "mirrored"),
            (lambda image: image / np.abs(image).max(), "rescaled by itself"),
            (lambda image: image**2, "something else"),
            (lambda image: image.clip(-0.3, 0.3), "something else"),
            (lambda image: image[:2], "2 x 4 pixels"),
        ],
    )
    def test_other_images(self, change, words):
        with pytest.raises(checks.CheckFailed, match=words):
            checks.panels_show(self.drawn(change), self.IMAGES)

    def test_upside_down_by_origin(self):
        with pytest.raises(checks.CheckFailed, match="upside down"):
            checks.panels_show(self.drawn(origin="lower"), self.IMAGES)

    def test_an_image_twice(self):
        with pytest.raises(checks.CheckFailed, match="the same image"):
            checks.panels_show(self.drawn(order=[0, 0, 1, 2, 3]), self.IMAGES)

    def test_number_of_panels(self):
        with pytest.raises(checks.CheckFailed, match="4 should"):
            checks.panels_show(self.drawn(), self.IMAGES[:4])
