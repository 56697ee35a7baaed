"""How accuracy went on while a network trained: what a History says, and what a figure shows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from autograder.checks.figure_series import Series, series
from autograder.checks.figures import legend_texts, panel_title, panels, require_figure
from autograder.checks.registry import check, fail, require

SETS = ("training", "validation")
RELATIVE = 0.002  # what rounding to three digits may change
# With one of these words, a label says which set is not shown: "not in the train set".
_NOT = frozenset(
    [
        *("not", "never", "no", "without", "outside", "held", "aside", "unseen", "excluded"),
        *("nicht", "nie", "kein", "keine", "ohne", "außerhalb", "non", "pas", "hors", "sans"),
        *("sin", "fuera", "não", "sem", "senza", "fuori", "niet", "geen", "не", "нет"),
    ]
)

# Words by which a heading tells lines apart: "solid: training, dashed: validation".
_LINES = re.compile(
    r"\b(?:solid|dashed|dotted|broken|thick|thin|full|circles?|crosses|blue|orange|red|green|black"
    r"|gr[ae]y|durchgezogen|gestrichelt|gepunktet|blau|rot|grün|schwarz|grau|pleine?|continue"
    r"|tirets?|pointillés?|bleue?|rouge|verte?|noire?|continua|discontinua|punteada|azul|roj[ao]"
    r"|verde|negr[ao]|tracejad[ao]|cheia|tratteggiat[ao]|blu|ross[ao]|сплошн\w*|пунктир\w*)\b"
    r"|--|—|[实虚点]线|[実破点]線|실선|점선",
)


def accuracy_record(history: Any, name: str = "history") -> tuple[list[float], list[float]]:
    """Training and validation accuracy of every epoch as a History states them.

    Raises:
        CheckFailed: it is no History, or one of the two records is missing.
    """
    record = getattr(history, "history", None)
    if not isinstance(record, dict):
        fail(f"{name} is no History.", "It should be what fit returns.")
    accuracies = {key: values for key, values in record.items() if "acc" in key.lower()}
    training = [values for key, values in accuracies.items() if not key.startswith("val_")]
    validation = [values for key, values in accuracies.items() if key.startswith("val_")]
    require(
        training,
        observed=f"{name} holds no accuracy.",
        expected="compile should be told to measure it.",
        concept="fit records the loss, and beyond that only the metrics that compile names.",
    )
    require(
        validation,
        observed=f"{name} holds no accuracy on validation digits.",
        expected="fit should put some training digits aside for validation.",
        concept="Only digits that training never uses show how well a network reads new ones.",
    )
    return [float(value) for value in training[0]], [float(value) for value in validation[0]]


@check(concept="A learning curve shows how a measure goes on from epoch to epoch.")
def learning_curves(
    figure: Any, curves: Mapping[str, Sequence[float]], name: str = "fig", *, step: str = "epoch"
) -> None:
    """The figure shows each of the curves, against steps counted from 0 or 1.

    Heights may be drawn in percent, in one panel or in several, as lines or point by point, and
    the first may be one more, measured before training.

    Args:
        figure: the student's figure.
        curves: what a curve is, such as "training accuracy" -> its values.
        name: what the student calls the figure.
        step: what is counted along x.

    Raises:
        CheckFailed: a curve is not there, its steps are wrong, or legends are exchanged.
    """
    whole = require_figure(figure, name)
    found = _joined(series(whole))
    require(
        found,
        observed=f"{name} shows no curve.",
        expected=f"It should show {' and '.join(curves)}.",
    )
    shown = {what: _matching(found, values) for what, values in curves.items()}
    for what, one in shown.items():
        if one is None:
            others = [other for other, drawn in shown.items() if drawn is not None]
            seen = f"It shows {' and '.join(others)}." if others else "None of its curves fits."
            fail(f"{name} shows no curve of the {what}. {seen}", f"It should show it by {step}.")
    drawn = [one for one in shown.values() if one is not None]
    for one, what in zip(drawn, shown, strict=True):
        require(
            _counts(one),
            observed=f"The {what} in {name} is not drawn against the number of the {step}.",
            expected="Along x, it should count on from 0 or from 1.",
        )
    _require_own_labels(dict(zip(shown, drawn, strict=True)), whole, name)


@check(concept="Curves that can't be told apart compare nothing.")
def curves_told_apart(figure: Any, curves: int, name: str = "fig") -> None:
    """Titles of panels and entries of legends have words for this many curves.

    Twelve curves, for example, may be six titled panels with two entries in a legend, two panels
    with six, or one panel with twelve; or with eight, for six colours and two styles of lines.
    The two styles or colours may be told by a heading: "solid: training, dashed: validation".
    Labels of axes, headings of legends, and texts tell panels and curves apart as well: two rows
    named at the left, three columns named at the top, two entries.

    Args:
        figure: the student's figure.
        curves: number of curves.
        name: what the student calls the figure.

    Raises:
        CheckFailed: there are not enough different titles and entries.
    """
    whole = require_figure(figure, name)
    titles = {title for title in map(panel_title, panels(whole)) if title}
    entries = {text for text in legend_texts(whole) if text}
    beside = [{text for text in texts if text} for texts in _other_words(whole)]
    named = math.prod(max(1, len(words)) for words in [titles, *beside])
    named = min(named, max(1, len(panels(whole))))
    told = _told_by_entries(whole, len(entries) + 2 * _explains_lines(whole))
    require(
        named * max(_written_in_a_panel(whole), told) >= curves,
        observed=f"{name} has {len(titles)} different titles and {len(entries)} different entries "
        f"in legends; that is too few to name {curves} curves.",
        expected="Title and legend together should say of each curve what it is.",
    )


def _other_words(figure: Figure) -> list[list[str]]:
    """What else says which curve is which: labels of axes, headings of legends, texts."""
    shown = panels(figure)
    legends = [axes.get_legend() for axes in shown]
    return [
        [axes.get_xlabel().strip() for axes in shown],
        [axes.get_ylabel().strip() for axes in shown],
        [legend.get_title().get_text().strip() for legend in legends if legend is not None],
        [text.get_text().strip() for axes in shown for text in axes.texts],
    ]


def _written_in_a_panel(figure: Figure) -> int:
    """How many curves the texts in a panel can name, at least 1."""
    each = [{text.get_text().strip() for text in axes.texts} - {""} for axes in panels(figure)]
    return max([1, *map(len, each)])


def _explains_lines(figure: Figure) -> bool:
    """Whether a heading, a title or a text says what two kinds of lines stand for."""
    texts = [figure.get_suptitle(), *(text.get_text() for text in figure.texts)]
    for axes in panels(figure):
        texts += [panel_title(axes), *(text.get_text() for text in axes.texts)]
    return any(len(set(_LINES.findall(text.lower()))) >= 2 for text in texts)


def _told_by_entries(figure: Figure, entries: int) -> int:
    """How many curves this many entries of legends can name: each has its own colour and style."""
    every = [line for axes in figure.axes for line in axes.get_lines()]
    drawn = [line for line in every if line.get_visible() and np.size(line.get_xdata())]
    # A goal drawn across, or the best epoch, is no curve.
    lines = [line for line in drawn if np.size(line.get_xdata()) > 2] or drawn
    colours = {str(line.get_color()) for line in lines}
    styles = {(line.get_linestyle(), line.get_marker(), line.get_linewidth()) for line in lines}
    both = len(colours) + len(styles) <= entries and min(len(colours), len(styles)) > 1
    return max(entries, len(colours) * len(styles)) if both else entries


def _joined(found: list[Series]) -> list[Series]:
    """The series, and what single points may be joined to: curve by curve, or taking turns."""
    single = [one for one in found if len(one.x) == 1]
    if len(single) < 2:
        return found
    turns = sum(bool(one.x[0] == single[0].x[0]) for one in single)
    groups = [single[start::turns] for start in range(turns)]
    for before, one in zip([None, *single], single, strict=False):
        if before is None or one.x[0] <= before.x[0]:
            groups.append([])
        groups[-1].append(one)
    return found + [_one_curve(group) for group in groups]


def _one_curve(points: list[Series]) -> Series:
    x, y = (np.concatenate([getattr(one, axis) for one in points]) for axis in "xy")
    return Series("points", x, y, points[0].label)


def _matching(found: list[Series], values: Sequence[float]) -> Series | None:
    wanted = np.asarray(values, dtype=float)
    steps = len(wanted)
    exact = [one for one in found if len(one.y) == steps]
    longer = [replace(one, x=one.x[1:], y=one.y[1:]) for one in found if len(one.y) == steps + 1]
    for one in exact + longer:
        for scale in (1, 100):
            allowed = RELATIVE * np.maximum(np.abs(wanted * scale), 1e-9)
            if np.all(np.abs(one.y - wanted * scale) <= allowed):
                return one
    return None


def _counts(one: Series) -> bool:
    """Whether x counts on from 0 or 1; bars side by side stand beside the number."""
    first = round(float(one.x[0])) if one.kind == "bars" else one.x[0]
    return bool(np.allclose(one.x, one.x[0] + np.arange(len(one.x)))) and first in (0, 1)


def _names_sets(label: str) -> set[str]:
    """Which of SETS a label names: "value", "valeur" and "valor" are no validation."""
    words = re.findall(r"[^\W\d_]+", label.lower())
    named = {"training" for word in words if word.startswith("train")}
    if any(word == "val" or word.startswith("vali") for word in words):
        named.add("validation")
    return set() if len(named) == 1 and _NOT & set(words) else named


def _require_own_labels(drawn: Mapping[str, Series], figure: Figure, name: str) -> None:
    """No curve carries the other's name; labels in other words or languages are not judged.

    Both may name the same set, in different words: "training, 90 %", "training, other 10 %".
    """
    for what, one in drawn.items():
        shown = _names_sets(one.label)
        own, other = SETS if what.startswith("train") else SETS[::-1]
        beside = {two.label for two in drawn.values()} - {one.label}
        named_beside = {name for label in beside for name in _names_sets(label)}
        require(
            own in shown or other not in shown - named_beside,
            observed=f"{name} shows the {what} under the name {one.label!r}.",
            expected="The legend should name each curve by what it shows.",
            concept="Exchanged names turn a conclusion into its opposite.",
        )
