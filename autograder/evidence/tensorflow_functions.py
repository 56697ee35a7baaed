"""TensorFlow's functions between layers, taken for Keras's own while a model is traced.

`tf.nn.relu(self.hidden(x))` in a student's `call` works on numbers, but not on Keras's symbolic
tensors, with which a model is traced. Within `as_operations` such a call becomes the operation
of keras.ops that does the same; calls on numbers stay what they are.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def as_operations() -> Iterator[None]:
    """Take functions of TensorFlow for operations of Keras where they get symbolic tensors."""
    tensorflow = sys.modules.get("tensorflow")
    replaced: list[tuple[Any, str, Any]] = []
    try:
        for place, name, operation in _functions(tensorflow) if tensorflow else ():
            original = getattr(place, name, None)
            if callable(original):
                replaced.append((place, name, original))
                setattr(place, name, _either(original, operation))
        yield
    finally:
        for place, name, original in reversed(replaced):
            setattr(place, name, original)


def _either(original: Callable[..., Any], operation: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def called(*args: Any, **kwargs: Any) -> Any:
        import keras

        symbolic = any(isinstance(one, keras.KerasTensor) for one in (*args, *kwargs.values()))
        if not symbolic:
            return original(*args, **kwargs)
        kwargs.pop("name", None)
        return operation(*args, **kwargs)

    return called


def _functions(tensorflow: Any) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    """Where a function stands, its name, and what does the same; arguments as TensorFlow's."""
    from keras import ops

    def single(function: Callable[..., Any]) -> Callable[..., Any]:
        # The only argument has many names: x, features, logits, input.
        return lambda *args, **kwargs: function(*args, *kwargs.values())

    def softmax(logits: Any, axis: int | None = None) -> Any:
        return ops.softmax(logits, axis=-1 if axis is None else axis)

    def cast(x: Any, dtype: Any) -> Any:
        return ops.cast(x, getattr(dtype, "name", dtype))

    def expand_dims(input: Any, axis: int) -> Any:
        return ops.expand_dims(input, axis)

    def reshape(tensor: Any, shape: Any) -> Any:
        return ops.reshape(tensor, tuple(int(side) for side in shape))

    for name in ("relu", "sigmoid", "tanh", "selu", "softplus", "silu"):
        yield tensorflow.nn, name, single(getattr(ops, name))
    for place in (tensorflow, tensorflow.math):
        for name in ("sigmoid", "tanh"):
            yield place, name, single(getattr(ops, name))
        for name in ("add", "subtract", "multiply", "divide"):
            yield place, name, getattr(ops, name)
    yield tensorflow.nn, "softmax", softmax
    yield tensorflow.nn, "gelu", lambda features, approximate=False: ops.gelu(features, approximate)
    yield tensorflow, "cast", cast
    yield tensorflow, "reshape", reshape
    yield tensorflow, "expand_dims", expand_dims
