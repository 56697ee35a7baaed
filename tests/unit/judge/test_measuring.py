"""What the judge measures of models for the pages, and the file that it is kept in."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checks.context import CheckContext, Digits, HoldoutReading
from autograder.judge.measured import MeasuredModel
from autograder.judge.measuring import Measuring, measured_model
from autograder.record.measured import (
    MAX_BYTES,
    CellTime,
    Measured,
    page_stem,
    read_measured,
    write_measured,
)

keras = pytest.importorskip("keras")
rng = np.random.default_rng(0)
LABELS = np.tile(np.arange(10, dtype=np.uint8), 20)
HOLDOUT = Digits(rng.integers(0, 256, (200, 28, 28), np.uint8), LABELS)


def dense() -> Any:
    return keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(),
         keras.layers.Dense(20, activation="relu", name="hidden"), keras.layers.Dense(10)]
    )  # fmt: skip


def measure(model: Any, read: np.ndarray | None = None) -> MeasuredModel:
    reading = HoldoutReading(model, None, 0, "reads-digits")
    predictions = b"" if read is None else read.astype(np.uint8).tobytes()
    return measured_model("model", reading, predictions, HOLDOUT)


def test_layers_shapes_and_parameters() -> None:
    found = measure(dense())
    assert [(row.kind, row.output, row.parameters) for row in found.layers] == [
        ("Flatten", (784,), 0),
        ("Dense, relu", (20,), 15_700),
        ("Dense", (10,), 210),
    ]
    assert found.parameters == 15_910
    assert found.reading is None


def test_nested_models_are_resolved() -> None:
    inner = keras.Sequential([keras.Input((784,)), keras.layers.Dense(4)], name="inner")
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), inner])
    assert [row.kind for row in measure(model).layers] == ["Flatten", "Dense"]


def test_readings_are_compared_with_the_judges_labels() -> None:
    read = LABELS.copy()
    read[[3, 150]] = 7  # a three, and a zero
    reading = measure(dense(), read).reading
    assert reading is not None
    assert (reading.correct, reading.digits, reading.accuracy) == (198, 200, 0.99)
    assert reading.confusion[3][7] == reading.confusion[0][7] == 1
    assert sum(map(sum, reading.confusion)) == 200
    # Of the wrong ones, only those of the first tenth may be shown.
    (wrong,) = reading.wrong
    assert wrong.read == 7
    assert base64.b64decode(wrong.image.pixels) == HOLDOUT.images[3].tobytes()


def test_no_label_of_a_single_digit_is_kept() -> None:
    read = (LABELS + 1) % 10
    text = json.dumps(measure(dense(), read).as_json())
    assert '"label' not in text
    assert "3, 4, 5, 6, 7, 8, 9, 0, 1" not in text


def test_first_layer_features() -> None:
    model = dense()
    kernel = np.zeros((784, 20), np.float32)
    kernel[5, 2], kernel[6, 2] = -0.5, 0.25
    model.get_layer("hidden").kernel.assign(kernel)
    features = measure(model, LABELS).features
    assert features is not None
    assert (features.units, features.largest, len(features.images)) == (20, 0.5, 16)
    pixels = base64.b64decode(features.images[2].pixels)
    assert (pixels[4], pixels[5], pixels[6]) == (128, 1, 192)


@pytest.mark.parametrize(("kernel", "shown"), [(3, 6), (1, None)])
def test_convolutions_of_one_channel_have_features(kernel: int, shown: int | None) -> None:
    layers = [keras.Input((28, 28, 1)), keras.layers.Conv2D(6, kernel), keras.layers.Flatten()]
    found = measure(keras.Sequential(layers), LABELS).features
    assert (found and len(found.images)) == shown


def test_a_model_of_later_layers_has_no_features() -> None:
    model = keras.Sequential([keras.Input((28, 28, 3)), keras.layers.Conv2D(6, 3)])
    assert measure(model, LABELS).features is None
    assert measure(dense()).features is None, "nothing has read with it"


def test_models_have_the_names_of_the_notebook() -> None:
    first, second, never = dense(), dense(), dense()
    checking = CheckContext(HOLDOUT, {})
    measuring = Measuring(checking)
    measuring.name("models", {10: first, "big": second})
    measuring.name("untrained", never)
    measuring.name("text", "model")
    assert list(measuring.readings()) == []
    checking.readings[LABELS.tobytes()] = HoldoutReading(second, None, 200, "a")
    assert [model.name for model in measuring.readings()] == ["models['big']"]
    assert list(measuring.readings()) == [], "each once"
    assert [model.name for model in measuring.others()] == ["models[10]", "untrained"]


def test_what_cannot_be_measured_is_left_out() -> None:
    class Broken:
        layers = None

        def predict(self) -> None: ...

    checking = CheckContext(
        HOLDOUT, {}, readings={b"\xff" * 200: HoldoutReading(Broken(), 0, 0, "")}
    )
    assert list(Measuring(checking).readings()) == []


def test_the_file_comes_back_as_it_was(tmp_path: Path) -> None:
    model = measure(dense(), (LABELS + 1) % 10)
    written = Measured(7, (CellTime(3, "model", "ok", 1.5),), (model,))
    write_measured(tmp_path, "ada", written)
    assert read_measured(tmp_path, "ada") == written
    assert read_measured(tmp_path, "bob") is None


def test_the_file_stays_small(tmp_path: Path) -> None:
    model = measure(dense(), (LABELS + 1) % 10)
    many = Measured(7, (), tuple(replace(model, name=f"m{i}") for i in range(60)))
    write_measured(tmp_path, "ada", many)
    assert (tmp_path / "measured" / "ada.json").stat().st_size <= MAX_BYTES
    kept = read_measured(tmp_path, "ada")
    assert kept is not None
    assert kept.models[0] == many.models[0]
    assert kept.models[-1].features is None


@pytest.mark.parametrize(
    "damage",
    ["", "[]", "{}", '{"seed": 1, "cells": [{}], "models": []}',
     '{"seed":1,"cells":[],"models":[1]}',
     "[" * 100_000, '{"seed": 1, "cells": [], "models": {"a": 1}}'],
)  # fmt: skip
def test_a_damaged_file_is_no_file(tmp_path: Path, damage: str) -> None:
    write_measured(tmp_path, "ada", Measured(7))
    (tmp_path / "measured" / "ada.json").write_text(damage)
    assert read_measured(tmp_path, "ada") is None


@pytest.mark.parametrize(
    ("place", "value"),
    [("name", 3), ("parameters", -1), ("parameters", True), ("layers", [{}] * 101),
     ("reading", {}), ("features", []), ("layers", [{"name": "a"}])],
)  # fmt: skip
def test_malformed_measurements_are_refused(place: str, value: Any) -> None:
    values = {**measure(dense(), LABELS).as_json(), place: value}
    with pytest.raises(ValueError):
        MeasuredModel.from_json(values)


def test_malformed_images_are_refused() -> None:
    values = json.loads(json.dumps(measure(dense(), (LABELS + 1) % 10).as_json()))
    for pixels in ("", "AAAA", "<script>", 3, None):
        values["reading"]["wrong"][0]["image"]["pixels"] = pixels
        with pytest.raises(ValueError):
            MeasuredModel.from_json(values)


def test_ids_name_files_of_their_own() -> None:
    odd = ["..", "a/b", "a\0", "", "x" * 300, "b\udcff", "ä", ".hidden", "a b", "con\n"]
    stems = [page_stem(student) for student in odd]
    assert len(set(stems)) == len(odd)
    for stem in stems:
        assert stem.replace("-", "").isalnum()
        assert len(stem) < 40
    assert page_stem("ada@uni.example") == "ada@uni.example"
