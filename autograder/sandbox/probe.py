"""Tries a level of confinement once on this machine, by breaking out of it harmlessly."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from autograder.errors import SandboxError
from autograder.sandbox import landlock_rules
from autograder.sandbox.box import Box, BoxLimits, Sandbox
from autograder.sandbox.bubblewrap import Bubblewrap, BubblewrapHostProc
from autograder.sandbox.landlock import Landlock
from autograder.sandbox.launch import Launch, launch_cold
from autograder.sandbox.levels import LEVELS, NAMES, NONE, Level
from autograder.sandbox.unconfined import Unconfined

_KINDS = (Bubblewrap, BubblewrapHostProc, Landlock, Unconfined)
_LONGEST_SECONDS = 20.0
_ENVIRONMENT = MappingProxyType({"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"})
_LIMITS = BoxLimits(memory_mb=512, processes=64, private_mb=16, private_files=1000, cpu_seconds=10)


@dataclass(frozen=True)
class LevelFinding:
    """What a probe found.

    Attributes:
        level: the level tried.
        works: whether it keeps on this machine what it promises.
        problem: why not, one sentence; empty when it works.
    """

    level: Level
    works: bool
    problem: str


def sandbox_named(name: str, launch: Launch = launch_cold) -> Sandbox:
    """The level of that name, without a look at whether it works here.

    Args:
        name: as `levels.LEVELS` name it.
        launch: brings the programs inside to life.

    Raises:
        SandboxError: there is no such level.
    """
    for kind in _KINDS:
        if name == kind.name:
            return kind(launch=launch)
    raise SandboxError(f"Unknown sandbox '{name}'.", f"There are: auto, {', '.join(NAMES)}.")


def survey() -> list[LevelFinding]:
    """Every level, best first, and whether it works here; takes about a second."""
    return [finding(level) for level in LEVELS]


@functools.cache
def finding(level: Level) -> LevelFinding:
    """Try one level, once per process; "none" confines nothing, and so always works."""
    if level.name == NONE:
        return LevelFinding(level, True, "")
    problem = problem_of(sandbox_named(level.name))
    return LevelFinding(level, not problem, problem)


def problem_of(sandbox: Sandbox, environment: Mapping[str, str] = _ENVIRONMENT) -> str:
    """Why a level does not keep its promises on this machine; empty when it does.

    Args:
        sandbox: the level.
        environment: variables of the program that tries to break out.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="probe-") as folder, _bait(Path(folder)) as facts:
            if sandbox.name == BubblewrapHostProc.name and not landlock_rules.version():
                facts["digests"] = []  # this level does not promise to hide them then
            holes = _holes(sandbox, Path(folder) / "scratch", facts, environment)
    except SandboxError as error:
        return str(error)
    return f"It does not hold: {'; '.join(holes)}." if holes else ""


@contextlib.contextmanager
def _bait(folder: Path) -> Iterator[dict[str, Any]]:
    """Things that a confined process must not reach, though any other process could."""
    folder.chmod(0o755)
    open_to_all = folder / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    secret = open_to_all / "secret"
    secret.write_text("not for students", encoding="ascii")
    secret.chmod(0o666)
    with socket.socket() as network, socket.socket(socket.AF_UNIX) as local:
        network.bind(("127.0.0.1", 0))
        local.bind(str(open_to_all / "socket"))
        Path(open_to_all / "socket").chmod(0o777)
        network.listen()
        local.listen()
        processes = [os.getpid(), os.getppid()]
        lines = [_command_line(pid) for pid in processes]
        yield {
            "secret": str(secret),
            "socket": str(open_to_all / "socket"),
            "port": network.getsockname()[1],
            "processes": processes,
            "digests": [hashlib.sha256(line).hexdigest() for line in lines if line],
        }


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _holes(
    sandbox: Sandbox, scratch: Path, facts: dict[str, Any], environment: Mapping[str, str]
) -> list[str]:
    """Run the self-test in a box of this level.

    Raises:
        SandboxError: there is no box, or no answer from it.
    """
    scratch.mkdir()
    box = Box(
        module="autograder.sandbox.selftest",
        arguments=(json.dumps(facts),),
        environment=dict(environment),
        scratch=scratch,
        limits=_LIMITS,
    )
    confined = sandbox.start(
        box, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        confined.go()
        said, complaint = confined.process.communicate(timeout=_LONGEST_SECONDS)
        return [str(hole) for hole in json.loads(said)]
    except subprocess.TimeoutExpired:
        raise SandboxError("A small program did not come to its end in the box.") from None
    except ValueError:
        reason = complaint.strip()[-500:] or confined.breach() or "it said nothing"
        raise SandboxError(f"A small program fails in the box: {reason}.") from None
    finally:
        confined.close()
