"""Brings the program inside a box to life: a new Python process, behind what confines it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from autograder.errors import SandboxError
from autograder.sandbox.box import Box
from autograder.sandbox.plan import Plan

Stream = int | IO[str] | None
Streams = tuple[Stream, Stream, Stream]

# The kernel ends a box when the thread that started it ends: this one lives as long as we do.
_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starts boxes")
if hasattr(os, "register_at_fork"):

    def _renew_starter() -> None:
        global _STARTER
        _STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starts boxes")

    os.register_at_fork(after_in_child=_renew_starter)


@dataclass(frozen=True)
class Start:
    """How a level starts a box.

    Attributes:
        box: what is asked for.
        plan: orders for the program inside.
        prefix: command that confines; the program inside is appended.
        inside: the private folder as the process sees it.
        filter_for: the seccomp filter for the first process's number; empty for none.
        ended_by_outermost: whether killing the outermost process ends all others.
        own_processes: processes below the outermost one that are the level's own.
        private: the private folder on this machine, to be removed at the end; None if it
            and all that is watched are file systems of their own.
        files: open files that the command needs.
    """

    box: Box
    plan: Plan
    inside: Path
    prefix: Sequence[str] = ()
    filter_for: Callable[[int], bytes] = lambda pid: b""
    ended_by_outermost: bool = False
    own_processes: int = 0
    private: Path | None = None
    files: Sequence[int] = field(default=())


class Keeper(Protocol):
    """The process below which all of a box's processes are, where it is no child of ours."""

    def end(self) -> None:
        """End all processes below it, and itself; nothing if it has ended."""

    def close(self) -> None:
        """Let go of it, after its end."""


@dataclass(frozen=True)
class Launched:
    """A box whose first program waits for its plan.

    Attributes:
        process: the outermost process; its pipes and exit status are those of the module.
        root: process below which all processes of the box are.
        own_processes: processes below the root that are not the module's.
        keeper: the root, where it is not `process`.
        watch_module: whether the end of the module's process has to be made that of the box.
    """

    process: subprocess.Popen[str]
    root: int
    own_processes: int
    keeper: Keeper | None = None
    watch_module: bool = False


class Launch(Protocol):
    """Starts the program inside a box."""

    def __call__(self, start: Start, channel: socket.socket, streams: Streams) -> Launched:
        """Start it.

        Args:
            start: what to start.
            channel: socket for the program inside; closed by the caller.
            streams: standard input, output and error of the module, as for `Popen`.

        Raises:
            SandboxError: it can't be started.
        """
        ...


def launch_cold(start: Start, channel: socket.socket, streams: Streams) -> Launched:
    """Start the program inside as a new Python process.

    Raises:
        SandboxError: it can't be started.
    """
    descriptor = channel.fileno()
    program = [sys.executable, "-m", "autograder.sandbox.enter", str(descriptor)]
    command = [*start.prefix, *program]
    process = spawn(command, start.plan.environment, (descriptor, *start.files), streams)
    return Launched(process, process.pid, start.own_processes)


def spawn(
    command: list[str],
    environment: dict[str, str],
    descriptors: Sequence[int],
    streams: Streams,
) -> subprocess.Popen[str]:
    """Start a command that ends at the latest when this process does, if it asks for that.

    Raises:
        SandboxError: it can't be started.
    """
    try:
        return _STARTER.submit(_popen, command, environment, descriptors, streams).result()
    except OSError as error:
        raise SandboxError(f"{command[0]} can't be started: {error.strerror}.") from None


def _popen(
    command: list[str],
    environment: dict[str, str],
    descriptors: Sequence[int],
    streams: Streams,
) -> subprocess.Popen[str]:
    stdin, stdout, stderr = streams
    return subprocess.Popen(
        command,
        cwd="/",
        env=environment,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=descriptors,
        start_new_session=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
