"""A described model, checked and measured before anything is built.

The plan says for every layer which class with which arguments, and the graph that joins
them. Two things can be done with it: follow shapes through it, which costs nothing, and build
it with Keras.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.errors import EvidenceError
from autograder.evidence import layer_arguments as arguments
from autograder.evidence import layer_table, op_table
from autograder.evidence.layer_arguments import ModelRefused, TooLarge
from autograder.evidence.layer_shapes import Shape
from autograder.evidence.limits import Limits

Tensor = tuple[str, int, int]
_KERAS_MODULES = ("keras.layers", "keras.src.layers", "keras")
_SIZE = arguments.optional(arguments.integer(1, 100_000))


@dataclass(frozen=True)
class Node:
    """One call of a layer.

    Attributes:
        args: tensors by their place in the graph, numbers, arrays, or one list of tensors.
        training: the argument of that name, where it was given.
    """

    args: tuple[Any, ...]
    training: bool | None = None

    def tensors(self) -> list[Tensor]:
        """All tensors that the call takes."""
        found: list[Tensor] = []
        for value in self.args:
            items = value if isinstance(value, list) else [value]
            found.extend(item for item in items if isinstance(item, tuple))
        return found


@dataclass
class LayerPlan:
    """One layer, operation, input or nested model.

    Attributes:
        kind: "input", "layer", "op" or "model".
        class_name: as in the tables.
        name: unique in its model.
        config: checked arguments.
        weights: arrays as they came.
        nodes: calls of it in a functional model.
        model: the nested model, of kind "model".
        weight_shapes: filled in when shapes are followed.
    """

    kind: str
    class_name: str
    name: str
    config: dict[str, Any]
    weights: list[np.ndarray[Any, Any]] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    model: ModelPlan | None = None
    weight_shapes: list[Shape] | None = None


@dataclass
class ModelPlan:
    """A model: its layers and, if functional, where its inputs and outputs are.

    Attributes:
        sequential: whether it is a Sequential model.
        name: of the model.
        trainable: flag of the model.
        layers: in Keras's order.
        inputs, outputs: one tensor, or a list of several; functional models only.
        layer_calls: calls of its layers for one image; filled in when shapes are followed.
    """

    sequential: bool
    name: str
    trainable: bool
    layers: list[LayerPlan]
    inputs: Any = None
    outputs: Any = None
    layer_calls: int = 0

    def all_layers(self) -> Iterator[LayerPlan]:
        """The layers, those of nested models in place of the model."""
        for layer in self.layers:
            if layer.model is None:
                yield layer
            else:
                yield from layer.model.all_layers()

    def count(self) -> int:
        """Number of layers, of nested models, and of the layers in these."""
        return sum(1 + (layer.model.count() if layer.model else 0) for layer in self.layers)


def plan_model(described: dict[str, Any], limits: Limits) -> ModelPlan:
    """The plan of a described model.

    Raises:
        EvidenceError: the description is malformed.
        ModelRefused: it has a layer, an argument or a size that is not on the lists.
    """
    plan = _plan(described, limits, 0)
    if plan.count() > limits.layers:
        raise TooLarge(f"it has over {limits.layers} layers")
    if sum(map(_constants, plan.all_layers())) > limits.constants:
        raise ModelRefused(f"it has over {limits.constants} numbers that are no weights")
    return plan


def _constants(layer: LayerPlan) -> int:
    """How many numbers stand in a layer's arguments and calls."""
    values = [value for node in layer.nodes for value in node.args if not isinstance(value, tuple)]
    calls = sum(np.size(value) for value in values if not isinstance(value, list))
    return calls + sum(map(_numbers, layer.config.values()))


def _numbers(value: Any) -> int:
    return sum(map(_numbers, value)) if isinstance(value, list | tuple) else 1


