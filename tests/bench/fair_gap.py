"""How much better models read public test digits than digits they never saw: fair ones and others.

    python -m tests.bench.fair_gap [--seeds N] [--out FILE] [--table] [KIND...]

Trains small networks on MNIST with hold-out digits replaced, one made-up secret a seed, and
counts errors on the hold-out and on the 10,000 public test digits. The ratio of the two error
rates is what autograder/checks/public_test_knowledge.py bounds; docs/holdout.md has the table.
With --out, each training is kept as it ends and not repeated; --table prints the table of what
such a file holds, without training. One core needs about 8 minutes a seed for all kinds.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.public_test_knowledge import AccuracyPair, fair_chance, knows_public_test
from autograder.course.layout import find_course
from autograder.data.holdout import split_holdout
from autograder.data.mnist import Mnist, load_mnist
from autograder.student_kernel.acceleration import accelerate_training

SEEDS = 2
HOLDOUT = 5000


def scaled(images: np.ndarray) -> np.ndarray:
    """The input of all networks here."""
    return images[..., np.newaxis].astype("float32") / 255


def network(*layers: Any) -> Any:
    """A compiled network of these layers and ten outputs."""
    import keras

    model = keras.Sequential(
        [keras.Input((28, 28, 1)), *layers, keras.layers.Dense(10, activation="softmax")]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def dense(*units: int) -> Any:
    """A dense network; linear without hidden units."""
    from keras import layers

    hidden = [layers.Dense(count, activation="relu") for count in units]
    return network(layers.Flatten(), *hidden)


def convolutional() -> Any:
    """A network like the reference of the last assignment."""
    from keras import layers

    return network(
        layers.Conv2D(16, 5, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 5, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
    )


def trained(model: Any, digits: Mnist, epochs: int) -> Any:
    """A fair model."""
    model.fit(scaled(digits.x_train), digits.y_train, epochs=epochs, batch_size=128, verbose=0)
    return model


def selected(model: Any, digits: Mnist, epochs: int) -> Any:
    """A model as it was after the epoch that was best on the test digits."""
    import keras

    model.fit(
        scaled(digits.x_train),
        digits.y_train,
        epochs=epochs,
        batch_size=128,
        verbose=0,
        validation_data=(scaled(digits.x_test), digits.y_test),
        callbacks=[keras.callbacks.EarlyStopping("val_accuracy", 0, epochs, 0, "max", None, True)],
    )
    return model


def trained_on_both(model: Any, digits: Mnist, epochs: int) -> Any:
    """A model trained on training and test digits."""
    images = np.concatenate([scaled(digits.x_train), scaled(digits.x_test)])
    labels = np.concatenate([digits.y_train, digits.y_test])
    model.fit(images, labels, epochs=epochs, batch_size=128, verbose=0)
    return model


def trained_on_test(model: Any, digits: Mnist, epochs: int) -> Any:
    """A model trained on test digits, beside what it knew before."""
    model.fit(scaled(digits.x_test), digits.y_test, epochs=epochs, batch_size=128, verbose=0)
    return model


Train = Callable[[Mnist], Any]
FAIR: dict[str, Train] = {
    "linear, 4 epochs": lambda digits: trained(dense(), digits, 4),
    "dense 32, 5 epochs": lambda digits: trained(dense(32), digits, 5),
    "dense 128, 5 epochs": lambda digits: trained(dense(128), digits, 5),
    "dense 512, 5 epochs": lambda digits: trained(dense(512), digits, 5),
    "dense 512, 12 epochs": lambda digits: trained(dense(512), digits, 12),
    "dense 512, best of 12 epochs on test": lambda digits: selected(dense(512), digits, 12),
    "convolutional, 4 epochs": lambda digits: trained(convolutional(), digits, 4),
    "convolutional, 10 epochs": lambda digits: trained(convolutional(), digits, 10),
    "convolutional, best of 6 epochs on test": lambda d: selected(convolutional(), d, 6),
}
UNFAIR: dict[str, Train] = {
    "dense 32, train and test, 5 epochs": lambda d: trained_on_both(dense(32), d, 5),
    "dense 512, train and test, 5 epochs": lambda d: trained_on_both(dense(512), d, 5),
    "dense 512, train and test, 12 epochs": lambda d: trained_on_both(dense(512), d, 12),
    "dense 128, test only, 20 epochs": lambda d: trained_on_test(dense(128), d, 20),
    "convolutional, train and test, 4 epochs": lambda d: trained_on_both(convolutional(), d, 4),
    "convolutional, train and test, 10 epochs": lambda d: trained_on_both(convolutional(), d, 10),
    "convolutional, 3 epochs, then 3 on test": lambda digits: trained_on_test(
        trained(convolutional(), digits, 3), digits, 3
    ),
}


def measure(kind: str, seed: int, mnist: Mnist) -> AccuracyPair:
    """Train one network and count what it reads; the pair's `test` is the kind."""
    import keras

    split = split_holdout(mnist, f"calibration {seed}".encode(), HOLDOUT)
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    model = {**FAIR, **UNFAIR}[kind](split.graded)
    counts = [
        int(np.sum(np.argmax(model.predict(scaled(images), verbose=0), axis=1) == labels))
        for images, labels in ((split.images, split.labels), (mnist.x_test, mnist.y_test))
    ]
    return AccuracyPair(counts[0], len(split.labels), counts[1], len(mnist.y_test), kind)


def table(pairs: list[AccuracyPair]) -> str:
    """Mean accuracies, ratio of error rates and flags by kind, as a Markdown table."""
    lines = [
        "| model | runs | hold-out | public | error ratio | smallest chance | flagged |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in (*FAIR, *UNFAIR):
        mine = [pair for pair in pairs if pair.test == kind]
        if mine:
            unseen = sum(pair.holdout for pair in mine) / len(mine)
            public = sum(pair.public for pair in mine) / len(mine)
            chance = min(fair_chance(pair) for pair in mine)
            lines.append(
                f"| {kind} | {len(mine)} | {100 * unseen:.2f} | {100 * public:.2f} | "
                f"{(1 - public) / (1 - unseen):.2f} | {chance:.1g} | "
                f"{sum(knows_public_test(pair) for pair in mine)} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Measure, or read what was measured, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N")
    parser.add_argument("--out", type=Path, default=Path("fair_gap.json"), metavar="FILE")
    parser.add_argument("--table", action="store_true", help="train nothing")
    wanted = parser.parse_args()
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="")
    os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1", OMP_NUM_THREADS="1")
    lines = wanted.out.read_text("utf-8").splitlines() if wanted.out.exists() else []
    kept = {(line["seed"], line["pair"]["test"]): line["pair"] for line in map(json.loads, lines)}
    pairs = {key: AccuracyPair(**pair) for key, pair in kept.items()}
    if not wanted.table:
        accelerate_training()
        mnist = load_mnist(find_course().source_data)
        for seed in range(wanted.seeds):
            for kind in wanted.kinds or (*FAIR, *UNFAIR):
                if (seed, kind) not in pairs:
                    pair = pairs[seed, kind] = measure(kind, seed, mnist)
                    with wanted.out.open("a", encoding="utf-8") as file:
                        file.write(json.dumps({"seed": seed, "pair": asdict(pair)}) + "\n")
    print(table(list(pairs.values())))


if __name__ == "__main__":
    main()
