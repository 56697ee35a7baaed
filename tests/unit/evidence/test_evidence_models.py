"""Keras models are rebuilt with the same layers, names, weights and predictions."""

from __future__ import annotations

import functools

import numpy as np
import pytest

keras = pytest.importorskip("keras")
tensorflow = pytest.importorskip("tensorflow")

from autograder.evidence import OpaqueModel, encode_call  # noqa: E402
from autograder.evidence.layer_table import LAYERS  # noqa: E402

layers, ops = keras.layers, keras.ops
IMAGE, SEQUENCE, VECTOR = (28, 28, 1), (28, 12), (6,)


def _adapted(**options):
    layer = layers.Normalization(**options)
    layer.adapt(np.random.default_rng(0).random((10, *IMAGE)))
    return layer


SINGLE = {
    "Dense": lambda: layers.Dense(3, activation="relu", kernel_regularizer="l2"),
    "Embedding": (lambda: layers.Embedding(300, 4), VECTOR),
    "Flatten": layers.Flatten,
    "Reshape": lambda: layers.Reshape((14, -1)),
    "Permute": lambda: layers.Permute((2, 1, 3)),
    "RepeatVector": (lambda: layers.RepeatVector(3), VECTOR),
    "Identity": layers.Identity,
    "Activation": lambda: layers.Activation("gelu"),
    "ReLU": lambda: layers.ReLU(max_value=3),
    "LeakyReLU": lambda: layers.LeakyReLU(negative_slope=0.1),
    "ELU": layers.ELU,
    "PReLU": lambda: layers.PReLU(shared_axes=[1, 2]),
    "PReLU, one slope each": layers.PReLU,
    "Softmax": (layers.Softmax, SEQUENCE),
    "Dropout": lambda: layers.Dropout(0.3, seed=1),
    "SpatialDropout1D": (lambda: layers.SpatialDropout1D(0.3), SEQUENCE),
    "SpatialDropout2D": lambda: layers.SpatialDropout2D(0.3),
    "GaussianDropout": lambda: layers.GaussianDropout(0.3),
    "AlphaDropout": lambda: layers.AlphaDropout(0.3),
    "GaussianNoise": lambda: layers.GaussianNoise(0.3),
    "BatchNormalization": layers.BatchNormalization,
    "BatchNormalization, no scale": lambda: layers.BatchNormalization(scale=False),
    "LayerNormalization": lambda: layers.LayerNormalization(axis=[1, 2]),
    "GroupNormalization": lambda: layers.GroupNormalization(1),
    "UnitNormalization": (layers.UnitNormalization, SEQUENCE),
    "Normalization": lambda: _adapted(axis=None),
    "Normalization, each channel": _adapted,
    "Normalization, given": lambda: layers.Normalization(mean=0.3, variance=2.0, axis=None),
    "Rescaling": lambda: layers.Rescaling(1 / 255, offset=-0.5),
    "Resizing": lambda: layers.Resizing(14, 20),
    "CenterCrop": lambda: layers.CenterCrop(20, 22),
    "ZeroPadding1D": (lambda: layers.ZeroPadding1D(2), SEQUENCE),
    "ZeroPadding2D": lambda: layers.ZeroPadding2D(((1, 2), (3, 4))),
    "Cropping1D": (lambda: layers.Cropping1D((1, 2)), SEQUENCE),
    "Cropping2D": lambda: layers.Cropping2D(2),
    "UpSampling1D": (lambda: layers.UpSampling1D(2), SEQUENCE),
    "UpSampling2D": lambda: layers.UpSampling2D(2, interpolation="bilinear"),
    "RandomFlip": lambda: layers.RandomFlip("horizontal"),
    "RandomRotation": lambda: layers.RandomRotation(0.1),
    "RandomZoom": lambda: layers.RandomZoom((0.1, 0.2)),
    "RandomTranslation": lambda: layers.RandomTranslation(0.1, 0.2),
    "RandomContrast": lambda: layers.RandomContrast(0.1),
    "RandomBrightness": lambda: layers.RandomBrightness(0.1),
    "RandomShear": lambda: layers.RandomShear(0.1, 0.2),
    "RandomPerspective": lambda: layers.RandomPerspective(0.5, 0.2),
    "RandomErasing": lambda: layers.RandomErasing(0.5, value_range=(0, 1)),
    "RandomElasticTransform": lambda: layers.RandomElasticTransform(0.5, scale=0.3),
    "RandomGaussianBlur": lambda: layers.RandomGaussianBlur(0.5, kernel_size=5),
    "RandomSharpness": lambda: layers.RandomSharpness(0.1),
    "RandomInvert": lambda: layers.RandomInvert(0.5),
    "Conv1D": (lambda: layers.Conv1D(4, 3, padding="causal", groups=2), SEQUENCE),
    "Conv2D": lambda: layers.Conv2D(4, 3, padding="same", strides=2, activation="tanh"),
    "Conv2D, dilated": lambda: layers.Conv2D(4, (3, 5), dilation_rate=2, use_bias=False),
    "Conv1DTranspose": (lambda: layers.Conv1DTranspose(4, 3, strides=2), SEQUENCE),
    "Conv2DTranspose": lambda: layers.Conv2DTranspose(4, 3, strides=2, padding="same"),
    "DepthwiseConv1D": (lambda: layers.DepthwiseConv1D(3), SEQUENCE),
    "DepthwiseConv2D": lambda: layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same"),
    "SeparableConv1D": (lambda: layers.SeparableConv1D(4, 3), SEQUENCE),
    "SeparableConv2D": lambda: layers.SeparableConv2D(4, 3, depth_multiplier=2),
    "MaxPooling1D": (lambda: layers.MaxPooling1D(2), SEQUENCE),
    "MaxPooling2D": lambda: layers.MaxPooling2D(3, strides=2, padding="same"),
    "AveragePooling1D": (lambda: layers.AveragePooling1D(2), SEQUENCE),
    "AveragePooling2D": lambda: layers.AveragePooling2D(3),
    "GlobalMaxPooling1D": (layers.GlobalMaxPooling1D, SEQUENCE),
    "GlobalMaxPooling2D": lambda: layers.GlobalMaxPooling2D(keepdims=True),
    "GlobalAveragePooling1D": (layers.GlobalAveragePooling1D, SEQUENCE),
    "GlobalAveragePooling2D": layers.GlobalAveragePooling2D,
    "SimpleRNN": (lambda: layers.SimpleRNN(5), SEQUENCE),
    "LSTM": (lambda: layers.LSTM(5, return_sequences=True), SEQUENCE),
    "GRU": (lambda: layers.GRU(5), SEQUENCE),
    "GRU, reset before": (lambda: layers.GRU(5, reset_after=False, use_bias=False), SEQUENCE),
}


