"""What the judge measured of models, as plain values that cross from its process.

Nothing here is a statement of the student's process: layers and shapes are those of the model
that the judge rebuilt, and digits read are compared with labels that only the judge has. No
label of a single hold-out digit is kept: of a digit read wrongly there is the image and the
model's answer.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

DIGITS = 10
MOST_LAYERS = 100
MOST_WRONG = 8
MOST_FEATURES = 32
MOST_SIDE = 28
MOST_NAME = 60


@dataclass(frozen=True)
class LayerRow:
    """One layer of a model.

    Attributes:
        name: the layer's name, as the student or Keras chose it.
        kind: class of the layer, with its activation: "Dense, relu".
        output: shape of its output, None where a size is open; empty if it has no single one.
        parameters: number of its weights, 0 or more.
    """

    name: str
    kind: str
    output: tuple[int | None, ...]
    parameters: int


@dataclass(frozen=True)
class SmallImage:
    """A grey image.

    Attributes:
        rows: height, 1 to 28 pixels.
        columns: width, 1 to 28 pixels.
        pixels: base64 of rows x columns bytes, row by row, 0-255.
    """

    rows: int
    columns: int
    pixels: str


@dataclass(frozen=True)
class WrongDigit:
    """A hold-out digit that the model read wrongly; which digit it is, people see.

    Attributes:
        image: the digit, bright ink on dark ground.
        read: what the model took it for, 0-9.
    """

    image: SmallImage
    read: int


@dataclass(frozen=True)
class Features:
    """Weights of the first layer that learns, one image a unit.

    Attributes:
        images: of the first units; 128 is weight 0, 1 is -`largest`, 255 is +`largest`.
        units: number of units of the layer.
        largest: the largest absolute weight of the layer.
    """

    images: tuple[SmallImage, ...]
    units: int
    largest: float


@dataclass(frozen=True)
class Reading:
    """How well a model read the hold-out.

    Attributes:
        test: id of the test that measured it.
        digits: number of hold-out digits, at least 1.
        correct: how many it read correctly.
        confusion: 10 rows of 10 numbers: digits of class i taken for class j.
        wrong: a few digits that it read wrongly.
    """

    test: str
    digits: int
    correct: int
    confusion: tuple[tuple[int, ...], ...]
    wrong: tuple[WrongDigit, ...]

    @property
    def accuracy(self) -> float:
        """Share of the hold-out read correctly, 0 to 1."""
        return self.correct / self.digits


@dataclass(frozen=True)
class MeasuredModel:
    """What the judge measured of one model.

    Attributes:
        name: what the notebook calls it: "model" or "models[100]".
        opaque: whether it could not be rebuilt, so that only its answers are known.
        layers: in order, nested models resolved; empty when opaque.
        parameters: number of all weights; 0 when opaque.
        reading: how it read the hold-out; None where no test measured that.
        features: its first layer as images; None where that makes none.
    """

    name: str
    opaque: bool
    layers: tuple[LayerRow, ...]
    parameters: int
    reading: Reading | None
    features: Features | None

    def as_json(self) -> dict[str, Any]:
        """The measurement as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Any) -> MeasuredModel:
        """The inverse of as_json, for values of a file or another process.

        Raises:
            ValueError: they are malformed or over a limit.
        """
        try:
            return _model(_Fields(values))
        except (KeyError, TypeError, OverflowError, binascii.Error) as error:
            raise ValueError(f"a measurement is malformed: {error!r}") from error


class _Fields:
    """Checked access to the fields of a JSON object."""

    def __init__(self, values: Any) -> None:
        if not isinstance(values, Mapping):
            raise ValueError("a measurement holds no object where one belongs")
        self.values = values

    def text(self, name: str) -> str:
        value = self.values[name]
        if not isinstance(value, str):
            raise ValueError(f"'{name}' is no text")
        return value[:MOST_NAME]

    def count(self, name: str, most: float = math.inf) -> int:
        return _count(self.values[name], name, most)

    def items(self, name: str, most: int) -> Sequence[Any]:
        value = self.values[name]
        if not isinstance(value, (list, tuple)) or len(value) > most:
            raise ValueError(f"'{name}' is no list of at most {most}")
        return value

    def part(self, name: str) -> _Fields | None:
        value = self.values[name]
        return None if value is None else _Fields(value)


def _count(value: Any, name: str, most: float = math.inf) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(f"'{name}' is no number from 0 to {most}")
    return value


def _model(fields: _Fields) -> MeasuredModel:
    reading, features = fields.part("reading"), fields.part("features")
    return MeasuredModel(
        name=fields.text("name"),
        opaque=fields.values["opaque"] is True,
        layers=tuple(_layer(_Fields(row)) for row in fields.items("layers", MOST_LAYERS)),
        parameters=fields.count("parameters"),
        reading=_reading(reading) if reading else None,
        features=_features(features) if features else None,
    )


def _layer(fields: _Fields) -> LayerRow:
    sizes = fields.items("output", 8)
    return LayerRow(
        name=fields.text("name"),
        kind=fields.text("kind"),
        output=tuple(None if size is None else _count(size, "output") for size in sizes),
        parameters=fields.count("parameters"),
    )


def _reading(fields: _Fields) -> Reading:
    digits = fields.count("digits")
    rows = fields.items("confusion", DIGITS)
    confusion = tuple(tuple(_count(number, "confusion", digits) for number in row) for row in rows)
    if digits == 0 or [len(row) for row in confusion] != [DIGITS] * DIGITS:
        raise ValueError("a reading has no digits, or a confusion matrix of another size")
    return Reading(
        test=fields.text("test"),
        digits=digits,
        correct=fields.count("correct", digits),
        confusion=confusion,
        wrong=tuple(_wrong(_Fields(item)) for item in fields.items("wrong", MOST_WRONG)),
    )


def _wrong(fields: _Fields) -> WrongDigit:
    return WrongDigit(_image(fields.values["image"]), fields.count("read", DIGITS - 1))


def _features(fields: _Fields) -> Features:
    largest = fields.values["largest"]
    if not isinstance(largest, float) or not math.isfinite(largest) or largest < 0:
        raise ValueError("'largest' is no finite number")
    images = tuple(_image(image) for image in fields.items("images", MOST_FEATURES))
    if len({(image.rows, image.columns) for image in images}) != 1:
        raise ValueError("features differ in size, or there are none")
    return Features(images, fields.count("units"), largest)


def _image(values: Any) -> SmallImage:
    fields = _Fields(values)
    rows, columns = fields.count("rows", MOST_SIDE), fields.count("columns", MOST_SIDE)
    pixels = values["pixels"]
    if (
        not isinstance(pixels, str)
        or len(base64.b64decode(pixels, validate=True)) != rows * columns
    ):
        raise ValueError("an image does not have its size")
    if not rows * columns:
        raise ValueError("an image is empty")
    return SmallImage(rows, columns, pixels)
