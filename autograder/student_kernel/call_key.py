"""What a call of `fit`, `evaluate` or `predict` depends on, as one number.

Equal keys, equal results, bit for bit. The key takes in the network's layers, the values of all
its variables, how it was compiled, the data and the settings of the call, and for training the
state of all random numbers. Names of layers count only by their place: Keras numbers them
through. What is not understood to the last part has no key, and is computed as ever.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from blake3 import blake3

FORMAT = 3
# Layers whose whole state is their configuration and their variables.
LAYERS = {
    *("InputLayer", "Flatten", "Reshape", "Rescaling", "Dense", "Activation", "ReLU", "Softmax"),
    *("LeakyReLU", "Dropout", "Conv2D", "MaxPooling2D", "AveragePooling2D"),
    *("GlobalAveragePooling2D", "GlobalMaxPooling2D", "BatchNormalization"),
    *("Add", "Concatenate"),
}
NUMBERED = LAYERS | {"Sequential", "Functional"}
# Arguments that may have any value of these types; all others must be left alone.
_FREE: dict[str, tuple[type, ...]] = {
    "batch_size": (int, type(None)),
    "epochs": (int,),
    "validation_split": (float, int),
    "validation_batch_size": (int, type(None)),
    "shuffle": (bool,),
    "return_dict": (bool,),
}
_NOT_SAID = {"self", "x", "y", "validation_data", "verbose"}  # the last one is about printing
_CHANGED = {"call", "compute_loss", "compute_metrics"}  # on one layer or model alone
_TENSOR = "__keras_tensor__"  # how a functional model's configuration says what goes where


class NoKey(Exception):
    """A call that can't be known again."""


def training_key(model: Any, given: Mapping[str, Any]) -> bytes:
    """The key of a call of `fit`, 32 bytes.

    Args:
        model: a compiled Keras model.
        given: the arguments by name, without those left out.

    Raises:
        NoKey: the training can't be known again.
    """
    return _digest_of_call(
        model,
        given,
        {
            "optimizer": _anonymous(_described(model.optimizer, "keras.optimizers"), {}),
            "state": [_digest(np.asarray(one)) for one in model.optimizer.variables],
            "chance": random_state(),
        },
    )


def measurement_key(name: str, model: Any, given: Mapping[str, Any]) -> bytes:
    """The key of a call that changes nothing but metrics, 32 bytes.

    Args:
        name: of the method.
        model: a compiled Keras model.
        given: the arguments by name, without those left out.

    Raises:
        NoKey: the call can't be known again.
    """
    if any(step in vars(model) for step in ("test_step", "predict_step")):
        raise NoKey("a step of its own")
    return _digest_of_call(model, given, {"measured": name})


def _digest_of_call(model: Any, given: Mapping[str, Any], more: Mapping[str, Any]) -> bytes:
    _require_plain(model)
    described = {
        "format": FORMAT,
        "model": _anonymous(_described(model, "keras"), {}),
        "compiled": _anonymous(model.get_compile_config(), {}),
        "switches": [bool(model.jit_compile), bool(model.trainable)],
        "variables": [_digest(np.asarray(one)) for one in _of_model(model)],
        "arguments": _arguments(given),
        "data": _data(given),
        "settings": _settings(),
        **more,
    }
    text = json.dumps(described, sort_keys=True, default=_unknown)
    return hashlib.sha256(text.encode()).digest()


def variables_of(model: Any) -> list[Any]:
    """All variables that training may change, each once, in an order that is always the same."""
    found = [*_of_model(model), *model.optimizer.variables, *metrics_of(model)]
    return list({id(variable): variable for variable in found}.values())


def metrics_of(model: Any) -> list[Any]:
    """All variables of a model's metrics."""
    return [variable for metric in model.metrics for variable in metric.variables]


def random_state() -> dict[str, Any]:
    """The state of the random numbers of Python, NumPy, TensorFlow and Keras, as JSON values.

    Raises:
        NoKey: TensorFlow draws without a seed.
    """
    context = _context()
    if context._seed is None or context._rng is None:
        raise NoKey("no seed was set")
    name, keys, place, has_gauss, gauss = np.random.get_state()
    keras = _keras_seeds()
    return {
        "python": _as_lists(random.getstate()),
        "numpy": [str(name), np.asarray(keys).tolist(), int(place), int(has_gauss), float(gauss)],
        "tensorflow": [int(context._seed), _as_lists(context._rng.getstate())],
        "keras": None if keras is None else np.asarray(keras.state).tolist(),
    }


def set_random_state(state: Mapping[str, Any]) -> None:
    """The inverse of `random_state`; TensorFlow's seed has to be the one that is in force."""
    random.setstate(_as_tuples(state["python"]))
    name, keys, place, has_gauss, gauss = state["numpy"]
    np.random.set_state((name, np.array(keys, np.uint32), place, has_gauss, gauss))
    _context()._rng.setstate(_as_tuples(state["tensorflow"][1]))
    keras = _keras_seeds()
    if keras is not None:
        keras.state.assign(state["keras"])


