"""Figures are drawn anew with what a test can ask of them."""

from __future__ import annotations

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import colors
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.evidence import Unsupported


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.fixture
def redrawn(crossing):
    """Carries a figure across and checks that it can be drawn to pixels."""

    def redraw(figure):
        before = plt.get_fignums()
        found = crossing.across(figure)
        assert type(found) is Figure
        assert found is not figure
        assert plt.get_fignums() == before
        found.savefig(io.BytesIO(), dpi=20)
        return found

    return redraw


def test_lines(redrawn):
    fig, ax = plt.subplots(figsize=(5, 4))
    ax.plot([1, 10, 100], [0.3, 0.9, np.nan], "r--o", label="test", linewidth=3)
    ax.step([1, 2], [0, 1], where="mid")
    ax.axhline(0.5, color="0.5")
    ax.set(xlabel="units", ylabel="accuracy", title="Units", xscale="log", ylim=(0, 1))
    found = redrawn(fig).axes[0]
    line, step, guide = found.lines
    assert np.array_equal(line.get_xdata(), [1, 10, 100])
    assert np.array_equal(line.get_ydata(), [0.3, 0.9, np.nan], equal_nan=True)
    assert (line.get_label(), line.get_marker(), line.get_linestyle()) == ("test", "o", "--")
    assert (colors.to_hex(line.get_color()), line.get_linewidth()) == ("#ff0000", 3)
    assert step.get_drawstyle() == "steps-mid"
    assert guide.get_transform() == found.get_yaxis_transform()
    assert line.get_transform() == found.transData
    assert (found.get_xlabel(), found.get_ylabel(), found.get_title()) == (
        "units",
        "accuracy",
        "Units",
    )
    assert (found.get_xscale(), found.get_yscale()) == ("log", "linear")
    assert found.get_ylim() == (0, 1)
    assert found.get_xlim() == ax.get_xlim()
    assert list(found.figure.get_size_inches()) == [5, 4]


def test_images_and_colour_bars(redrawn):
    fig, panels = plt.subplots(2, 5)
    values = np.random.default_rng(0).normal(size=(10, 28, 28)).astype(np.float32)
    for index, ax in enumerate(panels.flat):
        image = ax.imshow(values[index], cmap="RdBu", vmin=-1, vmax=1)
        ax.set_title(f"unit {index}")
        ax.axis("off")
    fig.colorbar(image, ax=panels, label="weight")
    fig.suptitle("What the units look for")
    found = redrawn(fig)
    assert found.get_suptitle() == "What the units look for"
    assert found.texts == [found._suptitle]
    assert [ax.get_label() for ax in found.axes] == [""] * 10 + ["<colorbar>"]
    assert found.axes[10].get_ylabel() == "weight"
    for index, ax in enumerate(found.axes[:10]):
        (image,) = ax.images
        assert np.array_equal(image.get_array(), values[index])
        assert image.get_array().dtype == np.float32
        assert (image.get_cmap().name, image.get_clim()) == ("RdBu", (-1, 1))
        assert (image.origin, image.get_extent()) == ("upper", [-0.5, 27.5, 27.5, -0.5])
        assert ax.yaxis_inverted()
        assert ax.get_title() == f"unit {index}"
        assert not ax.axison


def test_colour_scales_with_a_centre(redrawn):
    fig, (left, right, log) = plt.subplots(1, 3)
    left.imshow(np.eye(3), norm=colors.TwoSlopeNorm(0, -1, 2), origin="lower")
    right.imshow(np.eye(3), norm=colors.CenteredNorm(0, 4))
    log.imshow(np.eye(3) + 1, norm=colors.LogNorm(1, 2))
    images = [ax.images[0] for ax in redrawn(fig).axes]
    assert [type(image.norm).__name__ for image in images] == [
        "TwoSlopeNorm",
        "CenteredNorm",
        "LogNorm",
    ]
    assert [image.norm.vcenter for image in images[:2]] == [0, 0]
    assert [image.get_clim() for image in images] == [(-1, 2), (-4, 4), (1, 2)]
    assert images[0].origin == "lower"


def test_other_images(redrawn):
    fig, (mesh, photo, masked, own) = plt.subplots(1, 4)
    mesh.pcolormesh(np.arange(5), np.arange(4), np.arange(12.0).reshape(3, 4))
    photo.imshow(np.full((1300, 900, 3), 7, np.uint8))
    masked.imshow(np.ma.masked_less(np.arange(9.0).reshape(3, 3), 2))
    own.imshow(np.eye(2), cmap=colors.ListedColormap(["red", "green"], name="mine"))
    mesh, photo, masked, own = redrawn(fig).axes
    assert isinstance(mesh.collections[0], QuadMesh)
    assert mesh.collections[0].get_array().shape == (3, 4)
    assert mesh.collections[0].get_coordinates().shape == (4, 5, 2)
    assert photo.images[0].get_array().shape == (434, 300, 3)
    assert photo.images[0].get_extent() == [-0.5, 899.5, 1299.5, -0.5]
    assert masked.images[0].get_array()[0, 0] is np.ma.masked
    assert own.images[0].get_cmap().name == "mine"


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax, values: ax.pcolor(values),
        lambda ax, values: ax.pcolormesh(values, shading="gouraud"),
        lambda ax, values: ax.pcolormesh(np.arange(4), np.arange(3), values, shading="nearest"),
    ],
    ids=["pcolor", "gouraud", "nearest"],
)
def test_every_kind_of_colour_mesh(redrawn, draw):
    values = np.arange(12.0).reshape(3, 4)
    fig, ax = plt.subplots()
    draw(ax, values).set_clim(-2, 20)
    (mesh,) = redrawn(fig).axes[0].collections
    assert np.array_equal(np.ravel(mesh.get_array()), values.ravel())
    assert mesh.get_clim() == (-2, 20)
    y = np.asarray(mesh.get_coordinates())[:, 0, 1]
    assert len(y) == 4
    assert np.all(np.diff(y) == 1)


