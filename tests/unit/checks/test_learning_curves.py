"""Learning curves in figures of every style, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.lines import Line2D

from autograder.checks.learning_curves import (
    accuracy_record,
    curves_told_apart,
    learning_curves,
)
from autograder.checks.registry import CheckFailed

TRAINING, VALIDATION = [0.81, 0.92, 0.95, 0.97], [0.90, 0.93, 0.94, 0.945]
CURVES = {"training accuracy": TRAINING, "validation accuracy": VALIDATION}


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def two_lines(x: Any, scale: float = 1, names: tuple[str, str] = ("", "")) -> Any:
    fig, ax = plt.subplots()
    for values, name in zip((TRAINING, VALIDATION), names, strict=True):
        ax.plot(x, scale * np.array(values), label=name or None)
    return fig


@pytest.mark.parametrize(
    "draw",
    [
        lambda: two_lines(range(4)),
        lambda: two_lines(range(1, 5), 100),
        lambda: two_lines(range(1, 5), names=("train", "val")),
        lambda: two_lines(range(1, 5), names=("Lernziffern", "neue Ziffern")),
        lambda: two_lines(range(1, 5), names=("accuracy", "val_accuracy")),
        lambda: two_lines(range(1, 5), names=("valeur (entraînement)", "valeur (validation)")),
        lambda: two_lines(range(1, 5), names=("valores aprendidos", "valores nuevos")),
        lambda: two_lines(range(1, 5), names=("value on known", "not in the train set")),
        lambda: two_lines(range(1, 5), names=("training, 90 %", "training, other 10 %")),
        lambda: two_lines(range(1, 5), names=("training digits", "held-out training digits")),
        lambda: two_lines(range(1, 5), names=("without validation", "validation digits")),
        lambda: two_lines(range(1, 5), names=("zum Lernen", "nicht zum Training benutzt")),
        lambda: two_lines(range(1, 5), names=("seen", "held out from training")),
    ],
)
def test_curves_in_every_style(draw: Any) -> None:
    learning_curves(draw(), CURVES)


def test_a_curve_may_begin_before_training() -> None:
    def from_the_start(first: int) -> Any:
        fig, ax = plt.subplots()
        for values in (TRAINING, VALIDATION):
            ax.plot(range(first, first + 5), [0.1, *values])
        return fig

    learning_curves(from_the_start(0), CURVES)
    with pytest.raises(CheckFailed, match="not drawn against the number of the epoch"):
        learning_curves(from_the_start(1), CURVES)


def test_bars_side_by_side_stand_beside_their_epoch() -> None:
    def bars(first: float) -> Any:
        fig, ax = plt.subplots()
        ax.bar(np.arange(4) + first - 0.2, TRAINING, 0.4, label="training")
        ax.bar(np.arange(4) + first + 0.2, VALIDATION, 0.4, label="validation")
        return fig

    learning_curves(bars(1), CURVES)
    learning_curves(bars(0), CURVES)
    with pytest.raises(CheckFailed, match="not drawn against the number of the epoch"):
        learning_curves(bars(5), CURVES)


@pytest.mark.parametrize(
    "names",
    [
        *[("val_acc", "acc"), ("validation", "training"), ("Validierung", "Training")],
        *[("training", "training"), ("seen", "training")],
    ],
)
def test_exchanged_names_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(CheckFailed, match="under the name"):
        learning_curves(two_lines(range(4), names=names), CURVES)


def test_curves_in_two_panels_and_point_by_point() -> None:
    fig, axes = plt.subplots(1, 2)
    axes[0].plot(range(4), TRAINING)
    axes[1].plot(range(4), VALIDATION)
    learning_curves(fig, CURVES)
    fig, ax = plt.subplots()
    for epoch in range(4):
        ax.plot(epoch, TRAINING[epoch], "o")
        ax.plot(epoch, VALIDATION[epoch], "s")
    learning_curves(fig, CURVES)
    fig, ax = plt.subplots()
    for values in (TRAINING, VALIDATION):
        for epoch, value in enumerate(values):
            ax.scatter(epoch, value)
    learning_curves(fig, CURVES)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: None, "still None"),
        (plt.figure, "shows no curve"),
        (lambda: two_lines(range(2, 6)), "not drawn against the number of the epoch"),
        (lambda: two_lines([1, 2, 4, 8]), "not drawn against the number of the epoch"),
        (lambda: two_lines(range(4), names=("validation", "training")), "under the name"),
        (lambda: two_lines(range(4), 0.5), "None of its curves fits"),
    ],
)
def test_what_is_wrong_is_named(draw: Any, message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        learning_curves(draw(), CURVES)


def test_one_curve_alone_is_not_enough() -> None:
    fig, ax = plt.subplots()
    ax.plot(range(4), TRAINING)
    ax.plot(range(4), TRAINING)
    message = "no curve of the validation accuracy. It shows training accuracy"
    with pytest.raises(CheckFailed, match=message):
        learning_curves(fig, CURVES)


def test_the_record_of_a_history() -> None:
    history = SimpleNamespace(history={"loss": [1], "acc": [0.5, 0.6], "val_acc": [0.4, 0.5]})
    assert accuracy_record(history) == ([0.5, 0.6], [0.4, 0.5])


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (None, "no History"),
        (SimpleNamespace(history={"loss": [1]}), "holds no accuracy"),
        (SimpleNamespace(history={"accuracy": [0.5]}), "on validation digits"),
    ],
)
def test_a_history_without_a_record(history: Any, message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        accuracy_record(history)


@pytest.mark.parametrize(
    ("colours", "styles", "entries", "enough"),
    [
        *[(6, 2, 8, True), (6, 2, 10, True), (6, 2, 7, False)],
        *[(12, 1, 8, False), (1, 2, 8, False), (3, 2, 8, False)],
    ],
)
def test_colours_and_styles_may_be_told_each_by_itself(
    colours: int, styles: int, entries: int, enough: bool
) -> None:
    fig, ax = plt.subplots()
    for colour in range(colours):
        for style in range(styles):
            ax.plot([1, 2], f"C{colour % 10}" + ("-", "--")[style], linewidth=1 + colour // 10)
    ax.plot([], [], "w-", linewidth=0)  # as seaborn puts a heading into its legend
    ax.legend(handles=[Line2D([], [], label=f"entry {entry}") for entry in range(entries)])
    if enough:
        curves_told_apart(fig, 12)
        return
    with pytest.raises(CheckFailed, match="too few to name 12 curves"):
        curves_told_apart(fig, 12)


@pytest.mark.parametrize(
    ("heading", "enough"),
    [
        ("solid: training, dashed: validation", True),
        ("durchgezogen: Training, gestrichelt: Validierung", True),
        ("— train, -- val", True),
        ("实线：训练，虚线：验证", True),
        ("Training and validation accuracy", False),
        ("dashed lines", False),
    ],
)
def test_a_heading_may_tell_two_styles_or_colours_apart(heading: str, enough: bool) -> None:
    one, ax = plt.subplots()
    for colour in range(6):
        ax.plot([0.8, 0.9, 0.95], f"C{colour}-", label=f"network {colour}")
        ax.plot([0.8, 0.9, 0.95], f"C{colour}--")
    ax.set_title(heading)
    ax.legend()
    six, axes = plt.subplots(2, 3)
    for k, ax in enumerate(axes.flat):
        ax.plot([0.8, 0.9, 0.95], "C0-")
        ax.plot([0.8, 0.9, 0.95], "C0--")
        ax.set_title(f"network {k}")
    six.suptitle(heading)
    for fig in (one, six):
        if enough:
            curves_told_apart(fig, 12)
            continue
        with pytest.raises(CheckFailed, match="too few to name 12 curves"):
            curves_told_apart(fig, 12)


@pytest.mark.parametrize(
    ("titles", "entries", "enough"),
    [
        *[(6, 2, True), (2, 6, True), (1, 12, True), (0, 12, True), (12, 0, True)],
        *[(6, 0, False), (1, 2, False), (0, 0, False)],
    ],
)
def test_titles_and_legends_tell_twelve_curves_apart(
    titles: int, entries: int, enough: bool
) -> None:
    fig, axes = plt.subplots(1, max(1, titles), squeeze=False)
    for k, ax in enumerate(axes.flat):
        for entry in range(max(1, entries)):
            ax.plot([1, 2], label=f"entry {entry}")
        ax.set_title(f"title {k}" if titles else "")
    if entries:
        axes[0, 0].legend()
    if enough:
        curves_told_apart(fig, 12)
        return
    with pytest.raises(CheckFailed, match="too few to name 12 curves"):
        curves_told_apart(fig, 12)


@pytest.mark.parametrize("words", ["ylabel", "legend", "text", "margins"])
def test_other_words_tell_curves_apart_as_well(words: str) -> None:
    fig, axes = plt.subplots(2, 3)
    for k, ax in enumerate(axes.flat):
        lines = [*ax.plot([1, 2]), *ax.plot([2, 1])]
        ax.set(xlabel="epoch", ylabel="accuracy")
        if words == "ylabel":
            ax.set_ylabel(f"accuracy of {k}")
        elif words == "text":
            ax.text(0.1, 0.9, f"network {k}", transform=ax.transAxes)
        elif words == "legend":
            ax.legend(lines, ["training", "validation"], title=f"network {k}")
        elif k < 3:
            ax.set_title(f"{k} units")
        elif k == 3:
            ax.set_ylabel("two layers")
    if words != "legend":
        with pytest.raises(CheckFailed, match="too few to name 12 curves"):
            curves_told_apart(fig, 12)
        fig.legend(lines, ["training", "validation"])
    curves_told_apart(fig, 12)


def test_a_panel_has_one_name_however_often_it_says_it() -> None:
    """Title and label of an axis with the same word tell two panels apart, not four."""
    fig, axes = plt.subplots(1, 2)
    for word, ax in zip(("training", "validation"), axes, strict=True):
        for network in range(6):
            ax.plot([1, 2], label=f"network {network % 3}")
        ax.set(title=word, xlabel="epoch", ylabel=f"{word} accuracy")
    axes[0].legend()
    with pytest.raises(CheckFailed, match="too few to name 12 curves"):
        curves_told_apart(fig, 12)


def test_curves_may_be_named_at_their_ends() -> None:
    fig, ax = plt.subplots()
    for network in range(12):
        ax.plot([1, 2])
        if network < 11:
            ax.text(2, network, f"network {network}")
    with pytest.raises(CheckFailed, match="too few to name 12 curves"):
        curves_told_apart(fig, 12)
    ax.text(2, 12, "network 11")
    curves_told_apart(fig, 12)


def test_lines_beside_the_curves_have_no_colour_of_a_curve() -> None:
    fig, ax = plt.subplots()
    for colour in range(6):
        for style in ("-", "--"):
            ax.plot([0.8, 0.9, 0.95], f"C{colour}{style}")
    ax.legend(handles=[Line2D([], [], label=f"entry {entry}") for entry in range(8)])
    ax.axhline(0.9, color="grey", linestyle=":")
    ax.axvline(1, color="k", linewidth=0.5)
    ax.plot([2], [0.95], "ro")
    curves_told_apart(fig, 12)
    ax.plot([0.8, 0.9, 0.95], "k:")
    with pytest.raises(CheckFailed, match="too few to name 12 curves"):
        curves_told_apart(fig, 12)
