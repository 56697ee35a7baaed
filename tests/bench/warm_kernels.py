"""What warm kernels save: time until TensorFlow is imported, memory, and overhead of a grading.

    python -m tests.bench.warm_kernels [--rounds N] [--submissions N]

Warm and cold kernels take turns within one run, so that a busy machine slows both alike; medians
and their ratio are printed. Exits 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.course.settings import Limits
from autograder.run.environment import RunSettings
from autograder.run.kernel import StudentKernel
from autograder.run.warm_start import WarmStarts
from autograder.sandbox.choose import choose_sandbox
from autograder.sandbox.process_tree import proportional_memory, usage
from autograder.zygote.warm_or_cold import WarmOrCold
from tests.bench.classes import copies
from tests.bench.effort import effort
from tests.conftest import ROOT

TINY = ROOT / "tests" / "tiny_course"
IMPORTS = "import numpy, tensorflow, keras"
MOST_SECONDS = 0.6
MOST_MEGABYTES = 200.0
MOST_OVERHEAD_SECONDS = 1.5
_BYTES_PER_MB = 1 << 20


@dataclass(frozen=True)
class Kernel:
    """One kernel, measured.

    Attributes:
        seconds: from its start until TensorFlow is imported.
        cpu_seconds: processor time of the kernel's processes until then.
        megabytes: its memory then, shared pages divided among those who share them.
    """

    seconds: float
    cpu_seconds: float
    megabytes: float


def measure(sandbox: WarmOrCold, settings: RunSettings) -> Kernel:
    """Start a kernel and import TensorFlow in it."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(IMPORTS)])
    begun = time.perf_counter()
    with StudentKernel(notebook, sandbox, settings) as kernel:
        if kernel.run_cell(0, 120) != "ok" or sandbox.cold_because:
            raise RuntimeError(f"no kernel to measure: {sandbox.cold_because or notebook}")
        seconds = time.perf_counter() - begun
        pids = kernel.processes()
        memory = sum(map(proportional_memory, pids)) / _BYTES_PER_MB
        cpu_seconds = sum(usage(pid).cpu_seconds for pid in pids)
    return Kernel(seconds, cpu_seconds, memory)


def measure_kernels(rounds: int) -> tuple[list[Kernel], list[Kernel]]:
    """Warm kernels and cold ones, by turns."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        scratch = Path(folder)
        scratch.chmod(0o711)
        settings = RunSettings(scratch, Limits(), 0, "cpu", scratch, choose_sandbox().name)
        with WarmStarts(settings, True, print) as starts:
            sandboxes = (starts.sandbox(), WarmOrCold(settings.sandbox, None))
            for sandbox in sandboxes:
                measure(sandbox, settings)  # fills the caches of files
            found: tuple[list[Kernel], list[Kernel]] = ([], [])
            for _ in range(rounds):
                for kernels, sandbox in zip(found, sandboxes, strict=True):
                    kernels.append(measure(sandbox, settings))
            return found


def measure_grading(submissions: int, *options: str) -> float:
    """Processor seconds per further submission of the tiny course, whose cells do next to nothing.

    The difference between grading one submission and many, so that what is spent once is left out.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = copies(Path(folder) / "course", TINY, submissions)
        one = next((course.root / "submitted").iterdir())
        # Each time all are run: what was kept would cost nothing.
        alone = _processor_seconds(course.root, "--force", "--student", one.name, *options)
        every = _processor_seconds(course.root, "--force", *options)
        return (every - alone) / (submissions - 1)


def _processor_seconds(place: Path, *options: str) -> float:
    with tempfile.TemporaryDirectory(prefix="bench-") as out:
        command = [sys.executable, "-m", "autograder", "grade", "--out", out, "--jobs", "1"]
        return effort(place, [*command, *options]).cpu_seconds


def _row(name: str, warm: float, cold: float, unit: str, most: float | None = None) -> bool:
    goal = "" if most is None else f"   goal {most:g} {unit} or less"
    ratio = cold / warm if warm > 0 else float("inf")
    print(f"  {name:44} warm {warm:7.2f} {unit:2}  cold {cold:7.2f} {unit:2}  x {ratio:5.2f}{goal}")
    return most is None or warm <= most


def _median(kernels: list[Kernel], field: str) -> float:
    return statistics.median(getattr(kernel, field) for kernel in kernels)


def main() -> int:
    """Print a table of medians; the exit status says whether the goals are reached."""
    parser = argparse.ArgumentParser(description="What warm kernels save.")
    parser.add_argument("--rounds", type=int, default=7, help="kernels of each kind (7)")
    parser.add_argument("--submissions", type=int, default=5, help="of the tiny course (5)")
    chosen = parser.parse_args()
    warm, cold = measure_kernels(chosen.rounds)
    load = os.getloadavg()[0]
    print(f"Medians of {chosen.rounds} kernels, {os.cpu_count()} cores, load {load:.1f}:")
    good = [
        _row(name, _median(warm, field), _median(cold, field), unit, most)
        for name, field, unit, most in (
            ("start until TensorFlow is imported", "seconds", "s", MOST_SECONDS),
            ("the same, processor time of the kernel", "cpu_seconds", "s", None),
            ("memory of a kernel before training", "megabytes", "MB", MOST_MEGABYTES),
        )
    ]
    if chosen.submissions > 1:
        warm_each = measure_grading(chosen.submissions)
        cold_each = measure_grading(chosen.submissions, "--cold")
        name = "processor time of one more submission"
        good.append(_row(name, warm_each, cold_each, "s", MOST_OVERHEAD_SECONDS))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
