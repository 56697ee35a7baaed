"""How large the numbers are that reach the first layer with weights.

Pixels of 0 to 255 have a root mean square of about 85; divided by 255 it is 0.33, and
standardised pixels have 1. What counts is what reaches the weights: a model may scale by itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.bounds import compared
from autograder.checks.model_steps import is_a, steps_of
from autograder.checks.models import PASSIVE, all_layers
from autograder.checks.prediction import Preprocess, predicted_digits, preprocessed, raw_scores
from autograder.checks.registry import check, require

_SCALERS = {"Rescaling", "Normalization"}


def input_scale(model: Any, inputs: np.ndarray) -> float:
    """Root mean square of the numbers that reach the model's first layer with weights.

    Args:
        model: a model that begins with a chain of layers, or of functions such as x / 255.
        inputs: what `preprocess` makes of some images, first axis the images.
    """
    values = np.asarray(inputs, np.float32)
    reaching = _through_functions(model, values)
    if reaching is not None:
        return float(np.sqrt(np.mean(np.square(reaching))))
    for layer in all_layers(model):
        name = type(layer).__name__
        if name in _SCALERS:
            values = np.asarray(layer(values))
        elif name not in PASSIVE:
            break
    return float(np.sqrt(np.mean(np.square(values.astype(np.float64)))))


def _through_functions(model: Any, values: np.ndarray) -> np.ndarray | None:
    """What reaches the first layer with weights, where functions stand before it; else None."""
    before = []
    for step in steps_of(model):
        if getattr(step, "weights", None) and type(step).__name__ not in _SCALERS:
            break
        before.append(step)
    else:
        return None
    if all(is_a(one, "Layer") for one in before):
        return None
    import keras

    try:
        part = keras.Model(model.inputs, step.input)
        return np.asarray(part([values], training=False), np.float64)
    except (AttributeError, ValueError):  # inside a nested model, or a layer that is called twice
        return None


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
        compared("input scale at most", scale, highest, "at most"),
        observed=f"The images are not normalised: their pixels have a typical size of {scale:.0f} "
        "where they reach the first layer.",
        expected="They should be of the size of 1.",
    )
    require(
        compared("input scale at least", scale, lowest, "at least"),
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
    ratio: float = 0.75,
) -> None:
    """The model was trained on what `preprocess` gives, not on raw pixels.

    A wide network that learned from pixels of 0 to 255 has a smaller cross-entropy when what
    `preprocess` gives is multiplied by 255 again; one that learned from prepared pixels has not.
    Accuracy does not tell: it hardly changes with the scale. Narrow networks that learned from
    raw pixels may pass, since prepared pixels suit them as well.

    Args:
        images: uint8 array (n, 28, 28), 0-255.
        labels: array (n,), 0-9.
        ratio: the cross-entropy of raw pixels, as a share of that of prepared ones, below which
            the model counts as trained on raw pixels.

    Raises:
        CheckFailed: the model or preprocess does not work, or raw pixels suit the model better.
    """
    predicted_digits(model, preprocess, images)  # says what is wrong where something does not work
    inputs = preprocessed(preprocess, images).astype(np.float32)
    prepared = _cross_entropy(model, inputs, labels)
    raw = _cross_entropy(model, inputs * 255.0, labels)
    require(
        compared("loss on raw pixels", raw / max(prepared, 1e-9), ratio, "at least"),
        observed="Raw pixels (0 to 255) suit the model better than what preprocess gives: it was "
        "trained on images that are not normalised.",
        expected="preprocess should prepare the images for fit as well.",
    )


def _cross_entropy(model: Any, inputs: np.ndarray, labels: np.ndarray) -> float:
    """Mean surprise about the right digits; the model may give probabilities or logits."""
    scores = raw_scores(model, inputs).astype(np.float64)
    if scores.min() < 0 or not np.allclose(scores.sum(axis=1), 1, atol=1e-3):
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
    right = scores[np.arange(len(labels)), labels.astype(int)]
    return float(-np.mean(np.log(np.clip(right, 1e-7, 1.0))))
