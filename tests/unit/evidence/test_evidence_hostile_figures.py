"""Malformed figures are refused, odd but harmless ones tamed."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.errors import EvidenceError
from tests.unit.evidence.hostile_changes import set_at


def _figure_tree(crossing, change):
    import matplotlib.pyplot as plt

    from autograder.evidence.encode import Encoder
    from autograder.evidence.figure_describe import describe_figure

    figure, panel = plt.subplots()
    panel.plot([1, 2], label="a")
    panel.bar([1], [2], yerr=[1])
    panel.scatter([1], [2])
    panel.imshow(np.eye(3))
    panel.legend()
    plt.close(figure)
    described = describe_figure(figure, crossing.limits)
    change(described)
    tree = Encoder(crossing.blobs, crossing.holder).tree(described, 0)
    return {"$figure": crossing.blobs.write_json(tree)}


BAD_FIGURES = {
    "no axes": set_at(["axes"], None),
    "axes": set_at(["axes"], [1]),
    "endless size": set_at(["size"], [float("inf"), 1]),
    "size": set_at(["size"], [1]),
    "limits": set_at(["axes", 0, "xlim"], ["a", "b"]),
    "nan limits": set_at(["axes", 0, "xlim"], [float("nan"), 1]),
    "line": set_at(["axes", 0, "lines", 0, "x"], np.zeros(7)),
    "line of text": set_at(["axes", 0, "lines", 0, "x"], np.array(["a", "b"])),
    "colour": set_at(["axes", 0, "lines", 0, "colour"], "red"),
    "image": set_at(["axes", 0, "images", 0, "values"], np.zeros((3, 3, 7))),
    "image of text": set_at(["axes", 0, "images", 0, "values"], np.array([["a"]])),
    "large image": set_at(["axes", 0, "images", 0, "values"], np.zeros((600, 600))),
    "empty image": set_at(["axes", 0, "images", 0, "values"], np.zeros((0, 3))),
    "container": set_at(["axes", 0, "containers", 0, "caps"], [99]),
    "container of itself": set_at(["axes", 0, "containers", 0, "line"], -1),
    "points": set_at(["axes", 0, "collections", 1, "at"], np.zeros((2, 5))),
    "title": set_at(["axes", 0, "titles"], [None, None, None]),
    "title colours": set_at(["axes", 0, "title_colours"], [[0, 0, 0, 1]]),
    "title colour": set_at(["axes", 0, "title_colours"], ["red", None, None]),
    "label colour": set_at(["axes", 0, "label_colours"], [[0, 0, float("nan"), 1], None]),
    "no label colours": set_at(["axes", 0, "label_colours"], None),
    "long title": set_at(["axes", 0, "titles"], ["x" * 20_000, "", ""]),
    "ticks": set_at(["axes", 0, "xticks"], {"positions": [1.0], "labels": ["a", "b"]}),
    "many ticks": set_at(["axes", 0, "xticks"], {"positions": [1.0] * 2000, "labels": None}),
    "unknown collection": set_at(["axes", 0, "collections", 0, "kind"], "code"),
    "function inside": set_at(["axes", 0, "legend"], len),
}


@pytest.mark.parametrize("name", BAD_FIGURES)
def test_malformed_figures_are_refused(crossing, name):
    with pytest.raises(EvidenceError):
        crossing.decode(_figure_tree(crossing, BAD_FIGURES[name]))


def test_odd_but_harmless_figures_are_tamed(crossing):
    def change(described):
        described["size"] = [10_000.0, -5.0]
        line = described["axes"][0]["lines"][0]
        line |= {"marker": "$\\frac{1}{$", "linestyle": "x" * 100, "linewidth": 1e250}
        described["axes"][0]["images"][0]["cmap"] = "os.system"
        described["axes"][0]["xscale"] = "function"

    figure = crossing.decode(_figure_tree(crossing, change))
    assert list(figure.get_size_inches()) == [60, 0.1]
    assert figure.axes[0].lines[0].get_marker() == "o"
    assert figure.axes[0].get_xscale() == "linear"
