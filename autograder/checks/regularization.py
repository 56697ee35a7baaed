"""Which layers of a model are held back by an L2 penalty, and how strongly."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks.models import dense_layers, require_model
from autograder.checks.registry import check, require

RELATIVE = 1e-4  # factors may have been stored as float32


def l2_factors(model: Any) -> list[float]:
    """The L2 factor of the weights of every Dense layer, in order; 0 for none.

    The penalty of a layer is its factor times the sum of the squares of its weights.
    """
    return [_part(layer.kernel_regularizer, "l2") for layer in dense_layers(model)]


@check(
    concept="Weight decay adds to the loss, for each layer that has it, a factor times the sum of "
    "the squares of the layer's weights."
)
def weight_decay(model: Any, factor: float, name: str = "model") -> None:
    """All hidden Dense layers have this L2 factor, and the output layer has none.

    Args:
        model: the model.
        factor: 0 or more.
        name: what messages call the model.

    Raises:
        CheckFailed: a layer has another factor, none, or another kind of penalty.
    """
    require_model(model, name)
    layers = dense_layers(model)
    hidden, found = layers[:-1], l2_factors(model)
    with_penalty = sum(value > 0 for value in found[:-1])
    require(
        with_penalty > 0 or factor == 0,
        observed=f"No hidden layer of {name} has an L2 penalty.",
        expected="Every hidden layer should have one.",
    )
    require(
        with_penalty == len(hidden) or factor == 0,
        observed=f"Only {with_penalty} of the {len(hidden)} hidden layers of {name} is regularised."
        if with_penalty == 1
        else f"Only {with_penalty} of the {len(hidden)} hidden layers of {name} are regularised.",
        expected="Every hidden layer should have an L2 penalty.",
        concept="A network can move large weights into a layer that pays nothing for them.",
    )
    require(
        not any(_part(layer.kernel_regularizer, "l1") for layer in layers),
        observed=f"{name} has an L1 penalty.",
        expected="It should have L2 penalties alone.",
        concept="L1 adds absolute values, L2 adds squares: they lead to other weights.",
    )
    require(
        np.allclose(found[:-1], factor, rtol=RELATIVE, atol=0),
        observed=f"The hidden layers of {name} have the L2 factors "
        f"{', '.join(f'{value:.3g}' for value in found[:-1])}.",
        expected=f"Each should have {factor:.3g}.",
    )
    require(
        found[-1] == 0,
        observed=f"The output layer of {name} has an L2 penalty.",
        expected="Only the hidden layers should have one.",
    )
    require(
        not any(getattr(layer, "bias_regularizer", None) for layer in layers),
        observed=f"The biases of {name} have a penalty.",
        expected="Only weights should have one.",
        concept="Biases are few, and a large bias makes no function rougher.",
    )


def _part(regularizer: Any, name: str) -> float:
    value = getattr(regularizer, name, None)
    return 0.0 if value is None else float(value)