def test_bars(redrawn):
    fig, (upright, lying) = plt.subplots(1, 2)
    upright.bar(["1", "10"], [0.3, 0.9], yerr=[0.1, 0.2], label="accuracy", color="C1")
    lying.barh([1, 2, 3], [4, 5, 6])
    lying.add_patch(plt.Circle((0, 0), 1))
    upright_found, lying_found = redrawn(fig).axes
    error, bars = upright_found.containers
    assert isinstance(bars, BarContainer)
    assert [bar.get_height() for bar in bars] == [0.3, 0.9]
    assert [bar.get_x() for bar in bars] == [bar.get_x() for bar in upright.patches]
    assert (bars.get_label(), bars.orientation, bars.errorbar) == ("accuracy", "vertical", error)
    assert [text.get_text() for text in upright_found.get_xticklabels()] == ["1", "10"]
    assert colors.to_hex(bars[0].get_facecolor()) == colors.to_hex("C1")
    assert lying_found.containers[0].orientation == "horizontal"
    assert [bar.get_width() for bar in lying_found.containers[0]] == [4, 5, 6]
    assert len(lying_found.patches) == 4


def test_error_bars(redrawn):
    fig, ax = plt.subplots()
    ax.errorbar([1e-6, 1e-5], [0.97, 0.98], yerr=[0.01, 0.02], capsize=3, fmt="o", label="L2")
    ax.set_xscale("log")
    found = redrawn(fig).axes[0]
    (container,) = found.containers
    assert isinstance(container, ErrorbarContainer)
    assert (container.has_xerr, container.has_yerr, container.get_label()) == (False, True, "L2")
    line, caps, (bars,) = container.lines
    assert line is found.lines[0]
    assert len(caps) == 2
    assert isinstance(bars, LineCollection)
    expected = [[[1e-6, 0.96], [1e-6, 0.98]], [[1e-5, 0.96], [1e-5, 1.0]]]
    assert np.allclose(bars.get_segments(), expected)


def test_points_and_areas(redrawn):
    fig, ax = plt.subplots()
    ax.scatter([1, 2, 3], [4, 5, 6], c=["red", "green", "blue"], label="three")
    ax.scatter([1, 2], [3, 4], c=[0.0, 10.0], cmap="gray")
    ax.fill_between([1, 2], [0, 1], [2, 3], alpha=0.2)
    points, shaded, area = redrawn(fig).axes[0].collections
    assert isinstance(points, PathCollection)
    assert np.array_equal(points.get_offsets(), [[1, 4], [2, 5], [3, 6]])
    assert [colors.to_hex(face) for face in points.get_facecolors()] == [
        "#ff0000",
        "#008000",
        "#0000ff",
    ]
    assert points.get_label() == "three"
    assert np.array_equal(shaded.get_array(), [0, 10])
    assert (shaded.get_clim(), shaded.get_cmap().name) == ((0, 10), "gray")
    assert area.get_alpha() is None
    assert np.allclose(area.get_facecolor()[0][3], 0.2)


def test_texts_and_legends(redrawn):
    fig, ax = plt.subplots()
    ax.plot([1, 2], label="a")
    ax.plot([2, 1], label="b")
    ax.legend(["first", "$x_2$"], title="Which")
    ax.text(0.1, 0.9, r"$\broken{", transform=ax.transAxes)
    ax.annotate("here", (1, 1.5))
    ax.set_title("left", loc="left")
    fig.text(0.5, 0.5, "whole")
    fig.legend(["x", "y"])
    fig.supxlabel("below")
    found = redrawn(fig)  # a formula that can't be read must not stop the drawing
    panel = found.axes[0]
    assert [text.get_text() for text in panel.get_legend().get_texts()] == ["first", "$x_2$"]
    assert panel.get_legend().get_title().get_text() == "Which"
    assert [text.get_text() for text in panel.texts] == [r"$\broken{", "here"]
    assert panel.texts[0].get_transform() == panel.transAxes
    assert (panel.get_title("left"), panel.get_title()) == ("left", "")
    assert [text.get_text() for text in found.legends[0].get_texts()] == ["x", "y"]
    assert "whole" in [text.get_text() for text in found.texts]
    assert found.get_supxlabel() == "below"


