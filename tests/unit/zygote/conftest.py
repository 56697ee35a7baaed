"""A zygote that has imported little, and boxes for its children."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.box import Box, BoxLimits, Sandbox
from autograder.zygote.process import ZygoteProcess

MODULES = Path(__file__).parent / "modules"
LIMITS = BoxLimits(memory_mb=500, processes=64, private_mb=16, private_files=500, cpu_seconds=60)
ENVIRONMENT = {
    "HOME": "{private}",
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": str(MODULES),
    "TMPDIR": "{private}",
}


def box_for(scratch: Path, *command: object, **changed: str) -> Box:
    scratch.mkdir(exist_ok=True)
    return Box(
        module="inside_a_box",
        arguments=tuple(map(str, command)),
        environment={**ENVIRONMENT, **changed},
        scratch=scratch,
        read_only=(MODULES,),
        limits=LIMITS,
    )


def result_of(sandbox: Sandbox, box: Box) -> tuple[Any, int, str]:
    """What a box's program printed, its exit status, and its standard error."""
    pipe = subprocess.PIPE
    confined = sandbox.start(box, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
    try:
        confined.go()
        said, complaint = confined.process.communicate(timeout=60)
    finally:
        confined.close()
    return json.loads(said) if said else None, confined.process.returncode, complaint


@pytest.fixture
def start_zygote(tmp_path: Path) -> Iterator[Callable[..., ZygoteProcess]]:
    """Starts a zygote that imports modules; ended after the test."""
    started: list[ZygoteProcess] = []

    def start(*modules: str) -> ZygoteProcess:
        folder = tmp_path / f"zygote{len(started)}"
        folder.mkdir()
        environment = {**ENVIRONMENT, "HOME": str(folder), "TMPDIR": str(folder)}
        started.append(ZygoteProcess(folder, modules, environment))
        return started[-1]

    yield start
    for zygote in started:
        zygote.close()
