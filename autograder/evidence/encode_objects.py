"""Trees of objects: tensors, models, histories, figures, functions, modules, classes.

Keras, TensorFlow and Matplotlib are looked up among the modules that the process has
loaded; a notebook that never imported them has no objects of theirs.
"""

from __future__ import annotations

import inspect
import json
import sys
import types
from typing import TYPE_CHECKING, Any

from autograder.evidence.figure_describe import describe_figure
from autograder.evidence.model_describe import describe_model, same_weights
from autograder.evidence.stand_ins import Unsupported, handle_of

if TYPE_CHECKING:
    from autograder.evidence.encode import Encoder

Tree = Any


def encode_object(encoder: Encoder, value: Any, depth: int) -> Tree:
    """The tree of a value that is neither plain nor an array."""
    known = handle_of(value)
    if encoder.holder is None and known is not None:
        return {"$handle": known}
    if isinstance(value, types.ModuleType):
        return {"$module": str(value.__name__)[:200]}
    if isinstance(value, type):
        return _class(value)
    if isinstance(value, Unsupported):
        return {"$unsupported": value.type_name, "reason": value.reason}
    for encode in (_tensor, _keras_object, _figure):
        tree = encode(encoder, value, depth)
        if tree is not None:
            return tree
    if callable(value):
        return _function(encoder, value)
    return {"$unsupported": type_name(value)}


def type_name(value: Any) -> str:
    """The name of a value's type, with its module unless that is built in."""
    kind = type(value)
    name = str(getattr(kind, "__qualname__", kind.__name__))
    module = str(getattr(kind, "__module__", "builtins"))
    full = name if module in ("builtins", "__main__") else f"{module}.{name}"
    return full.encode("utf-8", errors="replace").decode("utf-8")[:200]


def json_size(tree: Tree) -> int:
    """Size of a tree as JSON, in bytes."""
    return len(json.dumps(tree, separators=(",", ":")))


def _class(value: type) -> Tree:
    module, name = str(value.__module__), str(value.__name__)
    if module.partition(".")[0] == "keras":
        return {"$class": name[:200]}
    return {"$unsupported": f"class {name}"[:200]}


def _function(encoder: Encoder, value: Any) -> Tree:
    if encoder.holder is None:
        raise TypeError("a function of the judge")
    name = getattr(value, "__name__", None)
    name = name if isinstance(name, str) else type(value).__name__
    return {"$function": encoder.holder.hold(value), "name": str(name)[:200]}


def _tensor(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    tensorflow, keras = sys.modules.get("tensorflow"), sys.modules.get("keras")
    kinds = [getattr(tensorflow, name, None) for name in ("Tensor", "Variable")]
    kinds.append(getattr(keras, "Variable", None))
    if not isinstance(value, tuple(kind for kind in kinds if isinstance(kind, type))):
        return None
    if not hasattr(value, "numpy"):
        return {"$unsupported": type_name(value), "reason": "a symbolic tensor has no value"}
    import numpy as np

    # A tensor with a single number gives a NumPy scalar; it stays an array.
    return encoder.tree(np.asarray(value.numpy()), depth + 1)


def _keras_object(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    keras = sys.modules.get("keras")
    if keras is None or not hasattr(keras, "Model"):
        return None
    if isinstance(value, keras.Model):
        return _model(encoder, value)
    if isinstance(value, keras.callbacks.History):
        parts = {name: getattr(value, name, None) for name in ("history", "epoch", "params")}
        parts = {
            "history": parts["history"] if isinstance(parts["history"], dict) else {},
            "epoch": parts["epoch"] if isinstance(parts["epoch"], list) else [],
            "params": parts["params"] if isinstance(parts["params"], dict) else {},
        }
        return {"$history": encoder.tree(parts, depth + 1)}
    return None


def _model(encoder: Encoder, model: Any) -> Tree:
    if encoder.holder is None and (known := same_weights(model)) is not None:
        return {"$handle": known}
    handles: dict[str, str] = {}
    if encoder.holder is not None:
        handles["handle"] = encoder.holder.hold(model)
        handles["predict"] = encoder.holder.hold(model.predict)
    tree: dict[str, Any] = {"class": type(model).__name__[:200], **handles}
    try:
        tree["data"] = encoder.payload(describe_model(model, encoder.limits))
    except Exception as error:  # custom layers may raise anything
        if encoder.holder is None:
            raise
        tree["reason"] = f"{type(error).__name__}: {error}"[:300]
    return {"$model": tree}


def _figure(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    matplotlib_figure = sys.modules.get("matplotlib.figure")
    axes_module = sys.modules.get("matplotlib.axes")
    if matplotlib_figure is None or axes_module is None:
        return None
    if isinstance(value, matplotlib_figure.Figure):
        return {"$figure": encoder.payload(describe_figure(value, encoder.limits))}
    if isinstance(value, axes_module.Axes):
        figure = value.get_figure(root=True) if _takes_root(value) else value.figure
        if not isinstance(figure, matplotlib_figure.Figure) or value not in figure.axes:
            return {"$unsupported": type_name(value), "reason": "it was removed from its figure"}
        return {"$axes": {"figure": encoder.tree(figure, depth + 1), "index": figure.axes.index(value)}}
    return None


def _takes_root(axes: Any) -> bool:
    return "root" in inspect.signature(axes.get_figure).parameters