def _require_plain(model: Any) -> None:
    import keras

    if not model.built or not model.compiled or model.run_eagerly:
        raise NoKey("it is not built, not compiled, or runs step by step")
    optimizer = model.optimizer
    if getattr(keras.optimizers, type(optimizer).__name__, None) is not type(optimizer):
        raise NoKey("an optimizer of its own")
    if getattr(optimizer, "_exclude_from_weight_decay", None):
        raise NoKey("an optimizer that treats variables unlike")
    for part in _parts(model):
        kind = type(part)
        if not kind.__module__.startswith("keras.") or kind.__name__ not in NUMBERED:
            raise NoKey(f"a layer of the kind {kind.__name__}")
        if _CHANGED & vars(part).keys() or getattr(part, "activity_regularizer", None) is not None:
            raise NoKey("a layer that was changed")
        activation = getattr(part, "activation", None)
        if activation is not None and not _is_keras(activation):
            raise NoKey("an activation of its own")


def _of_model(model: Any) -> list[Any]:
    """The variables of a model's layers; all that is measured begins with fresh metrics."""
    others = {id(one) for one in (*metrics_of(model), *model.optimizer.variables)}
    found = {id(one): one for one in model.variables if id(one) not in others}
    return list(found.values())


def _parts(model: Any) -> Iterator[Any]:
    """The model, its layers, and those of models among them."""
    yield model
    for layer in getattr(model, "layers", ()):
        yield from _parts(layer)


def _is_keras(function: Any) -> bool:
    name = getattr(function, "__name__", "")
    import keras

    return getattr(keras.activations, name, None) is function


def _anonymous(config: Any, names: dict[str, str]) -> Any:
    """A configuration, checked, without the names that Keras numbers through.

    Args:
        config: of a model, an optimizer, or a part of them.
        names: name -> place, of the layers that were met so far.
    """
    if isinstance(config, Mapping):
        _require_known(config)
        made = {key: _anonymous(value, names) for key, value in config.items()}
        if made.get("class_name") in NUMBERED or made.get("module") == "keras.optimizers":
            made["config"] = _renamed(made["config"], names)
            return _renamed(made, names) if "name" in made else made
        return made
    if isinstance(config, (list, tuple)):
        if len(config) == 3 and isinstance(config[0], str) and config[0] in names:
            return [names[config[0]], *config[1:]]  # layer, node, output
        return [_anonymous(value, names) for value in config]
    return config


def _described(thing: Any, module: str) -> dict[str, Any]:
    return {"module": module, "class_name": type(thing).__name__, "config": thing.get_config()}


def _renamed(config: Mapping[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {**config, "name": names.setdefault(config["name"], f"part {len(names)}")}


def _require_known(config: Mapping[str, Any]) -> None:
    """Refuse what is described by its name alone, such as a function of the student's."""
    if config.get("class_name", _TENSOR) == _TENSOR:
        return
    module, registered = config.get("module"), config.get("registered_name")
    if not str(module).split(".")[0] == "keras" or registered not in (None, config["class_name"]):
        raise NoKey(f"{config['class_name']} is not Keras's own")


def _arguments(given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name in _NOT_SAID:
            continue
        if name not in _FREE:
            if value is None or (isinstance(value, list) and not value):
                continue
            raise NoKey(f"the argument {name}")
        if type(value) not in _FREE[name]:
            raise NoKey(f"the argument {name}")
        found[name] = value
    return found


def _data(given: Mapping[str, Any]) -> list[str]:
    validation = given.get("validation_data")
    labels = [given["y"]] if "y" in given else []
    arrays = [given.get("x"), *labels, *([] if validation is None else validation)]
    if any(type(array) is not np.ndarray or array.dtype.hasobject for array in arrays):
        raise NoKey("data that are no arrays")
    return [_digest(array) for array in arrays]


def _digest(array: np.ndarray) -> str:
    digest = blake3(f"{array.dtype.str} {array.shape}".encode())
    digest.update(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
    return digest.hexdigest()


def _settings() -> list[Any]:
    import keras
    import tensorflow as tf

    return [
        keras.config.floatx(),
        keras.config.image_data_format(),
        keras.config.epsilon(),
        tf.config.functions_run_eagerly(),
        str(tf.config.optimizer.get_jit()),
    ]


def _context() -> Any:
    from tensorflow.python.eager import context

    return context.context()


def _keras_seeds() -> Any:
    """Keras's generator for those who name none; None as long as nobody asked."""
    from keras.src.backend.common import global_state

    return global_state.get_global_attribute("global_seed_generator")


def _as_lists(value: Any) -> Any:
    return [_as_lists(item) for item in value] if isinstance(value, (tuple, list)) else value


def _as_tuples(value: Any) -> Any:
    return tuple(_as_tuples(item) for item in value) if isinstance(value, list) else value


def _unknown(value: Any) -> Any:
    raise NoKey(f"{type(value).__name__} in a configuration")
