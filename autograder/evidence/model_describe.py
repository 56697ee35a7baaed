"""A Keras model as plain data: its configuration, its weights, and what it says of itself.

The form follows Keras's own configuration of Sequential and functional models, with the
weights of each layer beside it and without what does not matter any more once there are
weights (initializers, constraints):

    {"kind": "sequential" | "functional", "name", "trainable", "claims": {...},
     "layers": [{"class", "module", "name", "config", "weights": [array], "nodes": [...]}],
     "inputs", "outputs"}                                  functional models only

A nested model is a layer with "model" in place of "config" and "weights".
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import inspect
import warnings
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.evidence.arrays import npy_bytes
from autograder.evidence.limits import Limits
from autograder.evidence.op_entries import as_known_entry
from autograder.evidence.own_layers import has_own_layers, taken_apart, without_own_layers
from autograder.evidence.stand_ins import Origin
from autograder.evidence.tensorflow_functions import as_operations
from autograder.known_activations import known_activation

_DROPPED = ("_initializer", "_constraint", "activity_regularizer")
ORIGIN = "_evidence_origin"
_cache: list[Any] = []
_traced: weakref.WeakKeyDictionary[Any, Any] = weakref.WeakKeyDictionary()


class NotDescribable(Exception):
    """The model is not made of layers in a way that can be told as data."""


def describe_model(model: Any, limits: Limits) -> dict[str, Any]:
    """The description of a Keras model.

    A subclass of `keras.Model` is traced: called once with a symbolic input of the shape
    that it was built with. So is a model with layers of the student's own, to take them apart.

    Raises:
        NotDescribable: it can't be traced, or has more parameters than the limit. What
            custom layers raise of their own passes through.
    """
    if _count(model.weights) > limits.parameters:
        raise NotDescribable(f"it has over {limits.parameters} parameters")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns of lambdas, which do not cross anyway
        described = _graph(_as_graph(model))
    described["claims"] = _claims(model)
    return described


def weight_digests(model: Any) -> tuple[str, ...]:
    """SHA-256 of each weight of a model, in Keras's order."""
    arrays = (np.asarray(weight.numpy()) for weight in model.weights)
    return tuple(hashlib.sha256(npy_bytes(array)).hexdigest() for array in arrays)


def same_weights(model: Any) -> str | None:
    """In the judge: the handle of a rebuilt model whose weights are as they came."""
    origin = getattr(model, ORIGIN, None)
    if not isinstance(origin, Origin) or not origin.handle:
        return None
    return origin.handle if weight_digests(model) == origin.digests else None


def _as_graph(model: Any) -> Any:
    """The model itself, or a functional model over the same layers."""
    import keras

    own_call = type(model).call not in (keras.Sequential.call, _functional().call)
    if not own_call and has_own_layers(model):
        with contextlib.suppress(Exception):  # as it is, the judge says what is wrong with it
            return _traced_graph(model, without_own_layers)
    if isinstance(model, keras.Sequential) and not own_call:
        return model
    if isinstance(model, _functional()) and not own_call:
        if type(model) is _functional():
            return model
        return keras.Model(model.input, model.output, name=model.name)
    return _traced_graph(model, _trace)


def _traced_graph(model: Any, trace: Callable[[Any], Any]) -> Any:
    traced = _traced.get(model)
    if traced is None or not {id(w) for w in traced.weights} <= {id(w) for w in model.weights}:
        traced = _traced[model] = trace(model)
    return traced


def _functional() -> Any:
    import keras

    if not _cache:
        tensor = keras.Input((1,))
        _cache.append(type(keras.Model(tensor, keras.layers.Identity()(tensor))))
    return _cache[0]


def _trace(model: Any) -> Any:
    import keras

    shape = model.get_build_config() if model.built else None
    shape = shape.get("input_shape") if isinstance(shape, dict) else None
    if not isinstance(shape, list | tuple) or not shape:
        raise NotDescribable("the shape of its input is not known")
    if not all(size is None or type(size) is int for size in shape):
        raise NotDescribable("it has several inputs")
    image = keras.Input(tuple(shape[1:]))
    parameters = inspect.signature(model.call).parameters
    training = parameters.get("training")
    needs = training is not None and training.default is inspect.Parameter.empty
    with as_operations(), taken_apart():
        output = model.call(image, training=False) if needs else model.call(image)
    return keras.Model(image, output, name=model.name)


