"""Evidence as no honest process writes it: headers, JSON, files and digests."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

from tests.fuzz.damage import damaged, odd_value
from tests.fuzz.specimens import Specimens


def as_json(tree: Any) -> bytes:
    """JSON as a lying process may write it: NaN and half characters included."""
    try:
        return json.dumps(tree, default=str, separators=(",", ":")).encode()
    except (ValueError, RecursionError):  # ints of thousands of digits, endless nesting
        return b"[" * 3000


def npy_with_header(chance: random.Random) -> bytes:
    """Bytes of a .npy file whose header may say anything."""
    dtype = chance.choice(("<f8", "|O", "|b1", "<U3", "<U99999", ">f4", "<f2", "|V8", "|u1", "x'"))
    sizes = [chance.choice((0, 1, 3, 2**31, 2**39, 2**40, 10**12, 10**30)) for _ in range(5)]
    shape = ", ".join(map(str, sizes[: chance.randrange(6)]))
    order = chance.choice(("False", "False", "True", "0", "[]"))
    comma = chance.choice((",", ""))
    header = f"{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': ({shape}{comma}), }}\n"
    length = chance.choice((len(header), len(header), len(header) + 9, 0, 65535))
    data = bytes(chance.choice((0, 1, 3, 8, 24, 64)))
    return b"\x93NUMPY\x01\x00" + length.to_bytes(2, "little") + header.encode() + data


def odd_entry(chance: random.Random, folder: Path, specimens: Specimens) -> None:
    """Put something into a folder that does not belong among evidence."""
    content = chance.choice(
        (
            b"",
            b"{}",
            b"\xff" * 40,
            chance.choice(specimens.arrays)[:3000],
            as_json(odd_value(chance)),
        )
    )
    digest = specimens.put(content, "npy") if chance.random() < 0.5 else f"{chance.random()}"
    if chance.random() < 0.5:
        (specimens.folder / f"{digest}.npy").unlink(missing_ok=True)
    trees = {"a": chance.choice(specimens.trees), "b": {"$array": {"blob": digest}}}
    document = {"version": 1, "position": 0, "names": trees}
    name = chance.choice(
        [
            *("position-0.json", "position-1.json", f"{digest}.npy", f"{digest}.json", "-rf"),
            *("é.npy", "a\nb", "position-00.json", "x" * 200, "position-9999.json", ".part-1-x"),
        ]
    )
    path, kind = folder / name, chance.randrange(12)
    if path.exists() or path.is_symlink():
        return
    if kind == 0:
        path.symlink_to(chance.choice(("/etc/passwd", "/dev/zero", ".", name, "position-0.json")))
    elif kind == 1:
        os.mkfifo(path)
    elif kind == 2:
        path.mkdir()
    elif kind == 3:
        with path.open("wb") as file:
            file.truncate(chance.choice((2**27, 2**40)))
    elif kind < 8:
        path.write_bytes(as_json(damaged(chance, document)))
    else:
        path.write_bytes(content)


def with_other_digests(chance: random.Random, tree: Any, digests: list[str]) -> Any:
    """The tree with some of its digests replaced by others."""
    if isinstance(tree, dict):
        return {
            name: chance.choice(digests)
            if isinstance(value, str) and len(value) == 64 and chance.random() < 0.5
            else with_other_digests(chance, value, digests)
            for name, value in tree.items()
        }
    if isinstance(tree, list) and len(tree) < 100:
        return [with_other_digests(chance, value, digests) for value in tree]
    return tree


def digests_in(tree: Any) -> set[str]:
    """All digests that a tree names."""
    if isinstance(tree, dict):
        return set().union(*map(digests_in, tree.values()))
    if isinstance(tree, list):
        return set().union(*map(digests_in, tree[:50]))
    return {tree} if isinstance(tree, str) and len(tree) == 64 and tree.isalnum() else set()
