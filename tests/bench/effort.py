"""What a command takes: time on the clock, processor time and memory, its children's included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.process_tree import descendants, proportional_memory, usage

# Looking costs time of the processors that are measured: with twenty looks and one weighing a
# second it was a sixth of a core while ten processes ran.
_LOOK_EVERY_SECONDS = 0.2
_WEIGH_EVERY_SECONDS = 5.0
_BYTES_PER_MB = 1e6


@dataclass(frozen=True)
class Effort:
    """What one command took.

    Attributes:
        seconds: on the clock.
        cpu_seconds: of all its processes, looked at many times a second: the system does not
            pass on the times of processes that are killed with their box.
        peak_mb: most memory of all its processes at one time, shared pages counted once; sampled.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float


def effort(folder: Path, command: list[str], allowed: tuple[int, ...] = (0,), **env: str) -> Effort:
    """Run a command in a folder and measure it.

    Raises:
        RuntimeError: it ended with a status that is not allowed; with the end of what it printed.
    """
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "PATH": _path(), **env},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        cpu_seconds, peak_mb = _watch(running)
        seconds = time.perf_counter() - begun
        if running.returncode not in allowed:
            said.seek(0)
            text = said.read()[-2000:].decode("utf-8", "replace")
            raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}:\n{text}")
    return Effort(seconds, cpu_seconds, peak_mb)


def _path() -> str:
    return str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]


def _watch(running: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of a process and its descendants, till it ends."""
    used: dict[int, float] = {}
    peak, weigh_at = 0.0, time.monotonic()
    while running.poll() is None:
        pids = (running.pid, *descendants(running.pid))
        for pid in pids:
            used[pid] = max(used.get(pid, 0.0), usage(pid).cpu_seconds)
        if time.monotonic() >= weigh_at:
            peak = max(peak, sum(map(proportional_memory, pids)) / _BYTES_PER_MB)
            weigh_at = time.monotonic() + _WEIGH_EVERY_SECONDS
        time.sleep(_LOOK_EVERY_SECONDS)
    return sum(used.values()), peak
