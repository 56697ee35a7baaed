"""Keeps byte strings under keys in a folder, within a size, and checks what it gives back.

Written for the results of runs. diskcache, the usual library for this, pickles what it keeps;
what is needed here is little more than files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

DEFAULT_LIMIT_MB = 10_000
KEY = re.compile(r"[0-9a-f]{64}")
_SUFFIX, _NOTE = ".entry", ".note"
_DIGEST_BYTES = 32
_FULL = 0.9  # after making room, so much of the limit is in use: it is not made at every write
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class StoreState:
    """What a store holds and how it has served.

    Attributes:
        entries: number of entries.
        megabytes: their size, in MB (1,000,000 bytes).
        limit_mb: the size at which the entries used longest ago are removed, in MB.
        hits: how often an entry was found, since the store was last cleared.
        misses: how often none was found.
        damaged: how often an entry was damaged, and removed.
    """

    entries: int
    megabytes: float
    limit_mb: float
    hits: int
    misses: int
    damaged: int


@dataclass
class _Counts:
    hits: int = 0
    misses: int = 0
    damaged: int = 0


class Store:
    """A folder of entries; several threads and processes may use it at once.

    An entry's file begins with the SHA-256 of the rest. One that does not match is removed.
    Whatever goes wrong with the files counts as "not there": a store costs no one a result.
    An entry may have a note, which goes when the entry goes.

    Args:
        folder: made when something is put; private to the user.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._counts = _Counts()
        self._lock = threading.Lock()
        self._size: int | None = None  # bytes of all entries; counted at the first `put`

    @property
    def limit_mb(self) -> float:
        """The size limit, in MB."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            return float((self.folder / "limit-mb").read_text(encoding="ascii"))
        return DEFAULT_LIMIT_MB

    @limit_mb.setter
    def limit_mb(self, megabytes: float) -> None:
        self._make_folder()
        (self.folder / "limit-mb").write_text(f"{megabytes:g}\n", encoding="ascii")
        self._make_room()

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None when there is nothing, or it is damaged."""
        path = self._path(key)
        if not path.exists():
            self._count("misses")
            return None
        data = self.peek(key)
        if data is None:
            self.remove(key)
            self._count("damaged")
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used last
        self._count("hits")
        return data

    def has(self, key: str) -> bool:
        """Whether there is something under a key, damaged or not; it does not count as a use."""
        return self._path(key).exists()

    def peek(self, key: str) -> bytes | None:
        """The same, but it does not count as a use, and nothing is removed."""
        return _content(self._path(key))

    def note(self, key: str) -> bytes | None:
        """The note of an entry; None when there is none, or it is damaged."""
        return _content(self._path(key).with_suffix(_NOTE))

    def put(self, key: str, data: bytes) -> bool:
        """Keep data under a key, without a note yet; whether that was possible."""
        path = self._path(key)
        try:
            path.with_suffix(_NOTE).unlink(missing_ok=True)  # it is about what is replaced
        except OSError:
            return False
        return self._put(path, data)

    def put_note(self, key: str, data: bytes) -> bool:
        """Keep a note with an entry, in place of an earlier one; whether that was possible."""
        path = self._path(key)
        return path.exists() and self._put(path.with_suffix(_NOTE), data)

    def _put(self, path: Path, data: bytes) -> bool:
        part = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            self._make_folder()
            path.parent.mkdir(exist_ok=True)
            try:
                with part.open("wb") as file:
                    file.write(hashlib.sha256(data).digest())
                    file.write(data)  # it may be large: no second copy of it
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
        except OSError:
            return False
        with self._lock:
            if self._size is not None:
                self._size += len(data) + _DIGEST_BYTES
        self._make_room()
        return True

    def remove(self, key: str) -> None:
        """Remove what is under a key."""
        _remove(self._path(key))

    def clear(self) -> None:
        """Remove all entries and forget the counts; the limit stays."""
        for _, _, path in self._entries():
            _remove(path)
        self._counts, self._size = _Counts(), 0
        with contextlib.suppress(OSError):
            (self.folder / "counts.json").unlink(missing_ok=True)

    def state(self) -> StoreState:
        """What is there now."""
        sizes = [size for _, size, _ in self._entries()]
        counts = asdict(self._all_counts())
        return StoreState(len(sizes), sum(sizes) / _MEGABYTE, self.limit_mb, **counts)

    def save_counts(self) -> None:
        """Add what this object counted to the store's counts."""
        if self._counts == _Counts() or not self.folder.is_dir():
            return
        part = self.folder / f".{secrets.token_hex(8)}.part"
        with contextlib.suppress(OSError):
            part.write_text(json.dumps(asdict(self._all_counts())), encoding="ascii")
            part.replace(self.folder / "counts.json")
            self._counts = _Counts()

    def _all_counts(self) -> _Counts:
        before = _Counts()
        with contextlib.suppress(OSError, ValueError, TypeError):
            before = _Counts(**json.loads((self.folder / "counts.json").read_text("ascii")))
        now = asdict(self._counts)
        return _Counts(**{name: number + now[name] for name, number in asdict(before).items()})

    def _count(self, what: str) -> None:
        with self._lock:
            setattr(self._counts, what, getattr(self._counts, what) + 1)

    def _path(self, key: str) -> Path:
        if KEY.fullmatch(key) is None:
            raise ValueError(f"no key: {key!r}")
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _entries(self) -> list[tuple[float, int, Path]]:
        """Time of last use, bytes with its note, and path of each entry."""
        found = []
        for path in self.folder.glob(f"??/*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                state, size = path.stat(), 0
                with contextlib.suppress(OSError):
                    size = path.with_suffix(_NOTE).stat().st_size
                found.append((state.st_mtime, state.st_size + size, path))
        return found

    def _make_room(self) -> None:
        """Remove entries used longest ago, where all together are over the limit."""
        with self._lock:
            limit = self.limit_mb * _MEGABYTE
            if self._size is None:
                self._size = sum(size for _, size, _ in self._entries())
            if self._size <= limit:
                return
            entries = sorted(self._entries())
            size = sum(one for _, one, _ in entries)
            for _, one, path in entries:
                if size <= _FULL * limit:
                    break
                if _remove(path):
                    size -= one
            self._size = size


def _content(path: Path) -> bytes | None:
    """What a file holds behind its digest; None when there is none, or it does not fit."""
    try:
        with path.open("rb") as file:
            digest, data = file.read(_DIGEST_BYTES), file.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).digest() == digest else None


def _remove(path: Path) -> bool:
    """Remove an entry, and its note; whether the entry is gone."""
    with contextlib.suppress(OSError):
        path.with_suffix(_NOTE).unlink(missing_ok=True)
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
