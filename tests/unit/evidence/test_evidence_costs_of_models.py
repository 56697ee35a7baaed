"""Models that would take much memory or time are known before they are built."""

from __future__ import annotations

import time

import numpy as np
import pytest

from autograder.evidence import DEFAULT_LIMITS, Limits, OpaqueModel
from autograder.evidence.layer_arguments import ModelRefused, TooLarge
from autograder.evidence.model_build import checked_plan
from autograder.evidence.model_plan import plan_model
from autograder.evidence.model_shapes import measure
from tests.unit.evidence.described_trees import as_model_tree

keras = pytest.importorskip("keras")
from autograder.evidence.model_describe import describe_model  # noqa: E402

layers, ops = keras.layers, keras.ops


def _chain(shape, *members, **changes):
    """A description of layers in a row, without weights; of no shape, unbuilt.

    Args:
        changes: arguments of the last layer, set past Keras's own checks.
    """
    described = describe_model(keras.Sequential(members), DEFAULT_LIMITS)
    described["layers"][-1]["config"].update(changes)
    if shape is not None:
        config = {"batch_shape": [None, *shape], "dtype": "float32"}
        first = {"class": "InputLayer", "module": "keras.layers", "name": "first"}
        described["layers"].insert(0, {**first, "config": config, "nodes": [], "weights": []})
    return described


def _planned(described):
    plan = plan_model(described, DEFAULT_LIMITS)
    measure(plan, DEFAULT_LIMITS)
    return plan


IMAGE = (28, 28, 1)
BOMBS = {
    "open sizes that grow": lambda: _chain(
        (None, None, 64), *(layers.UpSampling2D(16) for _ in range(2))
    ),
    "open sizes that grow in a convolution": lambda: _chain(
        (None, None, 1), layers.Conv2DTranspose(64, 2, strides=64)
    ),
    "large once it is built": lambda: _chain(
        None, layers.Flatten(), *(layers.Dense(8192) for _ in range(2))
    ),
    "large output once it is built": lambda: _chain(
        None, layers.UpSampling2D(64), layers.GlobalMaxPooling2D()
    ),
    "input": lambda: _chain((90_000, 90_000, 3), layers.GlobalAveragePooling2D()),
    "dilated window": lambda: _chain(
        (28, 28, 3), layers.Conv2D(1, 64, dilation_rate=64, padding="same")
    ),
    "window": lambda: _chain((28, 28, 64), layers.Conv2D(64, 40, padding="same")),
    "pooling": lambda: _chain((28, 28, 512), layers.MaxPooling2D(64, strides=1, padding="same")),
    "dot": lambda: _dot(1400),
    "steps": lambda: _chain((5000, 1), layers.SimpleRNN(1)),
    "steps of two": lambda: _chain(
        (600, 1), layers.SimpleRNN(1, return_sequences=True), layers.SimpleRNN(1)
    ),
    "compiled for each": lambda: _chain(
        (8, 8, 4), *(layers.Conv2D(4, 1, groups=2) for _ in range(5))
    ),
    "all outputs together": lambda: _chain((512, 512), *(layers.ReLU() for _ in range(50))),
    "many axes": lambda: _axes(10),
}


def _dot(side):
    image = keras.Input((side, side))
    return describe_model(keras.Model(image, layers.Dot(1)([image, image])), DEFAULT_LIMITS)


def _axes(count):
    image = x = keras.Input((2,))
    for _ in range(count):
        x = ops.expand_dims(x, -1)
    return describe_model(keras.Model(image, x), DEFAULT_LIMITS)


@pytest.mark.parametrize("name", BOMBS)
def test_models_that_cost_too_much_are_known_before_they_are_built(name):
    with pytest.raises(TooLarge):
        _planned(BOMBS[name]())


MISFITS = {
    "factors that stretch": lambda: _chain(IMAGE, layers.Rescaling([1.0] * 4096)),
    "images without a batch": lambda: _chain((28, 1), layers.Resizing(512, 512)),
    "no groups": lambda: _chain(IMAGE, layers.GroupNormalization(1), groups=0),
    "augmentation of no images": lambda: _chain((100,), layers.RandomFlip()),
    "an axis that is not there": lambda: _chain((100,), layers.Softmax(), axis=2),
    "int beyond all floats": lambda: _chain(IMAGE, layers.LeakyReLU(0.5), negative_slope=10**400),
}


@pytest.mark.parametrize("name", MISFITS)
def test_arguments_that_do_not_fit_are_refused(name):
    with pytest.raises(ModelRefused):
        _planned(MISFITS[name]())


OPEN = {
    "open sizes": (
        (None, None, 1),
        [layers.Conv2D(8, 3), layers.GlobalMaxPooling2D(), layers.Dense(10)],
    ),
    "unbuilt": (None, [layers.Flatten(), layers.Dense(128), layers.Dense(10)]),
    "unbuilt convolutions": (None, [layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(10)]),
    "pixel by pixel": ((784, 1), [layers.LSTM(32), layers.Dense(10)]),
}


@pytest.mark.parametrize("name", OPEN)
def test_usual_models_are_planned(name):
    shape, members = OPEN[name]
    assert (_planned(_chain(shape, *members)).layers[0].weight_shapes is None) or shape is None