def _graph(model: Any) -> dict[str, Any]:
    import keras

    sequential = isinstance(model, keras.Sequential)
    with _nested_by_name(model):
        config = keras.Sequential.get_config(model) if sequential else model.get_config()
    live = {layer.name: layer for layer in model.layers}
    described: dict[str, Any] = {
        "kind": "sequential" if sequential else "functional",
        "name": str(model.name),
        "trainable": bool(model.trainable),
        "layers": [_layer(entry, live) for entry in config["layers"]],
    }
    if not sequential:
        described["inputs"] = config["input_layers"]
        described["outputs"] = config["output_layers"]
    return described


@contextlib.contextmanager
def _nested_by_name(model: Any) -> Iterator[None]:
    """Let models within a model tell their names alone: a subclass often has no configuration."""
    import keras

    nested = [layer for layer in model.layers if isinstance(layer, keras.Model)]
    for layer in nested:
        vars(layer)["get_config"] = functools.partial(dict, name=layer.name)
    try:
        yield
    finally:
        for layer in nested:
            vars(layer).pop("get_config", None)


def _layer(entry: dict[str, Any], live: dict[str, Any]) -> dict[str, Any]:
    import keras

    name = entry["config"].get("name", entry.get("name"))
    entry = as_known_entry(entry)
    described: dict[str, Any] = {
        "class": entry["class_name"],
        "module": entry.get("module") or "",
        "name": name,
        "nodes": [_node(node) for node in entry.get("inbound_nodes", [])],
    }
    layer = live.get(name)
    if isinstance(layer, keras.Model):
        described["model"] = _graph(_as_graph(layer))
        return described
    config = {**entry["config"], **_activations(layer)}
    described["config"] = {
        key: _plain(value)
        for key, value in config.items()
        if not key.endswith(_DROPPED) and key not in ("name", "build_config")
    }
    weights = [] if layer is None else layer.weights
    described["weights"] = [np.asarray(weight.numpy()) for weight in weights]
    return described


def _activations(layer: Any) -> dict[str, str]:
    """Keras's names of activations that the student wrote, by the argument."""
    # Keras writes any function called relu as "relu", also one that the student wrote.
    names = {}
    for name in ("activation", "recurrent_activation"):
        function = getattr(layer, name, None)
        module = str(getattr(function, "__module__", "keras"))
        if function is not None and module.partition(".")[0] not in ("keras", "tensorflow"):
            known = known_activation(function)
            if known is None:
                raise NotDescribable(f"{type(layer).__name__} has an activation of its own")
            names[name] = known
    return names


def _node(node: dict[str, Any]) -> dict[str, Any]:
    kwargs = {key: value for key, value in node["kwargs"].items() if value is not None}
    return {"args": _arguments(list(node["args"])), "kwargs": _arguments(kwargs)}


def _arguments(value: Any) -> Any:
    """Arguments of a call in a graph.

    Tensors become {"tensor": [layer, node, index]}, NumPy's numbers and arrays
    {"constant": array}: their dtype decides that of the result.
    """
    if isinstance(value, np.ndarray | np.generic):
        return {"constant": np.asarray(value)}
    if isinstance(value, list | tuple):
        return [_arguments(item) for item in value]
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            return {"tensor": list(value["config"]["keras_history"])}
        if value.get("class_name") in ("__numpy__", "__tensor__"):
            constant = value["config"]
            return {"constant": np.array(constant["value"], constant["dtype"])}
        return {str(key): _arguments(item) for key, item in value.items()}
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def _count(weights: Any) -> int:
    return sum(int(np.prod(weight.shape, dtype=np.int64)) for weight in weights)


def _claims(model: Any) -> dict[str, Any]:
    optimizer = getattr(model, "optimizer", None)
    rate = getattr(optimizer, "learning_rate", None)
    claims: dict[str, Any] = {
        "class_name": type(model).__name__,
        "built": bool(model.built),
        "compiled": bool(model.compiled),
        "optimizer": "" if optimizer is None else type(optimizer).__name__,
        "loss": _name(getattr(model, "loss", None)),
        "from_logits": getattr(getattr(model, "loss", None), "from_logits", False) is True,
        "metrics": [],
        "learning_rate": None,
    }
    with contextlib.suppress(TypeError, ValueError):  # a schedule is no number
        claims["learning_rate"] = None if rate is None else float(rate)
    config = model.get_compile_config() if model.compiled else None
    metrics = config.get("metrics") if isinstance(config, dict) else None
    if isinstance(metrics, list):
        claims["metrics"] = [_name(metric) for metric in metrics][:20]
    return claims


def _name(value: Any) -> str:
    """The name of a loss or metric: a text, a function, an object, or Keras's own dict."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, dict):
        return str(value.get("class_name", ""))
    return str(getattr(value, "__name__", type(value).__name__))