def test_a_second_legend_in_a_panel(redrawn):
    fig, ax = plt.subplots()
    lines = [*ax.plot([1, 2]), *ax.plot([2, 1], "--")]
    ax.add_artist(ax.legend(lines[:1], ["colour"]))
    ax.legend(lines[1:], ["style"])
    found = redrawn(fig)
    assert [text.get_text() for text in found.axes[0].get_legend().get_texts()] == ["style"]
    assert [text.get_text() for text in found.legends[0].get_texts()] == ["colour"]


def test_words_of_subfigures(redrawn):
    fig = plt.figure()
    left, right = fig.subfigures(1, 2)
    left.suptitle("training")
    right.suptitle("validation")
    left.subplots().plot([1, 2], label="a")
    right.subplots(2, 1)[0].set_title("own")
    left.legend()
    left.supxlabel("epoch")
    found = redrawn(fig)
    assert [axes.get_title() for axes in found.axes] == ["training", "own", ""]
    assert [text.get_text() for text in found.legends[0].get_texts()] == ["a"]
    places = {text.get_text(): text.get_position() for text in found.texts}
    assert np.allclose(places["validation"], (0.75, 0.98))
    assert np.allclose(places["epoch"], (0.25, 0.01))
    assert found.get_supxlabel() == "epoch"  # below a half, and so away from the figure's middle


def test_colours_of_titles_and_labels(redrawn):
    fig, (one, other) = plt.subplots(1, 2)
    one.imshow(np.eye(3))
    one.set_title("right", color="green")
    one.set_title("aside", loc="left", color=(1, 0, 0, 0.5))
    one.set_xlabel("wrong", color="C3")
    other.set_ylabel("plain")
    left, right = redrawn(fig).axes
    assert colors.to_hex(left.title.get_color()) == "#008000"
    assert left._left_title.get_color() == (1, 0, 0, 0.5)
    assert colors.to_hex(left.xaxis.label.get_color()) == colors.to_hex("C3")
    assert colors.to_hex(left.yaxis.label.get_color()) == "#000000"
    assert colors.to_hex(right.yaxis.label.get_color()) == "#000000"


def test_a_colour_that_is_none_costs_no_title(redrawn):
    fig, ax = plt.subplots()
    ax.set_title("kept")
    ax.title._color = object()
    ax.xaxis.label._color = "no such colour"
    found = redrawn(fig).axes[0]
    assert (found.get_title(), colors.to_hex(found.title.get_color())) == ("kept", "#000000")


def test_ticks_that_a_function_names(redrawn):
    """Such as the sizes at counted-off places; those that lie beyond the limits are not drawn."""
    fig, ax = plt.subplots()
    sizes = [1, 10, 50]
    ax.plot([0.3, 0.9, 0.96], "o-")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(lambda x, _: f"{sizes[int(x)]}" if x in range(3) else "")
    found = redrawn(fig).axes[0]
    assert list(found.get_xticks()) == [0, 1, 2]
    assert [label.get_text() for label in found.get_xticklabels()] == ["1", "10", "50"]


def test_ticks_set_by_hand(redrawn):
    fig, ax = plt.subplots()
    ax.plot([0, 1])
    ax.set_xticks([0, 1], ["zero", "one"])
    ax.set_yticks([])
    found = redrawn(fig).axes[0]
    assert [text.get_text() for text in found.get_xticklabels()] == ["zero", "one"]
    assert list(found.get_yticks()) == []


def test_axes_lead_to_their_figure(crossing):
    fig, panels = plt.subplots(2, 2)
    values = {"fig": fig, "panels": panels, "one": panels[1, 0]}
    found = crossing.across(values)
    assert found["panels"].shape == (2, 2)
    assert all(ax.figure is found["fig"] for ax in found["panels"].flat)
    assert found["one"] is found["panels"][1, 0] is found["fig"].axes[2]
    panels[0, 0].remove()
    assert isinstance(crossing.across(panels[0, 0]), Unsupported)


def test_closed_and_empty_figures(crossing, redrawn):
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    plt.close(fig)
    assert len(redrawn(fig).axes[0].lines) == 1
    assert redrawn(plt.figure()).axes == []


def test_what_cannot_be_described_costs_no_other_artist(redrawn):
    fig, ax = plt.subplots()
    ax.contour(np.eye(4))
    ax.plot([1, 2])
    fig.add_subplot(projection="polar").plot([1, 2])
    fig.add_subplot(projection="3d").plot([1, 2], [1, 2], [1, 2])
    found = redrawn(fig)
    assert len(found.axes) == 3
    assert len(found.axes[0].lines) == 1


def test_many_panels(crossing_with):
    from autograder.evidence import Limits

    crossing = crossing_with(Limits(axes=3, artists=4))
    fig, panels = plt.subplots(5, 1)
    for ax in panels:
        ax.plot([1, 2])
        ax.plot([1, 2])
    found = crossing.across(fig)
    assert [len(ax.lines) for ax in found.axes] == [2, 2, 0]
