"""Whole namespaces and whole calls as trees."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Mapping
from typing import Any

from autograder.evidence.blobs import BlobWriter
from autograder.evidence.encode import Encoder, Tree
from autograder.evidence.holder import Holder
from autograder.evidence.limits import DEFAULT_LIMITS, Limits
from autograder.evidence.reasons import reason_of, unsupported

IPYTHON_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython"})


def encode_namespace(
    namespace: Mapping[str, Any],
    blobs: BlobWriter,
    holder: Holder | None,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, Tree]:
    """The trees of a kernel's user namespace, by name.

    Left out: names that start with an underscore, and IPython's own. A name whose tree
    is over `value_bytes`, or finds no room in what is left of `position_bytes`, is there as
    unsupported.
    """
    encoder = Encoder(blobs, holder, limits)
    trees: dict[str, Tree] = {}
    room = limits.position_bytes - 1024
    for name, value in list(namespace.items()):
        if type(name) is not str or name.startswith("_") or _is_of_ipython(name, value):
            continue
        tree = encoder.encode(value)
        size = _json_size(tree)
        if size > min(limits.value_bytes, room):
            tree = unsupported(value, f"its description has {size} bytes")
            size = _json_size(tree)
        size += len(name) * 6 + 8
        if size <= room:
            trees[name] = tree
            room -= size
    return trees


def encode_call(
    args: Iterable[Any],
    kwargs: Mapping[str, Any],
    blobs: BlobWriter,
    holder: Holder | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Tree:
    """The tree of a call's arguments, for `decode_call`; arrays cross whole.

    Raises:
        TypeError: an argument can't cross.
    """
    encoder = Encoder(blobs, holder, limits, limits.array_bytes)
    try:
        return encoder.tree({"args": list(args), "kwargs": dict(kwargs)}, 0)
    except Exception as error:
        raise TypeError(f"An argument can't cross: {reason_of(error)}.") from error


def encode_result(
    value: Any, blobs: BlobWriter, holder: Holder | None, limits: Limits = DEFAULT_LIMITS
) -> Tree:
    """The tree of what a student's function returned; arrays cross whole."""
    return Encoder(blobs, holder, limits, limits.array_bytes).encode(value)


def _json_size(tree: Tree) -> int:
    return len(json.dumps(tree, separators=(",", ":")))


def _is_of_ipython(name: str, value: Any) -> bool:
    if name == "open":
        return isinstance(value, types.FunctionType | types.BuiltinFunctionType)
    return name in IPYTHON_NAMES
