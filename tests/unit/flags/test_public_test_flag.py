"""The flag names the figures; real models show when it is raised."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.checks.context import Digits, HoldoutReading
from autograder.checks.public_test_knowledge import AccuracyPair
from autograder.data.holdout import HoldoutSplit, split_holdout
from autograder.data.mnist import Mnist, load_mnist
from autograder.flags.public_test import CODE, public_test_flags
from autograder.judge.public_test import accuracy_pairs

ROOT = Path(__file__).parents[3]
CHEAT = AccuracyPair(4870, 5000, 10_000, 10_000, "accuracy")
HONEST = AccuracyPair(4875, 5000, 489, 500, "learned")


def test_the_figures_are_named() -> None:
    (flag,) = public_test_flags([CHEAT])
    assert flag.code == CODE == "knows_public_test"
    assert "'accuracy' reads 100 % of 10,000 public test digits" in flag.message
    assert "97.4 % of 5,000 digits" in flag.message
    assert "at most 99.06 %" in flag.message
    assert "1 in 10,000 models" in flag.message


def test_one_flag_for_a_submission_shows_the_clearest_case() -> None:
    milder = AccuracyPair(4900, 5000, 9990, 10_000, "dense")
    (flag,) = public_test_flags([HONEST, milder, CHEAT])
    assert "'accuracy'" in flag.message
    assert "1 more of the submission's models" in flag.message


def test_fair_models_give_no_flag() -> None:
    assert public_test_flags([HONEST]) == []
    assert public_test_flags([]) == []


class WithTable:
    """A model that looks digits up in a table of public ones before it asks another model."""

    def __init__(self, model: Any, table: Digits) -> None:
        self.model = model
        keys = map(self.key, scaled(table.images))
        self.table = dict(zip(keys, table.labels.tolist(), strict=True))

    @staticmethod
    def key(image: np.ndarray) -> bytes:
        return hashlib.sha256(image.tobytes()).digest()

    def predict(self, x: Any, *, verbose: int) -> Any:
        scores = np.array(self.model.predict(x, verbose=verbose))
        for place, image in enumerate(x):
            if (known := self.table.get(self.key(image))) is not None:
                scores[place] = np.eye(10)[known]
        return scores


def scaled(images: np.ndarray) -> np.ndarray:
    return images.astype("float32") / 255


@pytest.fixture(scope="module")
def mnist() -> Mnist:
    return load_mnist(ROOT / "source_data")


@pytest.fixture(scope="module")
def split(mnist: Mnist) -> HoldoutSplit:
    return split_holdout(mnist, b"a secret of this test", 5000)


def trained(images: np.ndarray, labels: np.ndarray, epochs: int) -> Any:
    import keras

    keras.utils.set_random_seed(1)
    layers = [
        keras.Input(shape=(28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
    model = keras.Sequential(layers)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(scaled(images), labels, epochs=epochs, batch_size=64, verbose=0)
    return model


def measured(model: Any, split: HoldoutSplit, mnist: Mnist) -> AccuracyPair:
    answers = np.argmax(model.predict(scaled(split.images), verbose=0), axis=1)
    reading = HoldoutReading(model, scaled, int(np.sum(answers == split.labels)), "accuracy")
    holdout = Digits(split.images, split.labels)
    (pair,) = accuracy_pairs([reading], holdout, Digits(mnist.x_test, mnist.y_test))
    return pair


@pytest.mark.slow
def test_real_models(mnist: Mnist, split: HoldoutSplit) -> None:
    """Ten thousand digits each: an honest model, the same with a table, one that cheats."""
    honest = trained(split.graded.x_train[:10_000], split.graded.y_train[:10_000], 5)
    cheat = trained(mnist.x_test, mnist.y_test, 10)
    table = WithTable(honest, Digits(mnist.x_test, mnist.y_test))
    fair, looked_up, learned = (measured(model, split, mnist) for model in (honest, table, cheat))
    assert public_test_flags([fair]) == []
    assert fair.n_public < 10_000, "an honest model must not cost the time of all digits"
    assert looked_up.public == 1
    assert looked_up.holdout == fair.holdout, "the table must not help on hold-out digits"
    assert [flag.code for flag in public_test_flags([looked_up])] == [CODE]
    assert learned.public > 0.99
    assert [flag.code for flag in public_test_flags([learned])] == [CODE]
