"""Trees of plain values and arrays back to values, every part of them checked.

A tree may come from a process that lies: whatever is malformed or over a limit raises
`EvidenceError`, before anything large is made of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from autograder.errors import EvidenceError
from autograder.evidence.blobs import BlobReader
from autograder.evidence.decode_arrays import ArrayDecoder
from autograder.evidence.keys import check_keys
from autograder.evidence.limits import Limits
from autograder.evidence.stand_ins import Unsupported

Tree = Any
Method = Callable[[Any, Any, Any, int], Any]  # decoder, tree, what its tag holds, depth
_HEX = re.compile(r"-?0x[0-9a-f]{1,2048}")


class PlainDecoder:
    """Turns trees into plain values and arrays; knows no other kinds.

    Args:
        blobs: where arrays are.
        limits: bounds.

    Attributes:
        by_tag: what reads each kind of object.
        arrays: reads arrays, and counts what they take.
        parts: how many parts the value has so far.
    """

    def __init__(self, blobs: BlobReader, limits: Limits) -> None:
        self.blobs = blobs
        self.limits = limits
        self.arrays = ArrayDecoder(blobs, limits)
        self.parts = 0

    def value_of(self, tree: Tree, depth: int = 0) -> Any:
        """The value of a tree, or of a part of one.

        Raises:
            EvidenceError: it is malformed, or over a limit.
        """
        self._count(depth)
        if tree is None or type(tree) in (bool, int, float):
            return tree
        if type(tree) is str:
            return self._text(tree)
        if type(tree) is list:
            return self._items(tree, depth)
        if type(tree) is not dict:
            raise EvidenceError(f"A tree holds a {type(tree).__name__}.")
        tag = next(iter(tree), None)
        method = self.by_tag.get(tag) if isinstance(tag, str) else None
        if method is None:
            raise EvidenceError(f"A tree holds an object of the unknown kind {str(tag)[:40]!r}.")
        allowed = _SECOND_KEYS.get(str(tag), frozenset())
        if not set(tree) - {tag} <= allowed:
            raise EvidenceError(f"An object of kind {tag} has parts that it must not have.")
        return method(self, tree, tree[tag], depth)

    def _count(self, depth: int) -> None:
        self.parts += 1
        # The encoder counts containers; tags and pairs make a tree about twice as deep.
        if depth > 3 * self.limits.depth:
            raise EvidenceError("A value is nested too deep.")
        if self.parts > 3 * self.limits.nodes:
            raise EvidenceError("A value has too many parts.")

    def _text(self, text: Any, limit: int | None = None) -> str:
        if type(text) is not str or len(text) > (self.limits.text if limit is None else limit):
            raise EvidenceError("A tree has no text, or too long a one, where one belongs.")
        return text

    def _items(self, trees: Any, depth: int) -> list[Any]:
        if type(trees) is not list:
            raise EvidenceError("A container holds no list of items.")
        return [self.value_of(tree, depth + 1) for tree in trees]

    def _int(self, tree: Tree, text: Any, depth: int) -> int:
        text = self._text(text, 2100)
        if _HEX.fullmatch(text) is None:
            raise EvidenceError("A large int is not in hexadecimal form.")
        return int(text, 16)

    def _float(self, tree: Tree, text: Any, depth: int) -> float:
        if text not in ("nan", "inf", "-inf"):
            raise EvidenceError("A special float is none of nan, inf and -inf.")
        return float(text)

    def _tuple(self, tree: Tree, trees: Any, depth: int) -> tuple[Any, ...]:
        return tuple(self._items(trees, depth))

    def _set(self, tree: Tree, trees: Any, depth: int) -> set[Any]:
        items = self._items(trees, depth)
        check_keys(items)
        return set(items)

    def _dict(self, tree: Tree, trees: Any, depth: int) -> dict[Any, Any]:
        pairs = self._items(trees, depth)
        if not all(type(pair) is list and len(pair) == 2 for pair in pairs):
            raise EvidenceError("A dict is not made of pairs.")
        check_keys([key for key, _ in pairs])
        return dict(pairs)

    def _numbers(self, tree: Tree, inner: Any, depth: int) -> list[Any]:
        array = self.arrays.read(inner)
        if array.ndim < 1 or array.dtype.str not in ("<f8", "<i8"):
            raise EvidenceError("A list of numbers is not one.")
        if array.ndim > 1 and not array.size:
            raise EvidenceError("A list of lists of numbers has none.")
        if array.size > self.limits.numbers:
            raise EvidenceError(f"A list has over {self.limits.numbers} numbers.")
        # A number of Python takes 32 bytes and its place in the list, a list about 64.
        lists = sum(math.prod(array.shape[:axis]) for axis in range(1, array.ndim))
        self.arrays.count(4 * array.nbytes + 64 * lists)
        numbers: list[Any] = array.tolist()
        return numbers

    def _array(self, tree: Tree, inner: Any, depth: int) -> np.ndarray[Any, Any]:
        return self.arrays.read(inner)

    def _unsupported(self, tree: Tree, name: Any, depth: int) -> Unsupported:
        return Unsupported(self._text(name, 400), self._text(tree.get("reason", ""), 400))

    by_tag: ClassVar[Mapping[str, Method]] = {
        "$int": _int,
        "$float": _float,
        "$tuple": _tuple,
        "$set": _set,
        "$dict": _dict,
        "$numbers": _numbers,
        "$array": _array,
        "$unsupported": _unsupported,
    }


_SECOND_KEYS = {"$function": frozenset({"name"}), "$unsupported": frozenset({"reason"})}