def _single(entry):
    make, shape = entry if isinstance(entry, tuple) else (entry, IMAGE)
    return keras.Sequential([keras.Input(shape), make()])


def _image_and_branches():
    image = keras.Input((28, 28), name="pixels")
    flat = layers.Flatten()(image / 255.0)
    return image, layers.Dense(7)(flat), layers.Dense(7)(1 - flat)


def _merging(merge):
    image, left, right = _image_and_branches()
    return keras.Model(image, merge()([left, right]))


def _many_operations():
    image = keras.Input((28, 28))
    x = ops.reshape(image, (-1, 784))
    x = ops.mean(ops.expand_dims(x, -1), axis=-1)
    x = ops.softmax(-((ops.cast(x, "float32") / np.float64(3.0)) ** 2), axis=-1)
    x = x * np.ones((784,), np.float32)
    return keras.Model(image, ops.gelu(x) + ops.relu(x))


def _new_axis():
    image = keras.Input((28, 28))
    return keras.Model(image, layers.Conv2D(2, 3)(image[..., None]))


def _joined_operations():
    image = keras.Input((28, 28))
    x = ops.concatenate([image / 255.0, 1 - image / 255.0], axis=-1)
    x = ops.clip(layers.Dense(5)(x), -1, 6.0)
    return keras.Model(image, ops.concatenate([ops.amax(x, axis=1), ops.amin(x, axis=1)], axis=1))


