"""The level "landlock": rules on files, system calls and resources, without namespaces."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox import landlock_rules, syscalls
from autograder.sandbox.account import may_change_user, reachable, take_user
from autograder.sandbox.box import Box
from autograder.sandbox.confined import ConfinedProcess
from autograder.sandbox.launch import Launch, Start, Stream, launch_cold
from autograder.sandbox.ordering import folder_on_disk, plan_for, resource_limits
from autograder.sandbox.plan import LandlockRules
from autograder.sandbox.process_tree import usage
from autograder.sandbox.system_files import (
    DEVICES,
    MACHINE,
    PROCESSORS,
    SETTINGS,
    SYSTEM,
    python_folders,
    with_targets,
)

# Accounts are no secret, and programs look their own user up.
_ACCOUNTS = ("/etc/passwd", "/etc/group", "/etc/hosts", "/etc/nsswitch.conf")
_TERMINALS = ("/dev/ptmx", "/dev/pts")


# For other boxes, and other programs of the user who grades.
_SPARE_PROCESSES = 2048


class Landlock:
    """Starts processes under the kernel's rules on files.

    As root, a process gets a user of its own if that user can reach Python and what the box
    names; otherwise it stays root without any capability.

    Args:
        abi: version of Landlock to use, at most the kernel's; 0 for the kernel's.
        launch: brings the program inside to life.
    """

    name = "landlock"

    def __init__(self, abi: int = 0, launch: Launch = launch_cold) -> None:
        self._abi = abi
        self._launch = launch

    def start(
        self, box: Box, *, stdin: Stream = None, stdout: Stream = None, stderr: Stream = None
    ) -> ConfinedProcess:
        """Start a process in its box; it waits for `go`.

        Raises:
            SandboxError: the box can't be made.
        """
        abi = self._version()
        if missing := syscalls.unavailable():
            raise SandboxError(f"{missing}.", "Install it: apt install libseccomp2.")
        uid = _user_for(box)
        private = folder_on_disk(box.scratch if uid is None else _open_folder(box.scratch))
        for folder in box.writable if uid is not None else ():
            os.chown(folder, uid or 0, uid or 0, follow_symlinks=False)
        plan = plan_for(box, private)
        plan.uid = uid
        plan.keep = True
        plan.rlimits = resource_limits(box)
        if uid is None:
            # It counts all processes of the user who grades: the watchdog has the real limit.
            plan.rlimits["NPROC"] += _threads_of_this_user() + _SPARE_PROCESSES
        plan.landlock = _rules(box, private, abi, own_user=uid is not None)
        start = Start(
            box,
            plan,
            inside=private,
            filter_for=lambda pid: syscalls.filter_for_landlock(pid, abi, own_user=uid is not None),
            private=private,
        )
        return ConfinedProcess(start, self._launch, (stdin, stdout, stderr))

    def _version(self) -> int:
        if sys.platform != "linux":
            raise SandboxError("Landlock needs Linux.")
        offered = landlock_rules.version()
        if not offered:
            raise SandboxError("This kernel has no Landlock, or it is switched off.")
        return min(offered, self._abi or offered)


def _user_for(box: Box) -> int | None:
    """A user of its own, if root may make one and it could read all that the box names."""
    if not may_change_user():
        return None
    needed = [*python_folders(), *box.read_only, *box.writable]
    return take_user() if reachable(needed) else None


def _threads_of_this_user() -> int:
    """Threads of all processes of the user who grades."""
    threads = 0
    for entry in os.scandir("/proc"):
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and entry.stat().st_uid == os.geteuid():
                threads += usage(int(entry.name)).threads
    return threads


def _open_folder(scratch: Path) -> Path:
    """The scratch folder if any user may pass through it, else the one for temporary files.

    What is made in it is closed to all but the box's own user.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    return scratch if reachable([scratch]) else Path(tempfile.gettempdir())


def _rules(box: Box, private: Path, abi: int, *, own_user: bool) -> LandlockRules:
    readable = [*SYSTEM, *SETTINGS, *_ACCOUNTS, *MACHINE, *PROCESSORS]
    readable += map(str, with_targets([*python_folders(), *box.read_only]))
    writable = [str(private), *map(str, box.writable), *map(str, box.devices), *DEVICES]
    if own_user:
        # Without a user of its own, it could read what the user who grades types.
        writable += _TERMINALS
    if box.devices:
        readable += ["/sys", "/proc/driver", "/proc/devices"]
    return LandlockRules(abi, readable=readable, writable=writable)
