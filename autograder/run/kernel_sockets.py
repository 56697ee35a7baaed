"""Waits for a kernel's sockets, so that a client can connect to each once and never again.

The sockets lie in a folder that the student's code can write to. Before that code runs, they are
the kernel's own; afterwards, whatever stands under their names may lead to a socket of the host.
"""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from autograder.errors import SandboxError, SubmissionError
from autograder.run.environment import CONNECTION, RunSettings

PREFIX = "k"  # of the names of sockets
MOST_BYTES = 107  # of the path of a socket, on Linux
_PAUSE = 0.01  # seconds
_DESCRIPTORS = Path("/proc/self/fd")


def place_of(folder: int, path: Path) -> Path:
    """A path for what lies in an opened folder, also when the folder is renamed; else its path."""
    return _DESCRIPTORS / str(folder) if _DESCRIPTORS.is_dir() else path


def require_short_paths(settings: RunSettings) -> None:
    """Make sure that kernels can make sockets in their private folders.

    Where a box has a namespace for files, its folder has a short name inside; else it is seen
    under the path that it really has.

    Raises:
        SandboxError: the scratch folder's path is too long for that.
    """
    if settings.sandbox.startswith("bubblewrap"):
        return
    longest = settings.scratch.resolve() / "box-12345678" / CONNECTION / f"{PREFIX}-1"
    surplus = len(os.fsencode(longest)) - MOST_BYTES
    if surplus > 0:
        raise SandboxError(
            f"The path of {settings.scratch.parent} is {surplus} bytes too long for the sockets of "
            "kernels there.",
            "Set TMPDIR to a folder with a shorter path, such as /tmp.",
        )


def await_sockets(
    folder: int, path: Path, names: Iterable[str], seconds: float, ended: Callable[[], bool]
) -> None:
    """Wait until a kernel listens at all its sockets.

    Args:
        folder: descriptor of the folder that they will be in.
        path: of that folder.
        names: of the sockets in it.
        seconds: how long at most.
        ended: whether the kernel has ended.

    Raises:
        SubmissionError: it ended or took too long, or one of them is no socket.
    """
    deadline = time.monotonic() + seconds
    for name in names:
        while not _listens(folder, path, name):
            if ended():
                raise _not_started("its process ended.")
            if time.monotonic() > deadline:
                raise _not_started(f"it did not answer within {seconds:g} s.")
            time.sleep(_PAUSE)


def _listens(folder: int, path: Path, name: str) -> bool:
    try:
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if not stat.S_ISSOCK(mode):
            raise _not_started(f"'{name}' is no socket.")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.connect(str(place_of(folder, path) / name))
    except (FileNotFoundError, ConnectionRefusedError):  # not made, or not listened at yet
        return False
    return True


def _not_started(reason: str) -> SubmissionError:
    return SubmissionError("kernel_start", f"The student kernel did not start: {reason}")
