"""Makes what assignment 11 works with: photographs of handwriting, and two trained networks.

    python source_data/handwriting/make.py photographs     three seconds
    python source_data/handwriting/make.py readers         three minutes on one core

Photographs come out the same each time. Networks do so only with the same version of
TensorFlow on the same kind of processor, so that they are kept, not made by every build.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
STUDENTS = HERE / "students"
QUALITY = 85  # of JPEG, 1-95
FIRST_SEED = 1100  # the judge draws with other seeds; see the tests of assignment 11
PER_DIGIT = 2
# Digits and seeds of a hasty hand over which the two networks disagree.
DISAGREEMENTS = ((2, 2003), (3, 2010), (4, 2025), (6, 2018), (7, 2007), (8, 2016))
READERS = {"reader-large.keras": 607_394, "reader-small.keras": 113_898}  # parameters
SEED = 11


def make_photographs() -> None:
    """Photographs of all digits, numbered in an order that says nothing about the digit."""
    from PIL import Image

    from autograder.handwriting.photograph import photograph
    from autograder.handwriting.strokes import CALM, HASTY

    calm = [(digit, FIRST_SEED + turn, CALM) for turn in range(PER_DIGIT) for digit in range(10)]
    hasty = [(digit, seed, HASTY) for digit, seed in DISAGREEMENTS]
    every = calm + hasty
    STUDENTS.mkdir(exist_ok=True)
    lines = ["photograph,digit"]
    order = np.random.default_rng(FIRST_SEED).permutation(len(every))
    for number, place in enumerate(order, 1):
        taken = photograph(*every[place])
        name = f"photo-{number:02d}.jpg"
        Image.fromarray(taken.image).save(STUDENTS / name, quality=QUALITY)
        lines.append(f"{name},{taken.digit}")
    (STUDENTS / "digits.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_readers() -> None:
    """Train two networks on MNIST's training digits and save them without optimizers."""
    from tensorflow import keras

    from autograder.data.mnist import load_mnist

    digits = load_mnist(HERE.parent)
    x_train = digits.x_train[..., None].astype("float32") / 255
    x_test = digits.x_test[..., None].astype("float32") / 255
    for name, layers in (("reader-large.keras", _large()), ("reader-small.keras", _small())):
        keras.utils.set_random_seed(SEED)
        model = keras.Sequential([keras.Input(shape=(28, 28, 1)), *layers])
        if model.count_params() != READERS[name]:
            raise SystemExit(f"{name} has {model.count_params()} parameters.")
        model.compile(
            optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
        )
        model.fit(x_train, digits.y_train, epochs=4, batch_size=128, verbose=2)
        print(name, model.evaluate(x_test, digits.y_test, verbose=0))
        bare = keras.Sequential.from_config(model.get_config())  # not compiled: no optimizer
        bare.set_weights(model.get_weights())
        bare.save(STUDENTS / name)


def _large() -> list:
    from tensorflow.keras import layers

    return [
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(128, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(128, 2, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(1000, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]


def _small() -> list:
    from tensorflow.keras import layers

    return [
        layers.Conv2D(32, 5, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]


def main() -> None:
    """Make what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("what", choices=("photographs", "readers"))
    chosen = parser.parse_args().what
    make_photographs() if chosen == "photographs" else make_readers()


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    main()
