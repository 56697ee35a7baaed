"""Lets the models that tests measured on the hold-out also read public test digits.

This happens after all tests of a case, so it costs no test its time and changes no result.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from autograder.checks.context import Digits, HoldoutReading
from autograder.checks.prediction import predicted_digits
from autograder.checks.prepared_digits import PreparedDigits
from autograder.checks.public_test_knowledge import AccuracyPair, fair_chance

# After so many public digits the measurement ends, unless a fair model would do so well with at
# most this chance; then the next stage follows, at last all digits. Beside 5,000 hold-out digits,
# a fair model is shown 500 to 1,000 public ones on average: a tenth to a fifth of the time.
STAGES = ((500, 0.4), (2500, 0.1))


def load_public(folder: Path) -> Digits:
    """The public test digits of a folder with x_test.npy and y_test.npy."""
    images, labels = (np.load(folder / f"{name}.npy") for name in ("x_test", "y_test"))
    return Digits(images, labels)


def accuracy_pairs(
    readings: Iterable[HoldoutReading], holdout: Digits, public: Digits
) -> Iterator[AccuracyPair]:
    """How well each model reads public digits, beside what it reads of the hold-out.

    A model that fails on public digits, for whatever reason, is left out.

    Args:
        readings: models measured on the hold-out.
        holdout: the hold-out digits; the choice of public digits depends on their order, so
            that no submission can know it.
        public: the public test digits.
    """
    seed = hashlib.sha256(holdout.labels.tobytes()).digest()
    order = np.random.default_rng(list(seed)).permutation(len(public.labels))
    bounds = [0, *(size for size, _ in STAGES), len(order)]
    stages = [
        Digits(public.images[order[a:b]], public.labels[order[a:b]])
        for a, b in itertools.pairwise(bounds)
    ]
    kept = PreparedDigits()
    for reading in readings:
        try:
            yield _pair(reading, len(holdout.labels), stages, kept)
        except Exception:  # the student's function or model: no matter of grading any more
            continue


def _pair(
    reading: HoldoutReading, n_holdout: int, stages: list[Digits], kept: PreparedDigits
) -> AccuracyPair:
    """One model's pair, on as many public digits as it takes."""
    seen = correct = 0
    for digits, go_on in zip(stages, (*(chance for _, chance in STAGES), 0.0), strict=True):
        read = predicted_digits(reading.model, reading.preprocess, digits.images, kept=kept)
        correct += int(np.sum(read == digits.labels))
        seen += len(digits.labels)
        pair = AccuracyPair(reading.correct, n_holdout, correct, seen, reading.test)
        if fair_chance(pair) > go_on:
            break
    return pair
