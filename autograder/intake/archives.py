"""Reads notebooks out of archives that students made.

Nothing is unpacked to a place or under a name that an archive asks for: notebooks are copied,
one by one and within limits, into a folder of ours, and everything else stays where it is.

A class's download is read entry by entry, and an odd entry is left out. A student's own archive
is taken or refused as a whole: names that lead out of it, links, devices, encrypted entries, names
that occur twice (or differ in upper and lower case only) and damage refuse it. An archive within a
student's archive is not opened.
"""

from __future__ import annotations

import gzip
import os
import stat
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from autograder.errors import AutograderError, SubmissionError
from autograder.intake.archive_limits import Budget, check_zip_list, class_budget, objection_to
from autograder.intake.folders import MAX_NOTEBOOK_BYTES
from autograder.intake.trails import (
    NOTEBOOK,
    ZIP_ENDINGS,
    Trail,
    inner_trail,
    is_archive,
    is_ignored,
    is_notebook,
    name_key,
    place_name,
)

MAX_NESTED_BYTES = 200_000_000
_CHUNK = 1 << 20


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
class LeftOut:
    """Something that was not taken, and why, in one sentence for people.

    Attributes:
        trail: its names from the outside in.
        reason: why.
        harmless: whether nobody need look at it: a picture, an older attempt.
    """

    trail: Trail
    reason: str
    harmless: bool = False

    @property
    def source(self) -> str:
        """The place, safe to print on a terminal: it may hold any characters."""
        return place_name(self.trail)


