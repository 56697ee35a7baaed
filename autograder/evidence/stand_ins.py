"""What the judge sees in place of values that do not cross whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

Call = Callable[[str, tuple[Any, ...], dict[str, Any]], Any]


@dataclass(frozen=True)
class Unsupported:
    """A value of a kind that can't cross.

    Attributes:
        type_name: type of the value in the student's process.
        reason: why it did not cross, or an empty string where its type says it.
    """

    type_name: str
    reason: str = ""


class LargeArray:
    """Summary of an array that is too large to cross.

    Attributes:
        shape: sizes of the axes.
        dtype: NumPy dtype.
        digest: BLAKE3 of dtype, shape and content, as hexadecimal text.
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        dtype: np.dtype[Any],
        statistics: tuple[Any, Any, Any],
        first: np.ndarray[Any, Any],
        digest: str,
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.digest = digest
        self._minimum, self._maximum, self._mean = statistics
        self._first = first

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return int(np.prod(self.shape, dtype=object))

    @property
    def nbytes(self) -> int:
        """Size of the array in bytes."""
        return self.size * self.dtype.itemsize

    def __len__(self) -> int:
        return self.shape[0]

    def min(self, axis: None = None, out: None = None) -> Any:
        """Smallest element."""
        return self._whole(self._minimum, axis, out)

    def max(self, axis: None = None, out: None = None) -> Any:
        """Largest element."""
        return self._whole(self._maximum, axis, out)

    def mean(self, axis: None = None, dtype: None = None, out: None = None) -> Any:
        """Mean of all elements."""
        return self._whole(self._mean, axis, out, dtype)

    def __getitem__(self, key: Any) -> Any:
        """A row among the first ten, a part of one, or a slice of them.

        Raises:
            IndexError: the row is not among the first.
        """
        row, rest = (key[0], key[1:]) if isinstance(key, tuple) and key else (key, ())
        known = len(self._first)
        if isinstance(row, slice):
            start, stop, step = row.indices(len(self))
            if step > 0 and max(start, stop) <= known:
                return self._first[(slice(start, stop, step), *rest)]
        elif isinstance(row, int | np.integer) and 0 <= row < known:
            return self._first[(int(row), *rest)]
        raise IndexError(f"Only the rows 0 to {known - 1} of a large array are known here.")

    def __iter__(self) -> NoReturn:
        raise TypeError(f"Only the first {len(self._first)} rows of a large array are known here.")

    def __array__(self, dtype: Any = None, copy: Any = None) -> NoReturn:
        raise TypeError("A large array is known by its summary only, not by its elements.")

    def __repr__(self) -> str:
        return f"LargeArray(shape={self.shape}, dtype={self.dtype})"

    @staticmethod
    def _whole(value: Any, *options: Any) -> Any:
        if any(option is not None for option in options):
            raise TypeError("The summary of a large array knows this of the whole array only.")
        return value


@dataclass(frozen=True)
class HistoryData:
    """What `model.fit` returned.

    Attributes:
        history: metric name -> values, one an epoch.
        epoch: numbers of the epochs, from 0.
        params: what Keras says of the run: `epochs`, `steps`, `verbose`.
    """

    history: dict[str, Any]
    epoch: list[Any]
    params: dict[str, Any]


class StudentFunction:
    """Calls a function in the student's process; arguments and results are data.

    Attributes:
        handle: what the student's process knows the function by.
    """

    def __init__(self, name: str, handle: str, call: Call | None) -> None:
        self.__name__ = name
        self.__qualname__ = name
        self.handle = handle
        self._call = call

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The result of the student's function.

        Raises:
            RuntimeError: the student's process is gone. What the call itself raises is up
                to the channel.
        """
        if self._call is None:
            raise RuntimeError(f"{self.__name__} can't be called here.")
        return self._call(self.handle, args, kwargs)

    def __repr__(self) -> str:
        return f"<function {self.__name__} of the student>"


class NotRebuilt(AttributeError):
    """A part of a model was asked for that could not be rebuilt."""


class OpaqueModel:
    """A model that could not be rebuilt; it answers with predictions and nothing else.

    Any other part of it raises `NotRebuilt`, so that a test which asks for a network fails with
    the reason.

    Attributes:
        name: name of the model's class, as the student's process states it.
        reason: why it was not rebuilt.
        handle: what the student's process knows the model by.
    """

    def __init__(
        self, name: str, reason: str, handle: str, predict: StudentFunction | None
    ) -> None:
        self.name = name
        self.reason = reason
        self.handle = handle
        self._predict = predict

    def predict(self, images: np.ndarray[Any, Any], **ignored: Any) -> Any:
        """Blind prediction in the student's process.

        Args:
            images: array of the model's input shape.
            ignored: Keras's other arguments (`verbose`, `batch_size`).

        Raises:
            RuntimeError: the student's process is gone.
        """
        if self._predict is None:
            raise RuntimeError("This model can't predict here.")
        return self._predict(images, verbose=0)

    def __call__(self, images: np.ndarray[Any, Any], **ignored: Any) -> Any:
        """The same as `predict`."""
        return self.predict(images)

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__") or "reason" not in vars(self):
            raise AttributeError(name)  # asked for by Python itself, as in a copy
        raise NotRebuilt(self.explanation)

    @property
    def explanation(self) -> str:
        """Why it is judged by its predictions alone, for the student."""
        return (
            f"Your model could not be looked into ({self.reason}): only its predictions are "
            "known. Build it from the layers of Keras."
        )

    def __repr__(self) -> str:
        return f"<model {self.name} that could not be rebuilt: {self.reason}>"


@dataclass(frozen=True)
class ModelClaims:
    """What the student's process says of a model and nothing proves.

    Attributes:
        class_name: class of the model.
        built: whether it had weights.
        compiled: whether `compile` was called.
        optimizer: class name of the optimizer, or an empty string.
        loss: name of the loss, or an empty string.
        from_logits: whether the loss expects outputs without a softmax.
        metrics: names of the metrics given to `compile`.
        learning_rate: of the optimizer, or None.
    """

    class_name: str = ""
    built: bool = False
    compiled: bool = False
    optimizer: str = ""
    loss: str = ""
    from_logits: bool = False
    metrics: tuple[str, ...] = ()
    learning_rate: float | None = None


@dataclass(frozen=True)
class Origin:
    """Where a rebuilt model came from.

    Attributes:
        handle: what the student's process knows it by.
        digests: of the weights that it was rebuilt with, to notice changes.
    """

    handle: str
    digests: tuple[str, ...]


def handle_of(value: Any) -> str | None:
    """The handle of a decoded value that stands for one of the student's process."""
    if isinstance(value, StudentFunction | OpaqueModel):
        return value.handle
    return None
