"""What students write in assignment 06, where five tests ask for NumPy only: honest and not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pytest

from autograder.checks.context import CheckContext, Digits, set_context
from autograder.checks.frameworks import numpy_only
from autograder.checks.registry import CheckFailed
from autograder.course.assignment import SourceCell
from autograder.course.layout import find_course
from autograder.course.source import load_assignment
from tests.conftest import ROOT

CELLS = ("forward", "softmax", "cross-entropy", "from-logits")

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


@lru_cache(maxsize=1)
def solution_cells() -> tuple[SourceCell, ...]:
    return tuple(load_assignment(find_course(ROOT), "06-network-and-loss").of_kind("solution"))


@pytest.fixture(autouse=True)
def _no_context_afterwards() -> Iterator[None]:
    yield
    set_context(None)


def hand_in(cells: dict[str, str], added: str = "", *, first: bool = True) -> None:
    """Have the checks look at the reference, with some cells in other words.

    Args:
        cells: solution cell id -> source.
        added: a cell of the student's own.
        first: whether it stands at the beginning; otherwise all ran before it.
    """
    known = {cell.ident for cell in solution_cells()}
    assert set(cells) <= known
    nothing = Digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    sources = {cell.ident: cells.get(cell.ident, cell.reference) for cell in solution_cells()}
    originals = {cell.ident: cell.released for cell in solution_cells()}
    written = list(sources.items())
    if added:
        written.insert(0 if first else len(written), ("", added))
    made = CheckContext(nothing, {}, sources, originals, written=tuple(written) if added else ())
    set_context(made)


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_passes(name: str) -> None:
    hand_in(HONEST[name])
    numpy_only(*CELLS)


@pytest.mark.parametrize("name", CHEATS)
def test_work_left_to_a_framework_is_refused(name: str) -> None:
    asked, cells = CHEATS[name]
    hand_in(cells)
    with pytest.raises(CheckFailed, match="Your code uses"):
        numpy_only(asked)


@pytest.mark.parametrize("name", CHEATS)
def test_only_the_tests_of_that_function_are_lost(name: str) -> None:
    asked, cells = CHEATS[name]
    hand_in(cells)
    numpy_only(*(cell for cell in CELLS if cell != asked))


ADDED = {
    "a name of Keras": ("calc = keras.ops", "def softmax(z):\n    return calc.softmax(z).numpy()"),
    "the function itself": ("from keras.ops import softmax", "pass"),
    "the function, a second time": (SOFTMAX, "softmax = keras.ops.softmax"),
    "a helper": ("def smooth(z):\n    return tf.nn.softmax(z)", "softmax = lambda z: smooth(z)"),
}


@pytest.mark.parametrize("name", ADDED)
@pytest.mark.parametrize("first", [True, False])
def test_a_cell_that_the_student_added_is_read(name: str, first: bool) -> None:
    """Before or after that of the function, as long as it runs before the test."""
    added, asked = ADDED[name] if first else reversed(ADDED[name])
    hand_in({"softmax": asked}, added, first=first)
    with pytest.raises(CheckFailed, match="Your code uses"):
        numpy_only("softmax")


def test_an_added_cell_may_compare() -> None:
    for first in (True, False):
        hand_in({"softmax": SOFTMAX}, "import tensorflow as tf\nz = tf.ones(3)", first=first)
        numpy_only("softmax")


def test_what_was_not_begun_uses_nothing() -> None:
    hand_in({cell.ident: cell.released for cell in solution_cells()})
    numpy_only(*CELLS)
