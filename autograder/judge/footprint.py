"""What a test took in and left, besides its result: by that it is known whether it may be kept."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from autograder.checks.context import HoldoutReading
from autograder.checks.models import is_model


@dataclass(frozen=True)
class Footprint:
    """What one run of a test has to do with the rest of its case.

    Attributes:
        test: test id.
        models: what the notebook calls the models that the test was given.
        readings: digests of what models read of the hold-out in this test, in order.
        thresholds: the thresholds that it asked for; None for one that does not exist.
        doubt: why its result may depend on, or change, more than this; empty if it does not.
    """

    test: str
    models: tuple[str, ...]
    readings: tuple[str, ...]
    thresholds: Mapping[str, float | None]
    doubt: str = ""

    def as_json(self) -> dict[str, Any]:
        """The footprint as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Footprint:
        """The inverse of `as_json`.

        Raises:
            KeyError, TypeError: it is malformed.
        """
        return cls(
            test=text(values["test"]),
            models=texts(values["models"]),
            readings=texts(values["readings"]),
            thresholds=dict(values["thresholds"]),
            doubt=text(values["doubt"]),
        )


def text(value: Any) -> str:
    """A text.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text belongs")
    return value


def texts(values: Any) -> tuple[str, ...]:
    """A list of texts.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(values, list | tuple):
        raise TypeError(f"{type(values).__name__} where a list of texts belongs")
    return tuple(map(text, values))


class Watch:
    """Watches the tests of one case, one after the other.

    Args:
        thresholds: name -> value.

    Attributes:
        thresholds: the same, but what is asked for is noted.
        readings: to be filled by checks; what they put there is noted.
    """

    def __init__(self, thresholds: Mapping[str, float]) -> None:
        self.thresholds = _Thresholds(thresholds)
        self.readings = _Readings()
        # One that nobody else holds any more is nothing to a later test.
        self._states: weakref.WeakKeyDictionary[Any, bytes] = weakref.WeakKeyDictionary()
        self._new: list[str] = []

    def given(self, names: Iterable[str], models: Iterable[Any]) -> None:
        """Note what a value holds that the test was given.

        Args:
            names: what the notebook calls models in it.
            models: all models in it, with or without a name, that can be changed.
        """
        self._new += names
        for model in models:
            if model not in self._states:
                self._states[model] = _state(model)

    def footprint(self, test: str, doubt: str = "") -> Footprint:
        """What there is to say of the test that has ended; the next one begins."""
        if self.thresholds.looked_through:
            doubt = doubt or "It looks through all thresholds."
        if any(state != _state(model) for model, state in list(self._states.items())):
            doubt = doubt or "It changes a model of the student's."
        made = Footprint(
            test,
            tuple(self._new),
            tuple(self.readings.noted),
            dict(self.thresholds.noted),
            doubt,
        )
        self._new = []
        self.readings.noted.clear()
        self.thresholds.noted.clear()
        self.thresholds.looked_through = False
        return made


class _Thresholds(Mapping[str, float]):
    """Thresholds that remember which of them were asked for."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self._values = values
        self.noted: dict[str, float | None] = {}
        self.looked_through = False

    def __getitem__(self, name: str) -> float:
        self.noted[name] = self._values.get(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        self.looked_through = True
        return iter(self._values)

    def __len__(self) -> int:
        self.looked_through = True
        return len(self._values)


class _Readings(dict[bytes, HoldoutReading]):
    """Readings of the hold-out; one that was made before is noted too."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def setdefault(self, predictions: bytes, reading: HoldoutReading) -> HoldoutReading:
        self.noted.append(hashlib.sha256(predictions).hexdigest())
        return super().setdefault(predictions, reading)


def _state(model: Any) -> bytes:
    """A digest of what a test could change of a model.

    These are its weights and what it draws at random from, what uses its layers, and whether it
    was compiled.
    """
    digest = hashlib.sha256(f"{getattr(model, 'compiled', '')};".encode())
    for variable in model.variables:
        digest.update(np.ascontiguousarray(variable).tobytes())
    for layer in _all_parts(model):
        uses = len(getattr(layer, "_inbound_nodes", ()))
        digest.update(f"{uses} {getattr(layer, 'trainable', '')};".encode())
    return digest.digest()


def _all_parts(model: Any) -> Iterator[Any]:
    """Its layers, and those of models among them."""
    for layer in model.layers:
        yield layer
        if is_model(layer):
            yield from _all_parts(layer)
