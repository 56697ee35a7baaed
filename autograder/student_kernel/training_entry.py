"""What a training left, as a file that only those can read who could train the same.

An entry lies where students' code can read it, and it holds the weights of a trained network.
So its name and the key to its text are both made from the training's own key: who does not know
every part of the training (layers, first weights, data, settings, random numbers) finds nothing
and reads nothing, and who knows them all could as well train.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

NAME = re.compile(r"[0-9a-f]{64}")
MOST_BYTES = 128_000_000  # of one entry
_LENGTH_BYTES = 4


@dataclass(frozen=True)
class Training:
    """What a training left.

    Attributes:
        history: metric -> its value after each epoch.
        variables: all variables of model, optimizer and metrics, in order.
        chance: the state of random numbers, see `random_state`.
        steps: batches of an epoch.
        seconds: that it took, on the clock.
    """

    history: dict[str, list[float]]
    variables: list[np.ndarray]
    chance: dict[str, Any]
    steps: int | None
    seconds: float


def entry_name(key: bytes) -> str:
    """The name of the file of a training."""
    return hashlib.sha256(b"name" + key).hexdigest()


def write_entry(folder: Path, key: bytes, training: Training) -> bool:
    """Write a training; whether it was small enough.

    Raises:
        OSError: it can't be written.
    """
    arrays = training.variables
    if sum(array.nbytes for array in arrays) > MOST_BYTES:
        return False
    head = json.dumps(
        {
            "history": training.history,
            "chance": training.chance,
            "steps": training.steps,
            "seconds": training.seconds,
            "arrays": [[array.dtype.str, list(array.shape)] for array in arrays],
        }
    ).encode()
    parts = [len(head).to_bytes(_LENGTH_BYTES, "big"), head, *(one.tobytes() for one in arrays)]
    part = folder / f"{os.getpid()}.part"
    part.write_bytes(_hidden(b"".join(parts), key))
    part.replace(folder / entry_name(key))
    return True


def read_entry(folder: Path, key: bytes) -> Training | None:
    """The training with this key; None when there is none, or it is damaged."""
    try:
        text = _shown((folder / entry_name(key)).read_bytes(), key)
        size = int.from_bytes(text[:_LENGTH_BYTES], "big") + _LENGTH_BYTES
        head = json.loads(text[_LENGTH_BYTES:size])
        arrays, begin = [], size
        for kind, shape in head["arrays"]:
            count = int(np.prod(shape, dtype=np.int64))
            arrays.append(np.frombuffer(text, kind, count, begin).reshape(shape))
            begin += arrays[-1].nbytes
        left = (head["chance"], head["steps"], head["seconds"])
        return Training(head["history"], arrays, *left)
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
