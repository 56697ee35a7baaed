"""Models that can't be rebuilt answer with predictions only; the judge knows which is which."""

from __future__ import annotations

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from autograder.evidence import OpaqueModel, encode_call  # noqa: E402
from tests.unit.evidence.model_subclasses import OwnModel  # noqa: E402

layers = keras.layers


def _relu(x):
    return x


class OwnLayer(layers.Layer):
    def build(self, shape):
        self.shift = self.add_weight(shape=(shape[-1],))
        self.built = True

    def call(self, x):
        return x + self.shift


class OwnWeight(keras.Model):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 3))
        self.built = True

    def call(self, x):
        return x @ self.kernel


def _with(*inner):
    return keras.Sequential([keras.Input((6,)), *inner])


def _with_own_weight():
    model = OwnWeight()
    model(np.zeros((2, 6), np.float32))
    return model


OPAQUE = {
    "lambda layer": (lambda: _with(layers.Lambda(lambda x: x)), "Lambda is not on the list"),
    "own layer": (lambda: _with(OwnLayer()), "not a layer of Keras"),
    "own activation": (lambda: _with(layers.Dense(2, activation=_relu)), "of its own"),
    "lambda activation": (lambda: _with(layers.Dense(2, activation=lambda x: x)), "of its own"),
    "too large": (lambda: _with(layers.Dense(2000), layers.Dense(3000)), "5000000 parameters"),
    "own weight": (_with_own_weight, ""),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", OPAQUE)
def test_other_models_answer_with_predictions_only(crossing, name):
    make, reason = OPAQUE[name]
    _relu.__name__ = "relu"
    original = make()
    found = crossing.across(original)
    assert isinstance(found, OpaqueModel)
    assert reason in found.reason
    images = np.random.default_rng(0).random((4, 6)).astype(np.float32)
    expected = original.predict(images, verbose=0)
    assert np.array_equal(found.predict(images, verbose=0), expected)
    assert np.array_equal(found(images), expected)
    assert crossing.across(lambda given: given is original)(found)
    assert not hasattr(found, "count_params")


def test_all_models_of_a_value_are_known_whatever_holds_them(crossing):
    one, other = _with(layers.Dense(2)), _with(layers.Dense(3))
    found = crossing.across([[one], {"a": ({"b": [other]}, 1)}, np.array([one, None], object)])
    decoder = crossing.decoder
    assert list(map(id, decoder.models)) == [
        id(found[0][0]),
        id(found[1]["a"][0]["b"][0]),
        id(found[2][0]),
    ]
    assert crossing.across({"again": one}) == {"again": decoder.models[0]}, "handed out again"
    assert len(decoder.models) == 1
    crossing.across([OwnModel(), 3])
    assert decoder.models == [], "one that was not rebuilt can't be changed"


def test_a_model_that_was_never_called_is_opaque(crossing):
    found = crossing.across(OwnModel())
    assert isinstance(found, OpaqueModel)
    assert "shape of its input" in found.reason


def test_the_judge_may_not_hand_over_what_it_cannot_describe(crossing):
    with pytest.raises(TypeError, match="can't cross"):
        encode_call([_with(OwnLayer(), layers.Lambda(lambda x: x), OwnLayer())], {}, _Nowhere())


class _Nowhere:
    def write_array(self, array):
        raise ValueError("nowhere")

    write_json = write_array
