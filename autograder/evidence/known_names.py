"""Modules and classes that the judge has too, by the names that student code knows them by."""

from __future__ import annotations

import importlib
import inspect
from types import ModuleType

# Names under which TensorFlow shows Keras, longest first.
_KERAS_ALIASES = (
    "keras._tf_keras.keras",
    "keras.api._tf_keras.keras",
    "tensorflow.keras",
    "keras.api",
)
_KERAS_PARTS = (
    *("activations", "applications", "backend", "callbacks", "constraints", "datasets"),
    *("datasets.mnist", "initializers", "layers", "losses", "metrics", "models", "ops"),
    *("optimizers", "random", "regularizers", "saving", "utils"),
)
MODULES = frozenset(
    [
        *("math", "random", "statistics", "time", "datetime", "itertools", "functools"),
        *("collections", "copy", "json", "re", "string", "textwrap", "os", "os.path", "sys"),
        *("pathlib", "io", "csv", "warnings", "typing", "operator", "inspect", "ast"),
        *("numpy", "numpy.linalg", "numpy.random", "numpy.testing"),
        *("matplotlib", "matplotlib.pyplot", "matplotlib.colors", "matplotlib.cm"),
        *("matplotlib.ticker", "matplotlib.figure", "matplotlib.axes"),
        *("keras", "tensorflow"),
        *(f"keras.{part}" for part in _KERAS_PARTS),
    ]
)
_SAME = {"posixpath": "os.path", "ntpath": "os.path"}
_CLASS_MODULES = (
    "keras",
    "keras.layers",
    "keras.models",
    "keras.optimizers",
    "keras.losses",
    "keras.metrics",
    "keras.callbacks",
    "keras.initializers",
    "keras.regularizers",
)


def module(name: str) -> ModuleType | None:
    """The judge's own module of that name, or None where it is not on the list."""
    for alias in _KERAS_ALIASES:
        if name == alias or name.startswith(alias + "."):
            name = "keras" + name[len(alias) :]
    name = _SAME.get(name, name)
    if name not in MODULES:
        return None
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def keras_class(name: str) -> type | None:
    """The public Keras class of that name, such as `Dense`, or None."""
    if not name.isidentifier() or name.startswith("_"):
        return None
    for module_name in _CLASS_MODULES:
        found = getattr(importlib.import_module(module_name), name, None)
        if inspect.isclass(found):
            return found
    return None
