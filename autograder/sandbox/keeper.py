"""The outer process of a box without process namespace: nothing of the box outlives it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from autograder.sandbox import rights
from autograder.sandbox.process_tree import end_descendants
from autograder.sandbox.removal import remove_tree

# The kernel tells of the end of the thread that started this one. The others of a process that
# is killed end within milliseconds; on a busy machine it may be more.
_STARTER_ENDS_SECONDS = 5.0


def keep(child: int, starter: int, private: str) -> NoReturn:
    """Wait for the box's first process, end all that it left, and exit as it did.

    When the starter dies, this ends the box too, and removes its private folder.
    """

    def end(signal_number: int, frame: FrameType | None) -> NoReturn:
        end_descendants(os.getpid())
        if _has_ended(starter):
            remove_tree(Path(private))
        os._exit(128 + signal_number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        rights.adopt_orphans()
        rights.die_with_parent(signal.SIGTERM)
    if os.getppid() != starter:
        end(signal.SIGTERM, None)
    status = _wait(child)
    end_descendants(os.getpid())
    os._exit(status)


def _has_ended(starter: int) -> bool:
    """Whether the starter is gone, or goes now: its threads end one after the other."""
    deadline = time.monotonic() + _STARTER_ENDS_SECONDS
    while os.getppid() == starter and time.monotonic() < deadline:
        time.sleep(0.01)
    return os.getppid() != starter


def _wait(child: int) -> int:
    """Reap everything until the child has ended; its exit status."""
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            return 1
        if pid == child:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
