"""Trees back to values, figures, models and functions, every part of them checked.

A tree may come from a process that lies: whatever is malformed or over a limit raises
`EvidenceError`, before anything large is made of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from autograder.errors import EvidenceError
from autograder.evidence import known_names
from autograder.evidence.blobs import BlobReader
from autograder.evidence.budget import Budget, OverBudget
from autograder.evidence.decode_arrays import ArrayDecoder, fields_of, shape_of
from autograder.evidence.decode_plain import Method, PlainDecoder, Tree
from autograder.evidence.figure_draw import draw_figure
from autograder.evidence.holder import HANDLE
from autograder.evidence.limits import DEFAULT_LIMITS, Limits
from autograder.evidence.model_build import ModelRefused, build_model
from autograder.evidence.reasons import reason_of
from autograder.evidence.stand_ins import (
    Call,
    HistoryData,
    LargeArray,
    OpaqueModel,
    StudentFunction,
    Unsupported,
)

_MODEL_KEYS = {"class", "handle", "predict", "data", "reason"}


class Decoder(PlainDecoder):
    """Turns trees into values.

    Figures and models are made once for equal content and handle, and shared after that.

    Args:
        blobs: where arrays and descriptions are.
        call: calls a function in the student's process with a handle, positional and
            keyword arguments; None where there is no process to call.
        limits: bounds.
        resolve: in the student's process, the object of a handle; None in the judge, where
            no tree may name a handle in place of a value.

    Attributes:
        models: the rebuilt models in the last value, whatever holds them; one twice where it
            stands twice.
    """

    def __init__(
        self,
        blobs: BlobReader,
        call: Call | None = None,
        limits: Limits = DEFAULT_LIMITS,
        resolve: Callable[[str], Any] | None = None,
    ) -> None:
        super().__init__(blobs, limits)
        self._call = call
        self._resolve = resolve
        self._made: dict[tuple[str, ...], Any] = {}
        self.models: list[Any] = []
        self._new = 0
        self._budget = Budget(limits)
        self._kept = 0  # bytes of the descriptions in _made

    def decode(self, tree: Tree) -> Any:
        """The value of a tree.

        Raises:
            EvidenceError: the tree, or a blob it names, is malformed or over a limit.
        """
        self.parts = 0
        self.arrays = ArrayDecoder(self.blobs, self.limits)
        self.models = []
        self._new = 0
        self._budget = Budget(self.limits)
        try:
            return self.value_of(tree)
        except EvidenceError:
            raise
        except Exception as error:  # the last line: nothing that data does may stop the judge
            reason = reason_of(error)
            raise EvidenceError(f"A value can't be decoded, unforeseen: {reason}.") from error

    def decode_call(self, tree: Tree) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments of a call, from `encode_call`.

        Raises:
            EvidenceError: as `decode`.
        """
        value = self.decode(tree)
        if not isinstance(value, dict) or set(value) != {"args", "kwargs"}:
            raise EvidenceError("A call has no arguments of the right form.")
        args, kwargs = value["args"], value["kwargs"]
        if type(args) is not list or type(kwargs) is not dict:
            raise EvidenceError("A call has no arguments of the right form.")
        if not all(type(name) is str for name in kwargs):
            raise EvidenceError("A call has an argument whose name is no text.")
        return tuple(args), kwargs

    def _objects(self, tree: Tree, inner: Any, depth: int) -> np.ndarray[Any, Any]:
        fields = fields_of(inner, {"shape", "items"})
        shape, items = shape_of(fields["shape"]), self._items(fields["items"], depth)
        if math.prod(shape) != len(items):
            raise EvidenceError("An array of objects does not fit its shape.")
        array = np.empty(len(items), dtype=object)
        for index, item in enumerate(items):
            array[index] = item
        return array.reshape(shape)

    def _large(self, tree: Tree, inner: Any, depth: int) -> LargeArray:
        return self.arrays.large(inner, lambda part: self.value_of(part, depth + 1))

    def _history(self, tree: Tree, inner: Any, depth: int) -> HistoryData:
        value = self.value_of(inner, depth + 1)
        if type(value) is not dict or set(value) != {"history", "epoch", "params"}:
            raise EvidenceError("A History is malformed.")
        history, epoch, params = value["history"], value["epoch"], value["params"]
        if not (type(history) is dict and type(epoch) is list and type(params) is dict):
            raise EvidenceError("A History is malformed.")
        return HistoryData(history, epoch, params)

    def _function(self, tree: Tree, handle: Any, depth: int) -> StudentFunction:
        name = self._text(tree.get("name", "function"), 200)
        return StudentFunction(name, _handle(handle), self._call)

    def _known_handle(self, tree: Tree, handle: Any, depth: int) -> Any:
        if self._resolve is None:
            raise EvidenceError("A handle stands where a value belongs.")
        return self._resolve(_handle(handle))

    def _module(self, tree: Tree, name: Any, depth: int) -> Any:
        name = self._text(name, 200)
        module = known_names.module(name)
        return Unsupported("module", f"the module {name}") if module is None else module

    def _class(self, tree: Tree, name: Any, depth: int) -> Any:
        name = self._text(name, 200)
        found = known_names.keras_class(name)
        return Unsupported("type", f"the class {name}") if found is None else found

    def _figure(self, tree: Tree, digest: Any, depth: int) -> Any:
        key = ("figure", self._text(digest, 64))
        if key not in self._made:
            described, numbers = self._payload(key[1])
            if not self._budget.allows("figure_numbers", numbers):
                raise EvidenceError("The figures of a value have too many numbers.")
            self._made[key] = draw_figure(described, self.limits, self._budget)
        return self._made[key]

    def _axes(self, tree: Tree, inner: Any, depth: int) -> Any:
        fields = fields_of(inner, {"figure", "index"})
        figure = fields["figure"]
        if type(figure) is not dict or set(figure) != {"$figure"}:
            raise EvidenceError("Axes belong to no figure.")
        axes = self.value_of(figure, depth + 1).axes
        index = fields["index"]
        if type(index) is not int or not 0 <= index < len(axes):
            raise EvidenceError("Axes have no place in their figure.")
        return axes[index]

    def _payload(self, digest: str) -> tuple[dict[str, Any], int]:
        """A stored description, and the size of its arrays in numbers.

        It holds plain values and arrays only, which count as parts of the whole value.
        """
        self._count_new()
        inner = PlainDecoder(self.blobs, self.limits)
        inner.parts, inner.arrays.bytes_read = self.parts, self.arrays.bytes_read
        payload = inner.value_of(self.blobs.read_json(digest))
        size = inner.arrays.bytes_read - self.arrays.bytes_read
        self.parts, self.arrays.bytes_read = inner.parts, inner.arrays.bytes_read
        if type(payload) is not dict:
            raise EvidenceError("A description is malformed.")
        self._make_room(size)
        return payload, inner.arrays.numbers_read

    def _make_room(self, size: int) -> None:
        """Forget what was made of earlier values when it takes much memory."""
        self._kept += size
        if self._kept > self.limits.decoded_bytes or len(self._made) >= 2 * self.limits.objects:
            self._made.clear()
            self._kept = size

    def _count_new(self) -> None:
        self._new += 1
        if self._new > self.limits.objects:
            raise EvidenceError(f"A value holds over {self.limits.objects} models and figures.")

    def _model(self, tree: Tree, inner: Any, depth: int) -> Any:
        if type(inner) is not dict or not set(inner) <= _MODEL_KEYS or "class" not in inner:
            raise EvidenceError("A model is malformed.")
        name = self._text(inner["class"], 200)
        handle = _handle(inner["handle"]) if "handle" in inner else ""
        predict = None
        if "predict" in inner:
            predict = StudentFunction(f"{name}.predict", _handle(inner["predict"]), self._call)
        if "data" not in inner:
            reason = self._text(inner.get("reason", ""), 400)
            return OpaqueModel(name, reason, handle, predict)
        key = ("model", self._text(inner["data"], 64), handle, predict.handle if predict else "")
        if key not in self._made:
            described, _ = self._payload(key[1])
            try:
                self._made[key] = build_model(described, handle, self.limits, self._budget)
            except OverBudget as refused:  # alone, it may be built
                return OpaqueModel(name, str(refused), handle, predict)
            except ModelRefused as refused:
                self._made[key] = OpaqueModel(name, str(refused), handle, predict)
        made = self._made[key]
        if not isinstance(made, OpaqueModel):
            self.models.append(made)
        return made

    by_tag: ClassVar[Mapping[str, Method]] = {
        **PlainDecoder.by_tag,
        "$objects": _objects,
        "$large": _large,
        "$history": _history,
        "$function": _function,
        "$handle": _known_handle,
        "$module": _module,
        "$class": _class,
        "$figure": _figure,
        "$axes": _axes,
        "$model": _model,
    }


def _handle(value: Any) -> str:
    if type(value) is not str or HANDLE.fullmatch(value) is None:
        raise EvidenceError("A handle is malformed.")
    return value
