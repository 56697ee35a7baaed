"""Puts requests of the judge into a folder that a student's process can write to."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.errors import EvidenceError
from autograder.evidence.regular_files import opened_folder


def hand_in(source: Path, exchange: int, name: str) -> None:
    """Copy the files of a folder of ours into a new folder that a student's process reads.

    Args:
        source: a folder that the judge wrote.
        exchange: descriptor of a folder of the student's process.
        name: of the new folder in it.

    Raises:
        EvidenceError: the folder can't be made or written.
    """
    try:
        owner = os.fstat(exchange)
        os.mkdir(name, 0o755, dir_fd=exchange)
        with opened_folder(source) as given, opened_folder(exchange, name) as made:
            for file in os.listdir(given):  # noqa: PTH208 -- by descriptor
                _copy(file, given, made, owner)
            _give(made, owner)
    except OSError as error:
        raise EvidenceError(f"A call could not be handed over: {error.strerror}.") from error


def _copy(name: str, source: int, target: int, owner: os.stat_result) -> None:
    read = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=source)
    with os.fdopen(read, "rb") as given:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(name, flags, 0o644, dir_fd=target), "wb") as made:
            made.write(given.read())
            _give(made.fileno(), owner)


def _give(descriptor: int, owner: os.stat_result) -> None:
    if owner.st_uid != os.geteuid():
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
