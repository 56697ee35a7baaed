"""Measurements of models as the judge writes them, made up."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import numpy as np

from autograder.judge.measured import (
    Features,
    LayerRow,
    MeasuredModel,
    Reading,
    SmallImage,
    WrongDigit,
)
from autograder.record.measured import CellTime, Measured, write_measured

LABEL_ROWS = 10


def image(rows: int, columns: int, seed: int = 0) -> SmallImage:
    pixels = np.random.default_rng(seed).integers(0, 256, rows * columns, np.uint8)
    return SmallImage(rows, columns, base64.b64encode(pixels.tobytes()).decode())


def reading(correct: int = 4860, test: str = "values") -> Reading:
    """Of 5,000 digits; the wrong ones are fours taken for nines, and a few more."""
    confusion = np.diag([500] * LABEL_ROWS)
    missed = 5000 - correct
    confusion[4, 4] -= missed
    confusion[4, 9] += missed - 3
    confusion[4, 7] += 3
    rows = tuple(tuple(map(int, row)) for row in confusion)
    wrong = tuple(WrongDigit(image(28, 28, i), i) for i in range(8))
    return Reading(test, 5000, correct, rows, wrong)


DENSE = MeasuredModel(
    name="model_10",
    opaque=False,
    layers=(
        LayerRow("flatten", "Flatten", (784,), 0),
        LayerRow("dense", "Dense, relu", (10,), 7850),
        LayerRow("dense_1", "Dense, softmax", (10,), 110),
    ),
    parameters=7960,
    reading=reading(),
    features=Features(tuple(image(28, 28, i) for i in range(10)), 10, 0.75),
)
CNN = replace(
    DENSE,
    name="models[100]",
    layers=(LayerRow("conv", "Conv2D, relu", (26, 26, 8), 80), *DENSE.layers),
    reading=reading(4970, "shape"),
    features=Features(tuple(image(3, 3, i) for i in range(8)), 8, 1.5),
)
UNMEASURED = replace(DENSE, name="untrained", reading=None, features=None)
OPAQUE = replace(DENSE, name="own", opaque=True, layers=(), parameters=0, features=None)
CELLS = (CellTime(3, "imports", "ok", 12.5), CellTime(5, "", "timeout", 600.0))


def write(reports: Path, assignment: str, student: str, *models: MeasuredModel) -> None:
    write_measured(reports / assignment, student, Measured(20_260_301, CELLS, models))
