"""Cells of assignment 06 as students write them where NumPy is asked for: honest and not."""

from __future__ import annotations

SOFTMAX = """
def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
"""
LOSSES = """
def one_hot(labels, classes):
    return np.eye(classes)[labels]


def cross_entropy(probabilities, targets):
    return -np.sum(targets * np.log(np.maximum(probabilities, 1e-7)), axis=1).mean()
"""
FROM_LOGITS = """
def cross_entropy_from_logits(logits, targets):
    top = logits.max(axis=1, keepdims=True)
    log_sum = top + np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
    return np.mean(np.sum(targets * (log_sum - logits), axis=1))


sure_and_right = None
"""

HONEST = {
    "names of Keras taken into the notebook for the model, then defined anew": {
        "model": "from tensorflow.keras.layers import *\n"
        "from tensorflow.keras.activations import relu, softmax\n"
        "model = keras.Sequential([Input((784,)), Dense(64, relu), Dense(64, relu),\n"
        "                          Dense(10, softmax)])",
        "forward": "def relu(z):\n    return np.maximum(z, 0)\n\n\n"
        "def forward(weights, inputs):\n    w1, b1, w2, b2, w3, b3 = weights\n"
        "    return relu(relu(inputs @ w1 + b1) @ w2 + b2) @ w3 + b3",
        "softmax": SOFTMAX,
    },
    "one table of both, by a function for comparing": {
        "softmax": SOFTMAX
        + """
def table_of_both(logits):
    both = {"own": softmax(logits), "Keras": keras.ops.softmax(logits).numpy()}
    return pd.DataFrame({name: each[0] for name, each in both.items()})


import pandas as pd

table_of_both(np.random.randn(3, 10))
"""
    },
    "errors collected in a loop over many batches": {
        "cross-entropy": LOSSES
        + """
differences = []
for seed in range(20):
    rng = np.random.default_rng(seed)
    p, t = softmax(rng.normal(size=(5, 10))), one_hot(rng.integers(0, 10, 5), 10)
    theirs = keras.losses.CategoricalCrossentropy()(t, p).numpy()
    differences.append(abs(theirs - cross_entropy(p, t)))
    if differences[-1] > 1e-5:
        print("differs:", seed, theirs)
plt.hist(differences)
"""
    },
    "NumPy's own test functions and a plot of both": {
        "softmax": "import numpy as np\nimport numpy.testing as npt\nimport tensorflow as tf\n"
        + SOFTMAX
        + """
z = np.linspace(-5, 5, 50).reshape(5, 10)
npt.assert_allclose(softmax(z), tf.nn.softmax(z), rtol=1e-6)
np.testing.assert_array_almost_equal(softmax(z), tf.keras.activations.softmax(tf.constant(z)))
fig, axes = plt.subplots(1, 2)
for ax, probabilities in zip(axes, (softmax(z), tf.nn.softmax(z).numpy())):
    ax.imshow(probabilities)
    ax.set_title("own")
axes[1].set_title("TensorFlow")
"""
    },
    "both timed by magics": {
        "softmax": "%config InlineBackend.figure_format = 'retina'\n"
        + SOFTMAX
        + """
z = np.random.randn(1000, 10)
%timeit -n 10 -r 3 softmax(z)
%timeit -n 10 -r 3 keras.ops.softmax(z)
own_time = %timeit -o softmax(z)
"""
    },
    "a class of own layers, with a helper that remembers, beside a Keras layer": {
        "forward": """
from dataclasses import dataclass
from functools import lru_cache


@dataclass
class Dense:
    w: np.ndarray
    b: np.ndarray
    tf: float = 1.0

    def __call__(self, x):
        return self.tf * (x @ self.w + self.b)


def layers_of(weights):
    return [Dense(w, b) for w, b in zip(weights[::2], weights[1::2])]


def forward(weights, inputs):
    *hidden, last = layers_of(weights)
    for layer in hidden:
        inputs = np.maximum(layer(inputs), 0)
    return last(inputs)


layer = keras.layers.Dense(3)
layer.build((None, 2))
print(layer(np.ones((1, 2))) - Dense(*layer.get_weights())(np.ones((1, 2))))
"""
    },
    "the loss of Keras for sure_and_right, beside the own function": {
        "from-logits": FROM_LOGITS
        + """
perfect = one_hot(np.array([0]), 10)
keras_loss = keras.losses.CategoricalCrossentropy(from_logits=True)
sure_and_right = float(keras_loss(perfect, perfect))
print(sure_and_right, cross_entropy_from_logits(perfect, perfect))
"""
    },
    "everything written in one cell, the others only try it out": {
        "forward": "def forward(weights, inputs):\n"
        "    for i in range(0, 4, 2):\n"
        "        inputs = np.maximum(inputs @ weights[i] + weights[i + 1], 0)\n"
        "    return inputs @ weights[4] + weights[5]\n" + SOFTMAX + LOSSES,
        "softmax": "assert np.allclose(softmax(x), keras.ops.softmax(x))",
        "cross-entropy": "print(cross_entropy(p, t), keras.losses.categorical_crossentropy(t, p))",
    },
    "a main function, under a condition": {
        "softmax": SOFTMAX
        + """
def main():
    import tensorflow as tf
    z = tf.random.normal((4, 10))
    print(tf.reduce_max(abs(softmax(z.numpy()) - tf.nn.softmax(z))))


if __name__ == "__main__":
    main()
"""
    },
    "a first try by Keras, replaced by the own function": {
        "softmax": "softmax = keras.activations.softmax  # first try\n" + SOFTMAX,
    },
}

