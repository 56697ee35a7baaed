"""Programs that leave the work to a framework, and those that do not."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.checks.context import CheckContext, Digits, set_context
from autograder.checks.frameworks import framework_uses, numpy_only, without_frameworks
from autograder.checks.registry import CheckFailed


@pytest.mark.parametrize(
    ("source", "framework"),
    [
        ("import tensorflow as anything", "TensorFlow"),
        ("from sklearn.neural_network import MLPClassifier", "scikit-learn"),
        ("def f():\n    import torch.nn as nn", "PyTorch"),
        ("try:\n    from jax import grad\nexcept ImportError:\n    pass", "JAX"),
        ("model = __import__('keras').Sequential()", "Keras"),
        ("import importlib\nk = importlib.import_module('keras.layers')", "Keras"),
        ("y = keras.activations.relu(x)", "Keras"),
        ("y = tf.nn.softmax(x)", "TensorFlow"),
        ("from keras.datasets import mnist, cifar10", "Keras"),
        ("from keras import datasets", "Keras"),
    ],
)
def test_a_framework_is_found_and_named(source: str, framework: str) -> None:
    found = framework_uses(["import numpy as np", source])
    assert found and {use.framework for use in found} == {framework}
    with pytest.raises(CheckFailed, match=f"Your code uses {framework}"):
        without_frameworks([source])


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nfrom scipy import ndimage\nimport math",
        "from keras.datasets import mnist",
        "from tensorflow.keras.datasets import mnist as digits",
        "# import torch\ntext = 'import tensorflow'",
        "tf = 0.005\nrate = tf * 2",
        "def step(torch):\n    return torch + 1",
        "from . import keras_free",
        "this is no Python",
    ],
)
def test_numpy_loaders_and_words_are_no_framework(source: str) -> None:
    without_frameworks([source])


def test_only_the_named_cells_are_read() -> None:
    nothing = Digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    sources = {"own": "y = np.exp(x)", "other": "from tensorflow import keras"}
    set_context(CheckContext(nothing, {}, sources))
    try:
        numpy_only("own", "missing")
        with pytest.raises(CheckFailed, match="TensorFlow"):
            numpy_only("own", "other")
    finally:
        set_context(None)


COMPARED = [
    "def f(x):\n    return np.exp(x)\nprint(f(1), keras.ops.exp(1))",
    "import tensorflow as tf\ndef f(x):\n    return np.exp(x)\nassert abs(tf.exp(1.0) - f(1)) < 1",
    "f = lambda x: np.exp(x)\ntheirs = keras.ops.exp(2)\nplt.plot([f(2), theirs])",
    "def f(x):\n    return x\nfor x in y:\n    print(keras.ops.abs(x) == f(x))",
]
LEANED_ON = [
    "def f(x):\n    return keras.ops.exp(x)",
    "import tensorflow as calculator\ndef f(x):\n    return calculator.exp(x)",
    "theirs = keras.ops.exp\ndef f(x):\n    return theirs(x)",
    "f = keras.activations.softmax",
    "from keras.ops import exp as power\nf = lambda x: power(x)",
    "d = dict(e=keras.ops.exp)\nclass F:\n    def f(self, x):\n        return d['e'](x)",
    "y = keras.ops.exp(x)",
]


@pytest.mark.parametrize("source", COMPARED)
def test_own_functions_may_be_compared_with_a_framework(source: str) -> None:
    with_sources(source)


@pytest.mark.parametrize("source", LEANED_ON)
def test_functions_that_lean_on_a_framework_are_found(source: str) -> None:
    with pytest.raises(CheckFailed, match="Your code uses"):
        with_sources(source)


def with_sources(source: str) -> None:
    nothing = Digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    set_context(CheckContext(nothing, {}, {"own": source}))
    try:
        numpy_only("own")
    finally:
        set_context(None)
