"""Landlock, the Linux kernel's rules on files for a process that may not need to be root.

By ctypes: the packages for it cover two processor types, and can't ask for an older version,
which the tests need.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from pathlib import Path

from autograder.sandbox.plan import LandlockRules

# The same numbers on every architecture that has Landlock.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_ALL_OF_VERSION_1 = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_TCP_BIND_AND_CONNECT = 3
_ABSTRACT_SOCKETS_AND_SIGNALS = 3
# From which version on Landlock confines what; before, the seccomp filter has to.
TRUNCATE_SINCE, TCP_SINCE, IOCTL_SINCE, SIGNALS_SINCE = 3, 4, 5, 6

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """The kernel's version of Landlock; 0 where there is none, or it is switched off."""
    try:
        found = _libc.syscall(
            _CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_VERSION)
        )
    except AttributeError:  # no `syscall`: not Linux
        return 0
    return max(0, found)


def restrict(rules: LandlockRules) -> None:
    """Confine this process, and all that it will start, to the files named.

    Files that do not exist are left out. A descriptor of /proc/self stays open: the kernel
    forgets the rule on it otherwise. Whatever the rules, processes outside this confinement
    can't be looked into.

    Raises:
        OSError: the kernel has no Landlock, or refuses.
    """
    rights = _ALL_OF_VERSION_1 if rules.reading else _ALL_OF_VERSION_1 & ~_READ
    rights |= _REFER if rules.abi >= 2 else 0
    rights |= _TRUNCATE if rules.abi >= TRUNCATE_SINCE else 0
    if rules.reading:
        rights |= _IOCTL if rules.abi >= IOCTL_SINCE else 0
    asked = struct.pack("=Q", rights)
    if rules.reading and rules.abi >= TCP_SINCE:
        asked += struct.pack("=Q", _TCP_BIND_AND_CONNECT)
    if rules.reading and rules.abi >= SIGNALS_SINCE:
        asked += struct.pack("=Q", _ABSTRACT_SOCKETS_AND_SIGNALS)
    ruleset = _call(_CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), ctypes.c_uint(0))
    for path in rules.readable:
        _allow(ruleset, path, _READ & rights)
    for path in rules.writable:
        _allow(ruleset, path, rights)
    if rules.own_process and rules.reading:
        own = os.open(Path("/proc/self").resolve(), os.O_PATH | os.O_CLOEXEC)
        _add(ruleset, own, _READ & rights)
    _call(_RESTRICT_SELF, ruleset, ctypes.c_uint(0))
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    if not Path(path).exists():
        return
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        is_folder = stat.S_ISDIR(os.fstat(place).st_mode)
        _add(ruleset, place, rights if is_folder else rights & _OF_FILES)
    finally:
        os.close(place)


def _add(ruleset: int, place: int, rights: int) -> None:
    _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, place), ctypes.c_uint(0))


def _call(number: int, *arguments: object) -> int:
    result = _libc.syscall(number, *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"Landlock, system call {number}: {os.strerror(error)}")
    return int(result)
