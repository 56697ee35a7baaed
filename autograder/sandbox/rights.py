"""Gives up rights of this process for good: user, capabilities, system calls, resources."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys

_SET_PDEATHSIG = 1
_SET_DUMPABLE = 4
_SET_SECCOMP = 22
_CAPBSET_DROP = 24
_SET_SECUREBITS = 28
_SET_CHILD_SUBREAPER = 36
_SET_NO_NEW_PRIVS = 38
_AMBIENT, _AMBIENT_CLEAR = 47, 4
_SECCOMP_MODE_FILTER = 2
# No capabilities for user 0, neither now nor at exec, and no way back (each bit with its lock).
_NO_ROOT = 0b11 | 0b1100
_CAPABILITY_VERSION = 0x20080522
_FILTER_STEP_BYTES = 8

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *arguments: int) -> None:
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    if _libc.prctl(ctypes.c_int(option), *padded) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl {option}: {os.strerror(number)}")


def die_with_parent(number: signal.Signals = signal.SIGKILL) -> None:
    """Get a signal when the thread ends that started this process."""
    _prctl(_SET_PDEATHSIG, number)


def end_with(parent: int) -> None:
    """End when a parent ends, and at once if it has ended already; only on Linux.

    Args:
        parent: number of the process that has just forked this one.
    """
    if sys.platform != "linux":
        return
    die_with_parent()
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends."""
    _prctl(_SET_CHILD_SUBREAPER, 1)


def become(uid: int | None) -> None:
    """Drop every capability, and as root become another user and group where one is given.

    Raises:
        OSError: something could not be given up.
    """
    for capability in range(64):
        # Past the kernel's last capability, or as an ordinary user: nothing to drop.
        with contextlib.suppress(OSError):
            _prctl(_CAPBSET_DROP, capability)
    with contextlib.suppress(OSError):
        _prctl(_SET_SECUREBITS, _NO_ROOT)
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    _prctl(_AMBIENT, _AMBIENT_CLEAR)
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    if _libc.capset(header, bytes(24)) != 0:
        raise OSError(ctypes.get_errno(), "capabilities could not be dropped")
    # A change of user hides /proc/self from the process itself, and its memory from the watchdog.
    _prctl(_SET_DUMPABLE, 1)
    die_with_parent()
    _prctl(_SET_NO_NEW_PRIVS, 1)


def most_descriptors() -> int:
    """One more than the largest number that an open file of this process can have."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    bound = 1 << 20
    return min(hard if hard != resource.RLIM_INFINITY else bound, bound)


def close_all_but(*kept: int, first: int = 3) -> None:
    """Close all open files of this process.

    Args:
        kept: descriptors that stay open.
        first: smaller ones stay open too; standard streams, by default.
    """
    for descriptor in sorted(kept):
        os.closerange(first, descriptor)
        first = descriptor + 1
    os.closerange(first, most_descriptors())


def limit(limits: dict[str, int]) -> None:
    """Set soft and hard resource limits, by name; none is raised."""
    for name, wanted in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}", None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (value, value))


class _Program(ctypes.Structure):
    _fields_ = (("steps", ctypes.c_ushort), ("first", ctypes.c_void_p))


def filter_calls(program: bytes) -> None:
    """Install a seccomp filter, for this process and all that it will start.

    Args:
        program: classic BPF, as libseccomp exports it.

    Raises:
        OSError: the kernel refuses it.
    """
    steps = ctypes.create_string_buffer(program, len(program))
    filled = _Program(len(program) // _FILTER_STEP_BYTES, ctypes.addressof(steps))
    _prctl(_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(filled))
