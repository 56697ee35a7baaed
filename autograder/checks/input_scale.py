"""How large the numbers are that reach the first layer with weights.

Pixels of 0 to 255 have a root mean square of about 85; divided by 255 it is 0.33, and
standardised pixels have 1. What counts is what reaches the weights: a model may scale by itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.models import PASSIVE, all_layers
from autograder.checks.prediction import Preprocess, predicted_digits, preprocessed
from autograder.checks.registry import check, require

_SCALERS = {"Rescaling", "Normalization"}


def input_scale(model: Any, inputs: np.ndarray) -> float:
    """Root mean square of the numbers that reach the model's first layer with weights.

    Args:
        model: a model that begins with a chain of layers.
        inputs: what `preprocess` makes of some images, first axis the images.
    """
    values = np.asarray(inputs, np.float32)
    for layer in all_layers(model):
        name = type(layer).__name__
        if name in _SCALERS:
            values = np.asarray(layer(values))
        elif name not in PASSIVE:
            break
    return float(np.sqrt(np.mean(np.square(values.astype(np.float64)))))


@check(
    concept="A weighted sum of 784 large numbers is far from zero, where a sigmoid is flat and "
    "its gradient vanishes."
)
def small_inputs(
    model: Any, preprocess: Preprocess, images: np.ndarray, *, lowest: float, highest: float
) -> None:
    """The images reach the first layer with weights as small numbers.

    Args:
        images: uint8 array (n, 28, 28), 0-255.
        lowest: smallest root mean square allowed.
        highest: largest root mean square allowed.

    Raises:
        CheckFailed: the pixels are not scaled, or scaled more than once.
    """
    scale = input_scale(model, preprocessed(preprocess, images))
    require(
        scale <= highest,
        observed=f"The images are not normalised: their pixels have a typical size of {scale:.0f} "
        "where they reach the first layer.",
        expected="They should be of the size of 1.",
    )
    require(
        scale >= lowest,
        observed="The pixels are almost zero where they reach the first layer "
        f"(typical size {scale:.1g}).",
        expected="They should be of the size of 1: are they divided twice?",
        concept="All images look the same to the network when all pixels are close to zero.",
    )


@check(concept="A network reads new images only when they are prepared like those it learned from.")
def trained_as_prepared(
    model: Any,
    preprocess: Preprocess,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    margin: float = 0.05,
) -> None:
    """The model was trained on what `preprocess` gives, not on raw pixels.

    A model that learned from pixels of 0 to 255 reads digits better when what `preprocess`
    gives is multiplied by 255 again; one that learned from prepared pixels does not.

    Args:
        images: uint8 array (n, 28, 28), 0-255.
        labels: array (n,), 0-9.
        margin: how much better raw pixels must be read, as a share of the digits.

    Raises:
        CheckFailed: raw pixels are read better by more than the margin.
    """
    prepared = np.mean(predicted_digits(model, preprocess, images) == labels)
    raw = np.mean(predicted_digits(model, lambda some: _raw(preprocess, some), images) == labels)
    require(
        raw <= prepared + margin,
        observed="The model reads raw pixels (0 to 255) better than what preprocess gives: it was "
        "trained on images that are not normalised.",
        expected="preprocess should prepare the images for fit as well.",
    )


def _raw(preprocess: Preprocess, images: np.ndarray) -> np.ndarray:
    return np.asarray(preprocess(images), np.float32) * 255.0
