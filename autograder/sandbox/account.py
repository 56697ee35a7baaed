"""Which user a box runs as: as root, one of its own that nobody else has."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterable
from pathlib import Path

# systemd's range for users made up for the time of one service.
_FIRST, _LAST = 61184, 65519
_CAP_SETGID, _CAP_SETUID, _CAP_CHOWN = 6, 7, 0
_TRIES = 64
_LOCK = threading.Lock()
_TAKEN: set[int] = set()


def may_change_user() -> bool:
    """Whether this process is root with the rights to become another user."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    needed = 1 << _CAP_SETUID | 1 << _CAP_SETGID | 1 << _CAP_CHOWN
    return _capabilities() & needed == needed and bool(_mapped())


def _capabilities() -> int:
    for line in _lines(Path("/proc/self/status")):
        if line.startswith("CapEff:"):
            return int(line.split()[1], 16)
    return 0


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []


def _mapped() -> range:
    """Users to choose from that exist in this process's user namespace; may be empty."""
    shared = range(_FIRST, _LAST + 1)
    for map_file in ("uid_map", "gid_map"):
        ends = [line.split() for line in _lines(Path("/proc/self") / map_file)]
        ranges = [range(int(end[0]), int(end[0]) + int(end[2])) for end in ends]
        shared = max((_overlap(shared, other) for other in ranges), key=len, default=range(0))
    return shared


def _overlap(one: range, other: range) -> range:
    # Where systemd's range is missing, the upper half of what is mapped serves.
    common = range(max(one.start, other.start), min(one.stop, other.stop))
    return common or range(max(1000, (other.start + other.stop) // 2), other.stop)


def take_user() -> int:
    """A user number that no process on this machine has; to be given back."""
    with _LOCK:
        candidates = _mapped()
        running = _users_of_processes()
        chosen = random.SystemRandom().choice(candidates)
        for _ in range(_TRIES):
            if chosen not in _TAKEN and chosen not in running:
                break
            chosen = random.SystemRandom().choice(candidates)
        _TAKEN.add(chosen)
        return chosen


def give_back_user(uid: int | None) -> None:
    """Let another box have a user number."""
    with _LOCK:
        _TAKEN.discard(uid if uid is not None else -1)


def _users_of_processes() -> set[int]:
    users = set()
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                users.add(entry.stat().st_uid)
            except OSError:
                continue
    return users


def reachable(paths: Iterable[Path]) -> bool:
    """Whether any user may walk down to, and read, all of these paths."""
    return all(_reachable(path) for path in paths)


def _reachable(path: Path) -> bool:
    for place in {path, path.resolve()}:
        if not place.exists() or place.stat().st_mode & 0o004 == 0:
            return False
        if not all(parent.stat().st_mode & 0o001 for parent in place.parents):
            return False
    return True
