"""The vocabulary for figures, on real Matplotlib figures."""

from __future__ import annotations

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder import checks

RAMP = np.arange(12.0).reshape(3, 4) - 5.5


def grid(draw, rows=2, columns=3, used=5):
    """A grid of panels, of which the first `used` are drawn in."""
    fig, axes = plt.subplots(rows, columns)
    for number, ax in enumerate(axes.flat[:used]):
        draw(ax, number)
    return fig


def draw_image(ax, number):
    ax.imshow(RAMP * (number + 1), vmin=-6, vmax=6, cmap="RdBu")
    ax.set_title(f"unit {number}")


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
