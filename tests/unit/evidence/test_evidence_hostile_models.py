"""Malformed models are refused, and what is on no list or too large is never built."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.errors import EvidenceError
from autograder.evidence import OpaqueModel
from tests.unit.evidence.hostile_changes import set_at


def _model_tree(crossing, change):
    """The tree of a small model after a change of its description."""
    keras = pytest.importorskip("keras")
    from autograder.evidence.encode import Encoder
    from autograder.evidence.model_describe import describe_model

    image = keras.Input((4,), name="in")
    middle = keras.layers.Dense(3, name="one")(image)
    model = keras.Model(image, keras.layers.Dense(2, name="two")(middle), name="m")
    described = describe_model(model, crossing.limits)
    change(described)
    encoder = Encoder(crossing.blobs, crossing.holder)
    digest = crossing.blobs.write_json(encoder.tree(described, 0))
    return {"$model": {"class": "M", "handle": "h1", "data": digest}}


WRONG_WEIGHTS = {
    "many units": set_at(["layers", 1, "config", "units"], 8192),
    "missing": set_at(["layers", 1, "weights"], []),
    "one too many": set_at(["layers", 1, "weights"], [np.zeros((4, 3)), np.zeros(3), np.zeros(3)]),
    "shape": set_at(["layers", 1, "weights"], [np.zeros((3, 4)), np.zeros(3)]),
    "text": set_at(["layers", 1, "weights"], [np.full((4, 3), "a"), np.zeros(3)]),
    "no arrays": set_at(["layers", 1, "weights"], [1, 2]),
    "no layers": set_at(["layers"], 5),
    "kind": set_at(["kind"], "pickle"),
    "claims": set_at(["claims"], []),
    "claimed loss": set_at(["claims", "loss"], 5),
    "config": set_at(["layers", 1, "config"], []),
    "nodes": set_at(["layers", 1, "nodes"], 3),
    "function inside": set_at(["layers", 1, "config"], len),
}


@pytest.mark.parametrize("name", WRONG_WEIGHTS)
def test_malformed_models_are_refused(crossing, name):
    with pytest.raises(EvidenceError):
        crossing.decode(_model_tree(crossing, WRONG_WEIGHTS[name]))


NOT_ON_THE_LISTS = {
    "unknown layer": set_at(["layers", 1, "class"], "Lambda"),
    "class of another module": set_at(["layers", 1, "module"], "os"),
    "private class": set_at(["layers", 1, "class"], "__class__"),
    "absurd units": set_at(["layers", 1, "config", "units"], 10**9),
    "negative units": set_at(["layers", 1, "config", "units"], -1),
    "units as text": set_at(["layers", 1, "config", "units"], "3"),
    "units as bool": set_at(["layers", 1, "config", "units"], True),
    "absurd input": set_at(["layers", 0, "config", "batch_shape"], [None, 10**9]),
    "large input": set_at(["layers", 0, "config", "batch_shape"], [None] + [90_000] * 3),
    "activation": set_at(["layers", 1, "config", "activation"], {"class_name": "function"}),
    "activation by path": set_at(["layers", 1, "config", "activation"], "os.system"),
    "argument": set_at(["layers", 1, "config", "lora_rank"], 4),
    "dtype": set_at(["layers", 1, "config", "dtype"], "object"),
    "name": set_at(["layers", 1, "name"], "a/b"),
    "same name twice": set_at(["layers", 1, "name"], "two"),
    "cycle": set_at(["layers", 1, "nodes", 0, "args"], [{"tensor": ["two", 0, 0]}]),
    "tensor from nowhere": set_at(["outputs"], ["nobody", 0, 0]),
    "input from inside": set_at(["inputs"], ["one", 0, 0]),
    "call": set_at(["layers", 1, "nodes", 0, "kwargs"], {"mask": 1}),
    "many layers": lambda described: described["layers"].extend(described["layers"] * 300),
}


@pytest.mark.parametrize("name", NOT_ON_THE_LISTS)
def test_models_with_parts_that_are_not_on_the_lists_are_not_built(crossing, monkeypatch, name):
    keras = pytest.importorskip("keras")
    tree = _model_tree(crossing, NOT_ON_THE_LISTS[name])
    monkeypatch.setattr(keras.layers.Dense, "build", _never)
    found = crossing.decode(tree)
    assert isinstance(found, OpaqueModel)
    assert found.reason


def _never(*args, **kwargs):
    raise AssertionError("nothing may be built")


def test_size_is_known_before_anything_is_built(crossing, monkeypatch):
    keras = pytest.importorskip("keras")

    def change(described):
        shape = [None, 8000]
        described["layers"][0]["config"]["batch_shape"] = shape
        described["layers"][1]["config"]["units"] = 8000

    tree = _model_tree(crossing, change)
    monkeypatch.setattr(keras.layers.Dense, "build", _never)
    assert "parameters" in crossing.decode(tree).reason


def _nest(described, shape):
    """Put a model with an input of its own in the place of the layer "one"."""
    inner = {
        "kind": "sequential",
        "name": "inner",
        "trainable": True,
        "layers": [
            {**described["layers"][0], "config": {"batch_shape": shape, "dtype": "float32"}},
            {**described["layers"][1], "nodes": []},
        ],
    }
    outer = described["layers"][1]
    described["layers"][1] = {
        "class": "Sequential",
        "module": "keras",
        "name": "one",
        "nodes": outer["nodes"],
        "model": inner,
    }
    return inner


def test_a_nested_model_is_rebuilt(crossing):
    keras = pytest.importorskip("keras")
    tree = _model_tree(crossing, lambda described: _nest(described, [None, 4]))
    assert isinstance(crossing.decode(tree), keras.Model)


def _nested_input_that_is_never_given(described):
    _nest(described, [None, 100_000])["layers"][1]["config"]["units"] = 8000


def _nested_model_that_is_never_called(described):
    _nest(described, [None, 100_000])["layers"][1]["config"]["units"] = 8000
    described["layers"][1]["nodes"] = []
    described["layers"][2]["nodes"][0]["args"] = [{"tensor": ["in", 0, 0]}]


def _nested_model_in_an_unbuilt_one(described):
    _nested_model_that_is_never_called(described)
    described["kind"] = "sequential"
    inner = described["layers"][1]
    flat = {"class": "Flatten", "module": "keras.layers", "name": "f", "nodes": [], "weights": []}
    flat["config"] = {"trainable": True, "dtype": "float32", "data_format": "channels_last"}
    described["layers"] = [flat, inner]


@pytest.mark.parametrize(
    "change",
    [
        _nested_input_that_is_never_given,
        _nested_model_that_is_never_called,
        _nested_model_in_an_unbuilt_one,
    ],
)
def test_size_is_known_of_nested_models_too(crossing, monkeypatch, change):
    keras = pytest.importorskip("keras")
    tree = _model_tree(crossing, change)
    monkeypatch.setattr(keras.layers.Dense, "build", _never)
    assert isinstance(crossing.decode(tree), OpaqueModel)


def test_models_nested_without_end_are_refused(crossing):
    def change(described):
        inner = {key: described[key] for key in ("kind", "name", "trainable")}
        inner |= {"layers": [], "inputs": described["inputs"], "outputs": described["outputs"]}
        for _ in range(6):
            layer = {"class": "M", "module": "", "name": "n", "nodes": [], "model": inner}
            inner = {**inner, "layers": [layer]}
        described["layers"][1] = inner["layers"][0]

    assert isinstance(crossing.decode(_model_tree(crossing, change)), OpaqueModel)
