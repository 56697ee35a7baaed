"""Figures that would take much memory or time are refused or cut before they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.errors import EvidenceError
from autograder.evidence import DEFAULT_LIMITS, Limits
from autograder.evidence.figure_describe import describe_figure
from tests.unit.evidence.described_trees import as_figure_tree


def _figure():
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([1, 2], label="a")
    axes.text(0, 0, "t")
    axes.set(title="t", xlabel="x", ylabel="y")
    axes.legend(title="l")
    figure.suptitle("s")
    axes.set_xticks([1, 2], ["p", "q"])
    axes.bar([1], [2], yerr=[0.1])
    plt.close(figure)
    return describe_figure(figure, DEFAULT_LIMITS)


def _many_legends(described):
    legend = {"title": "", "texts": ["a"] * 200, "colours": []}
    described["legends"] = [legend] * 100


def _many_ticks(described):
    one = described["axes"][0]
    one["yticks"] = {"positions": [1.0] * 1000, "labels": None}
    described["axes"] = [one] * 20


def _many_axes(described):
    described["axes"] = described["axes"] * 301


def _many_containers(described):
    described["axes"][0]["containers"] = [{"kind": "other", "label": ""}] * 13_000


@pytest.mark.parametrize("change", [_many_legends, _many_ticks, _many_axes, _many_containers])
def test_figures_of_too_many_parts_are_refused_at_once(crossing, monkeypatch, change):
    from matplotlib.figure import Figure

    def never(*args, **kwargs):
        raise AssertionError("nothing may be drawn")

    described = _figure()
    change(described)
    tree = as_figure_tree(crossing, described)
    monkeypatch.setattr(Figure, "add_axes", never)
    monkeypatch.setattr(Figure, "legend", never)
    with pytest.raises(EvidenceError, match="too many"):
        crossing.decode(tree)


def test_all_figures_of_a_value_are_bounded_together(crossing_with):
    crossing = crossing_with(Limits(axes=2))
    trees = []
    for index in range(5):
        described = _figure()
        described["suptitle"] = str(index)
        trees.append(as_figure_tree(crossing, described))
    with pytest.raises(EvidenceError, match="too many"):
        crossing.decode(trees)
    assert len(crossing.decode(trees[:4])) == 4


def test_numbers_of_figures_are_bounded_whatever_their_dtype(crossing_with):
    crossing = crossing_with(Limits(figure_numbers=10_000))
    described = _figure()
    line = described["axes"][0]["lines"][0]
    line["x"] = line["y"] = np.zeros(9000, np.int8)
    described["axes"][0]["lines"] += [line] * 2
    with pytest.raises(EvidenceError, match="too many numbers"):
        crossing.decode(as_figure_tree(crossing, described))


def test_formulas_are_never_parsed(crossing, monkeypatch):
    import matplotlib.mathtext

    def never(*args, **kwargs):
        raise AssertionError("a formula was parsed")

    def bombed(part):
        if isinstance(part, dict):
            return {
                name: value if name in _NO_TEXTS else bombed(value) for name, value in part.items()
            }
        if isinstance(part, list):
            return [bombed(item) for item in part]
        return bomb if isinstance(part, str) else part

    bomb = "$" + "\\frac{1}{" * 50 + "2" + "}" * 50 + "$"
    monkeypatch.setattr(matplotlib.mathtext.MathTextParser, "parse", never)
    figure = crossing.decode(as_figure_tree(crossing, bombed(_figure())))
    assert figure.axes[0].get_title() == bomb
    figure.canvas.draw()


_NO_TEXTS = ("kind", "transform", "linestyle", "drawstyle", "marker", "xscale", "yscale", "aspect")


def test_long_texts_are_cut_and_letters_have_bounds(crossing):
    described = _figure()
    described["axes"][0]["texts"][0] |= {"text": "x" * 9000, "fontsize": 1e6}
    text = crossing.decode(as_figure_tree(crossing, described)).axes[0].texts[0]
    assert len(text.get_text()) == 2000
    assert text.get_fontsize() == 100


def test_coloured_images_of_small_ints_are_shown(crossing):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    axes.imshow(np.zeros((3, 3, 3), np.uint8))
    plt.close(figure)
    described = describe_figure(figure, DEFAULT_LIMITS)
    described["axes"][0]["images"][0]["values"] = np.full((3, 3, 3), 7, np.int8)
    found = crossing.decode(as_figure_tree(crossing, described))
    assert found.axes[0].images[0].get_array().max() == 7
