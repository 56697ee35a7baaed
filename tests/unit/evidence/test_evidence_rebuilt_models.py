"""Keras models are rebuilt with the same layers, names, weights and predictions."""

from __future__ import annotations

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from autograder.evidence.layer_table import LAYERS  # noqa: E402
from tests.unit.evidence.layer_examples import SINGLE, VECTOR, single  # noqa: E402
from tests.unit.evidence.model_examples import WHOLE, nested  # noqa: E402
from tests.unit.evidence.model_subclasses import (  # noqa: E402
    JoinedByTensorFlow,
    OwnModel,
    PooledByTensorFlow,
    WithTensorFlow,
    blocks_in_a_functional,
    blocks_in_a_sequential,
    blocks_in_a_subclass,
    of_parts,
    own_model,
)

layers, ops = keras.layers, keras.ops


def _randomise(model):
    """Give every weight a value of its own, so that a swap can't go unnoticed."""
    generator = np.random.default_rng(1)
    for layer in model._flatten_layers():
        if isinstance(layer, layers.Normalization):
            continue  # adapted: it keeps copies of its weights
        for weight in layer._trainable_variables + layer._non_trainable_variables:
            if "seed" not in weight.path:
                weight.assign(generator.uniform(0.1, 1.0, weight.shape))


def _outputs(model, images):
    found = model(images, training=False)
    found = found if isinstance(found, list | tuple) else [found]
    return [np.asarray(ops.convert_to_numpy(one)) for one in found]


