"""The evidence of one submission: a folder of blobs and one file for each position.

A position is the place of a test cell in the notebook, counted from 0; its file holds the
names that existed there and their trees.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.errors import EvidenceError
from autograder.evidence.blobs import BLOB_NAME, BlobReader
from autograder.evidence.limits import DEFAULT_LIMITS, Limits
from autograder.evidence.regular_files import opened_folder, read_regular, write_atomically
from autograder.evidence.strict_json import parse_json

VERSION = 1
POSITION_NAME = re.compile(r"position-(0|[1-9][0-9]{0,3})\.json")


def write_bundle(folder: Path, position: int, trees: Mapping[str, Any]) -> Path:
    """Write the file of a position, replacing an earlier one; its path.

    Args:
        folder: where the blobs are.
        position: 0 to 9999.
        trees: name -> tree, from `encode_namespace`.

    Raises:
        ValueError: the position is out of range, or a tree is no JSON.
    """
    name = f"position-{position}.json"
    if POSITION_NAME.fullmatch(name) is None:
        raise ValueError(f"no position: {position}")
    document = {"version": VERSION, "position": position, "names": dict(trees)}
    content = json.dumps(document, allow_nan=False, separators=(",", ":")).encode()
    write_atomically(Path(folder), name, content)
    return Path(folder) / name


class Bundle:
    """Reads a folder of evidence that may hold anything.

    Args:
        folder: as `seal` left it, or as the student's process wrote it.
        limits: bounds.
    """

    def __init__(self, folder: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.folder = Path(folder)
        self.limits = limits
        self.blobs = BlobReader(self.folder, limits)

    def positions(self) -> list[int]:
        """The positions that there are files for, ascending.

        Raises:
            EvidenceError: the folder can't be read or holds too many files.
        """
        with opened_folder(self.folder) as folder:
            names = _names(folder, self.limits)
        matches = (POSITION_NAME.fullmatch(name) for name in names)
        return sorted(int(match.group(1)) for match in matches if match)

    def trees(self, position: int) -> dict[str, Any]:
        """Name -> tree, as they were at a position.

        Raises:
            EvidenceError: the file is missing, no regular file, too large or malformed.
        """
        name = f"position-{position}.json"
        if POSITION_NAME.fullmatch(name) is None:
            raise EvidenceError(f"There is no position {position}.")
        with opened_folder(self.folder) as folder:
            content = read_regular(folder, name, self.limits.position_bytes + 1024)
        document = parse_json(content)
        if type(document) is not dict or set(document) != {"version", "position", "names"}:
            raise EvidenceError(f"{name} is malformed.")
        if document["version"] != VERSION or document["position"] != position:
            raise EvidenceError(f"{name} is of another version or position.")
        names = document["names"]
        if type(names) is not dict:
            raise EvidenceError(f"{name} is malformed.")
        return names


def seal(source: Path | int, target: Path, limits: Limits = DEFAULT_LIMITS) -> Bundle:
    """Copy evidence out of the folder that the student's process can write to.

    Regular files with names of ours are copied, all else is left. After that, nothing
    that the student's process still does changes what the judge sees.

    Args:
        source: folder that the student's process wrote to, by path or descriptor.
        target: private folder, made if missing; files already there stay.

    Raises:
        EvidenceError: the source can't be read, holds too many files, or a file or all of
            them together are too large.
    """
    target = Path(target)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    total = 0
    with opened_folder(source) as folder:
        for name in _names(folder, limits):
            limit = _size_limit(name, limits)
            if limit is None or (BLOB_NAME.fullmatch(name) and (target / name).exists()):
                continue
            content = read_regular(folder, name, limit)
            total += len(content)
            if total > limits.total_bytes:
                raise EvidenceError(f"The evidence has over {limits.total_bytes} bytes.")
            write_atomically(target, name, content)
    return Bundle(target, limits)


def _names(folder: int, limits: Limits) -> list[str]:
    names: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            names.append(entry.name)
            if len(names) > 2 * limits.files:
                raise EvidenceError(f"The evidence has over {2 * limits.files} files.")
    return sorted(names)


def _size_limit(name: str, limits: Limits) -> int | None:
    if POSITION_NAME.fullmatch(name):
        return limits.position_bytes + 1024
    if BLOB_NAME.fullmatch(name):
        return limits.array_bytes + 1024 if name.endswith(".npy") else limits.payload_bytes
    return None
