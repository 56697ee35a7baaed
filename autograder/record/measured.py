"""One JSON file per submission of what was measured: models by the judge, cells by the run.

`reports/<assignment>/measured/<student>.json`, at most MAX_BYTES; models that make it larger
lose their images, then go:

    {"seed": int, "cells": [{"number", "ident", "status", "seconds"}], "models": [...]}

A model is `autograder.judge.measured.MeasuredModel` as JSON. The file is the instructor's; the
feedback page shows the models of it. It holds no label of a single hold-out digit.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder.atomic_file import replace_file
from autograder.judge.measured import MeasuredModel

MAX_BYTES = 400_000
MOST_CELLS = 500
FOLDER = "measured"
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]{0,99}")


@dataclass(frozen=True)
class CellTime:
    """How long one student cell ran.

    Attributes:
        number: of the cell in the notebook, from 1.
        ident: its solution or given id, or empty.
        status: how it ended: ok, error, timeout, died, not_run.
        seconds: wall time, 0 or more.
    """

    number: int
    ident: str
    status: str
    seconds: float


@dataclass(frozen=True)
class Measured:
    """What was measured of one submission.

    Attributes:
        seed: random seed that its run started from.
        cells: the student's cells, in order.
        models: what the judge measured of models.
    """

    seed: int
    cells: tuple[CellTime, ...] = ()
    models: tuple[MeasuredModel, ...] = ()


def page_stem(student: str) -> str:
    """A student id as the stem of a file name of ours, the same for the same id.

    Ids name folders; those that are long or have other than usual characters become a digest,
    so that no id leads elsewhere.
    """
    if _PLAIN_NAME.fullmatch(student):
        return student
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()
    return f"id-{digest[:24]}"


def write_measured(folder: Path, student: str, measured: Measured) -> None:
    """Write the file of a submission.

    Args:
        folder: `reports/<assignment>`.
        student: id of the student.
        measured: what was measured.

    Raises:
        RecordError: the file can't be written.
    """
    measured = replace(measured, cells=measured.cells[:MOST_CELLS])
    data = _encoded(measured)
    while len(data) > MAX_BYTES and measured.models:
        measured = replace(measured, models=_smaller(measured.models))
        data = _encoded(measured)
    replace_file(folder / FOLDER / f"{page_stem(student)}.json", data)


def read_measured(folder: Path, student: str) -> Measured | None:
    """The measurements of a submission; None where there are none, or the file is damaged.

    They are an addition to a page, never a reason to go without it.
    """
    path = folder / FOLDER / f"{page_stem(student)}.json"
    try:
        if path.stat().st_size > 2 * MAX_BYTES:
            return None
        values = json.loads(path.read_bytes())
        return Measured(
            seed=int(values["seed"]),
            cells=tuple(_cell(cell) for cell in values["cells"][:MOST_CELLS]),
            models=tuple(MeasuredModel.from_json(model) for model in values["models"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _cell(values: Any) -> CellTime:
    seconds = float(values["seconds"])
    if not math.isfinite(seconds):
        raise ValueError("a time is not finite")
    return CellTime(
        int(values["number"]), str(values["ident"])[:100], str(values["status"])[:20], seconds
    )


def _encoded(measured: Measured) -> bytes:
    return json.dumps(asdict(measured), ensure_ascii=True).encode("ascii")


def _smaller(models: Sequence[MeasuredModel]) -> tuple[MeasuredModel, ...]:
    """Without the images of the last model that has any, or without the last model."""
    for index in reversed(range(len(models))):
        model = models[index]
        if model.features or (model.reading and model.reading.wrong):
            reading = replace(model.reading, wrong=()) if model.reading else None
            bare = replace(model, features=None, reading=reading)
            return (*models[:index], bare, *models[index + 1 :])
    return tuple(models[:-1])
