"""What a run of the grader leaves on the machine: changed files, processes, mounts."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

SET_CHILD_SUBREAPER = 36
Snapshot = dict[str, tuple[Any, ...]]


def snapshot(*folders: Path, times: bool = False) -> Snapshot:
    """The state of everything in some folders; links are not followed."""
    found: Snapshot = {}
    for folder in folders:
        found[str(folder)] = state(folder, times=False)
        for place, names, files in os.walk(folder):
            for name in (*names, *files):
                path = Path(place) / name
                found[str(path)] = state(path, times=times)
    return found


def state(path: Path, *, times: bool) -> tuple[Any, ...]:
    """Kind, rights, owner and content of a file; with `times`, when it was changed too."""
    status = path.lstat()
    found: tuple[Any, ...] = (status.st_mode, status.st_uid)
    if path.is_symlink():
        return (*found, str(path.readlink()))
    if not path.is_file():
        return found
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return (*found, status.st_size, digest, *((status.st_mtime_ns,) if times else ()))


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """What was added, removed or changed, one sentence each."""
    words = []
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            words.append(f"{path} is new")
        elif path not in after:
            words.append(f"{path} is gone")
        elif before[path] != after[path]:
            words.append(f"{path} was changed")
    return words


@contextlib.contextmanager
def adopted_orphans() -> Iterator[None]:
    """Meanwhile, this process is the parent of all that its descendants leave behind."""
    library = ctypes.CDLL(None)
    library.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        library.prctl(SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants(known: set[int]) -> list[str]:
    """Processes below this one, except known ones, after a moment of grace; ended ones reaped."""
    found: list[str] = []
    for _ in range(30):
        for child in psutil.Process().children():
            if child.pid not in known:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(child.pid, os.WNOHANG)
        found = []
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if child.pid not in known:
                    found.append(f"{child.pid}: {' '.join(child.cmdline()) or child.name()}")
        if not found:
            break
        time.sleep(0.1)
    return found


def mounts() -> list[str]:
    """What is mounted here: place and kind."""
    lines = Path("/proc/self/mountinfo").read_text("utf-8").splitlines()
    return sorted(line.split(" ", 3)[3] for line in lines)
