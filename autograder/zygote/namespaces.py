"""Moves this process into the namespaces of another one (Linux 5.8 or newer)."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

# Each with its name in /proc/PID/ns. A process changes its own process namespace for children.
_KINDS = {
    "mnt": 0x00020000,
    "cgroup": 0x02000000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
}
_FIRST = 1
_LONGEST_SECONDS = 10.0


def kinds_of_its_own(pid: int) -> int:
    """Which namespaces a process does not share with this one, as flags for `move_into`."""
    flags = 0
    for kind, flag in _KINDS.items():
        theirs, own = (Path(f"/proc/{who}/ns/{kind}").readlink() for who in (pid, "self"))
        if theirs != own:
            flags |= flag
    return flags


def move_into(process: int, flags: int) -> None:
    """Go on as a child of the first process of another process's namespaces.

    Returns only in that child; this process ends. It must have a single thread.

    Args:
        process: descriptor of a process (a pidfd).
        flags: what to move into, namespaces of processes among them.

    Raises:
        OSError: the kernel refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(ctypes.c_int(process), ctypes.c_int(flags)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"The box can't be entered: {os.strerror(number)}")
    # Twice: an orphan is adopted by the first process of its dead parent's namespace.
    if child := os.fork():
        os.waitpid(child, 0)
        os._exit(0)
    if os.fork():
        os._exit(0)
    deadline = time.monotonic() + _LONGEST_SECONDS
    while os.getppid() != _FIRST:
        if time.monotonic() > deadline:
            raise OSError("The box did not adopt its program.")
        time.sleep(0.0002)