@dataclass
class Reader:
    """Reads downloads; `found` and `left_out` fill up.

    Attributes:
        copies: folder of ours that notebooks are copied into.
    """

    copies: Path
    found: list[Found] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def read(self, path: Path, trail: Trail, *, of_class: bool) -> None:
        """Take the notebooks of a file: itself, or those in it if it is an archive.

        Args:
            path: the file.
            trail: its names.
            of_class: whether an archive is a whole class's download, and not one student's.
        """
        try:
            with _opened(path) as file:
                budget = class_budget() if of_class else Budget()
                if is_notebook(trail[-1]):
                    self.found.append(Found(trail, self._copied(file, budget)))
                elif is_archive(trail[-1]):
                    self._archive(file, trail, budget, of_class)
                else:
                    self._skip(trail)
        except SubmissionError as error:
            self.left_out.append(LeftOut(trail, error.problem))

    def _archive(self, file: IO[bytes], trail: Trail, budget: Budget, of_class: bool) -> None:
        """All notebooks of an archive, or none if it can't be read to its end."""
        before = len(self.found)
        reason = ""
        try:
            if trail[-1].lower().endswith(ZIP_ENDINGS):
                self._zip(file, trail, budget, of_class)
            else:
                self._tar(file, trail, budget, of_class)
        except Exception as error:  # what parsers raise on malformed archives is open-ended
            reason = _reason(error)
        if reason:
            del self.found[before:]
            self.left_out.append(LeftOut(trail, reason))

    def _zip(self, file: IO[bytes], trail: Trail, budget: Budget, of_class: bool) -> None:
        check_zip_list(file)
        with zipfile.ZipFile(file) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            times = Counter(name_key(info.filename, of_class) for info in members)
            for info in archive.infolist():
                budget.count_member()
                inner, reason = inner_trail(trail, info.filename)
                reason = reason or objection_to(info)
                if times[name_key(info.filename, of_class)] > 1 and not info.is_dir():
                    reason = reason or "Its name occurs twice."
                if reason:
                    self._object(inner, reason, of_class)
                elif not info.is_dir() and not is_ignored(inner, trail):
                    self._zip_member(archive, info, inner, budget, of_class)

    def _zip_member(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        inner: Trail,
        budget: Budget,
        of_class: bool,
    ) -> None:
        try:
            with archive.open(info) as member:
                self._member(member, inner, budget, of_class)
        except Exception as error:  # as above; a damaged entry does not spoil a class's download
            if not of_class:
                raise
            self.left_out.append(LeftOut(inner, _reason(error)))

    def _tar(self, file: IO[bytes], trail: Trail, budget: Budget, of_class: bool) -> None:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        unpacked = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file
        counted = cast(IO[bytes], _Counted(unpacked, budget))
        seen: set[str] = set()
        with tarfile.open(fileobj=counted, mode="r|") as archive:
            for info in archive:
                budget.count_member()
                inner, reason = inner_trail(trail, info.name)
                if info.isdir() and not reason:
                    continue
                # A hard link's name would be read as another member's content.
                member = archive.extractfile(info) if info.isreg() else None
                if member is None or info.issparse():
                    reason = reason or "It is a link or a device, and no file."
                elif name_key(info.name, of_class) in seen:
                    # The earlier one has been read already: the archive goes as a whole.
                    raise SubmissionError("doubtful_archive", f"{info.name!a} occurs twice.")
                seen.add(name_key(info.name, of_class))
                if reason:
                    self._object(inner, reason, of_class)
                elif member is not None and not is_ignored(inner, trail):
                    self._member(member, inner, budget, of_class)

    def _object(self, inner: Trail, reason: str, of_class: bool) -> None:
        """Leave out one entry of a class's download; refuse a student's archive.

        Raises:
            SubmissionError: it is a student's.
        """
        if not of_class:
            raise SubmissionError("doubtful_archive", f"{inner[-1]!a} in it: {reason}")
        self.left_out.append(LeftOut(inner, reason))

    def _member(self, member: IO[bytes], trail: Trail, budget: Budget, of_class: bool) -> None:
        if is_notebook(trail[-1]):
            self.found.append(Found(trail, self._copied(member, budget)))
        elif is_archive(trail[-1]) and of_class:
            with tempfile.TemporaryFile(dir=self.copies) as nested:
                _copy(member, nested, MAX_NESTED_BYTES, budget)
                nested.seek(0)
                self._archive(nested, trail, Budget(), False)
        elif is_archive(trail[-1]):
            reason = "It is an archive within an archive, which is not opened."
            self.left_out.append(LeftOut(trail, reason, harmless=True))
        elif of_class:  # what else a student packed together with a notebook needs no remark
            self._skip(trail)

    def _skip(self, trail: Trail) -> None:
        reason = "It is neither a notebook nor a zip or tar archive."
        self.left_out.append(LeftOut(trail, reason, harmless=True))

    def _copied(self, file: IO[bytes], budget: Budget) -> Path:
        copy = self.copies / f"{len(self.found)}{NOTEBOOK}"
        with copy.open("wb") as target:
            _copy(file, target, MAX_NOTEBOOK_BYTES, budget)
        return copy


class _Counted:
    """A file whose bytes count; tarfile reads headers of any size at once."""

    def __init__(self, file: IO[bytes], budget: Budget) -> None:
        self._file, self._budget = file, budget

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, counted before they are given out."""
        content = self._file.read(size if 0 <= size <= _CHUNK else _CHUNK)
        self._budget.count_content(len(content))
        return content


def _reason(error: Exception) -> str:
    """Why an archive or an entry was not read.

    Raises:
        AutograderError: it was not the archive's fault.
    """
    if isinstance(error, SubmissionError):
        return error.problem
    if isinstance(error, AutograderError):
        raise error
    return f"It can't be read ({type(error).__name__}): damaged, or no such archive."


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file of the instructor's folder, no link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise SubmissionError(
            "unreadable_file", f"It is a link or can't be opened: {error.strerror}."
        ) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SubmissionError("not_a_file", "It is not a file.")
    with os.fdopen(descriptor, "rb") as file:
        yield file


def _copy(source: IO[bytes], target: IO[bytes], most: int, budget: Budget) -> None:
    left = most
    while part := source.read(_CHUNK):
        left -= len(part)
        budget.count_content(len(part))
        if left < 0:
            raise SubmissionError("too_large", f"A file in it has over {most / 1e6:.0f} MB.")
        try:
            target.write(part)
        except OSError as error:
            raise AutograderError(
                f"Notebooks can't be copied out: {error.strerror}.", "Look at the free space."
            ) from error