# What is wrong -> the cell that is looked at, and the cells as submitted.
CHEATS: dict[str, tuple[str, dict[str, str]]] = {
    "the function is made by a call": (
        "softmax",
        {"softmax": "def note(): pass\nsoftmax = tf.function(lambda z: tf.nn.softmax(z))"},
    ),
    "imported two cells before": (
        "softmax",
        {
            "model": "from keras.activations import softmax as smooth",
            "softmax": "def softmax(logits):\n    return np.asarray(smooth(logits))",
        },
    ),
    "imported where another function is asked for": (
        "softmax",
        {
            "layers": "from keras.ops import softmax as cross_entropy",
            "softmax": "def softmax(logits):\n    return np.array(cross_entropy(logits))",
        },
    ),
    "a method of a layer kept in an object": (
        "forward",
        {
            "forward": """
class Network:
    def __init__(self):
        self.relu = keras.layers.ReLU()

    def forward(self, weights, x):
        return np.asarray(self.relu(x @ weights[0])) @ weights[2]


network = Network()
forward = network.forward
"""
        },
    ),
    "defined in one branch": (
        "softmax",
        {
            "softmax": SOFTMAX
            + "try:\n    import jax\n"
            + "    def softmax(logits):\n        return np.array(jax.nn.softmax(logits))\n"
            + "except ImportError:\n    pass"
        },
    ),
    "replaced afterwards": (
        "cross-entropy",
        {
            "cross-entropy": LOSSES
            + "own = cross_entropy\n"
            + "cross_entropy = lambda p, t: float(keras.losses.CategoricalCrossentropy()(t, p))"
        },
    ),
    "wrapped by a decorator of TensorFlow": (
        "softmax",
        {"softmax": SOFTMAX.replace("def softmax", "@tf.numpy_function\ndef softmax")},
    ),
    "a helper of a helper": (
        "from-logits",
        {
            "forward": "def forward(weights, inputs): pass\n"
            "losses = {}\nlosses['z'] = keras.losses.CategoricalCrossentropy(from_logits=True)",
            "softmax": SOFTMAX + "def loss_of(t, z): return losses['z'](t, z)",
            "from-logits": "def cross_entropy_from_logits(logits, targets):\n"
            "    return float(loss_of(targets, logits))",
        },
    ),
    "PyTorch for the sum of logarithms": (
        "from-logits",
        {
            "from-logits": "from torch import logsumexp, tensor\n"
            + FROM_LOGITS.replace("np.log(np.exp(logits - top).sum(axis=1, keepdims=True))", "0")
            + "def cross_entropy_from_logits(logits, targets):\n"
            "    return float(logsumexp(tensor(logits), 1).mean())"
        },
    ),
    "a table of functions, filled in a loop": (
        "softmax",
        {
            "softmax": "table = {}\nfor name in ('softmax', 'relu'):\n"
            "    table[name] = getattr(keras.ops, name)\n"
            "softmax = lambda z: table['softmax'](z).numpy()"
        },
    ),
}
