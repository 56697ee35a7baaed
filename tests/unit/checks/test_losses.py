"""Losses for ten classes, found out by calling them."""

from __future__ import annotations

from typing import Any

import keras
import pytest

from autograder.checks.losses import loss_fits_ten_classes
from autograder.checks.random_models import random_dense_model
from autograder.checks.registry import CheckFailed
from autograder.evidence.stand_ins import ModelClaims

L = keras.losses


def network(output: str) -> Any:
    return random_dense_model([784, 8, 10], seed=1, output=output)


@pytest.mark.parametrize(
    ("loss", "output"),
    [
        ("categorical_crossentropy", "softmax"),
        ("sparse_categorical_crossentropy", "softmax"),
        (L.CategoricalCrossentropy(), "softmax"),
        (L.SparseCategoricalCrossentropy(), "softmax"),
        (L.CategoricalCrossentropy(from_logits=True), "linear"),
        (L.SparseCategoricalCrossentropy(from_logits=True), "linear"),
        (L.categorical_crossentropy, "softmax"),
    ],
)
def test_losses_that_fit(loss: Any, output: str) -> None:
    loss_fits_ten_classes(loss, network(output))


@pytest.mark.parametrize(
    ("loss", "output", "message"),
    [
        ("binary_crossentropy", "softmax", "is binary cross-entropy"),
        (L.BinaryCrossentropy(from_logits=True), "linear", "is binary cross-entropy"),
        (L.CategoricalCrossentropy(from_logits=True), "softmax", "applied it already"),
        (L.SparseCategoricalCrossentropy(from_logits=True), "softmax", "applied it already"),
        ("categorical_crossentropy", "linear", "takes the outputs of the model for probabilities"),
        ("mse", "softmax", "another measure"),
        ("no_such_loss", "softmax", "does not work"),
        (None, "softmax", "still None"),
    ],
)
def test_losses_that_do_not_fit(loss: Any, output: str, message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        loss_fits_ten_classes(loss, network(output))


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        (ModelClaims(loss="binary_crossentropy"), "compile was given is binary"),
        (ModelClaims(loss="CategoricalCrossentropy", from_logits=True), "from_logits=True, but"),
    ],
)
def test_the_loss_of_the_training_explains_a_difference(claims: ModelClaims, message: str) -> None:
    model = network("softmax")
    object.__setattr__(model, "claims", claims)
    with pytest.raises(CheckFailed, match=message):
        loss_fits_ten_classes("categorical_crossentropy", model)
