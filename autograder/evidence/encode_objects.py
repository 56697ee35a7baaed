"""Trees of objects: tables, tensors, models, histories, figures, functions, modules, classes.

Keras, TensorFlow, pandas and Matplotlib are looked up among the modules that the process has
loaded; a notebook that never imported them has no objects of theirs.
"""

from __future__ import annotations

import inspect
import sys
import types
from typing import TYPE_CHECKING, Any

from autograder.evidence.figure_describe import describe_figure
from autograder.evidence.model_describe import describe_model, same_weights
from autograder.evidence.reasons import CannotCross, clean, reason_of, type_name, unsupported
from autograder.evidence.stand_ins import HistoryData, handle_of

if TYPE_CHECKING:
    from autograder.evidence.encode import Encoder
    from autograder.evidence.holder import Holder

Tree = Any


def encode_object(encoder: Encoder, value: Any, depth: int) -> Tree:
    """The tree of a value that is neither plain nor an array."""
    for encode in (_stand_in, _name, _view, _table, _tensor, _keras_object, _figure):
        tree = encode(encoder, value, depth)
        if tree is not None:
            return tree
    if encoder.holder is None:
        raise CannotCross(f"it is a {type_name(value)} of the judge")
    return _function(encoder.holder, value) if callable(value) else unsupported(value)


def _stand_in(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    known = handle_of(value)
    if encoder.holder is None and known is not None:
        return {"$handle": known}
    if isinstance(value, HistoryData):
        parts = {"history": value.history, "epoch": value.epoch, "params": value.params}
        return {"$history": encoder.tree(parts, depth + 1)}
    return None


def _name(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    """Modules and classes go by their names."""
    if isinstance(value, types.ModuleType):
        return {"$module": clean(str(value.__name__), 200)}
    if not isinstance(value, type):
        return None
    module, name = str(value.__module__), str(value.__name__)
    if module.partition(".")[0] == "keras":
        return {"$class": clean(name, 200)}
    return {"$unsupported": clean(f"class {name}", 200)}


def _view(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    """Ranges and the keys and values of a dict, as lists."""
    if not isinstance(value, range | type({}.keys()) | type({}.values())):
        return None
    if len(value) > encoder.limits.numbers:
        return {"$unsupported": type_name(value), "reason": f"it has {len(value)} items"}
    return encoder.tree(list(value), depth)


def _table(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    """Tables and columns of pandas, which students take for arrays, as their values."""
    pandas = sys.modules.get("pandas")
    kinds = [getattr(pandas, name, None) for name in ("DataFrame", "Series", "Index")]
    known: tuple[Any, ...] = tuple(kind for kind in kinds if isinstance(kind, type))
    return encoder.tree(value.to_numpy(), depth + 1) if isinstance(value, known) else None


def _function(holder: Holder, value: Any) -> Tree:
    name = getattr(value, "__name__", None)
    name = name if isinstance(name, str) else type(value).__name__
    return {"$function": holder.hold(value), "name": clean(str(name), 200)}


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
        kinds = {"history": dict, "epoch": list, "params": dict}
        found = {name: getattr(value, name, None) for name in kinds}
        # Before `fit`, a History has nothing yet.
        parts = {name: kind(found[name] or ()) for name, kind in kinds.items()}
        return {"$history": encoder.tree(parts, depth + 1)}
    return None


def _model(encoder: Encoder, model: Any) -> Tree:
    if encoder.holder is None and (known := same_weights(model)) is not None:
        return {"$handle": known}
    handles: dict[str, str] = {}
    if encoder.holder is not None:
        handles["handle"] = encoder.holder.hold(model)
        handles["predict"] = encoder.holder.hold(model.predict)
    tree: dict[str, Any] = {"class": clean(type(model).__name__, 200), **handles}
    try:
        tree["data"] = encoder.payload(model, describe_model)
    except Exception as error:  # custom layers may raise anything
        if encoder.holder is None:
            raise
        tree["reason"] = reason_of(error)
    return {"$model": tree}


def _figure(encoder: Encoder, value: Any, depth: int) -> Tree | None:
    matplotlib_figure = sys.modules.get("matplotlib.figure")
    axes_module = sys.modules.get("matplotlib.axes")
    if matplotlib_figure is None or axes_module is None:
        return None
    if isinstance(value, matplotlib_figure.Figure):
        return {"$figure": encoder.payload(value, describe_figure)}
    if isinstance(value, axes_module.Axes):
        figure = value.get_figure(root=True) if _takes_root(value) else value.figure
        if not isinstance(figure, matplotlib_figure.Figure) or value not in figure.axes:
            return {"$unsupported": type_name(value), "reason": "it was removed from its figure"}
        place = figure.axes.index(value)
        return {"$axes": {"figure": encoder.tree(figure, depth + 1), "index": place}}
    return None


def _takes_root(axes: Any) -> bool:
    return "root" in inspect.signature(axes.get_figure).parameters