def _shared():
    image = keras.Input((28, 28))
    layer = layers.Dense(784, activation="relu", name="twice")
    return keras.Model(image, layer(layer(layers.Flatten()(image))), name="shared")


def _two_outputs():
    image, left, right = _image_and_branches()
    return keras.Model([image], [left, right])


def _output_in_a_list():
    image = keras.Input((28, 28))
    return keras.Model([image], [layers.Dense(2)(layers.Flatten()(image))])


def _nested_output_in_a_list():
    encoder, image = _output_in_a_list(), keras.Input((28, 28))
    return keras.Model(image, layers.Dense(4)(encoder(image)[0]))


def _nested():
    inner = keras.Sequential([keras.Input((784,)), layers.Dense(5, name="in")], name="inner")
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), inner, layers.Dense(2)])


def _nested_functional():
    image, left, _ = _image_and_branches()
    encoder = keras.Model(image, left)
    again = keras.Input((28, 28))
    head = keras.Sequential([layers.Dense(3), layers.Dropout(0.1)])
    return keras.Model(again, head(encoder(again)))


def _partly_frozen():
    model = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(3)])
    model.add(layers.Dense(2))
    model.trainable = False
    model.layers[-1].trainable = True
    return model


def _other_activations():
    tensorflow = pytest.importorskip("tensorflow")
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(5, activation=tensorflow.nn.relu),
            layers.Dense(5, activation=layers.LeakyReLU(0.1)),
            layers.Dense(5, activation=keras.activations.silu),
            layers.Dense(5, activation=tensorflow.nn.softmax),
        ]
    )


def _built_by_data():
    model = keras.Sequential([layers.Flatten(), layers.Dense(4)])
    model.compile("sgd", "mse")
    model.fit(np.zeros((40, 28, 28)), np.zeros((40, 4)), verbose=0)
    return model


def _mixed_precision():
    dense = layers.Dense(3, dtype="mixed_float16")
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), dense])


class OwnModel(keras.Model):
    """As in a tutorial: layers in __init__, calls in call."""

    def __init__(self):
        super().__init__()
        self.flatten = layers.Flatten()
        self.hidden = [layers.Dense(5), layers.Dense(3)]
        self.dropout = layers.Dropout(0.4)

    def call(self, images, training=None):
        """Rescale, flatten, dense."""
        x = self.flatten(images / 255.0)
        for layer in self.hidden:
            x = self.dropout(ops.relu(layer(x)), training=training)
        return x


class WithTensorFlow(keras.Model):
    """TensorFlow's functions between the layers."""

    def __init__(self):
        super().__init__()
        self.first, self.second = layers.Dense(6), layers.Dense(6)
        self.last = layers.Dense(4)

    def call(self, images):
        """Scale, reshape, a path beside the layer, softmax."""
        x = tensorflow.reshape(tensorflow.cast(images, tensorflow.float32) / 255.0, [-1, 784])
        x = tensorflow.nn.relu(self.first(x), name="first")
        x = tensorflow.add(x, tensorflow.math.sigmoid(self.second(x)))
        return tensorflow.nn.softmax(self.last(tensorflow.nn.tanh(features_of(x))))


def features_of(x):
    """TensorFlow names the argument of each function differently."""
    return tensorflow.nn.selu(features=tensorflow.nn.gelu(features=x))