def _assert_same(original, found, shape):
    assert isinstance(found, keras.Model), found
    images = np.random.default_rng(2).integers(0, 256, (3, *shape)).astype(np.float32)
    for one, other in zip(_outputs(original, images), _outputs(found, images), strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    assert found.count_params() == original.count_params()
    for kind in ("weights", "trainable_weights"):
        shapes = [[w.shape for w in getattr(model, kind)] for model in (original, found)]
        assert shapes[0] == shapes[1]
    assert found.name == original.name


@pytest.mark.parametrize("name", SINGLE)
def test_every_layer_is_rebuilt(crossing, name):
    entry = SINGLE[name]
    original = single(entry)
    _randomise(original)
    found = crossing.across(original)
    _assert_same(original, found, original.input_shape[1:])
    assert [layer.name for layer in found.layers] == [layer.name for layer in original.layers]
    assert found.input_shape == original.input_shape
    assert found.output_shape == original.output_shape


def test_no_layer_of_the_table_is_left_untested():
    tested = {name.partition(",")[0] for name in SINGLE} | set(WHOLE)
    assert set(LAYERS) <= tested


@pytest.mark.parametrize("name", WHOLE)
def test_models_of_all_kinds_are_rebuilt(crossing, name):
    original = WHOLE[name]()
    _randomise(original)
    found = crossing.across(original)
    _assert_same(original, found, (28, 28))
    if not isinstance(
        original, OwnModel | WithTensorFlow | JoinedByTensorFlow | PooledByTensorFlow
    ):
        names = [[layer.name for layer in model.layers] for model in (original, found)]
        assert names[0] == names[1]
        assert found.output_shape == original.output_shape
        flags = [[layer.trainable for layer in model.layers] for model in (original, found)]
        assert flags[0] == flags[1]


def test_parts_that_were_built_with_some_images_take_any_number(crossing):
    original = of_parts()
    _randomise(original)
    found = crossing.across(original)
    _assert_same(original, found, (28, 28))  # three images, not the two of its first call
    assert found.output_shape == (None, 3)


@pytest.mark.parametrize(
    ("make", "kinds"),
    [
        (blocks_in_a_sequential, "InputLayer Flatten Dense Dropout Dense Dropout Dense"),
        (
            blocks_in_a_functional,
            "InputLayer Flatten Dense Dropout Dense Dense Dropout Dropout Concatenate",
        ),
        (blocks_in_a_subclass, "InputLayer Dense Dropout Dense Dropout Sequential"),
    ],
)
def test_layers_made_of_keras_layers_are_taken_apart(crossing, make, kinds):
    original = make()
    _randomise(original)
    before = [weight.path for weight in original.weights]
    found = crossing.across(original)
    _assert_same(original, found, (28, 28))
    assert [type(layer).__name__ for layer in found.layers] == kinds.split()
    assert crossing.across(lambda given: given is original)(found)
    assert [weight.path for weight in original.weights] == before
    assert original(np.zeros((2, 28, 28), np.float32)).shape[0] == 2, "still as it was"


def test_activations_written_as_formulas_go_by_keras_names(crossing):
    def sigma(z):
        return 1 / (1 + ops.exp(-z))

    def odds(z):
        return ops.exp(z) / ops.sum(ops.exp(z), axis=-1, keepdims=True)

    formulas = {"sigmoid": sigma, "relu": lambda z: ops.maximum(z, 0), "softmax": odds}
    dense = [layers.Dense(5, activation=formula) for formula in formulas.values()]
    original = keras.Sequential([keras.Input((4,)), *dense])
    found = crossing.across(original)
    assert [layer.activation.__name__ for layer in found.layers] == list(formulas)
    images = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    assert np.allclose(found(images), original(images), atol=1e-6)


def test_pooling_operations_are_rebuilt_as_layers(crossing):
    image = keras.Input((28, 28, 1))
    x = keras.ops.max_pool(layers.Conv2D(2, 3)(image), (2, 2), strides=2)
    x = keras.ops.average_pool(x, 3, strides=(1, 2), padding="same")
    original = keras.Model(image, x)
    found = crossing.across(original)
    _assert_same(original, found, (28, 28, 1))
    assert [type(layer).__name__ for layer in found.layers[2:]] == [
        "MaxPooling2D",
        "AveragePooling2D",
    ]


def test_a_model_with_lists_of_one_input_and_one_output_is_rebuilt(crossing):
    image = keras.Input(VECTOR)
    original = keras.Model(inputs=[image], outputs=[layers.Dense(3)(image)])
    _assert_same(original, crossing.across(original), VECTOR)


def test_predict_works_on_a_rebuilt_model(crossing):
    original = WHOLE["nested"]()
    images = np.random.default_rng(0).random((5, 28, 28))
    found = crossing.across(original).predict(images, verbose=0)
    assert np.array_equal(found, original.predict(images, verbose=0))


def test_tracing_leaves_the_students_model_as_it_was(crossing):
    original = own_model()
    before = [weight.path for weight in original.weights]
    first, second = crossing.encode(original), crossing.encode(original)
    assert first == second
    assert [weight.path for weight in original.weights] == before


def test_an_unbuilt_model_stays_unbuilt(crossing):
    found = crossing.across(keras.Sequential([layers.Flatten(), layers.Dense(10)], name="m"))
    assert not found.built
    assert [layer.name.rstrip("_0123456789") for layer in found.layers] == ["flatten", "dense"]
    assert found.layers[1].units == 10
    assert not found.claims.built


def test_claims_tell_how_it_was_compiled(crossing):
    model = nested()
    assert not crossing.across(model).claims.compiled
    model.compile(
        keras.optimizers.SGD(0.5),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    claims = crossing.across(model).claims
    assert (claims.class_name, claims.built, claims.compiled) == ("Sequential", True, True)
    assert (claims.optimizer, claims.learning_rate) == ("SGD", 0.5)
    assert claims.loss == "SparseCategoricalCrossentropy"
    assert claims.from_logits
    assert claims.metrics == ("accuracy",)


def test_regularizers_can_be_seen(crossing):
    original = single(SINGLE["Dense"])
    found = crossing.across(original).layers[0]
    assert isinstance(found.kernel_regularizer, keras.regularizers.L2)
    assert float(found.kernel_regularizer.l2) == pytest.approx(0.01)


def test_the_same_model_is_made_once_and_goes_back_as_itself(crossing):
    model = nested()

    def is_same(given):
        return given is model

    found = crossing.across(model)
    assert crossing.across({"again": [model]})["again"][0] is found
    assert crossing.across(is_same)(found) is True
    assert crossing.across(is_same)([found][0]) is True
    found.layers[-1].set_weights([np.ones((5, 2)), np.ones(2)])
    assert crossing.across(is_same)(found) is False  # no longer what the student has


def test_a_model_of_the_judge_is_rebuilt_for_the_student(crossing):
    own = nested()

    def first_weights(model):
        return model.layers[1].get_weights()[0], model.count_params()

    weights, count = crossing.across(first_weights)(own)
    assert np.array_equal(weights, own.layers[1].get_weights()[0])
    assert count == own.count_params()
