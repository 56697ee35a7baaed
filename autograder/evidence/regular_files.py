"""Open files in a folder that somebody else can write to, following no link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import EvidenceError


@contextmanager
def opened_folder(folder: Path | int, name: str = ".") -> Iterator[int]:
    """A descriptor of a folder that is not itself a link.

    Args:
        folder: a path, or the descriptor of a folder.
        name: with a descriptor, the name of a folder in it; the folder itself if left out.

    Raises:
        EvidenceError: there is no such folder, or it is a link.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        if isinstance(folder, int):
            descriptor = os.open(name, flags, dir_fd=folder)
        else:
            descriptor = os.open(folder, flags)
    except OSError as error:
        raise EvidenceError(f"The evidence folder can't be opened: {error.strerror}.") from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def read_regular(folder: int, name: str, limit: int) -> bytes:
    """Content of a regular file, its size checked before anything is read.

    Args:
        folder: descriptor of the folder.
        name: a plain file name, already checked by the caller.
        limit: greatest size, in bytes.

    Raises:
        EvidenceError: missing, not a regular file, a link, larger than the limit, or it
            changed while it was read.
    """
    # O_NONBLOCK: opening a named pipe must not wait for a writer.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(name, flags, dir_fd=folder)
    except OSError as error:
        raise EvidenceError(f"Evidence file {name} can't be opened: {error.strerror}.") from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise EvidenceError(f"Evidence file {name} is not a regular file.")
        if status.st_size > limit:
            raise EvidenceError(
                f"Evidence file {name} has {status.st_size} bytes; the limit is {limit}."
            )
        content = _read_at_most(descriptor, status.st_size)
    finally:
        os.close(descriptor)
    if len(content) != status.st_size:
        raise EvidenceError(f"Evidence file {name} changed while it was read.")
    return content


def write_atomically(folder: Path, name: str, content: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing."""
    part = folder / f".part-{os.getpid()}-{name}"
    part.write_bytes(content)
    part.replace(folder / name)


def _read_at_most(descriptor: int, size: int) -> bytes:
    with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as file:
        content = file.read(size)
        while content and len(content) < size and (more := file.read(size - len(content))):
            content += more
    return content or b""