def _plan(described: Any, limits: Limits, depth: int) -> ModelPlan:
    if depth > limits.model_depth:
        raise ModelRefused("models are nested too deep in it")
    kind, layers = get(described, "kind", str), get(described, "layers", list)
    if kind not in ("sequential", "functional"):
        raise EvidenceError("A model is neither sequential nor functional.")
    if len(layers) > 2 * limits.layers:
        raise TooLarge(f"it has over {limits.layers} layers")
    plan = ModelPlan(
        kind == "sequential",
        arguments.name(get(described, "name", str)),
        get(described, "trainable", bool),
        [_layer(layer, limits, depth) for layer in layers],
    )
    names = [layer.name for layer in plan.layers]
    if len(set(names)) != len(names):
        raise ModelRefused("two of its layers have the same name")
    for layer in plan.layers:
        if layer.kind == "op" if plan.sequential else layer.kind != "input" and not layer.nodes:
            raise ModelRefused(f"{layer.class_name[:60]} has no place in its graph")
    if not plan.sequential:
        plan.inputs = _ends(described.get("inputs"), limits)
        plan.outputs = _ends(described.get("outputs"), limits)
    # The graph is followed in passes, at most one for each call.
    calls = [node for layer in plan.layers for node in layer.nodes]
    if max(len(calls), sum(len(node.tensors()) for node in calls) // 4) > limits.layer_calls:
        raise TooLarge(f"its graph has over {limits.layer_calls} calls")
    return plan


def _layer(described: Any, limits: Limits, depth: int) -> LayerPlan:
    class_name, module = get(described, "class", str), get(described, "module", str)
    name = arguments.name(get(described, "name", str))
    nodes = [_node(node) for node in get(described, "nodes", list)]
    if len(nodes) > limits.layers:
        raise ModelRefused("one of its layers is used too often")
    if "model" in described:
        inner = _plan(described["model"], limits, depth + 1)
        inner.name = name
        return LayerPlan("model", class_name, name, {}, nodes=nodes, model=inner)
    config = get(described, "config", dict)
    weights = get(described, "weights", list)
    if not all(isinstance(weight, np.ndarray) for weight in weights):
        raise EvidenceError("The weights of a layer are not arrays.")
    if op_table.is_op(module):
        checked = _op_config(class_name, config)
        return LayerPlan("op", class_name, name, checked, weights, nodes)
    if not module.startswith(_KERAS_MODULES):
        raise ModelRefused(f"{class_name[:60]} is not a layer of Keras")
    if class_name == "InputLayer":
        return LayerPlan("input", class_name, name, _input_config(config), weights, nodes)
    return LayerPlan("layer", class_name, name, _config(class_name, config), weights, nodes)


def _config(class_name: str, config: dict[Any, Any]) -> dict[str, Any]:
    rule = layer_table.LAYERS.get(class_name)
    if rule is None:
        raise ModelRefused(f"the layer {class_name[:60]} is not on the list")
    # A few layers leave these out of their configuration.
    of_all = {"trainable": arguments.boolean, "dtype": arguments.dtype}
    checks = {**{name: of_all[name] for name in of_all if name in config}, **rule.arguments}
    return _checked(class_name, config, checks, layer_table.IGNORED)


def _op_config(class_name: str, config: dict[Any, Any]) -> dict[str, Any]:
    rule = op_table.OPS.get(class_name)
    if rule is None:
        raise ModelRefused(f"the operation {class_name[:60]} is not on the list")
    return _checked(class_name, config, rule.arguments, op_table.IGNORED)


def _checked(
    class_name: str, config: dict[Any, Any], checks: Any, ignored: frozenset[str]
) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, check in checks.items():
        if name not in config and name == "data_format":
            continue  # older releases of Keras leave it out
        if name not in config:
            raise ModelRefused(f"{class_name} lacks its {name}")
        try:
            checked[name] = check(config[name])
        except ModelRefused as refused:
            raise ModelRefused(f"{class_name}, {name}: {refused}") from refused
    for name in config.keys() - checks.keys() - ignored:
        value = config[name]
        harmless = value is None or value is False or _usual(str(name), value)
        if not harmless:
            raise ModelRefused(f"{class_name} has the argument {str(name)[:60]}")
    return checked


def _usual(name: str, value: Any) -> bool:
    # LSTM's initial forget bias changes nothing where weights are given.
    return (
        name.endswith("_regularizer")
        or name in ("name", "unit_forget_bias")
        or (name == "fill_mode" and type(value) is str and value == "constant")
        or (name == "data_format" and type(value) is str and value == "channels_last")
    )


def _input_config(config: dict[Any, Any]) -> dict[str, Any]:
    shape = arguments.sequence(_SIZE, 1, 6)(config.get("batch_shape"))
    for name in ("sparse", "ragged", "optional"):
        if config.get(name) is not None and config[name] is not False:
            raise ModelRefused(f"its input is {name}")
    return {"batch_shape": shape, "dtype": arguments.dtype(config.get("dtype", "float32"))}


def _node(described: Any) -> Node:
    args, kwargs = get(described, "args", list), get(described, "kwargs", dict)
    training = kwargs.get("training")
    if not set(kwargs) <= {"training"} or type(training) not in (bool, type(None)):
        raise ModelRefused("a layer is called with arguments that are not on the list")
    return Node(tuple(_argument(value) for value in args), training)


def _argument(value: Any) -> Any:
    if isinstance(value, list):
        return [_tensor(item) for item in value]
    if isinstance(value, dict) and set(value) == {"constant"}:
        return _constant(value["constant"])
    if isinstance(value, dict):
        return _tensor(value)
    return arguments.finite(value)


def _constant(value: Any) -> Any:
    """A NumPy scalar or array."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu" or not value.size:
        raise ModelRefused("an operation has a constant that is no number")
    return value[()]


def _tensor(value: Any) -> Tensor:
    if not isinstance(value, dict) or set(value) != {"tensor"}:
        raise ModelRefused("a layer is called with something that is no tensor")
    return _place(value["tensor"])


def _place(value: Any) -> Tensor:
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise ModelRefused("a tensor of its graph has no place")
    count = arguments.integer(0, 1000)
    return arguments.name(value[0]), count(value[1]), count(value[2])


def _ends(value: Any, limits: Limits) -> Any:
    if isinstance(value, list | tuple) and value and isinstance(value[0], list | tuple):
        if len(value) > limits.layers:
            raise TooLarge(f"it has over {limits.layers} inputs or outputs")
        places = [_place(item) for item in value]
        return places if len(places) > 1 else places[0]  # as Keras calls a model of one output
    return _place(value)


def get(described: Any, key: str, kind: type[Any]) -> Any:
    """A part of a description, of that very type.

    Raises:
        EvidenceError: it is missing or of another type.
    """
    value = described.get(key) if isinstance(described, dict) else None
    if type(value) is not kind:
        raise EvidenceError(f"A description lacks its {key}, or has it as something else.")
    return value
