"""How many submissions this machine carries side by side."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

WORKER_GIGABYTES = 1.5  # a student kernel and a judge, both with TensorFlow imported
_CGROUP = Path("/sys/fs/cgroup")


def default_jobs() -> int:
    """As many submissions side by side as cores and free memory carry, at least one."""
    return max(1, min(available_cores(), int(available_gigabytes() / WORKER_GIGABYTES)))


def available_cores() -> int:
    """Cores that this process may use; a container's share of them counts."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    share = _cgroup_cores()
    return max(1, min(cores or 1, int(share))) if share else cores or 1


def available_gigabytes() -> float:
    """Memory that is free now, in GB (1e9 bytes); what a container may still take counts."""
    free = float(psutil.virtual_memory().available)
    most, used = _number(_CGROUP / "memory.max"), _number(_CGROUP / "memory.current")
    if most is not None and used is not None:
        free = min(free, max(0.0, most - used + _reclaimable()))
    return free / 1e9


def _cgroup_cores() -> float | None:
    try:
        quota, period = (_CGROUP / "cpu.max").read_text(encoding="ascii").split()
        return float(quota) / float(period)
    except (OSError, ValueError, ZeroDivisionError):
        return None


def _reclaimable() -> float:
    """Bytes of files in memory, which the system gives up when it needs room."""
    try:
        lines = (_CGROUP / "memory.stat").read_text(encoding="ascii").splitlines()
        return sum(float(line.split()[1]) for line in lines if line.startswith("inactive_file "))
    except (OSError, ValueError, IndexError):
        return 0.0


def _number(path: Path) -> float | None:
    try:
        return float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None  # "max" means that there is no limit
