"""How strongly a loss pulls at the weights of each layer, measured here from the model itself.

The norm of a layer is that of the gradient of the mean cross-entropy with respect to the
layer's kernel: the root of the sum of the squares of all its entries. Biases are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.checks.models import dense_layers, require_model
from autograder.checks.registry import CheckFailed, check, fail, require
from autograder.errors import JudgeError

RELATIVE = 0.02  # what the order of float32 sums, or a clipped logarithm, may change
MAX_QUOTE = 160  # characters of a student's error message that are repeated


def gradient_norms(model: Any, inputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Norm of the kernel gradient of every Dense layer, from input to output.

    Args:
        model: a Keras model that ends in softmax, or gives logits.
        inputs: what the model takes, first axis the images.
        labels: int array (n,), the right classes.

    Returns:
        float64 array with one norm, 0 or more, for each Dense layer.

    Raises:
        CheckFailed: the value is no model, has no weights, or is not made of known layers.
    """
    return np.array([_norm(gradient) for gradient in _gradients(model, inputs, labels)])


@check(
    concept="The gradient of a layer says how the loss changes with each of its weights; its norm "
    "says how strongly training pulls at them."
)
def measures_gradients(
    function: Any, model: Any, inputs: np.ndarray, labels: np.ndarray, name: str
) -> None:
    """A student's function gives the gradient norms of a model's layers.

    Args:
        function: the student's, called with model, inputs and labels.
        model: one that the judge made, with at least two Dense layers that differ.
        inputs: float array (n, ...), what the model takes.
        labels: int array (n,), the right classes.
        name: the function's name in messages.

    Raises:
        CheckFailed: it is no function, it raises, or the norms are others; well-known
            mistakes are named.
    """
    gradients = _gradients(model, inputs, labels)
    right = np.array([_norm(gradient) for gradient in gradients])
    given = _result(function, name, (model, inputs, labels), len(right))
    if np.allclose(given, right, rtol=RELATIVE, atol=0):
        return
    kernels = [np.asarray(layer.kernel) for layer in dense_layers(model)]
    for wrong, observed, concept in (
        (
            [_norm(kernel) for kernel in kernels],
            f"{name} gives the norms of the weights themselves.",
            "Weights may be large while the pull at them is tiny: only gradients show the pull.",
        ),
        (
            right[::-1],
            f"{name} gives the norms in the wrong order.",
            "List the layers from the image to the answer: the output layer comes last.",
        ),
        (
            right**2,
            f"{name} gives the squares of the norms.",
            "A norm is the square root of the sum of squares.",
        ),
        (
            right * len(labels),
            f"{name} adds the gradients of all images up.",
            "Training takes the mean loss of a batch, so that its steps don't grow with the batch.",
        ),
        (
            [np.abs(gradient).sum() for gradient in gradients],
            f"{name} adds up absolute values.",
            "A norm is the square root of the sum of squares.",
        ),
        (
            [np.abs(gradient).mean() for gradient in gradients],
            f"{name} gives the mean of the absolute values.",
            "A norm is the square root of the sum of squares.",
        ),
        (
            [np.abs(gradient).max() for gradient in gradients],
            f"{name} gives the largest entry of each gradient.",
            "A norm is the square root of the sum of squares.",
        ),
    ):
        if np.allclose(given, wrong, rtol=RELATIVE, atol=0):
            fail(observed, "It should give the norm of each layer's weight gradient.", concept)
    place = int(np.argmax(~np.isclose(given, right, rtol=RELATIVE, atol=0)))
    fail(
        f"For a network of ours {name} gives {given[place]:.3g} for layer {place + 1} of "
        f"{len(right)}, which is not right.",
        "It should be the norm of the gradient of the mean cross-entropy, for the weights alone.",
    )


def _gradients(model: Any, inputs: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    require_model(model)
    import keras
    import tensorflow as tf

    kernels = [layer.kernel for layer in dense_layers(model)]
    values = [kernel.value if hasattr(kernel, "value") else kernel for kernel in kernels]
    with tf.GradientTape() as tape:
        tape.watch(values)
        outputs = model(np.asarray(inputs, np.float32), training=False)
        losses = keras.losses.sparse_categorical_crossentropy(
            np.asarray(labels, np.int64), outputs, from_logits=not _are_probabilities(outputs)
        )
        loss = tf.reduce_mean(losses)
    found = tape.gradient(loss, values, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return [np.asarray(gradient, np.float64) for gradient in found]


def _are_probabilities(outputs: Any) -> bool:
    # By what comes out: a softmax has more than one name.
    values = np.asarray(outputs)
    return bool(values.min() >= 0 and np.allclose(values.sum(axis=1), 1, atol=1e-3))


def _norm(array: np.ndarray) -> float:
    return float(np.sqrt(np.sum(np.square(array, dtype=np.float64))))


def _result(
    function: Callable[..., Any], name: str, arguments: Sequence[Any], layers: int
) -> np.ndarray:
    require(
        callable(function),
        observed=f"{name} is a value of type {type(function).__name__}, not a function.",
        expected=f"Define it with def {name}(...).",
    )
    try:
        result = function(*arguments)
    except (CheckFailed, JudgeError):
        raise
    except Exception as error:
        fail(
            f"{name} raised {type(error).__name__}: {str(error)[:MAX_QUOTE]}.",
            "It should work for any network of dense layers, compiled or not.",
        )
    try:
        given = np.asarray(result, dtype=np.float64)
    except (TypeError, ValueError):
        given = np.zeros(0)
    require(
        given.shape == (layers,) and np.isfinite(given).all(),
        observed=f"{name} does not give {layers} numbers for a network of {layers} dense layers.",
        expected="It should return a list with one number for each dense layer.",
    )
    return given
