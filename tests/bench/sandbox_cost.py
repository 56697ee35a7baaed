"""What a sandbox costs: start and stop of a student kernel, confined and not, side by side.

    python -m tests.bench.sandbox_cost [--rounds N]

Levels take turns within one run, so that a busy machine slows all of them alike. Exits 1 when
the best level takes longer than `MOST_EXTRA_SECONDS` over an unconfined kernel.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from autograder.course.settings import Limits
from autograder.errors import SandboxError
from autograder.run.environment import RunSettings
from autograder.run.kernel import StudentKernel
from autograder.sandbox.choose import choose_sandbox, sandbox_named

MOST_EXTRA_SECONDS = 0.6
UNCONFINED = "none"


def measure(level: str, scratch: Path) -> tuple[float, float]:
    """Seconds until a kernel answers, and until it and its box are gone."""
    settings = RunSettings(scratch, Limits(), 0, "cpu", scratch, level)
    notebook = nbformat.v4.new_notebook()
    begun = time.perf_counter()
    with StudentKernel(notebook, sandbox_named(level), settings):
        ready = time.perf_counter()
    return ready - begun, time.perf_counter() - ready


def levels() -> list[str]:
    """The unconfined kernel, and every level that works here, the best one first."""
    found = [choose_sandbox("auto").name]
    for name in ("bubblewrap", "bubblewrap-host-proc", "landlock"):
        try:
            found.append(choose_sandbox(name).name)
        except SandboxError:
            continue
    return [UNCONFINED, *dict.fromkeys(found)]


def main() -> int:
    """Print a table of medians; the exit status says whether the cost is small enough."""
    parser = argparse.ArgumentParser(description="Cost of sandboxing a student kernel.")
    parser.add_argument("--rounds", type=int, default=9, help="kernels per level (9)")
    rounds = parser.parse_args().rounds
    names = levels()
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o711)
        for name in names:
            measure(name, Path(folder))  # fills the caches of files
        for _ in range(rounds):
            for name in names:
                times[name].append(measure(name, Path(folder)))
    print(f"Start and stop of a student kernel, medians of {rounds}, {os.cpu_count()} cores:")
    middle = {name: _medians(pairs) for name, pairs in times.items()}
    plain = sum(middle[UNCONFINED])
    for name, (start, stop) in middle.items():
        extra = start + stop - plain
        print(
            f"  {name:22} start {start:5.2f} s   stop {stop:5.2f} s   "
            f"{extra:+5.2f} s   x {(start + stop) / plain:4.2f}"
        )
    return 0 if sum(middle[names[1]]) - plain <= MOST_EXTRA_SECONDS else 1


def _medians(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    starts, stops = zip(*pairs, strict=True)
    return statistics.median(starts), statistics.median(stops)


if __name__ == "__main__":
    sys.exit(main())
