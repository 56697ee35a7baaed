"""Reads notebooks out of archives that students made.

Nothing is unpacked to a place or under a name that an archive asks for: notebooks are copied,
one by one and within limits, into a folder of ours, and everything else stays where it is.
"""

from __future__ import annotations

import gzip
import os
import re
import stat
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from autograder.errors import SubmissionError
from autograder.intake.folders import MAX_NOTEBOOK_BYTES

NOTEBOOK = ".ipynb"
ZIP_ENDINGS, TAR_ENDINGS = (".zip",), (".tar", ".tar.gz", ".tgz")
MAX_DEPTH = 2  # archives within the archive that was handed in
MAX_NAME = 255  # characters of one part of a name
MAX_NESTED_BYTES = 200_000_000
MAX_ZIP_LIST = 4_000_000  # bytes of a zip file's table of contents
_CHUNK = 1 << 20
# Written beside the real files by Jupyter and macOS.
_IGNORED_FOLDERS = {".ipynb_checkpoints", "__MACOSX"}
_UNSAFE_PART = re.compile(r"[\\\x00-\x1f\x7f]|^\.\.$|^[A-Za-z]:")
# Other methods ask for as much memory as the archive says.
_ZIP_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

Trail = tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A notebook that has been copied out.

    Attributes:
        trail: its names from the outside in: file, folders, archives within, notebook.
        copy: where its content lies now.
    """

    trail: Trail
    copy: Path


@dataclass(frozen=True)
class Refused:
    """Something that was not taken, and why, in one sentence for people."""

    trail: Trail
    reason: str

    @property
    def source(self) -> str:
        """The place, safe to print on a terminal: it may hold any characters."""
        return place_name(self.trail)


@dataclass
class Budget:
    """What reading one student's archive may cost.

    Attributes:
        members: entries that may be looked at.
        content: bytes that may be decompressed.
        within: that of the archive around it, which is charged too.
    """

    members: int = 2_000
    content: int = 300_000_000
    within: Budget | None = None

    def count_member(self) -> None:
        """Take one entry off.

        Raises:
            SubmissionError: there were too many.
        """
        self.members -= 1
        if self.members < 0:
            raise SubmissionError("too_many_files", "It holds too many files.")
        if self.within is not None:
            self.within.count_member()

    def count_content(self, size: int) -> None:
        """Take bytes off.

        Raises:
            SubmissionError: there were too many.
        """
        self.content -= size
        if self.content < 0:
            raise SubmissionError("too_large", "It unpacks to too many bytes.")
        if self.within is not None:
            self.within.count_content(size)


class ClassBudget(Budget):
    """What reading a whole class's download may cost: each archive in it has a budget of its own.

    So one student's archive can't use up what the others need.
    """

    def __init__(self) -> None:
        super().__init__(members=50_000, content=10**15)


@dataclass
class Reader:
    """Reads downloads; `found` and `refused` fill up.

    Attributes:
        copies: folder of ours that notebooks are copied into.
    """

    copies: Path
    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def read(self, path: Path, trail: Trail, budget: Budget) -> None:
        """Take the notebooks of a file: itself, or those in it if it is an archive."""
        try:
            with _opened(path) as file:
                self._take(file, trail, budget, 0)
        except SubmissionError as error:
            self.refused.append(Refused(trail, error.problem))

    def _take(self, file: IO[bytes], trail: Trail, budget: Budget, depth: int) -> None:
        name = trail[-1].lower()
        if name.endswith(NOTEBOOK):
            self.found.append(Found(trail, self._copied(file, budget)))
        elif name.endswith(ZIP_ENDINGS + TAR_ENDINGS):
            self._archive(file, trail, budget, depth)
        elif depth == 0:
            self.refused.append(Refused(trail, "It is neither a notebook nor a zip or tar file."))

    def _archive(self, file: IO[bytes], trail: Trail, budget: Budget, depth: int) -> None:
        """All notebooks of an archive, or none if it can't be read to its end."""
        before = len(self.found)
        reason = "" if depth <= MAX_DEPTH else "It is an archive in an archive in an archive."
        try:
            if not reason and trail[-1].lower().endswith(ZIP_ENDINGS):
                self._zip(file, trail, budget, depth)
            elif not reason:
                self._tar(file, trail, budget, depth)
        except SubmissionError as error:
            reason = error.problem
        except Exception as error:  # what parsers raise on malformed archives is open-ended
            reason = f"It can't be read as an archive ({type(error).__name__})."
        if reason:
            del self.found[before:]
            self.refused.append(Refused(trail, reason))

    def _zip(self, file: IO[bytes], trail: Trail, budget: Budget, depth: int) -> None:
        _check_zip_list(file)
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                budget.count_member()
                inner = self._inner_trail(trail, info.filename)
                if info.is_dir() or inner is None:
                    continue
                mode = stat.S_IFMT(info.external_attr >> 16)
                if mode not in (0, stat.S_IFREG):
                    self.refused.append(Refused(inner, "It is a link or no file; left out."))
                elif info.flag_bits & 1 or info.compress_type not in _ZIP_METHODS:
                    self.refused.append(Refused(inner, "It is encrypted or packed unusually."))
                else:
                    with archive.open(info) as member:
                        self._member(member, inner, budget, depth)

    def _tar(self, file: IO[bytes], trail: Trail, budget: Budget, depth: int) -> None:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        unpacked = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file
        counted = cast(IO[bytes], _Counted(unpacked, budget))
        with tarfile.open(fileobj=counted, mode="r|") as archive:
            for info in archive:
                budget.count_member()
                inner = self._inner_trail(trail, info.name)
                if info.isdir() or inner is None:
                    continue
                # A hard link's name would be read as another member's content.
                member = archive.extractfile(info) if info.isreg() else None
                if member is None or info.issparse():
                    self.refused.append(Refused(inner, "It is a link or no file; left out."))
                else:
                    self._member(member, inner, budget, depth)

    def _member(self, member: IO[bytes], trail: Trail, budget: Budget, depth: int) -> None:
        if not trail[-1].lower().endswith((NOTEBOOK, *ZIP_ENDINGS, *TAR_ENDINGS)):
            return
        if trail[-1].lower().endswith(NOTEBOOK):
            self._take(member, trail, budget, depth + 1)
            return
        with tempfile.TemporaryFile(dir=self.copies) as nested:
            _copy(member, nested, MAX_NESTED_BYTES, budget)
            nested.seek(0)
            own = Budget(within=None if isinstance(budget, ClassBudget) else budget)
            self._take(nested, trail, own, depth + 1)

    def _copied(self, file: IO[bytes], budget: Budget) -> Path:
        copy = self.copies / f"{len(self.found)}{NOTEBOOK}"
        with copy.open("wb") as target:
            _copy(file, target, MAX_NOTEBOOK_BYTES, budget)
        return copy

    def _inner_trail(self, trail: Trail, name: str) -> Trail | None:
        """The trail of a member; None for one to leave out, which is reported if it is odd."""
        parts = tuple(part for part in name.split("/") if part not in ("", "."))
        unsafe = any(_UNSAFE_PART.search(part) or len(part) > MAX_NAME for part in parts)
        if name.startswith("/") or unsafe:
            reason = "Its name leads out of the archive, or is no name of a file; left out."
            self.refused.append(Refused((*trail, name[:MAX_NAME]), reason))
            return None
        if not parts or _IGNORED_FOLDERS.intersection(parts) or parts[-1].startswith("._"):
            return None
        return (*trail, *parts)


