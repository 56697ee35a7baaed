"""The table of honour: the smallest models that reach an accuracy, as the judge measured it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.checks.accuracy import reaches
from autograder.judge.measured import MeasuredModel
from autograder.record.measured import Measured


@dataclass(frozen=True)
class HonourRow:
    """A submission in the table: its smallest model that reaches the accuracy.

    `rank` counts from 1; equal numbers of parameters have equal ranks. `accuracy` is the share
    of hold-out digits read correctly.
    """

    rank: int
    student: str
    parameters: int
    layers: int
    accuracy: float


def table_of_honour(measured: Mapping[str, Measured], target: float) -> list[HonourRow]:
    """The fewest parameters first.

    Args:
        measured: by student.
        target: accuracy asked for, 0 to 1; sampling error is allowed for, as in the tests.
    """
    best = [
        (
            model.parameters,
            -model.reading.correct / model.reading.digits,
            student,
            len(model.layers),
        )
        for student, entry in measured.items()
        for model in _smallest(entry.models, target)
        if model.reading
    ]
    rows: list[HonourRow] = []
    for position, (parameters, missing, student, layers) in enumerate(sorted(best), start=1):
        tied = rows and rows[-1].parameters == parameters
        rank = rows[-1].rank if tied else position
        rows.append(HonourRow(rank, student, parameters, layers, -missing))
    return rows


def _smallest(models: Iterable[MeasuredModel], target: float) -> list[MeasuredModel]:
    """The smallest model that reaches the accuracy; one with layers of its own has no size."""
    reaching = [
        model
        for model in models
        if model.reading
        and model.parameters
        and not model.opaque
        and reaches(model.reading.accuracy, target, model.reading.digits)
    ]
    return sorted(reaching, key=lambda model: model.parameters)[:1]
