"""Random damage to bytes and to trees of plain values, each a pure function of a Random."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np

Tree = Any
Change = Callable[[random.Random, Tree], Tree]

NUMBERS: tuple[Any, ...] = (
    *(0, 1, -1, 2, 3, 7, 28, 63, 64, 65, 255, 512, 4096, 8192, 8193, 100_000, 10**6, 10**9),
    *(2**31 - 1, 2**31, 2**40, 2**53, 2**62, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64),
    *(10**30, 10**400, -(10**400), 10**4000),
    *(0.0, -0.0, 0.5, 1.0, -1.5, 5e-324, 1e-300, 1e38, 1e300, 1e308, -1e308),
    *(math.nan, math.inf, -math.inf),
)
TEXTS = (
    *(
        "",
        "x",
        "0",
        "nan",
        "-inf",
        "0x1",
        "-0xff",
        "h1",
        "h-1",
        "a/b",
        "a\nb",
        "a\x00b",
        "\x1b[31m",
    ),
    *("\ud800", "x\udfff", "日本語", "é" * 50, "\u202eabc", "\u2028", "😀", " ", "None", "$x$"),
    *("../../etc/passwd", "/etc/passwd", "/dev/zero", "__class__", "os.system", "builtins"),
    *("$" + "\\frac{1}{" * 60 + "2" + "}" * 60 + "$", "$\\sqrt" * 100 + "$", "x" * 300, "y" * 3000),
    *("Lambda", "Dense", "InputLayer", "Sequential", "softmax", "float32", "float16", "int8"),
    *("bool", "object", "same", "valid", "causal", "channels_first", "functional", "sequential"),
    *("|O", "|b1", "<f8", "<f2", "<i8", "<U3", "<U9999", ">f8", "|V8", "<c16", "<M8[s]", "|S3"),
    *("0" * 64, "f" * 64, "AAAA", "AAAAAAAAAAA=", "*", "log", "symlog", "logit", "asinh"),
    *("keras", "keras.layers", "keras.src.ops.numpy", "numpy", "numpy.random", "tensorflow"),
    *("points", "segments", "areas", "mesh", "polygon", "rectangle", "BarContainer"),
)
NAMES = (
    *("$int", "$float", "$tuple", "$set", "$dict", "$numbers", "$array", "$large", "$objects"),
    *("$model", "$figure", "$axes", "$history", "$function", "$handle", "$module", "$class"),
    *(
        "$unsupported",
        "$list",
        "blob",
        "dtype",
        "shape",
        "data",
        "name",
        "reason",
        "class",
        "model",
    ),
    *("config", "weights", "nodes", "layers", "inputs", "outputs", "kind", "units", "activation"),
    *("args", "kwargs", "tensor", "constant", "training", "version", "position", "names", ""),
)
_DTYPES = ("b1", "i1", "u1", "i8", "u8", "f2", "f4", "f8", "U3", "O", "c16", "M8[s]")


def odd_array(chance: random.Random) -> np.ndarray[Any, Any]:
    """A small array of any dtype and shape."""
    shape = tuple(chance.choice((0, 1, 1, 2, 3, 5, 9)) for _ in range(chance.randrange(5)))
    array = np.zeros(shape, chance.choice(_DTYPES))
    if array.dtype.kind == "f" and array.size:
        array.flat[0] = chance.choice((math.nan, math.inf, -math.inf, 1.0, -0.0))
    return array


def odd_value(chance: random.Random) -> Tree:
    """A value that a reader may not have thought of."""
    return chance.choice(_ODD)(chance)


def nested(chance: random.Random, depth: int) -> Tree:
    """A value inside of that many containers."""
    tree: Tree = chance.choice(NUMBERS[:8])
    tag = chance.choice((None, "$tuple", "$set", "$dict", "$objects", "x"))
    for _ in range(depth):
        tree = [tree] if tag is None else {tag: [tree]}
    return tree


_ODD: tuple[Callable[[random.Random], Tree], ...] = (
    *[lambda chance: chance.choice(NUMBERS)] * 3,
    *[lambda chance: chance.choice(TEXTS)] * 3,
    lambda chance: chance.choice((None, True, False, [], {}, [[]], [None], {"a": 1})),
    lambda chance: {chance.choice(NAMES): odd_value(chance)},
    lambda chance: [odd_value(chance) for _ in range(chance.randrange(4))],
    lambda chance: nested(chance, chance.choice((3, 30, 90, 120))),
    lambda chance: [chance.choice(NUMBERS[:20])] * chance.choice((1, 2, 8, 100, 1500)),
    odd_array,
)


def _replaced(chance: random.Random, tree: Tree) -> Tree:
    return odd_value(chance)


def _as_another_type(chance: random.Random, tree: Tree) -> Tree:
    if isinstance(tree, bool) or tree is None:
        return chance.choice((0, 1, "true", not tree))
    if isinstance(tree, int | float):
        return chance.choice((str(tree)[:40], [tree], {"$int": "0x1"}, bool(tree)))
    if isinstance(tree, str):
        return chance.choice((len(tree), [tree], list(tree[:20]), tree.upper(), tree + "\x00"))
    if isinstance(tree, dict):
        return chance.choice((list(tree.items())[:9], list(tree), list(tree.values())))
    return chance.choice((None, {"$tuple": tree}, {"0": tree}, "[]"))


def _scaled(chance: random.Random, tree: Tree) -> Tree:
    if isinstance(tree, bool):
        return not tree
    if isinstance(tree, np.ndarray):
        return tree * chance.choice((-1, 0, 2)) if tree.dtype.kind in "fi" else tree.ravel()[1:]
    if not isinstance(tree, int | float) or not -math.inf < tree < math.inf:
        return _as_another_type(chance, tree)
    factor = chance.choice((-1, -1, 1, 1, 2, 3, 10, 64, 1000, 10**6))
    return tree * factor + chance.choice((0, 0, 1, -1))


def _repeated(chance: random.Random, tree: Tree) -> Tree:
    if isinstance(tree, list) and tree:
        times = chance.choice((2, 3, 10, 100)) if len(tree) < 20 else 2
        return tree * times
    if isinstance(tree, str):
        return tree * chance.choice((2, 40))
    return [tree] * chance.choice((1, 2, 50))


def _shuffled(chance: random.Random, tree: Tree) -> Tree:
    if isinstance(tree, list):
        return chance.sample(tree, chance.randint(0, len(tree)))
    if isinstance(tree, dict) and tree:
        values = list(tree.values())
        chance.shuffle(values)
        return dict(zip(tree, values, strict=True))
    return _as_another_type(chance, tree)


def _with_other_names(chance: random.Random, tree: Tree) -> Tree:
    if not isinstance(tree, dict) or not tree:
        return _as_another_type(chance, tree)
    name, change = chance.choice(list(tree)), chance.randrange(3)
    if change == 0:
        return {**tree, chance.choice(NAMES): odd_value(chance)}
    rest = {other: value for other, value in tree.items() if other != name}
    return rest if change == 1 else {**rest, chance.choice(NAMES): tree[name]}


_CHANGES: tuple[Change, ...] = (
    *(_replaced, _replaced, _as_another_type, _scaled, _scaled, _repeated, _shuffled),
    _with_other_names,
)
_GENTLE: tuple[Change, ...] = (_scaled, _scaled, _scaled, _repeated, _shuffled, _replaced)


def damaged(chance: random.Random, tree: Tree, donor: Tree = None) -> Tree:
    """The tree with some places changed; the tree itself stays as it is.

    Args:
        chance: decides.
        tree: lists, dicts and plain values.
        donor: another tree, parts of which may be put in.
    """
    gentle = chance.random() < 0.5
    for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 2, 3, 5))):
        depth = 30 if gentle else chance.choice((2, 4, 8, 16))
        tree = _damaged_once(chance, tree, donor, depth, gentle)
    return tree


def _damaged_once(chance: random.Random, tree: Tree, donor: Tree, left: int, gentle: bool) -> Tree:
    """One place changed, not deeper than `left`; a gentle change leaves the form as it is."""
    here = left <= 0 or (not gentle and chance.random() < 0.08)
    if here or not isinstance(tree, dict | list) or not tree:
        if donor is not None and chance.random() < 0.2:
            return _some_part(chance, donor)
        return chance.choice(_GENTLE if gentle else _CHANGES)(chance, tree)
    if isinstance(tree, dict):
        name = chance.choice(list(tree))
        return {**tree, name: _damaged_once(chance, tree[name], donor, left - 1, gentle)}
    place = chance.randrange(len(tree))
    changed = _damaged_once(chance, tree[place], donor, left - 1, gentle)
    return [*tree[:place], changed, *tree[place + 1 :]]


def _some_part(chance: random.Random, tree: Tree) -> Tree:
    while isinstance(tree, dict | list) and tree and chance.random() < 0.8:
        tree = chance.choice(list(tree.values()) if isinstance(tree, dict) else tree)
    return tree


_PIECES = (
    *(b"", b"\x00", b"\xff", b"{", b"}", b"[", b"]", b'"', b",", b":", b"NaN", b"1e999", b"-"),
    *(b'"a":1,"a":2', b"[" * 3000, b"9" * 5000, b"\\ud800", b"\\u0000", b"\xed\xa0\x80"),
    *(b"PK\x03\x04", b"\x80\x04\x95", b"\x93NUMPY\x01\x00", b"\x93NUMPY\x02\x00", b"|O", b"(-1,"),
    *(b"99999999999", b"'descr': '|O'", b"True", b"\n", b" " * 64),
)


def damaged_bytes(chance: random.Random, content: bytes) -> bytes:
    """The content with some bits flipped, cut, doubled or replaced."""
    data = bytearray(content)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        place = chance.randrange(len(data) + 1)
        change = chance.randrange(6)
        if change == 0 and place < len(data):
            data[place] ^= 1 << chance.randrange(8)
        elif change == 1:
            del data[place:]
        elif change == 2:
            del data[place : place + chance.choice((1, 2, 8, 64))]
        elif change == 3:
            data[place:place] = data[max(0, place - chance.choice((1, 8, 200))) : place]
        elif change == 4:
            data[place:place] = chance.choice(_PIECES)
        else:
            piece = chance.choice(_PIECES)
            data[place : place + len(piece)] = piece
    return bytes(data)
