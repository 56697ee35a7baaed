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

        given = [*args, *kwargs.values()]
        parts = [part for one in given if isinstance(one, (list, tuple)) for part in one]
        if not any(isinstance(one, keras.KerasTensor) for one in given + parts):
            return original(*args, **kwargs)
        kwargs.pop("name", None)
        return operation(*args, **kwargs)

    return called


def _functions(tensorflow: Any) -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    """Where a function stands, its name, and what does the same; arguments as TensorFlow's."""
    from keras import layers, ops

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

    def log_softmax(logits: Any, axis: int | None = None) -> Any:
        return ops.log_softmax(logits, axis=-1 if axis is None else axis)

    def leaky_relu(features: Any, alpha: float = 0.2) -> Any:
        return ops.leaky_relu(features, alpha)

    def concat(values: Any, axis: int) -> Any:
        return ops.concatenate(list(values), axis=axis)

    def transpose(a: Any, perm: Any = None) -> Any:
        return ops.transpose(a, None if perm is None else tuple(perm))

    def reducing(function: Callable[..., Any]) -> Callable[..., Any]:
        def reduce(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> Any:
            axes = tuple(axis) if isinstance(axis, (list, tuple)) else axis
            return function(input_tensor, axis=axes, keepdims=keepdims)

        return reduce

    def pooling(layer: Callable[..., Any]) -> Callable[..., Any]:
        def pool(input: Any, ksize: Any, strides: Any, padding: str) -> Any:
            return layer(of_image(ksize), of_image(strides), padding.lower())(input)

        return pool

    def of_image(sizes: Any) -> Any:
        """[1, 2, 2, 1], one size for each axis of a batch, as (2, 2)."""
        whole = isinstance(sizes, (list, tuple)) and len(sizes) == 4
        return tuple(sizes[1:3]) if whole and sizes[0] == sizes[3] == 1 else sizes

    def squeeze(input: Any, axis: Any) -> Any:
        axes = list(axis) if isinstance(axis, (list, tuple)) else [axis]
        for one in sorted((one % len(input.shape) for one in axes), reverse=True):
            input = ops.squeeze(input, one)
        return input

    def pad(tensor: Any, paddings: Any, mode: str = "CONSTANT") -> Any:
        margins = [tuple(int(size) for size in pair) for pair in paddings]
        around = len(margins) == 4 and margins[0] == margins[3] == (0, 0)
        if not around or mode.upper() != "CONSTANT":
            raise ValueError("only margins of zeros around images are known")
        return layers.ZeroPadding2D((margins[1], margins[2]))(tensor)

    for name in ("relu", "relu6", "elu", "sigmoid", "tanh", "selu", "softplus", "silu"):
        yield tensorflow.nn, name, single(getattr(ops, name))
    for place in (tensorflow, tensorflow.math):
        for name in ("sigmoid", "tanh", "abs", "square", "sqrt", "exp"):
            yield place, name, single(getattr(ops, name))
        for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum"):
            yield place, name, getattr(ops, name)
        for name in ("mean", "sum", "max", "min"):
            yield place, f"reduce_{name}", reducing(getattr(ops, name))
    for name in ("max", "avg"):
        kind = layers.MaxPooling2D if name == "max" else layers.AveragePooling2D
        yield tensorflow.nn, f"{name}_pool2d", pooling(kind)
        yield tensorflow.nn, f"{name}_pool", pooling(kind)
    yield tensorflow.nn, "swish", single(ops.silu)
    yield tensorflow.nn, "softmax", softmax
    yield tensorflow.nn, "log_softmax", log_softmax
    yield tensorflow.nn, "leaky_relu", leaky_relu
    yield tensorflow, "concat", concat
    yield tensorflow, "transpose", transpose
    yield tensorflow.nn, "gelu", lambda features, approximate=False: ops.gelu(features, approximate)
    yield tensorflow, "cast", cast
    yield tensorflow, "reshape", reshape
    yield tensorflow, "expand_dims", expand_dims
    yield tensorflow, "squeeze", squeeze
    yield tensorflow, "pad", pad
