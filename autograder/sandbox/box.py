"""What a confined process may see, use and spend; asked of every level of confinement alike."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

# Stands, in arguments and values of variables, for the private folder as the process sees it.
PRIVATE = "{private}"


@dataclass(frozen=True)
class BoxLimits:
    """What the processes of one box may spend together, unless said otherwise.

    Attributes:
        memory_mb: memory of all processes, shared pages counted once (proportional set size).
        processes: processes and threads together.
        private_mb: all files of the private folder, and each file that is written; where the
            folder lies in memory, this comes on top of `memory_mb`.
        private_files: number of these files.
        cpu_seconds: processor time of each process.
    """

    memory_mb: float = 4096
    processes: int = 512
    private_mb: float = 1024
    private_files: int = 20_000
    cpu_seconds: float = 3600


@dataclass(frozen=True)
class Box:
    """One process to confine, and what it gets.

    Attributes:
        module: Python module to run as `python -m` does.
        arguments: its command line; `PRIVATE` is replaced.
        environment: all its variables; `PRIVATE` is replaced.
        read_only: files and folders that it may read, besides Python, its packages, the
            package autograder, and the system's programs and libraries.
        writable: folders of this machine that it may write to.
        devices: device files that it may use, for example of a GPU.
        limits: what it may spend.
        scratch: folder of this machine for what a level needs to keep; private to the caller.
        folders: folders to make in the private folder before `go`, owned by the process.
        cwd: its working folder; `PRIVATE` is replaced. It is not on the import path, so that
            no file in it can stand in for a module.
    """

    module: str
    arguments: tuple[str, ...]
    environment: dict[str, str]
    scratch: Path
    read_only: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()
    devices: tuple[Path, ...] = ()
    limits: BoxLimits = field(default_factory=BoxLimits)
    folders: tuple[str, ...] = ()
    cwd: str = PRIVATE


class Confined(Protocol):
    """A process in its box. It waits, before any of its module's code runs, for `go`.

    Attributes:
        process: the outermost process; its pipes are those of the module.
        private: the private folder as seen from here; the process sees it as its home, and
            may write to it: nothing in it is to be opened without O_NOFOLLOW.
        inside: the private folder as the process sees it.
    """

    process: subprocess.Popen[str]
    private: Path
    inside: Path

    def go(self) -> None:
        """Confine the process for good, then let the module start.

        Raises:
            SandboxError: it could not be confined; no code of the module has run.
        """

    def give(self, path: Path) -> None:
        """Make a file or folder below `private`, made from here, the process's own.

        Needed where the process has a user of its own; links are not followed.
        """

    def cpu_seconds(self) -> float:
        """Processor time that the processes that are in the box now have used."""

    def breach(self) -> str:
        """Which limit the box was ended for, as a sentence; empty when for none."""

    def kill(self) -> None:
        """End everything in the box at once; may be called from any thread, any time."""

    def close(self) -> None:
        """End everything in the box, wait until it is gone, and remove what was private."""


class Sandbox(Protocol):
    """A level of confinement.

    Attributes:
        name: as records and reports name it.
    """

    name: str

    def start(
        self,
        box: Box,
        *,
        stdin: int | IO[str] | None = None,
        stdout: int | IO[str] | None = None,
        stderr: int | IO[str] | None = None,
    ) -> Confined:
        """Start a process in its box; it waits for `go`.

        Raises:
            SandboxError: the box can't be made.
        """
        ...
