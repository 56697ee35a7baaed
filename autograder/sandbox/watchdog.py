"""Watches a box from outside and ends it when it uses more than it may."""

from __future__ import annotations

import contextlib
import os
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.box import BoxLimits
from autograder.sandbox.process_tree import descendants, proportional_memory, usage

_EVERY_SECONDS = 0.1
_WALK_EVERY_SECONDS = 0.5
_MOST_LEVELS = 64
_MOST_FAILURES = 20
_PRIORITY = -20  # the highest
_BYTES_PER_MB = 1 << 20
_BYTES_PER_BLOCK = 512


@dataclass(frozen=True)
class WatchedFolder:
    """A folder of the box.

    Attributes:
        descriptor: the open folder.
        on_disk: where it lies, if it is part of a larger file system, and what is in it has to
            be counted by walking through it; otherwise its file system counts, and is sized.
    """

    descriptor: int
    on_disk: Path | None = None


class Watchdog(threading.Thread):
    """Looks at a box ten times a second until it is told to stop.

    Args:
        outermost: process below which all of the box's processes are; not counted itself.
        limits: what they may use.
        folders: where they may write.
        end: ends the box; called from this thread.
        spared: processes below the outermost one that are the level's own.
        module: descriptor of a process with whose end the box has to end; -1 for none.

    Attributes:
        breach: the limit that was exceeded, as a sentence; empty while there is none.
    """

    def __init__(
        self,
        outermost: int,
        limits: BoxLimits,
        folders: list[WatchedFolder],
        end: Callable[[], None],
        spared: int = 0,
        module: int = -1,
    ) -> None:
        super().__init__(name=f"watchdog of {outermost}", daemon=True)
        self.breach = ""
        self._outermost = outermost
        self._limits = limits
        self._most_processes = limits.processes + spared
        self._folders = folders
        self._end = end
        self._module = module
        self._stopped = threading.Event()
        self._next_walk = 0.0
        self._failures = 0

    def run(self) -> None:
        """Look, until `stop` or a breach."""
        # As root, it has its turn even among thousands of processes that fork.
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _PRIORITY)
        while not self._stopped.wait(_EVERY_SECONDS):
            breach = self._look_safely()
            if (breach or self._module_ended()) and not self._stopped.is_set():
                self.breach = breach
                self._end()
                return

    def stop(self) -> None:
        """Stop looking; returns when the last look is over."""
        self._stopped.set()
        if self.is_alive() and threading.current_thread() is not self:
            self.join()

    def _module_ended(self) -> bool:
        return self._module >= 0 and bool(select.select([self._module], [], [], 0)[0])

    def _look_safely(self) -> str:
        """Look; a box that can't be looked at for a while is ended, not left alone."""
        try:
            breach = self._look()
        except (OSError, ValueError, IndexError):
            self._failures += 1  # most likely the box is just ending
            return "It could not be watched." if self._failures > _MOST_FAILURES else ""
        self._failures = 0
        return breach

    def _look(self) -> str:
        return self._look_at_processes() or self._look_at_files()

    def _look_at_processes(self) -> str:
        limits = self._limits
        too_many = f"It ran more than {limits.processes} processes and threads."
        pids = descendants(self._outermost, self._most_processes)
        if len(pids) > self._most_processes:
            return too_many
        used = [usage(pid) for pid in pids]
        if sum(one.threads for one in used) > self._most_processes:
            return too_many
        if max((one.cpu_seconds for one in used), default=0) > limits.cpu_seconds:
            return f"It used more than {limits.cpu_seconds:g} s of processor time."
        most = limits.memory_mb * _BYTES_PER_MB
        if sum(one.memory_bytes for one in used) <= most:
            return ""
        # Pages that several processes share were counted for each: count again, exactly.
        if sum(proportional_memory(pid) for pid in pids) <= most:
            return ""
        return f"It used more than {limits.memory_mb:g} MB of memory."

    def _look_at_files(self) -> str:
        too_many = f"It made more than {self._limits.private_files} files."
        for folder in self._folders:
            if folder.on_disk is None:
                state = os.fstatvfs(folder.descriptor)
                if state.f_files - state.f_ffree > self._limits.private_files:
                    return too_many
            elif time.monotonic() >= self._next_walk:
                breach = self._walk(folder.on_disk)
                self._next_walk = time.monotonic() + _WALK_EVERY_SECONDS
                if breach:
                    return breach
        return ""

    def _walk(self, folder: Path) -> str:
        """Count what lies in a folder on disk, and deleted files that are still open."""
        limits = self._limits
        files, used = 0, self._deleted_bytes()
        waiting = [(str(folder), 0)]
        while waiting:
            place, level = waiting.pop()
            if level > _MOST_LEVELS:
                return f"It made folders more than {_MOST_LEVELS} deep."
            for entry in _entries(place):
                files += 1
                used += _bytes_of(entry)
                if files > limits.private_files:
                    return f"It made more than {limits.private_files} files."
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, level + 1))
        if used > limits.private_mb * _BYTES_PER_MB:
            return f"It wrote more than {limits.private_mb:g} MB of files."
        return ""

    def _deleted_bytes(self) -> int:
        found: dict[tuple[int, int], int] = {}
        for pid in descendants(self._outermost):
            for entry in _entries(f"/proc/{pid}/fd"):
                try:
                    state = entry.stat()
                except OSError:
                    continue
                if state.st_nlink == 0:
                    found[state.st_dev, state.st_ino] = state.st_blocks * _BYTES_PER_BLOCK
        return sum(found.values())


def _entries(place: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return list(entries)
    except OSError:
        return []


def _bytes_of(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_blocks * _BYTES_PER_BLOCK
    except OSError:
        return 0
