"""Subclasses of Keras's models as students write them: for tests of the evidence."""

from __future__ import annotations

import numpy as np
import pytest

keras = pytest.importorskip("keras")
tensorflow = pytest.importorskip("tensorflow")
layers, ops = keras.layers, keras.ops


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


class PooledByTensorFlow(keras.Model):
    """As in notebooks written for the first TensorFlow: one size for each axis of a batch."""

    def __init__(self):
        super().__init__()
        self.first, self.second = layers.Conv2D(3, 5), layers.Conv2D(4, 5)

    def call(self, images):
        """LeNet's frame, its two poolings, and one number for each map."""
        margins = tensorflow.constant([[0, 0], [2, 2], [2, 2], [0, 0]])
        images = tensorflow.pad(images[..., tensorflow.newaxis], margins, "CONSTANT")
        x = tensorflow.nn.max_pool(self.first(images), [1, 2, 2, 1], [1, 2, 2, 1], "VALID")
        x = tensorflow.nn.avg_pool(self.second(x), ksize=2, strides=2, padding="SAME")
        return tensorflow.squeeze(ops.max_pool(x, 5), axis=[1, 2])


class OwnFunctional(keras.Model):
    """A subclass that hands a graph to its base."""

    def __init__(self):
        image = keras.Input((28, 28))
        super().__init__(image, layers.Dense(2)(layers.Flatten()(image)))


class OwnSequential(keras.Sequential):
    """A subclass that changes nothing."""


class OwnBlock(keras.Model):
    """A residual block, as in TensorFlow's guides: no layer of its own, but no configuration."""

    def __init__(self, units):
        super().__init__()
        self.first, self.second = layers.Dense(units), layers.Dense(units)

    def call(self, x, training=False):
        """The input, and what two layers add to it."""
        return ops.relu(x + self.second(ops.relu(self.first(x))))


def own_blocks():
    blocks = [OwnBlock(5), OwnBlock(5)]
    return keras.Sequential(
        [keras.Input((28, 28)), layers.Flatten(), layers.Dense(5), *blocks, layers.Dense(2)]
    )


def own_blocks_in_a_graph():
    image = keras.Input((28, 28))
    x = layers.Dense(5)(layers.Flatten()(image))
    return keras.Model(image, OwnBlock(5)(x) + OwnBlock(5)(x))


def own_model():
    model = OwnModel()
    model(np.zeros((2, 28, 28), np.float32))
    return model


def with_tensorflow():
    model = WithTensorFlow()
    model(np.zeros((2, 28, 28), np.float32))
    return model


def pooled_by_tensorflow():
    model = PooledByTensorFlow()
    model(np.zeros((2, 28, 28), np.float32))
    return model


def joined_by_tensorflow():
    model = JoinedByTensorFlow()
    model(np.zeros((2, 28, 28), np.float32))
    return model


class OfParts(keras.Model):
    """As in tutorials about autoencoders: parts that learn their input's shape when called."""

    def __init__(self):
        super().__init__()
        self.encoder = keras.Sequential([layers.Flatten(), layers.Dense(4, activation="relu")])
        self.decoder = keras.Sequential([layers.Dense(3)])

    def call(self, images):
        """One part after the other."""
        return self.decoder(self.encoder(images))


class OwnLayer(layers.Layer):
    """A layer that is made of Keras's, one of them in another such layer."""

    def __init__(self, units, depth=1):
        super().__init__()
        self.hidden, self.dropout = layers.Dense(units, activation="relu"), layers.Dropout(0.1)
        self.inner = OwnLayer(units, depth - 1) if depth else None

    def call(self, x, training=None):
        """Dense and dropout, and again."""
        x = self.dropout(self.hidden(x), training=training)
        return self.inner(x) if self.inner else x


class BlockModel(keras.Model):
    """A subclass that calls such a layer, with a model in it."""

    def __init__(self):
        super().__init__()
        self.block = OwnLayer(4)
        self.last = keras.Sequential([layers.Dense(3)])

    def call(self, images):
        """Flatten, block, dense."""
        return self.last(self.block(ops.reshape(images, (-1, 784))))


def of_parts():
    model = OfParts()
    model(np.zeros((2, 28, 28), np.float32))
    return model


def blocks_in_a_sequential():
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), OwnLayer(5), layers.Dense(3)])


def blocks_in_a_functional():
    image = keras.Input((28, 28))
    flat = layers.Flatten()(image)
    joined = layers.Concatenate()([OwnLayer(5)(flat), OwnLayer(4, 0)(flat)])
    return keras.Model(image, joined)


def blocks_in_a_subclass():
    model = BlockModel()
    model(np.zeros((2, 28, 28), np.float32))
    return model