class _Counted:
    """A file whose bytes count; tarfile reads headers of any size at once."""

    def __init__(self, file: IO[bytes], budget: Budget) -> None:
        self._file, self._budget = file, budget

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, counted before they are given out."""
        content = self._file.read(size if 0 <= size <= _CHUNK else _CHUNK)
        self._budget.count_content(len(content))
        return content


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file of the instructor's folder, no link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise SubmissionError(
            "unreadable_file", f"It is a link or can't be opened: {error.strerror}."
        ) from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SubmissionError("not_a_file", "It is not a file.")
        yield file


def _copy(source: IO[bytes], target: IO[bytes], most: int, budget: Budget) -> None:
    left = most
    while part := source.read(_CHUNK):
        left -= len(part)
        budget.count_content(len(part))
        if left < 0:
            raise SubmissionError("too_large", f"A file in it has over {most / 1e6:.0f} MB.")
        target.write(part)


def _check_zip_list(file: IO[bytes]) -> None:
    """Refuse a table of contents that would not fit into memory before it is read."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - 65_557)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(tail):
        raise SubmissionError("unreadable_archive", "It is not a zip file, or cut off.")
    # The 64-bit form has a table of its own, whose place this record does not tell.
    is_64_bit = tail[max(0, end - 20) : end].startswith(b"PK\x06\x07")
    (list_size,) = struct.unpack_from("<I", tail, end + 12)
    if is_64_bit or list_size > MAX_ZIP_LIST:
        raise SubmissionError("too_many_files", "It lists too many files; unpack it by hand.")


def place_name(trail: Trail) -> str:
    """A trail as text without control characters or marks that reorder letters."""
    text = " > ".join(trail)
    return "".join(char if char.isprintable() else "?" for char in text)
