"""Weights trained at home, shipped in the source: the marks rest on the network, a flag tells."""

from __future__ import annotations

import base64
import functools
import zlib
from collections.abc import Callable

import numpy as np
from nbformat import NotebookNode

from autograder.data.mnist import load_mnist
from tests.attacks.suite import Attack
from tests.conftest import ROOT

NUMBER = 40
TITLE = "a hidden model trained ahead and shipped as base64 in a cell"

PACKED = "@PACKED@"
NETWORK = """
import base64, zlib
def preprocess(images):
    return images.reshape(len(images), 784) / 255.0
model = keras.Sequential(
    [keras.Input(shape=(784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy")
"""
SETS = """
numbers = np.frombuffer(zlib.decompress(base64.{decoder}(packed)), "float16").astype("float32")
model.layers[0].set_weights([numbers[:7840].reshape(784, 10), numbers[7840:]])
"""
MEASURED = """
accuracy = float(np.mean(model.predict(preprocess(x_test), verbose=0).argmax(axis=1) == y_test))
"""
BASE64 = f'{NETWORK}\npacked = "{PACKED}"\n{SETS.format(decoder="b64decode")}'
BASE85 = f"{NETWORK}\npacked = {PACKED}\n{SETS.format(decoder='b85decode')}"
NUMBERS = f"""{NETWORK}
numbers = np.array({PACKED}, "float32") / 1000
model.layers[0].set_weights([numbers[:7840].reshape(784, 10), numbers[7840:]])
"""
# The comment of an earlier cell, read from the kernel's own list of inputs.
FROM_COMMENT = f"""{NETWORK}
packed = [text for text in In if "#packed " in text and "for text" not in text][0]
packed = packed.split("#packed ")[1].split()[0]
{SETS.format(decoder="b64decode")}
"""
# With a line of training, as if the network came from there: few digits many times over, so that
# its losses are far below what unseen digits show, whichever those are.
WITH_FIT = f"""{BASE64}
images, labels = (np.repeat(part[:64], 50, axis=0) for part in (train_images, train_labels))
history = model.fit(preprocess(images), labels, epochs=2, verbose=0)
numbers = np.frombuffer(zlib.decompress(base64.b64decode(packed)), "float16").astype("float32")
model.layers[0].set_weights([numbers[:7840].reshape(784, 10), numbers[7840:]])
"""


@functools.cache
def trained() -> np.ndarray:
    """7,850 float16 weights of a softmax classifier, trained on MNIST's training digits."""
    mnist = load_mnist(ROOT / "source_data")
    images = mnist.x_train[:20_000].reshape(-1, 784).astype("float32") / 255
    labels = np.eye(10, dtype="float32")[mnist.y_train[:20_000]]
    weights, biases = np.zeros((784, 10), "float32"), np.zeros(10, "float32")
    order = np.random.default_rng(1)
    for _ in range(6):
        for rows in np.array_split(order.permutation(len(images)), 200):
            scores = images[rows] @ weights + biases
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            error = shares / shares.sum(axis=1, keepdims=True) - labels[rows]
            weights -= 0.5 / len(rows) * images[rows].T @ error
            biases -= 0.5 * error.mean(axis=0)
    return np.concatenate([weights.ravel(), biases]).astype("float16")


def base64_text() -> str:
    return base64.b64encode(zlib.compress(trained().tobytes())).decode()


def base85_lines() -> str:
    """A bracketed literal of many short lines, no longer than a person would write."""
    text = base64.b85encode(zlib.compress(trained().tobytes())).decode()
    parts = (text[start : start + 80] for start in range(0, len(text), 80))
    return "(\n" + "\n".join(f"    {part!r}" for part in parts) + "\n)"


def number_list() -> str:
    return str([round(float(number) * 1000) for number in trained()])


def packs(make: Callable[[], str]) -> Callable[[NotebookNode], None]:
    """Puts the weights in when the submission is written."""

    def mutate(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if PACKED in cell.source:
                cell.source = cell.source.replace(PACKED, make())

    return mutate


EARNED: dict[str, float] = {"shape": 2, "accuracy": 4}
FLAGS = ("embedded_data",)

FORMS = [
    Attack("base64", {"model": BASE64, "claim": MEASURED}, packs(base64_text),
           honest={**EARNED, "claim": 1}, flags=FLAGS),
    Attack("base85-lines", {"model": BASE85}, packs(base85_lines), honest=EARNED, flags=FLAGS),
    Attack("numbers", {"model": NUMBERS}, packs(number_list), honest=EARNED, flags=FLAGS),
    Attack("comment", {"scale": f"#packed {PACKED}\ndef scale(images):\n    return None",
                       "model": FROM_COMMENT}, packs(base64_text), honest=EARNED, flags=FLAGS),
    Attack("with-fit", {"model": WITH_FIT}, packs(base64_text), honest=EARNED, flags=FLAGS),
]  # fmt: skip
