"""Rules that a model must keep to, checked again wherever its accuracy earns points.

A name may stand for another model at another test: a test that gives points for accuracy asks
for the rules itself.
"""

from __future__ import annotations

from typing import Any

from autograder.checks.models import conv_layers, count_parameters, require_model
from autograder.checks.registry import check, fail, require

IMAGE_SIDE = 28


@check(concept="Every connection has one weight, and every unit has one bias.")
def parameter_limits(
    model: Any,
    name: str = "model",
    *,
    at_least: int = 0,
    at_most: int | None = None,
    trainable_only: bool = False,
) -> None:
    """The model has no fewer and no more parameters than the text allows.

    Raises:
        CheckFailed: it has, or it is no model whose layers can be seen.
    """
    require_model(model, name)
    found = count_parameters(model, trainable_only=trainable_only)
    kind = "trainable parameters" if trainable_only else "parameters"
    if at_most is not None and found > at_most:
        fail(f"{name} has {found:,} {kind}.", f"At most {at_most:,} are allowed.")
    if found < at_least:
        fail(f"{name} has {found:,} {kind}.", f"At least {at_least:,} are asked for.")


@check(concept="A convolution sees neighbouring pixels together, at many places of the image.")
def sees_neighbours(model: Any, name: str = "model") -> None:
    """A convolution of the model covers more than one pixel and less than the whole image.

    Raises:
        CheckFailed: none does, or it is no model whose layers can be seen.
    """
    require_model(model, name)
    sizes = [max(layer.kernel_size) for layer in conv_layers(model)]
    require(
        sizes,
        observed=f"{name} has no convolution.",
        expected="At least one of its layers must be one.",
    )
    require(
        any(1 < size < IMAGE_SIDE for size in sizes),
        observed=f"The kernels of the convolutions have the sizes {sizes}.",
        expected="At least one must cover more than one pixel and less than the whole image.",
    )
