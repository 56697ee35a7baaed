"""Sequential models of layers that nobody would put together, with sizes from one to absurd."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from autograder.evidence import DEFAULT_LIMITS
from autograder.evidence.model_plan import plan_model
from autograder.evidence.model_shapes import measure

Described = dict[str, Any]
_SIDES = (1, 2, 3, 8, 28, 28, 28, 64, 100, 512, 2000, 50_000, None)
_SIZES = (0, 1, 2, 3, 5, 16, 63, 64, 65, 256, 512, 4096, 8192, -1)
_MOST_WEIGHTS = 300_000  # numbers; writing more of them down costs time and shows nothing


class Chains:
    """Makes models out of the layers of other models.

    Args:
        described: descriptions of models to take layers from.
    """

    def __init__(self, described: dict[str, Described]) -> None:
        self._claims = next(iter(described.values()))["claims"]
        self._layers = [
            layer
            for model in described.values()
            if model["kind"] == "sequential"
            for layer in model["layers"]
            if "config" in layer and layer["class"] != "InputLayer"
        ]

    def make(self, chance: random.Random) -> Described:
        """A description without weights."""
        shape = [None, *(chance.choice(_SIDES) for _ in range(chance.choice((1, 2, 3, 3, 3))))]
        if len(shape) == 4 and chance.random() < 0.7:
            shape = [None, 28, 28, chance.choice((1, 3, 64))]
        first = {"class": "InputLayer", "module": "keras.layers", "name": "in", "nodes": []}
        config = {"batch_shape": shape, "dtype": "float32"}
        layers: list[Described] = [{**first, "config": config, "weights": []}]
        for index in range(chance.choice((1, 1, 2, 2, 3, 5, 60))):
            layer = chance.choice(self._layers)
            changed = {name: _resized(chance, value) for name, value in layer["config"].items()}
            layers.append({**layer, "name": f"n{index}", "config": changed, "weights": []})
        if chance.random() < 0.1:
            del layers[0]
        return {
            "kind": "sequential",
            "name": "chain",
            "trainable": True,
            "claims": self._claims,
            "layers": layers,
        }

    def with_weights(self, described: Described) -> Described:
        """The same with weights that fit; without them where they would be many.

        Raises:
            EvidenceError, ModelRefused: the layers don't fit together.
        """
        plan = plan_model(described, DEFAULT_LIMITS)
        measure(plan, DEFAULT_LIMITS)
        left, layers = _MOST_WEIGHTS, []
        for planned, layer in zip(plan.layers, described["layers"], strict=True):
            shapes = planned.weight_shapes or []
            left -= sum(int(np.prod(shape, dtype=object)) for shape in shapes)
            weights = [np.zeros(shape, np.float32) for shape in shapes] if left >= 0 else []
            layers.append({**layer, "weights": weights})
        return {**described, "layers": layers}


def _resized(chance: random.Random, value: Any) -> Any:
    if isinstance(value, list):
        return [_resized(chance, item) for item in value]
    if type(value) is int and chance.random() < 0.4:
        return chance.choice(_SIZES)
    if value in ("valid", "same") and chance.random() < 0.5:
        return "same"
    return value