def test_a_guess_of_the_input_leaves_no_trace():
    plan = _planned(_chain(None, layers.Flatten(), layers.Dense(10)))
    assert [layer.weight_shapes for layer in plan.layers] == [None, None]


def _joined(function):
    image = keras.Input((3, 5))
    described = describe_model(keras.Model(image, ops.add(image, 1.0)), DEFAULT_LIMITS)
    function(described)
    return described


def _constant(array):
    def change(described):
        described["layers"][1]["nodes"][0]["args"][1] = {"constant": array}

    return change


def _rank(described):
    image = described["layers"][0]
    other = {**image, "name": "other", "config": {**image["config"], "batch_shape": [None, 5]}}
    described["layers"].insert(1, other)
    described["inputs"] = [["other", 0, 0], [image["name"], 0, 0]]
    described["layers"][2]["nodes"][0]["args"][1] = {"tensor": ["other", 0, 0]}


@pytest.mark.parametrize(
    "change",
    [
        _constant(np.zeros((1000, 1, 1))),
        _constant(np.zeros((4, 1, 3, 5))),
        _rank,
    ],
    ids=["many rows", "more axes", "fewer axes"],
)
def test_operations_make_no_more_images(change):
    with pytest.raises(ModelRefused, match="images of a batch"):
        _planned(_joined(change))
    assert _planned(_joined(_constant(np.zeros((1, 3, 5)))))


def _graph(name, inner, calls):
    """A model that passes its input through a layer or model, over and over."""
    # Each call waits for the one that stands behind it.
    nodes = [{"args": [{"tensor": [name, index, 0]}], "kwargs": {}} for index in range(1, calls)]
    nodes.append({"args": [{"tensor": ["in", 0, 0]}], "kwargs": {}})
    config = {"batch_shape": [None, 4], "dtype": "float32"}
    first = {"class": "InputLayer", "module": "keras.layers", "name": "in", "nodes": []}
    return {
        "kind": "functional",
        "name": "graph",
        "trainable": True,
        "claims": describe_model(keras.Sequential(), DEFAULT_LIMITS)["claims"],
        "layers": [{**first, "config": config, "weights": []}, {**inner, "nodes": nodes}],
        "inputs": ["in", 0, 0],
        "outputs": [name, 0, 0],
    }


def _within(seconds, described):
    started = time.process_time()
    with pytest.raises(TooLarge):
        checked_plan(described, DEFAULT_LIMITS)
    assert time.process_time() - started < seconds


def test_models_that_call_each_other_many_times_are_refused_at_once():
    described = _graph("leaf", {**_chain(None, layers.ReLU())["layers"][0], "name": "leaf"}, 60)
    for _ in range(3):
        inner = {"class": "Functional", "module": "keras", "name": "m", "model": described}
        described = _graph("m", inner, 60)
    _within(2, described)


def test_graphs_with_many_edges_are_refused_at_once():
    merge = {**_chain(None, layers.Add())["layers"][0], "name": "sum"}
    described = _graph("sum", merge, 200)
    for node in described["layers"][1]["nodes"]:
        node["args"] = [node["args"] * 400]
    _within(2, described)


def test_empty_models_are_layers_too():
    empty = {"kind": "sequential", "name": "e", "trainable": True, "layers": []}
    inner = {"class": "M", "module": "keras", "name": "m", "nodes": [], "model": empty}
    described = _chain(None, layers.Flatten())
    described["layers"] = [{**inner, "name": f"m{index}"} for index in range(390)]
    _within(2, described)


@pytest.mark.parametrize("limits", [Limits(layer_calls=6), Limits(parameters=60)])
def test_all_models_of_a_value_are_bounded_together(crossing_with, limits):
    crossing = crossing_with(limits)
    models = [keras.Sequential([keras.Input((4,)), layers.Dense(9)]) for _ in range(14)]
    models[0].add(layers.ReLU())
    trees = [as_model_tree(crossing, describe_model(model, DEFAULT_LIMITS)) for model in models]
    found = crossing.decode(trees)
    opaque = [isinstance(model, OpaqueModel) for model in found]
    assert not opaque[0]
    assert opaque[-1]
    assert "together" in found[-1].reason
    assert not isinstance(crossing.decode(trees[-2:])[0], OpaqueModel)


def test_reasons_are_one_printable_line(crossing):
    for class_name in ("Dense\x00", "\x1b[31mred", "a\nb", "\u2028"):
        described = _chain(IMAGE, layers.Flatten())
        described["layers"][-1]["class"] = class_name
        reason = crossing.decode(as_model_tree(crossing, described)).reason
        assert reason.isprintable()


def test_what_was_made_is_forgotten_when_it_takes_much_memory(crossing_with):
    crossing = crossing_with(Limits(decoded_bytes=20_000, objects=10))
    trees = [crossing.encode(keras.Sequential([keras.Input((n,))])) for n in range(1, 31)]
    found = [crossing.decode(tree) for tree in trees]
    assert crossing.decode(trees[-1]) is found[-1]
    assert crossing.decode(trees[0]) is not found[0]
    assert len(crossing.decoder._made) <= 20
