"""Which files of this machine every box may read: the system's programs, and Python's."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import autograder

# Programs and libraries; the links that stand for some of them today stay links.
SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
    "/gnu/store",
)
# What the C library and matplotlib look up there; no accounts, keys or passwords.
SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/timezone",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# What TensorFlow, psutil and the C library read about the machine.
MACHINE = (
    "/proc/cpuinfo",
    "/proc/filesystems",
    "/proc/loadavg",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/sys/kernel/osrelease",
    "/proc/sys/kernel/pid_max",
    "/proc/sys/kernel/random",
    "/proc/sys/vm/overcommit_memory",
    "/proc/uptime",
    "/proc/version",
)
PROCESSORS = ("/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/kernel/mm")


def python_folders() -> list[Path]:
    """Where this Python, its packages and the package autograder lie."""
    package = Path(autograder.__file__).parent
    return list(dict.fromkeys([Path(sys.prefix), Path(sys.base_prefix), package]))


def with_targets(paths: Iterable[Path]) -> list[Path]:
    """The paths that exist, and where links among them lead; none below another or the system."""
    named = [Path.cwd() / path for path in paths if path.exists()]
    every = sorted({*named, *(path.resolve() for path in named)}, key=lambda path: len(path.parts))
    kept: list[Path] = []
    for path in every:
        if not any(path.is_relative_to(other) for other in (*kept, Path("/usr"))):
            kept.append(path)
    return kept


def accounts(uid: int, gid: int) -> dict[str, str]:
    """Files of /etc that name one user, and this machine alone; path to text."""
    return {
        "/etc/passwd": f"student:x:{uid}:{gid}::/:/bin/sh\n",
        "/etc/group": f"student:x:{gid}:\n",
        "/etc/hosts": "127.0.0.1 localhost box\n::1 localhost\n",
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
