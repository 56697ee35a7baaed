"""Numbers that compute like weights but belong to no layer: only a few may stand in a model."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.evidence import DEFAULT_LIMITS, OpaqueModel

keras = pytest.importorskip("keras")
layers, ops = keras.layers, keras.ops

FEW = DEFAULT_LIMITS.constants - 400  # a layer's other arguments count a little too


def _product(values, weights):
    """A dense layer without a layer: `values @ weights`, as operations over a constant."""
    return ops.sum(ops.multiply(ops.expand_dims(values, -1), weights), axis=1)


def _as_graph(numbers):
    inputs = keras.Input((10,))
    return keras.Model(inputs, _product(inputs, np.ones((10, numbers // 10), "float32")))


def _in_pieces(numbers):
    inputs = keras.Input((20,))
    pieces = [ops.multiply(inputs, np.full(20, 0.5)) for _ in range(numbers // 20)]
    return keras.Model(inputs, layers.Add()(pieces))


def _nested(numbers):
    inputs = keras.Input((10,))
    middle = _as_graph(numbers // 2)(inputs)
    return keras.Model(inputs, ops.sum(middle, axis=1) + ops.sum(_as_graph(numbers // 2)(inputs)))


def _rescaling(numbers):
    scale = [0.5] * numbers
    return keras.Sequential([keras.Input((numbers,)), layers.Rescaling(scale)])


def _normalization(numbers):
    half = numbers // 2
    layer = layers.Normalization(mean=[0.1] * half, variance=[2.0] * half)
    return keras.Sequential([keras.Input((half,)), layer])


FORMS = {
    "graph": _as_graph,
    "pieces": _in_pieces,
    "rescaling": _rescaling,
    "normalization": _normalization,
}


@pytest.mark.parametrize("name", FORMS)
def test_few_numbers_are_no_matter(crossing, name):
    assert isinstance(crossing.across(FORMS[name](FEW)), keras.Model)


@pytest.mark.parametrize("name", FORMS)
def test_many_numbers_leave_a_model_to_be_judged_by_its_predictions(crossing, name):
    model = crossing.across(FORMS[name](DEFAULT_LIMITS.constants + 40))
    assert isinstance(model, OpaqueModel)
    assert "numbers that are no weights" in model.reason


def test_numbers_of_nested_models_count_together(crossing):
    model = crossing.across(_nested(DEFAULT_LIMITS.constants + 40))
    assert isinstance(model, OpaqueModel)


def test_the_mean_and_spread_of_an_image_are_few_enough(crossing):
    digits = np.random.default_rng(0).random((10, 784)).astype("float32")
    inputs = keras.Input((784,))
    scaled = (inputs - digits.mean(axis=0)) / (digits.std(axis=0) + 0.1)
    model = crossing.across(keras.Model(inputs, layers.Dense(10)(scaled)))
    assert isinstance(model, keras.Model)
    assert model.count_params() == 7850
