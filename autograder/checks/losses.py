"""Whether a loss is the right one for ten classes: found out by calling it, not by its name."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.model_activations import gives_probabilities
from autograder.checks.registry import CheckFailed, check, fail, require
from autograder.errors import JudgeError

RELATIVE = 0.01  # arithmetic and clipping differ by far less, wrong losses by far more
MAX_QUOTE = 160  # characters of an error message that are repeated
CLASSES = 10


@check(
    concept="A digit belongs to one of ten classes: cross-entropy looks at the probability of the "
    "right one."
)
def loss_fits_ten_classes(loss: Any, model: Any, name: str = "loss_function") -> None:
    """The loss is the cross-entropy of ten classes for what the model puts out.

    It is called with outputs made here, of the kind that the model has: probabilities where it
    ends in softmax, logits where it does not. One-hot targets and labels are both fine.

    Args:
        loss: a name that Keras knows, a function, or an object of keras.losses.
        model: the network that is trained with it.
        name: what the student calls the loss.

    Raises:
        CheckFailed: the loss gives other values; the well-known confusions are named.
    """
    logits = np.random.default_rng(11).normal(0, 3, (64, CLASSES)).astype("float32")
    labels = np.random.default_rng(12).integers(0, CLASSES, 64)
    targets = np.eye(CLASSES, dtype="float32")[labels]
    probabilities = _softmax(logits)
    as_probabilities = gives_probabilities(model)
    value = _called(loss, targets, labels, probabilities if as_probabilities else logits, name)
    if _near(value, _surprise(probabilities, labels)):
        _require_same_in_model(model, name)
        return
    if as_probabilities and _near(value, _surprise(_softmax(probabilities), labels)):
        fail(
            f"{name} applies softmax to the outputs, and the model has applied it already.",
            "Softmax should be applied once.",
            "from_logits=True says: these outputs are logits. The outputs of a softmax layer are "
            "probabilities.",
        )
    if _near(value, _binary(probabilities if as_probabilities else _sigmoid(logits), targets)):
        _fail_as_binary(name)
    if not as_probabilities:
        fail(
            f"{name} takes the outputs of the model for probabilities, but they are logits.",
            "Either the model should end in softmax, or the loss should be told.",
            "Probabilities are positive and add up to 1; logits may be any numbers.",
        )
    fail(
        f"{name} is another measure than cross-entropy.",
        "It should give the same numbers as your own cross_entropy.",
    )


def _require_same_in_model(model: Any, name: str) -> None:
    """What the student's process says of compile explains a training that went otherwise."""
    claims = getattr(model, "claims", None)
    said = str(getattr(claims, "loss", "")).lower()
    if "binary" in said:
        _fail_as_binary("The loss that compile was given")
    require(
        not (getattr(claims, "from_logits", False) and gives_probabilities(model)),
        observed="compile was given a loss with from_logits=True, but the model ends in softmax.",
        expected=f"It should be given {name}, and softmax should be applied once.",
    )


def _fail_as_binary(name: str) -> None:
    fail(
        f"{name} is binary cross-entropy.",
        "It should be the cross-entropy of ten classes.",
        "Binary cross-entropy asks ten separate yes-or-no questions and takes their mean: nine of "
        "them are easy, so the gradient is small and says little about the right class.",
    )


def _called(
    loss: Any, targets: np.ndarray, labels: np.ndarray, outputs: np.ndarray, name: str
) -> float:
    """The mean value of a loss, with one-hot targets or, where it does not take them, labels."""
    import keras

    require(
        loss is not None,
        observed=f"{name} is still None.",
        expected="It should be what you give to compile as the loss.",
    )
    problem = ""
    for wanted in (targets, labels):
        try:
            value = float(np.mean(np.asarray(keras.losses.get(loss)(wanted, outputs))))
        except (CheckFailed, JudgeError):
            raise
        except Exception as error:
            problem = problem or str(error)[:MAX_QUOTE]
            continue
        return value
    fail(
        f"{name} does not work with ten outputs: {problem}.",
        "It should be a loss that Keras knows, by its name or as an object.",
    )


def _surprise(probabilities: np.ndarray, labels: np.ndarray) -> float:
    return float(-np.mean(np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-7, 1))))


def _binary(probabilities: np.ndarray, targets: np.ndarray) -> float:
    yes = np.clip(probabilities, 1e-7, 1 - 1e-7)
    return float(-np.mean(targets * np.log(yes) + (1 - targets) * np.log(1 - yes)))


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _near(value: float, wanted: float) -> bool:
    return abs(value - wanted) <= RELATIVE * abs(wanted)
