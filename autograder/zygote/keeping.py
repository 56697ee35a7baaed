"""The outer process of a warm box without namespaces: nothing of the box outlives it."""

from __future__ import annotations

import contextlib
import os
import select
import socket
from pathlib import Path
from typing import NoReturn

from autograder.sandbox import rights
from autograder.sandbox.process_tree import end_descendants
from autograder.sandbox.removal import remove_tree

_LOOK_EVERY_SECONDS = 1.0


def keep(child: int, connection: socket.socket, status: int, private: str) -> NoReturn:
    """Wait for the box's first process, end all that it left, and pass on its exit status.

    When the one who asked for the box dies, this ends the box too, and removes its private
    folder.

    Args:
        child: the first process.
        connection: to the one who asked; nothing comes but its end.
        status: pipe for the exit status.
        private: the private folder.
    """
    rights.adopt_orphans()
    ended = os.pidfd_open(child)
    # Standard streams too: whoever reads them waits for their end.
    rights.close_all_but(connection.fileno(), status, ended, first=0)
    waited_for: list[int] = [connection.fileno(), ended]
    code: int | None = None
    while code is None:
        ready, _, _ = select.select(waited_for, [], [], _LOOK_EVERY_SECONDS)
        if connection.fileno() in ready:
            end_descendants(os.getpid())
            remove_tree(Path(private))
            os._exit(1)
        code = _reap(child)
    end_descendants(os.getpid())
    with contextlib.suppress(OSError):
        os.write(status, f"{code}\n".encode())
    os._exit(code)


def _reap(child: int) -> int | None:
    """Take notice of all that have ended; the first process's exit status, if it is among them."""
    code = None
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            if ended[0] == child:
                code = os.waitstatus_to_exitcode(ended[1])
    return code if code is None or code >= 0 else 128 - code
