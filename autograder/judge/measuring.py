"""Measures models for the pages that people read: layers, answers, first-layer features.

This happens after the tests and changes no result. What can't be measured is left out.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.checks.context import CheckContext, Digits, HoldoutReading
from autograder.checks.models import CONVOLUTIONS, PASSIVE, all_layers, count_parameters, is_model
from autograder.evidence import OpaqueModel
from autograder.judge.measured import (
    DIGITS,
    MOST_FEATURES,
    MOST_LAYERS,
    MOST_NAME,
    MOST_SIDE,
    MOST_WRONG,
    Features,
    LayerRow,
    MeasuredModel,
    Reading,
    SmallImage,
    WrongDigit,
)

MOST_MODELS = 12
# Wrongly read digits on pages come from this share of the hold-out alone, the same for all
# submissions: however often somebody hands in, nine tenths of the hold-out stay unseen.
SHOWN_SHARE = 10
_DENSE_FEATURES = 16


class Measuring:
    """Collects the models of one case and measures them.

    Args:
        checking: its readings are filled by the tests.
    """

    def __init__(self, checking: CheckContext) -> None:
        self._checking = checking
        self._named: dict[str, Any] = {}
        self._done: set[bytes] = set()
        self._measured: set[int] = set()
        self._left = MOST_MODELS

    def name(self, name: str, value: Any) -> dict[str, Any]:
        """Remember what the notebook calls a value, and the models in it; returns these."""
        found = _models_in(name, value)
        self._named.update(found)
        return found

    def readings(self) -> Iterator[MeasuredModel]:
        """The models that tests have measured since the last call."""
        for predictions, reading in list(self._checking.readings.items()):
            if predictions not in self._done and self._left:
                self._done.add(predictions)
                yield from self._model(self._name_of(reading.model), reading, predictions)

    def others(self) -> Iterator[MeasuredModel]:
        """Models that no test measured; to be called once, at the end."""
        for name, model in self._named.items():
            if id(model) not in self._measured and self._left:
                yield from self._model(name, HoldoutReading(model, None, 0, ""), b"")

    def _model(
        self, name: str, reading: HoldoutReading, predictions: bytes
    ) -> Iterator[MeasuredModel]:
        self._measured.add(id(reading.model))
        try:
            measured = measured_model(name, reading, predictions, self._checking.holdout)
        except Exception:  # an unusual model: the pages do without it
            return
        self._left -= 1
        yield measured

    def _name_of(self, model: Any) -> str:
        found = (name for name, value in self._named.items() if value is model)
        return next(found, "")


def measured_model(
    name: str, reading: HoldoutReading, predictions: bytes, holdout: Digits
) -> MeasuredModel:
    """What the pages show of one model.

    Args:
        name: what the notebook calls it.
        reading: the model, and the test that measured it.
        predictions: the digits that it read from the hold-out, one byte each; empty where
            no test measured it.
        holdout: images and labels.
    """
    model = reading.model
    opaque = not is_model(model)
    layers = [] if opaque else all_layers(model)
    return MeasuredModel(
        name=name,
        opaque=opaque,
        layers=tuple(_layer_row(layer) for layer in layers[:MOST_LAYERS]),
        parameters=0 if opaque or not model.weights else count_parameters(model),
        reading=_reading(reading.test, predictions, holdout) if predictions else None,
        # Those of a model that nobody trained are noise.
        features=first_features(layers) if predictions else None,
    )


def _reading(test: str, predictions: bytes, holdout: Digits) -> Reading:
    read = np.frombuffer(predictions, np.uint8)
    labels = holdout.labels
    confusion = np.zeros((DIGITS, DIGITS), int)
    np.add.at(confusion, (labels, read), 1)
    pool = max(1, len(labels) // SHOWN_SHARE)
    wrong = np.flatnonzero(read[:pool] != labels[:pool])[:MOST_WRONG]
    return Reading(
        test=test,
        digits=len(labels),
        correct=int(np.trace(confusion)),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        wrong=tuple(WrongDigit(small_image(holdout.images[i]), int(read[i])) for i in wrong),
    )


def _layer_row(layer: Any) -> LayerRow:
    kind = type(layer).__name__
    activation = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return LayerRow(
        name=str(layer.name)[:MOST_NAME],
        kind=(kind if activation == "linear" else f"{kind}, {activation}")[:MOST_NAME],
        output=_output_shape(layer),
        parameters=sum(int(np.prod(weight.shape, dtype=np.int64)) for weight in layer.weights),
    )


def _output_shape(layer: Any) -> tuple[int | None, ...]:
    """Without the axis of the images; empty where the layer has no output, or several."""
    try:
        output = getattr(layer, "batch_shape", None) or layer.output.shape
        return tuple(None if size is None else int(size) for size in output[1:])
    except (AttributeError, TypeError, ValueError):
        return ()


def first_features(layers: list[Any]) -> Features | None:
    """The weights of the first layer that learns, where they make images.

    That is a Dense layer on all 784 pixels, or a convolution of one channel.
    """
    first = next((layer for layer in layers if type(layer).__name__ not in PASSIVE), None)
    kind = type(first).__name__
    kernel = getattr(first, "kernel", None)
    if kernel is None or kind not in CONVOLUTIONS | {"Dense"}:
        return None
    weights = np.asarray(kernel, np.float32)
    if kind == "Dense" and weights.shape[0] == MOST_SIDE**2:
        images = weights.T.reshape(-1, MOST_SIDE, MOST_SIDE)[:_DENSE_FEATURES]
    elif kind == "Conv2D" and weights.shape[2] == 1 and 1 < max(weights.shape[:2]) <= MOST_SIDE:
        images = weights[:, :, 0].transpose(2, 0, 1)[:MOST_FEATURES]
    else:
        return None
    largest = float(np.abs(weights).max())
    if not np.isfinite(largest):
        return None
    grey = np.rint(128 + 127 * images / (largest or 1)).astype(np.uint8)
    return Features(tuple(map(small_image, grey)), weights.shape[-1], largest)


def small_image(pixels: np.ndarray) -> SmallImage:
    """An image as text.

    Args:
        pixels: uint8 array (rows, columns), 0-255.
    """
    rows, columns = pixels.shape
    return SmallImage(rows, columns, base64.b64encode(pixels.tobytes()).decode("ascii"))


def _models_in(name: str, value: Any) -> dict[str, Any]:
    """The models that a value is or holds, by what the notebook calls them."""
    if _measurable(value):
        return {name: value}
    items: Any = ()
    if isinstance(value, Mapping):
        items = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    return {
        f"{name}[{key!r}]"[:MOST_NAME]: item
        for key, item in list(items)[:MOST_MODELS]
        if _measurable(item)
    }


def _measurable(value: Any) -> bool:
    return isinstance(value, OpaqueModel) or is_model(value)