class JoinedByTensorFlow(keras.Model):
    """Two convolutions side by side, pooled and summed up by functions of TensorFlow."""

    def __init__(self):
        super().__init__()
        self.fine = layers.Conv2D(3, 3, padding="same")
        self.coarse = layers.Conv2D(3, 5, padding="same")

    def call(self, images):
        """As seen in notebooks that mix both libraries."""
        nn = tensorflow.nn
        images = tensorflow.expand_dims(images, -1)
        x = tensorflow.concat([self.fine(images), self.coarse(images)], axis=-1)
        x = nn.max_pool2d(nn.leaky_relu(x), 2, 2, "VALID")
        x = nn.avg_pool2d(nn.swish(nn.leaky_relu(x, alpha=0.1)), [3, 3], strides=2, padding="SAME")
        x = nn.elu(nn.relu6(tensorflow.transpose(x, perm=[0, 2, 1, 3])))
        x = tensorflow.maximum(tensorflow.square(x), tensorflow.abs(x))
        mean = tensorflow.reduce_mean(x, axis=[1, 2], keepdims=True)
        parts = [tensorflow.reduce_max(x - mean, [1, 2]), tensorflow.math.reduce_sum(x, (1, 2))]
        return nn.log_softmax(tensorflow.concat(parts, -1))


class OwnFunctional(keras.Model):
    """A subclass that hands a graph to its base."""

    def __init__(self):
        image = keras.Input((28, 28))
        super().__init__(image, layers.Dense(2)(layers.Flatten()(image)))


class OwnSequential(keras.Sequential):
    """A subclass that changes nothing."""


def _own_model():
    model = OwnModel()
    model(np.zeros((2, 28, 28), np.float32))
    return model


def _with_tensorflow():
    model = WithTensorFlow()
    model(np.zeros((2, 28, 28), np.float32))
    return model


def _joined_by_tensorflow():
    model = JoinedByTensorFlow()
    model(np.zeros((2, 28, 28), np.float32))
    return model


MERGES = ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate")
WHOLE = {
    **{name: functools.partial(_merging, getattr(layers, name)) for name in MERGES},
    "Dot": lambda: _merging(lambda: layers.Dot(1)),
    "operations": _many_operations,
    "joined operations": _joined_operations,
    "new axis": _new_axis,
    "shared layer": _shared,
    "two outputs": _two_outputs,
    "output in a list": _output_in_a_list,
    "nested output in a list": _nested_output_in_a_list,
    "nested": _nested,
    "nested functional": _nested_functional,
    "partly frozen": _partly_frozen,
    "activations": _other_activations,
    "built by data": _built_by_data,
    "mixed precision": _mixed_precision,
    "own model": _own_model,
    "functions of TensorFlow": _with_tensorflow,
    "paths joined by TensorFlow": _joined_by_tensorflow,
    "own functional": OwnFunctional,
    "own sequential": lambda: OwnSequential(
        [keras.Input((28, 28)), layers.Flatten(), layers.Dense(2)]
    ),
}


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
    original = _single(entry)
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
    if not isinstance(original, OwnModel | WithTensorFlow | JoinedByTensorFlow):
        names = [[layer.name for layer in model.layers] for model in (original, found)]
        assert names[0] == names[1]
        assert found.output_shape == original.output_shape
        flags = [[layer.trainable for layer in model.layers] for model in (original, found)]
        assert flags[0] == flags[1]


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
    original = _own_model()
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
    model = _nested()
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
    original = _single(SINGLE["Dense"])
    found = crossing.across(original).layers[0]
    assert isinstance(found.kernel_regularizer, keras.regularizers.L2)
    assert float(found.kernel_regularizer.l2) == pytest.approx(0.01)


def test_the_same_model_is_made_once_and_goes_back_as_itself(crossing):
    model = _nested()

    def is_same(given):
        return given is model

    found = crossing.across(model)
    assert crossing.across({"again": [model]})["again"][0] is found
    assert crossing.across(is_same)(found) is True
    assert crossing.across(is_same)([found][0]) is True
    found.layers[-1].set_weights([np.ones((5, 2)), np.ones(2)])
    assert crossing.across(is_same)(found) is False  # no longer what the student has


def test_a_model_of_the_judge_is_rebuilt_for_the_student(crossing):
    own = _nested()

    def first_weights(model):
        return model.layers[1].get_weights()[0], model.count_params()

    weights, count = crossing.across(first_weights)(own)
    assert np.array_equal(weights, own.layers[1].get_weights()[0])
    assert count == own.count_params()


def _relu(x):
    return x


class OwnLayer(layers.Layer):
    def call(self, x):
        return x + 1


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
