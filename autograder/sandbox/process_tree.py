"""The processes of a box as seen from outside: which there are, what they use, and their end."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_HAS_CHILDREN_FILES = Path("/proc/thread-self/children").exists()
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_LONGEST_END_SECONDS = 10.0
# Places in /proc/PID/stat, counted from the state.
_STATE, _USER_TIME, _SYSTEM_TIME, _THREADS = 0, 11, 12, 17
_DEAD = (b"Z", b"X")


@dataclass(frozen=True)
class Usage:
    """What one process uses.

    Attributes:
        memory_bytes: its memory; pages shared with others may be counted in full.
        threads: its threads.
        cpu_seconds: processor time that it has used.
    """

    memory_bytes: int
    threads: int
    cpu_seconds: float


def descendants(pid: int, most: int | None = None) -> list[int]:
    """All processes below one, without it; parents before children.

    Args:
        pid: the process.
        most: stop looking when more than this have been found.
    """
    if not _HAS_CHILDREN_FILES:
        return _descendants_by_psutil(pid)
    found: list[int] = []
    waiting = [pid]
    while waiting and (most is None or len(found) <= most):
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def _children(pid: int) -> list[int]:
    children: list[int] = []
    try:
        threads = list((_PROC / str(pid) / "task").iterdir())
    except OSError:
        return []
    for thread in threads:
        with contextlib.suppress(OSError):
            children += map(int, (thread / "children").read_bytes().split())
    return children


def _descendants_by_psutil(pid: int) -> list[int]:
    import psutil

    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def usage(pid: int) -> Usage:
    """What a process uses now; nothing if it is gone."""
    if sys.platform != "linux":
        return _usage_by_psutil(pid)
    try:
        stat = _stat(pid)
        status = (_place_of_memory(pid, stat) / "status").read_bytes()
    except OSError:
        return Usage(0, 0, 0.0)
    # Page tables count: reading a huge empty mapping fills them, and nothing else.
    memory = sum(_kilobytes(status, name) for name in (b"VmRSS", b"VmSwap", b"VmPTE"))
    cpu_seconds = (int(stat[_USER_TIME]) + int(stat[_SYSTEM_TIME])) / _TICKS_PER_SECOND
    return Usage(memory, int(stat[_THREADS]), cpu_seconds)


def _stat(pid: int) -> list[bytes]:
    """The fields of /proc/PID/stat after the program's name, which may hold anything."""
    return (_PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()


def _place_of_memory(pid: int, stat: list[bytes]) -> Path:
    """Where /proc tells of a process's memory: not at its first thread if that has ended."""
    place = _PROC / str(pid)
    if stat[_STATE] not in _DEAD:
        return place
    others = [thread for thread in (place / "task").iterdir() if thread.name != str(pid)]
    return others[0] if others else place


def _kilobytes(text: bytes, name: bytes) -> int:
    _, found, rest = text.partition(b"\n" + name + b":")
    return int(rest.split(None, 1)[0]) * 1024 if found else 0


def _usage_by_psutil(pid: int) -> Usage:
    import psutil

    try:
        process = psutil.Process(pid)
        times = process.cpu_times()
        memory = process.memory_info().rss
        return Usage(memory, process.num_threads(), times.user + times.system)
    except psutil.Error:
        return Usage(0, 0, 0.0)


def proportional_memory(pid: int) -> int:
    """Bytes of memory with shared pages divided among those who share them.

    Where the kernel does not tell, shared pages count in full.
    """
    try:
        place = _place_of_memory(pid, _stat(pid))
        shares = (place / "smaps_rollup").read_bytes()
        status = (place / "status").read_bytes()
    except OSError:
        return usage(pid).memory_bytes
    if b"\nPss:" not in shares:
        return usage(pid).memory_bytes
    memory = _kilobytes(shares, b"Pss") + _kilobytes(shares, b"SwapPss")
    return memory + _kilobytes(status, b"VmPTE")


def end(pids: list[int], number: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to processes; those already gone are skipped."""
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def end_descendants(pid: int) -> bool:
    """Kill all processes below one, even while they start others.

    Groups of processes go first, at one blow. The others are stopped until no new one appears,
    since a stopped process starts none.

    Returns:
        Whether all were ended within ten seconds.
    """
    deadline = time.monotonic() + _LONGEST_END_SECONDS
    while time.monotonic() < deadline:
        _end_groups(pid)
        known: set[int] = set()
        while new := set(descendants(pid)) - known:
            end(sorted(new), signal.SIGSTOP)
            known |= new
            if time.monotonic() > deadline:
                break
        end(sorted(known))
        if not _alive(descendants(pid)):
            return True
        time.sleep(0.005)
    return False


def _end_groups(pid: int) -> None:
    """Kill the process groups of a process's children, unless they are its own."""
    if not hasattr(os, "getpgid"):
        return
    groups = set()
    for child in _children(pid) if _HAS_CHILDREN_FILES else _descendants_by_psutil(pid):
        with contextlib.suppress(OSError):
            groups.add(os.getpgid(child))
    for group in groups:
        with contextlib.suppress(OSError):
            if group not in (os.getpgid(pid), os.getpgid(0)):
                os.killpg(group, signal.SIGKILL)


def _alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if not is_dead(pid)]


def is_dead(pid: int) -> bool:
    """Whether a process is gone, or only waits for its parent to take notice."""
    if sys.platform != "linux":
        return _is_dead_by_psutil(pid)
    try:
        stat = _stat(pid)
    except OSError:
        return True
    # A process whose first thread has ended looks dead while others still run.
    return stat[_STATE] in _DEAD and int(stat[_THREADS]) <= 1


def _is_dead_by_psutil(pid: int) -> bool:
    import psutil

    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return True
