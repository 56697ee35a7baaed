"""The vocabulary about models, on models of every style that students write."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks import model_activations, models
from autograder.checks.model_steps import bypasses_layers, normalizes
from autograder.checks.random_models import random_conv_model, random_dense_model
from autograder.checks.registry import CheckFailed

keras = pytest.importorskip("keras")
layers = keras.layers


def sequential_cnn() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(28, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def functional_mlp(hidden: int = 60) -> keras.Model:
    inputs = keras.Input(shape=(28, 28))
    x = layers.Flatten()(inputs)
    x = layers.Dense(hidden)(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("sigmoid")(x)
    return keras.Model(inputs, layers.Dense(10)(x))


class Subclassed(keras.Model):
    def __init__(self) -> None:
        super().__init__()
        self.flat = layers.Flatten()
        self.hidden = layers.Dense(7, activation=keras.activations.relu)
        self.out = layers.Dense(10, activation="softmax")

    def call(self, images):  # type: ignore[no-untyped-def]
        return self.out(self.hidden(self.flat(images)))


def subclassed() -> keras.Model:
    model = Subclassed()
    model(np.zeros((1, 28, 28), "float32"))
    return model


def test_layer_sequence_leaves_out_what_does_not_learn() -> None:
    model = sequential_cnn()
    assert models.layer_sequence(model) == ["Conv2D", "MaxPooling2D", "Dense", "Dense"]
    assert models.layer_sequence(model, passive=True)[2:4] == ["Flatten", "Dropout"]


def test_nested_models_are_looked_into() -> None:
    outer = keras.Sequential([keras.Input((28, 28)), functional_mlp(5), layers.Softmax()])
    assert models.hidden_units(outer) == [5]
    assert model_activations.activations(outer) == ["sigmoid", "softmax"]
    assert model_activations.gives_probabilities(outer)


def test_hidden_units_and_dense_layers() -> None:
    assert models.hidden_units(sequential_cnn()) == [128]
    assert models.hidden_units(subclassed()) == [7]
    assert models.hidden_units(random_dense_model([784, 10], 1)) == []
    assert [layer.units for layer in models.dense_layers(functional_mlp())] == [60, 10]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([784, 400, 10], 318_010),
        ([784, 60, 10], 47_710),
        ([784, 64, 64, 10], 55_050),
        ([784, 500, 300, 10], 545_810),
        ([784, 400, 400, 400, 400, 10], 799_210),
    ],
)
def test_counts_of_dense_networks(sizes: list[int], expected: int) -> None:
    model = random_dense_model(sizes, 0)
    assert models.count_parameters(model) == expected == model.count_params()
    models.parameter_count(model, expected)


def test_counts_of_convolutional_networks() -> None:
    model = sequential_cnn()
    assert models.count_parameters(model) == 607_394
    assert models.layer_parameters(models.conv_layers(model)[0]) == (252, 28)
    assert models.layer_parameters(models.dense_layers(model)[-1]) == (1280, 10)


def test_trainable_only_and_layers_without_bias() -> None:
    model = functional_mlp(8)
    everything = models.count_parameters(model)
    assert everything - models.count_parameters(model, trainable_only=True) == 16
    model.layers[2].trainable = False
    assert models.count_parameters(model, trainable_only=True) == 16 + 90
    bare = random_dense_model([784, 512, 10], 3, bias=False)
    assert models.count_parameters(bare) == 406_528
    assert models.layer_parameters(models.dense_layers(bare)[0]) == (401_408, 0)


def test_a_shared_layer_counts_once() -> None:
    shared = layers.Dense(6)
    inputs = keras.Input(shape=(6,))
    assert models.count_parameters(keras.Model(inputs, shared(shared(inputs)))) == 42


def test_parameter_count_never_names_the_expected_number() -> None:
    with pytest.raises(CheckFailed, match="7,960") as caught:
        models.parameter_count(random_dense_model([784, 10, 10], 0), 39_760)
    assert "39" not in str(caught.value)


def written_with_functions() -> keras.Model:
    inputs = keras.Input((28, 28))
    x = layers.Flatten()(inputs / 255.0)
    x = keras.activations.sigmoid(layers.Dense(5)(x))
    x = x + keras.ops.relu(layers.Dense(5)(x))
    return keras.Model(inputs, keras.ops.softmax(layers.Dense(10)(x)))


def test_activations_and_paths_written_as_functions() -> None:
    model = written_with_functions()
    assert model_activations.activations(model) == ["sigmoid", "relu", "softmax"]
    assert model_activations.gives_probabilities(model)
    assert models.hidden_units(model) == [5, 5]
    assert bypasses_layers(model) is True
    assert bypasses_layers(functional_mlp()) is False
    assert bypasses_layers(sequential_cnn()) is False


def _of_paths(join, *, depth: int = 3) -> keras.Model:
    """A network in which `join` makes the next tensor out of one."""
    inputs = keras.Input((8,))
    x = layers.Dense(6)(inputs)
    for _ in range(depth):
        x = join(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def _highway(x):
    gate = layers.Dense(6, activation="sigmoid")(x)
    return layers.Dense(6, activation="tanh")(x) * gate + x * (1 - gate)


def _block(x):
    inner = keras.Input((6,))
    return keras.Model(inner, layers.Dense(6)(inner) + inner)(x)


@pytest.mark.parametrize(
    ("join", "expected"),
    [
        (lambda x: layers.Add()([x, layers.Dense(6)(layers.Dense(6)(x))]), True),
        (lambda x: keras.ops.concatenate([x, layers.Dense(6)(x)]), True),
        (
            lambda x: layers.BatchNormalization()(x) + layers.Conv1D(1, 1)(x[..., None])[..., 0],
            True,
        ),
        (_highway, True),
        (_block, True),
        # What joins no path that goes by a layer.
        (lambda x: keras.ops.maximum(layers.Dense(6)(x), layers.Dense(6)(x)), None),
        (lambda x: layers.Average()([layers.Dense(6)(x), layers.Dense(6)(x)]), None),
        (lambda x: layers.Dense(6)(x) * keras.ops.sigmoid(layers.Dense(6)(x)), None),
        (lambda x: layers.Dense(6)(x * keras.ops.sigmoid(x)), None),
        (lambda x: keras.ops.maximum(x, 0.1 * x), None),
        (lambda x: x - keras.ops.mean(x, axis=-1, keepdims=True), None),
        (lambda x: layers.Dense(6)(keras.ops.relu(x) / 2), False),
    ],
)
def test_skip_connections_go_by_layers_that_learn(join, expected) -> None:
    assert bypasses_layers(_of_paths(join)) is expected


def test_normalization_by_layers_or_by_arithmetic() -> None:
    assert normalizes(_of_paths(layers.LayerNormalization(), depth=1)) is True
    by_hand = _of_paths(lambda x: x - keras.ops.mean(x, axis=-1, keepdims=True))
    assert normalizes(by_hand) is None
    assert normalizes(functional_mlp()) is True
    assert normalizes(sequential_cnn()) is False


def test_recurrent_layers_have_kernels_too() -> None:
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.GRU(4, return_sequences=True),
            layers.BatchNormalization(),
            layers.LSTM(4),
            layers.Dense(10),
        ]
    )
    names = [type(layer).__name__ for layer in models.kernel_layers(model)]
    assert names == ["GRU", "LSTM", "Dense"]


def test_activations_in_every_spelling() -> None:
    def single(activation: object) -> list[str]:
        return model_activations.activations(
            keras.Sequential([keras.Input((4,)), layers.Dense(3, activation=activation)])
        )

    assert single("relu") == ["relu"]
    assert single(keras.activations.softmax) == ["softmax"]
    assert single(layers.ReLU()) == ["relu"]
    assert single(layers.LeakyReLU()) == ["leaky_relu"]
    assert single(None) == ["linear"]
    assert model_activations.activations(functional_mlp()) == ["sigmoid", "linear"]


def test_output() -> None:
    assert models.output_size(sequential_cnn()) == 10
    assert models.output_size(subclassed()) == 10
    assert model_activations.output_activation(functional_mlp()) == "linear"
    assert not model_activations.gives_probabilities(functional_mlp())
    models.ten_outputs(subclassed())
    with pytest.raises(CheckFailed, match="gives 1 numbers"):
        models.ten_outputs(random_dense_model([784, 1], 0))
    with pytest.raises(CheckFailed, match="no Dense"):
        model_activations.output_activation(
            keras.Sequential([keras.Input((4,)), layers.Dropout(0.5)])
        )


def test_convolutions() -> None:
    assert models.has_convolution(sequential_cnn())
    assert models.has_convolution(random_conv_model([4], [10], 0))
    assert not models.has_convolution(functional_mlp())


def test_one_hidden_layer() -> None:
    models.one_hidden_layer(random_dense_model([784, 5, 10], 0, images=True))
    models.one_hidden_layer(subclassed())
    for wrong in ([784, 10], [784, 5, 5, 10]):
        with pytest.raises(CheckFailed, match="hidden Dense layers"):
            models.one_hidden_layer(random_dense_model(wrong, 0))
    with pytest.raises(CheckFailed, match="Conv2D"):
        models.one_hidden_layer(sequential_cnn())


def test_hidden_activation() -> None:
    model_activations.hidden_activation(functional_mlp(), "sigmoid")
    with pytest.raises(CheckFailed, match="'relu'"):
        model_activations.hidden_activation(subclassed(), "sigmoid")


@pytest.mark.parametrize("value", [None, 3, "model", np.zeros(3), [1]])
def test_what_is_not_a_model_is_said_to_be_none(value: object) -> None:
    for ask in (models.all_layers, models.count_parameters, models.output_size):
        with pytest.raises(CheckFailed):
            ask(value)


def test_a_model_without_weights_is_told_so() -> None:
    unbuilt = keras.Sequential([layers.Flatten(), layers.Dense(10)])
    assert models.layer_sequence(unbuilt) == ["Dense"]
    with pytest.raises(CheckFailed, match="no weights yet"):
        models.count_parameters(unbuilt)


def test_random_models_repeat_and_have_biases() -> None:
    one, same, other = (random_dense_model([784, 4, 10], s, images=True) for s in (1, 1, 2))
    images = np.random.default_rng(0).uniform(0, 1, (2, 28, 28)).astype("float32")
    np.testing.assert_array_equal(one(images), same(images))
    assert not np.array_equal(one.get_weights()[0], other.get_weights()[0])
    assert np.abs(one.get_weights()[1]).min() > 0
    conv = random_conv_model([4, 8], [16, 10], 0, kernel=5)
    assert conv.output_shape == (None, 10)
    assert models.layer_sequence(conv).count("Conv2D") == 2


@pytest.mark.parametrize(("sizes", "images"), [([784], False), ([10, 10], True)])
def test_random_dense_model_refuses_impossible_sizes(sizes: list[int], images: bool) -> None:
    with pytest.raises(ValueError, match="sizes"):
        random_dense_model(sizes, 0, images=images)
