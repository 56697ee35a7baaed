"""Content-addressed files: `<sha256>.npy` for arrays, `<sha256>.json` for descriptions.

A name says what its content must be, so that a file can't be swapped for another, equal
content is stored once, and every reader can check what it got.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from autograder.errors import EvidenceError
from autograder.evidence.arrays import npy_bytes, parse_npy
from autograder.evidence.limits import DEFAULT_LIMITS, Limits
from autograder.evidence.regular_files import opened_folder, read_regular, write_atomically
from autograder.evidence.strict_json import parse_json

DIGEST = re.compile(r"[0-9a-f]{64}")
BLOB_NAME = re.compile(r"[0-9a-f]{64}\.(npy|json)")


class OverTotal(Exception):
    """The next blob would exceed the total size of a submission's evidence."""


class BlobWriter:
    """Writes blobs into a folder and keeps count of their size.

    Args:
        folder: made if missing.
        limits: `total_bytes` and `files` bound what is written.
    """

    def __init__(self, folder: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.folder = Path(folder)
        self.limits = limits
        self.folder.mkdir(parents=True, exist_ok=True)
        self.bytes_written = 0  # size of all blobs of this writer
        self._names: set[str] = set()

    def write_array(self, array: np.ndarray[Any, Any]) -> str:
        """Store an array of any shape; the digest that names it.

        Raises:
            TypeError: the dtype can't cross.
            OverTotal: the total size of the evidence would be exceeded.
        """
        return self._write(npy_bytes(array), "npy")

    def write_json(self, tree: Any) -> str:
        """Store a tree of JSON values; the digest that names it.

        Raises:
            ValueError: the tree is no JSON or larger than `payload_bytes`.
            OverTotal: the total size of the evidence would be exceeded.
        """
        content = json.dumps(tree, allow_nan=False, separators=(",", ":")).encode()
        if len(content) > self.limits.payload_bytes:
            raise ValueError(f"its description has {len(content)} bytes")
        return self._write(content, "json")

    def _write(self, content: bytes, kind: str) -> str:
        digest = hashlib.sha256(content).hexdigest()
        name = f"{digest}.{kind}"
        if name in self._names:
            return digest
        if (
            self.bytes_written + len(content) > self.limits.total_bytes
            or len(self._names) >= self.limits.files
        ):
            raise OverTotal("the values of this notebook are too large together")
        if not (self.folder / name).exists():
            write_atomically(self.folder, name, content)
        self._names.add(name)
        self.bytes_written += len(content)
        return digest


class BlobReader:
    """Reads blobs from a folder that may hold anything.

    Args:
        folder: where the blobs are.
        limits: `array_bytes` and `payload_bytes` bound what is read.
    """

    def __init__(self, folder: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.folder = Path(folder)
        self.limits = limits

    def read_array(self, digest: str) -> np.ndarray[Any, Any]:
        """The array of that digest: a new, writable array.

        Raises:
            EvidenceError: missing, no regular file, over the limit, malformed, or its
                content is not what the digest says.
        """
        return parse_npy(self._read(digest, "npy", self.limits.array_bytes + 1024))

    def read_json(self, digest: str) -> Any:
        """The JSON tree of that digest.

        Raises:
            EvidenceError: as `read_array`.
        """
        return parse_json(self._read(digest, "json", self.limits.payload_bytes))

    def _read(self, digest: str, kind: str, limit: int) -> bytes:
        if DIGEST.fullmatch(digest) is None:
            raise EvidenceError("A blob is named by something that is no SHA-256 digest.")
        name = f"{digest}.{kind}"
        with opened_folder(self.folder) as folder:
            content = read_regular(folder, name, limit)
        if hashlib.sha256(content).hexdigest() != digest:
            raise EvidenceError(f"Evidence file {name} does not hold what its name says.")
        return content
