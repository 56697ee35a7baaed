"""Orders for the program inside a box, as far as they are the same for every level."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from autograder.sandbox.box import PRIVATE, Box
from autograder.sandbox.plan import Plan

_OPEN_FILES = 1024
_BYTES_PER_MB = 1 << 20
# The watchdog, which can say why, comes first.
_SPARE_CPU_SECONDS = 5


def plan_for(box: Box, inside: Path) -> Plan:
    """What every level orders."""
    return Plan(
        module=box.module,
        arguments=[filled(argument, inside) for argument in box.arguments],
        cwd=filled(box.cwd, inside),
        private=str(inside),
        folders=list(box.folders),
        starter=os.getpid(),
        environment={name: filled(value, inside) for name, value in box.environment.items()},
    )


def resource_limits(box: Box) -> dict[str, int]:
    """Limits that the kernel sets on each process, by name; memory mapped is not among them.

    A limit on addresses (AS) would stop TensorFlow, and GPUs altogether.
    """
    return {
        "CORE": 0,
        "CPU": int(box.limits.cpu_seconds) + _SPARE_CPU_SECONDS,
        "DATA": int(box.limits.memory_mb * _BYTES_PER_MB),
        "FSIZE": int(box.limits.private_mb * _BYTES_PER_MB),
        "MEMLOCK": 0,
        "NOFILE": _OPEN_FILES,
        "NPROC": box.limits.processes,
    }


def folder_on_disk(scratch: Path) -> Path:
    """A new private folder below the scratch folder, for its owner alone."""
    scratch.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="box-", dir=scratch)).resolve()


def filled(text: str, inside: Path) -> str:
    """A text with the private folder's place filled in."""
    return text.replace(PRIVATE, str(inside))
