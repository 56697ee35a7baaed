"""What the pages show of a submission's models: the judge's measurements, ready to lay out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.judge.measured import Features, LayerRow, MeasuredModel, Reading
from autograder.report.page_templates import rendered
from autograder.report.pixels import digit_png, weights_png
from autograder.report.terminal_text import hide_paths

ERRORS = 1.96  # standard errors to each side: 95 of 100 such intervals hold the true accuracy


@dataclass(frozen=True)
class LayerText:
    """A row of the table of layers, as text."""

    name: str
    kind: str
    output: str
    parameters: int


@dataclass(frozen=True)
class ConfusionCell:
    """One cell of a confusion matrix: a count, and how strongly it is coloured, 0 to 1."""

    count: int
    shade: float
    right: bool


@dataclass(frozen=True)
class ReadingView:
    """How a model read the hold-out; accuracies are shares, 0 to 1.

    `low` and `high` bound the true accuracy in 95 of 100 cases. `mistakes` are the most
    frequent confusions: digit, what it was taken for, how often. `wrong` holds an image and
    what the model read.
    """

    title: str
    digits: int
    correct: int
    accuracy: float
    low: float
    high: float
    confusion: list[list[ConfusionCell]]
    mistakes: list[tuple[int, int, int]]
    wrong: list[tuple[str, int]]


@dataclass(frozen=True)
class FeaturesView:
    """The sheet of first-layer weights: address, size on the page, and what it shows."""

    sheet: str
    width: int
    height: int
    shown: int
    units: int
    largest: float


@dataclass(frozen=True)
class ModelView:
    """One model."""

    anchor: str
    name: str
    opaque: bool
    layers: list[LayerText]
    parameters: int
    reading: ReadingView | None
    features: FeaturesView | None


def models_html(models: Sequence[MeasuredModel], titles: Mapping[str, str]) -> Markup:
    """The section on models; empty where there are none.

    Args:
        models: what the judge measured.
        titles: test id -> title.
    """
    if not models:
        return Markup()
    # Those that were measured come first; among them the notebook's order stays.
    ordered = sorted(models, key=lambda model: model.reading is None)
    views = [_model(model, number, titles) for number, model in enumerate(ordered, start=1)]
    measured = [view for view in views if view.reading]
    return rendered("models.html.j2", models=views, measured=measured, axis=_axis(measured))


def accuracy_interval(correct: int, digits: int) -> tuple[float, float]:
    """Wilson's interval for a share: it stays between 0 and 1, also for a perfect reading."""
    share, square = correct / digits, ERRORS**2
    centre = (share + square / (2 * digits)) / (1 + square / digits)
    spread = ERRORS * math.sqrt(share * (1 - share) / digits + square / (4 * digits**2))
    spread /= 1 + square / digits
    return max(0.0, centre - spread), min(1.0, centre + spread)


def _model(model: MeasuredModel, number: int, titles: Mapping[str, str]) -> ModelView:
    return ModelView(
        anchor=f"model-{number}",
        name=hide_paths(model.name) or f"model {number}",
        opaque=model.opaque,
        layers=[_layer(row) for row in model.layers],
        parameters=model.parameters,
        reading=_reading(model.reading, titles) if model.reading else None,
        features=_features(model.features) if model.features else None,
    )


def _layer(row: LayerRow) -> LayerText:
    sizes = ("?" if size is None else str(size) for size in row.output)
    return LayerText(hide_paths(row.name), row.kind, " × ".join(sizes), row.parameters)


def _reading(reading: Reading, titles: Mapping[str, str]) -> ReadingView:
    low, high = accuracy_interval(reading.correct, reading.digits)
    matrix = reading.confusion
    mixed = [(i, j, matrix[i][j]) for i in range(10) for j in range(10) if i != j and matrix[i][j]]
    worst = max((count for _, _, count in mixed), default=1)
    return ReadingView(
        title=titles.get(reading.test, ""),
        digits=reading.digits,
        correct=reading.correct,
        accuracy=reading.accuracy,
        low=low,
        high=high,
        confusion=[
            [ConfusionCell(count, min(1.0, count / worst), i == j) for j, count in enumerate(row)]
            for i, row in enumerate(matrix)
        ],
        mistakes=sorted(mixed, key=lambda entry: -entry[2])[:3],
        wrong=[(digit_png(digit.image), digit.read) for digit in reading.wrong],
    )


def _features(features: Features) -> FeaturesView:
    sheet, width, height = weights_png(features.images)
    # Small kernels are magnified more: 3 pixels would else be hard to see.
    scale = 2 if features.images[0].columns > 14 else 8
    return FeaturesView(
        sheet, width * scale, height * scale, len(features.images), features.units, features.largest
    )


def _axis(views: Sequence[ModelView]) -> tuple[float, float]:
    """The accuracies between which error bars are drawn: round tenths, at most 0 to 1."""
    lowest = min((view.reading.low for view in views if view.reading), default=0.0)
    return (math.floor(lowest * 10 - 0.05) / 10 if lowest > 0.1 else 0.0), 1.0
