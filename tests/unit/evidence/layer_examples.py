"""One layer of every kind that is rebuilt, alone in a model: for tests of the evidence."""

from __future__ import annotations

import numpy as np
import pytest

keras = pytest.importorskip("keras")
layers = keras.layers

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


def single(entry):
    make, shape = entry if isinstance(entry, tuple) else (entry, IMAGE)
    return keras.Sequential([keras.Input(shape), make()])
