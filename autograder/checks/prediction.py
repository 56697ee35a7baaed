"""What a student's model reads from raw digits, through the student's own preprocess.

A student's process sees the images of the hold-out digits, a few hundred at a time and
without their labels, when it is asked to preprocess them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from autograder.checks.models import is_model
from autograder.checks.pixelwise import probe_images, recomputed_pixelwise
from autograder.checks.prepared_digits import PreparedDigits
from autograder.checks.registry import CheckFailed, check, fail, require
from autograder.errors import JudgeError

BATCH = 1000  # images in one call of a student's function: 6 MB as float64
CLASSES = 10
PLAUSIBLE = 1e5  # no scaling of pixels in use goes beyond this
MAX_QUOTE = 200  # characters of a student's error message that are repeated


class Predictor(Protocol):
    """What a model must offer to be measured."""

    def predict(self, x: Any, *, verbose: int) -> Any:
        """Scores of shape (n, 10) for n prepared images."""


Preprocess = Callable[[np.ndarray], Any]


@check(
    concept="preprocess must do to new digits, however many, what was done to the training digits."
)
def preprocessed(preprocess: Preprocess | None, images: np.ndarray) -> np.ndarray:
    """What the student's preprocess makes of some images, checked.

    Args:
        preprocess: the student's function.
        images: uint8 array (n, 28, 28), 0-255; the function gets a copy.

    Returns:
        Array of finite numbers whose first axis has length n.

    Raises:
        CheckFailed: there is no such function, it raises, or it returns no array of n
            prepared images with finite, plausible values.
    """
    return _plausible(_called(preprocess, images))


@check(concept="A model for ten digits gives ten scores for an image; the largest is its answer.")
def predicted_digits(
    model: Predictor | None,
    preprocess: Preprocess | None,
    images: np.ndarray,
    *,
    pixelwise: bool = False,
    kept: PreparedDigits | None = None,
) -> np.ndarray:
    """The digits that a model reads from raw images.

    Args:
        model: anything with `predict(inputs, verbose=0)`; softmax outputs or logits.
        preprocess: the student's function.
        images: uint8 array (n, 28, 28), 0-255.
        pixelwise: whether preprocess may only scale and rearrange single pixels.
        kept: where prepared images are kept for other models of the same test.

    Returns:
        int64 array (n,), 0-9.

    Raises:
        CheckFailed: the model or the function is missing or doesn't work as it must.
    """
    require(
        model is not None and hasattr(model, "predict"),
        observed=f"The model is {article(type(model).__name__)}."
        if model is not None
        else "The model is None.",
        expected="It must be a trained Keras model.",
    )
    if not len(images):
        return np.zeros(0, np.int64)
    inputs = kept.find(preprocess, images, pixelwise) if kept is not None else None
    if inputs is None:
        inputs = _prepared(preprocess, images, pixelwise)
        if kept is not None:
            kept.keep(preprocess, images, pixelwise, inputs)
    # One call for all: each call of predict has a fixed cost.
    return np.argmax(_scores(model, inputs), axis=1)


def _prepared(preprocess: Preprocess | None, images: np.ndarray, pixelwise: bool) -> np.ndarray:
    """What preprocess makes of images, a few at a time."""
    prepared: list[np.ndarray] = []
    for start in range(0, len(images), BATCH):
        batch = images[start : start + BATCH]
        inputs = preprocessed(preprocess, batch)
        if prepared and np.array_equal(inputs, prepared[0][: len(inputs)]):
            _fail_same_input(batch, images)
        prepared.append(inputs)
    require(
        len({inputs.shape[1:] for inputs in prepared}) == 1,
        observed="preprocess gives images of different shapes for different digits.",
        expected="Every digit must come out in the same shape.",
    )
    everything = np.concatenate(prepared)
    if pixelwise:
        probes = probe_images(images)
        probed = _called(preprocess, probes)  # noise may come out larger than any digit does
        everything = recomputed_pixelwise(images, everything, probes, probed, BATCH)
    return everything


def _called(preprocess: Preprocess | None, images: np.ndarray) -> np.ndarray:
    """What preprocess makes of some images: numbers, for each image."""
    if preprocess is None:
        fail("preprocess is None.", "It must be a function from images to the model's input.")
    require(
        callable(preprocess),
        observed=f"preprocess is {article(type(preprocess).__name__)}, not a function.",
        expected="Define it with def preprocess(images): ...",
    )
    try:
        result = preprocess(images.copy())
    except (CheckFailed, JudgeError):
        raise
    except Exception as error:
        fail(
            f"preprocess raised {_quoted(error)} for an array of shape {images.shape}.",
            "It gets uint8 images of shape (n, 28, 28), for any n.",
        )
    if result is None:
        fail("preprocess returns None.", "End it with a return of the prepared images.")
    try:
        inputs = np.asarray(result)
    except Exception:
        inputs = np.asarray(None)
    require(
        inputs.dtype.kind in "biuf",
        observed=f"preprocess returns {article(type(result).__name__)}.",
        expected="It must return an array of numbers.",
    )
    n = len(images)
    require(
        inputs.ndim > 0 and len(inputs) == n,
        observed=f"preprocess returns an array of shape {inputs.shape} for {n} images.",
        expected=f"Its first axis must have length {n}: one prepared image for each.",
    )
    return inputs


def _plausible(inputs: np.ndarray) -> np.ndarray:
    require(
        np.isfinite(inputs).all(),
        observed="preprocess returns values that are not finite numbers (NaN or infinity).",
        expected="Look for a division by zero.",
    )
    low, high = (float(inputs.min()), float(inputs.max())) if inputs.size else (0.0, 0.0)
    require(
        max(abs(low), abs(high)) <= PLAUSIBLE,
        observed=f"preprocess returns values from {low:.3g} to {high:.3g}.",
        expected="Pixels are scaled to small numbers: is there a division missing or too many?",
    )
    require(
        low < high,
        observed=f"preprocess returns the value {low:.3g} for every pixel of every image.",
        expected="The digits must stay visible: whole-number types cut off what is below 1.",
    )
    return inputs


def raw_scores(model: Predictor, inputs: np.ndarray) -> np.ndarray:
    """What a model gives for prepared images.

    A Keras model is called batch by batch: `predict` makes a graph of it first, which takes longer
    than all digits of the hold-out do.

    Raises:
        Exception: whatever the model raises.
    """
    if not is_model(model) or not len(inputs):
        return np.asarray(model.predict(inputs, verbose=0))
    batches = range(0, len(inputs), BATCH)
    call: Any = model
    return np.concatenate(
        [np.asarray(call(inputs[start : start + BATCH], training=False)) for start in batches]
    )


def _scores(model: Any, inputs: np.ndarray) -> np.ndarray:
    try:
        scores = raw_scores(model, inputs)
    except (CheckFailed, JudgeError):
        raise
    except Exception as error:
        fail(
            f"The model cannot take what preprocess returns, of shape {inputs.shape}: "
            f"{_quoted(error)}.",
            "preprocess must give the shape that the model was trained on.",
        )
    wanted = (len(inputs), CLASSES)
    require(
        scores.shape == wanted,
        observed=f"The model gives an output of shape {scores.shape} for {len(inputs)} images.",
        expected=f"The shape must be {wanted}.",
    )
    require(
        scores.dtype.kind in "iuf" and np.isfinite(scores).all(),
        observed="The model's outputs are not finite numbers (NaN or infinity).",
        expected="Training has failed: look at learning rate, loss and the scale of pixels.",
    )
    return scores


def _fail_same_input(batch: np.ndarray, images: np.ndarray) -> None:
    if np.array_equal(batch, images[: len(batch)]):
        return
    fail(
        "preprocess returns the same values for different images.",
        "It must work on its argument, not on a variable from elsewhere in the notebook.",
    )


def _quoted(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    text = lines[0] if lines else ""
    if len(text) > MAX_QUOTE:
        text = text[:MAX_QUOTE] + "..."
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def article(noun: str) -> str:
    """The noun with its indefinite article: 'a list', 'an int'."""
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"
