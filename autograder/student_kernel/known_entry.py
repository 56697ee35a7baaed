"""What a call of Keras left, as a file that only those can read who could make the same call.

An entry lies where students' code can read it, and it holds the weights of a trained network, or
what one says about digits. So its name and the key to its text are both made from the call's own
key: who does not know every part of the call (layers, first weights, data, settings, random
numbers) finds nothing and reads nothing, and who knows them all could as well make it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.student_kernel.moved_clocks import MovedClocks

NAME = re.compile(r"[0-9a-f]{64}")
MOST_BYTES = 128_000_000  # of one entry
_LENGTH_BYTES = 4


@dataclass(frozen=True)
class Entry:
    """What a call left.

    Attributes:
        facts: JSON values; what they are is the matter of who writes and reads them.
        arrays: in an order that is theirs, too.
        seconds: that the call took, on the clock.
    """

    facts: dict[str, Any]
    arrays: Sequence[np.ndarray]
    seconds: float


@dataclass(frozen=True)
class KnownCalls:
    """Where entries are found, and where they are written.

    Attributes:
        known: folder to look into; None where nothing is known.
        new: folder to write to; None where nothing is to be learned.
        clocks: are put forward by what a call took that was not made.
    """

    known: Path | None
    new: Path | None
    clocks: MovedClocks

    def find(self, key: bytes) -> Entry | None:
        """The entry with this key; None when there is none, or it is damaged."""
        return None if self.known is None else read_entry(self.known, key)

    def keep(self, key: bytes, entry: Entry) -> None:
        """Write an entry where one is to be learned; where it can't be, it is not."""
        if self.new is not None:
            with contextlib.suppress(OSError):
                write_entry(self.new, key, entry)


def entry_name(key: bytes) -> str:
    """The name of the file of an entry."""
    return hashlib.sha256(b"name" + key).hexdigest()


def write_entry(folder: Path, key: bytes, entry: Entry) -> bool:
    """Write an entry; whether it was small enough.

    Raises:
        OSError: it can't be written.
    """
    arrays = entry.arrays
    if sum(array.nbytes for array in arrays) > MOST_BYTES:
        return False
    kinds = [[array.dtype.str, list(array.shape)] for array in arrays]
    head = json.dumps({"facts": entry.facts, "seconds": entry.seconds, "arrays": kinds}).encode()
    parts = [len(head).to_bytes(_LENGTH_BYTES, "big"), head, *(one.tobytes() for one in arrays)]
    part = folder / f"{os.getpid()}.part"
    part.write_bytes(_hidden(b"".join(parts), key))
    part.replace(folder / entry_name(key))
    return True


def read_entry(folder: Path, key: bytes) -> Entry | None:
    """The entry with this key; None when there is none, or it is damaged."""
    try:
        text = _shown((folder / entry_name(key)).read_bytes(), key)
        size = int.from_bytes(text[:_LENGTH_BYTES], "big") + _LENGTH_BYTES
        head = json.loads(text[_LENGTH_BYTES:size])
        arrays, begin = [], size
        for kind, shape in head["arrays"]:
            count = int(np.prod(shape, dtype=np.int64))
            arrays.append(np.frombuffer(text, kind, count, begin).reshape(shape))
            begin += arrays[-1].nbytes
        return Entry(head["facts"], arrays, head["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _hidden(text: bytes, key: bytes) -> bytes:
    return hashlib.sha256(key + text).digest() + _masked(text, key)


def _shown(data: bytes, key: bytes) -> bytes:
    digest, text = data[:32], _masked(data[32:], key)
    if hashlib.sha256(key + text).digest() != digest:
        raise ValueError("damaged")
    return text


def _masked(text: bytes, key: bytes) -> bytes:
    """Its bits turned over by a stream that SHAKE-256 makes of the key: one text for each key."""
    stream = np.frombuffer(hashlib.shake_256(b"text" + key).digest(len(text)), np.uint8)
    return (np.frombuffer(text, np.uint8) ^ stream).tobytes()
