"""Starts the attempts of `inside/` in boxes."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox.box import Box, BoxLimits, Confined, Sandbox

INSIDE = Path(__file__).parent / "inside"
SMALL = BoxLimits(memory_mb=300, processes=64, private_mb=64, private_files=2000, cpu_seconds=60)
LONGEST_SECONDS = 60.0
ENVIRONMENT = {
    "HOME": "{private}/home",
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(INSIDE),
    "TMPDIR": "{private}",
}


@dataclass(frozen=True)
class Ended:
    """What came of an attempt: its result, the breach, how long it took, exit status."""

    result: Any
    breach: str
    seconds: float
    status: int
    complaint: str


def box_for(scratch: Path, *command: object, limits: BoxLimits = SMALL, **fields: Any) -> Box:
    """A box for one attempt; `scratch` is made where it is missing."""
    scratch.mkdir(exist_ok=True)
    read_only = (INSIDE, *fields.pop("read_only", ()))
    return Box(
        module="attempts",
        arguments=tuple(map(str, command)),
        environment=ENVIRONMENT,
        scratch=scratch,
        read_only=read_only,
        folders=("home",),
        limits=limits,
        **fields,
    )


def start(sandbox: Sandbox, box: Box) -> Confined:
    """Start a box with pipes."""
    pipe = subprocess.PIPE
    return sandbox.start(box, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)


def attempt(sandbox: Sandbox, scratch: Path, *command: object, **fields: Any) -> Ended:
    """Run one attempt to its end, and close its box."""
    started = time.monotonic()
    confined = start(sandbox, box_for(scratch, *command, **fields))
    try:
        confined.go()
        said, complaint = confined.process.communicate(timeout=LONGEST_SECONDS)
        seconds = time.monotonic() - started
    finally:
        confined.close()
    result = json.loads(said.splitlines()[-1]) if said.strip() else None
    return Ended(result, confined.breach(), seconds, confined.process.returncode, complaint)
