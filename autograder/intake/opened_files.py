"""Reads files of a submission's folder: no links followed, nothing waited for, within limits."""

from __future__ import annotations

import errno
import os
import stat

from autograder.errors import SubmissionError
from autograder.intake.submission import SubmissionFolder

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def read_file(folder: SubmissionFolder, path: tuple[str, ...], most: int) -> bytes:
    """The content of a regular file.

    Args:
        folder: the submission.
        path: names of folders within the submission's folder, and of the file.
        most: bytes that it may have.

    Raises:
        SubmissionError: it is a link or lies behind one, is no file, can't be opened, or is too
            large.
    """
    who, name = folder.student, "/".join(path)
    descriptor = _opened(folder, path)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise SubmissionError("not_a_file", f"{who}: {name} is not a file.")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > most:
            raise SubmissionError(
                "too_large",
                f"{who}: {name} has {status.st_size / 1e6:.0f} MB; {most / 1e6:.0f} are allowed.",
                "Ask for the notebook with its outputs cleared.",
            )
        return file.read(most + 1)


def _opened(folder: SubmissionFolder, path: tuple[str, ...]) -> int:
    """A descriptor of the file, reached folder by folder, so that none of them is a link."""
    place: int | None = None
    try:
        for name in path[:-1]:
            outer = place
            start = folder.path / name if outer is None else name
            place = os.open(start, _FOLDER, dir_fd=outer)
            if outer is not None:
                os.close(outer)
        last = folder.path / path[-1] if place is None else path[-1]
        return os.open(last, _FILE, dir_fd=place)
    except OSError as error:
        name = "/".join(path)
        if error.errno == errno.ELOOP:
            raise link_error(folder.student, name) from error
        raise unreadable_error(folder.student, name, error) from error
    finally:
        if place is not None:
            os.close(place)


def link_error(student: str, name: str) -> SubmissionError:
    """Something is a link."""
    return SubmissionError(
        "symbolic_link",
        f"{student}: {name} is a link; it was not followed.",
        "Put the notebook itself there.",
    )


def unreadable_error(student: str, name: str, error: OSError) -> SubmissionError:
    """Something can't be opened, and why."""
    return SubmissionError(
        "unreadable_file",
        f"{student}: {name} can't be opened: {error.strerror}.",
        "Check the file and its permissions.",
    )
