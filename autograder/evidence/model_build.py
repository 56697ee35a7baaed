"""Build the Keras model of a description by direct calls of constructors on a list.

Keras's own deserialisation is never called. The rebuilt model has the layers, names and
weights of the original and gives the same predictions, bit for bit.
"""

from __future__ import annotations

from typing import Any

from autograder.errors import EvidenceError
from autograder.evidence.budget import Budget, OverBudget
from autograder.evidence.layer_arguments import Made, ModelRefused
from autograder.evidence.limits import Limits
from autograder.evidence.model_describe import ORIGIN, weight_digests
from autograder.evidence.model_graph import run_graph
from autograder.evidence.model_plan import LayerPlan, ModelPlan, get, plan_model
from autograder.evidence.model_shapes import measure, parameters
from autograder.evidence.op_table import OPS
from autograder.evidence.reasons import reason_of
from autograder.evidence.stand_ins import ModelClaims, Origin


def build_model(described: dict[str, Any], handle: str, limits: Limits, budget: Budget) -> Any:
    """The Keras model of a description.

    It has two attributes that others have not: `claims` (`ModelClaims`), and its origin,
    by which it goes back to the student's process as the handle it came with.

    Args:
        described: from `describe_model`, by way of an untrusted process.
        handle: what the student's process knows the model by, or an empty text.
        limits: bounds.
        budget: what the models of its value may cost together.

    Raises:
        EvidenceError: the description is malformed, or weights are missing or misshapen.
        ModelRefused: it has a part that is not on the lists, or takes too much.
    """
    plan, output, claims = checked_plan(described, limits)
    if not budget.allows("layer_calls", plan.layer_calls):
        raise OverBudget("the models of this value have too many layers together")
    if not budget.allows("parameters", parameters(plan)):
        raise OverBudget("the models of this value have too many parameters together")
    try:
        # From here on Keras allocates; all sizes are known and within the limits.
        model = _model(plan)
        _set_weights(plan, model)
        _check_built(plan, model, output)
    except (EvidenceError, ModelRefused):
        raise
    except Exception as error:  # Keras may refuse in its own ways what the tables allow
        raise ModelRefused(reason_of(error)) from error
    # Past Keras's own bookkeeping, which would track them as parts of the model.
    object.__setattr__(model, "claims", claims)
    object.__setattr__(model, ORIGIN, Origin(handle, weight_digests(model)))
    return model


def checked_plan(described: dict[str, Any], limits: Limits) -> tuple[ModelPlan, Any, ModelClaims]:
    """The plan of a description, the shape of its output, and its claims; builds nothing.

    Raises:
        EvidenceError, ModelRefused: as `build_model`.
    """
    claims = _claims(get(described, "claims", dict))
    plan = plan_model(described, limits)
    output = measure(plan, limits)
    _check_weights(plan)
    return plan, output, claims


def _claims(claims: dict[str, Any]) -> ModelClaims:
    texts = {name: get(claims, name, str)[:200] for name in ("class_name", "optimizer", "loss")}
    flags = {name: get(claims, name, bool) for name in ("built", "compiled", "from_logits")}
    given = get(claims, "metrics", list)[:20]
    metrics = tuple(name[:200] for name in given if type(name) is str)
    rate = claims.get("learning_rate")
    return ModelClaims(
        **texts, **flags, metrics=metrics, learning_rate=rate if type(rate) is float else None
    )


def _check_weights(plan: ModelPlan) -> None:
    for layer in plan.all_layers():
        needed = layer.weight_shapes
        if needed is None:
            if layer.weights:
                raise EvidenceError(f"The unbuilt layer {layer.name!r} has weights.")
            continue
        if [weight.shape for weight in layer.weights] != needed:
            raise EvidenceError(f"The weights of {layer.name!r} do not fit its arguments.")
        if any(weight.dtype.kind not in "fiu" for weight in layer.weights):
            raise EvidenceError(f"The weights of {layer.name!r} are not numbers.")


def _model(plan: ModelPlan) -> Any:
    import keras

    if plan.sequential:
        model = keras.Sequential([_made(layer) for layer in plan.layers], name=plan.name)
    else:
        model = _functional(plan)
    if not plan.trainable:
        model.trainable = False
        _restore_flags(plan, model)
    return model


def _functional(plan: ModelPlan) -> Any:
    import keras

    made = {layer.name: _made(layer) for layer in plan.layers if layer.kind not in ("op", "input")}
    inputs = {
        layer.name: keras.Input(name=layer.name, **_arguments(layer))
        for layer in plan.layers
        if layer.kind == "input"
    }

    def call(layer: LayerPlan, args: list[Any], training: bool | None) -> Any:
        if layer.kind == "op":
            return getattr(keras.ops, OPS[layer.class_name].function)(*args, **layer.config)
        options = {} if training is None else {"training": training}
        return made[layer.name](*args, **options)

    many = isinstance(plan.inputs, list)
    ends = plan.inputs if many else [plan.inputs]
    tensors = [inputs[end[0]] for end in ends]
    outputs = run_graph(plan, tensors, call)
    return keras.Model(tensors if many else tensors[0], outputs, name=plan.name)


def _made(layer: LayerPlan) -> Any:
    import keras

    if layer.model is not None:
        return _model(layer.model)
    constructor = getattr(keras.layers, layer.class_name)
    return constructor(name=layer.name, **_arguments(layer))


def _arguments(layer: LayerPlan) -> dict[str, Any]:
    return {name: _live(value) for name, value in layer.config.items()}


def _live(value: Any) -> Any:
    import keras

    if not isinstance(value, Made):
        return value
    return getattr(getattr(keras, value.module), value.class_name)(**value.arguments)


def _restore_flags(plan: ModelPlan, model: Any) -> None:
    # Freezing a model freezes its layers; each then gets back the flag it had.
    live = {layer.name: layer for layer in model.layers}
    for layer in plan.layers:
        if layer.model is not None:
            live[layer.name].trainable = layer.model.trainable
            _restore_flags(layer.model, live[layer.name])
        elif layer.kind == "layer":
            live[layer.name].trainable = layer.config.get("trainable", True)


def _set_weights(plan: ModelPlan, model: Any) -> None:
    live = {layer.name: layer for layer in model.layers}
    for layer in plan.layers:
        if layer.model is not None:
            _set_weights(layer.model, live[layer.name])
        elif layer.weights:
            live[layer.name].set_weights(layer.weights)
            if layer.class_name == "Normalization":
                live[layer.name].finalize_state()


def _check_built(plan: ModelPlan, model: Any, output: Any) -> None:
    """The tables must have foretold what Keras built."""
    if output is None:
        return
    if model.count_params() != parameters(plan) or _shapes(model.output_shape) != _shapes(output):
        raise ModelRefused("Keras builds another model than the description says")


def _shapes(value: Any) -> Any:
    if not isinstance(value, list):
        return tuple(value)
    shapes = [tuple(shape) for shape in value]
    # `keras.Model([inputs], [outputs])`: Keras tells the shape of a single output alone.
    return shapes[0] if len(shapes) == 1 else shapes
