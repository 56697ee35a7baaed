"""The seccomp filter of a box, built outside by libseccomp: which system calls are refused."""

from __future__ import annotations

import errno
import functools
import os
import platform
import tempfile
import threading
from typing import Any

from autograder.errors import SandboxError
from autograder.sandbox import landlock_rules

_LOCK = threading.Lock()

# What changes the machine, looks into other processes, or has often had faults in the kernel.
_MACHINE = """
acct adjtimex bpf clock_adjtime clock_settime create_module delete_module finit_module
init_module ioperm iopl kexec_file_load kexec_load lookup_dcookie nfsservctl
open_by_handle_at name_to_handle_at pciconfig_iobase pciconfig_read pciconfig_write
quotactl quotactl_fd reboot s390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr
setdomainname sethostname settimeofday stime swapoff swapon syslog sysfs _sysctl uselib
ustat vhangup vserver vm86 vm86old modify_ldt
"""
_MOUNTS = """
chroot fsconfig fsmount fsopen fspick listmount mount mount_setattr move_mount open_tree
open_tree_attr pivot_root setns statmount umount umount2 unshare fanotify_init fanotify_mark
"""
_OTHER_PROCESSES = """
kcmp migrate_pages move_pages perf_event_open personality pidfd_getfd process_madvise
process_mrelease process_vm_readv process_vm_writev ptrace set_mempolicy_home_node
"""
_KERNEL_OBJECTS = """
add_key io_uring_enter io_uring_register io_uring_setup keyctl memfd_create memfd_secret
mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv
msgsnd request_key semctl semget semop semtimedop shmat shmctl shmdt shmget userfaultfd
lsm_set_self_attr
"""
_IDENTITY = """
capset setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32 setgroups setgroups32
setregid setregid32 setresgid setresgid32 setresuid setresuid32 setreuid setreuid32
setuid setuid32
"""
# Kernels listen and their runner connects, so nobody else's socket is ever in reach.
_NETWORK = "connect"
# Landlock does not look at these: the files would be those of the user who grades.
_FILE_ATTRIBUTES = """
chmod chown chown32 fchmod fchmodat fchmodat2 fchown fchown32 fchownat file_setattr futimesat
lchown lchown32 lremovexattr lsetxattr removexattr removexattrat setxattr setxattrat
fremovexattr fsetxattr utime utimensat utimensat_time64 utimes
"""
_WATCHING_FILES = "inotify_add_watch"
# Of other processes of the same user, which Landlock does not separate.
_PRIORITIES = """
ioprio_set sched_setaffinity sched_setattr sched_setparam sched_setscheduler setpriority
"""
_PROCESS_GROUPS = "setpgid setsid"
_SIGNALS_TO_ONE = ("kill", "tgkill")
_SIGNALS_OTHERWISE = "pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tkill"
# Numbers that an older libseccomp does not know; the same on every architecture.
_NUMBERS = {
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "memfd_secret": 447,
    "process_mrelease": 448,
    "set_mempolicy_home_node": 450,
    "fchmodat2": 452,
    "statmount": 457,
    "listmount": 458,
    "lsm_set_self_attr": 460,
    "setxattrat": 463,
    "removexattrat": 466,
    "open_tree_attr": 467,
    "file_setattr": 469,
}

_NAMESPACE_FLAGS = (
    0x00000080,  # CLONE_NEWTIME
    0x00020000,  # CLONE_NEWNS
    0x02000000,  # CLONE_NEWCGROUP
    0x04000000,  # CLONE_NEWUTS
    0x08000000,  # CLONE_NEWIPC
    0x10000000,  # CLONE_NEWUSER
    0x20000000,  # CLONE_NEWPID
    0x40000000,  # CLONE_NEWNET
)
_AF_UNIX = 1
_SOCK_STREAM, _SOCK_TYPE_BITS = 1, 0xF
_LOW_32_BITS = 0xFFFFFFFF
_TERMINAL_REQUESTS = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: type into the terminal
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_F_SETOWN, _F_SETOWN_EX = 8, 15
_FIOSETOWN, _SIOCSPGRP = 0x8901, 0x8902
_O_ACCMODE, _O_TRUNC = os.O_RDONLY | os.O_WRONLY | os.O_RDWR, os.O_TRUNC


def unavailable() -> str:
    """Why no filter can be built on this machine; empty when one can."""
    try:
        _library()
    except (ImportError, RuntimeError, OSError, AttributeError) as error:
        return f"libseccomp is missing ({error})"
    return ""


def filter_for_namespaces() -> bytes:
    """The filter of a box that has namespaces of its own, as classic BPF."""
    with _LOCK:
        return _namespaces()


def filter_for_landlock(pid: int, abi: int, *, own_user: bool) -> bytes:
    """The filter of a box without namespaces, as classic BPF.

    Args:
        pid: the first process of the box.
        abi: the version of Landlock, whose gaps the filter closes.
        own_user: whether no other process has the box's user.
    """
    with _LOCK:
        return _landlock(pid if abi < landlock_rules.SIGNALS_SINCE else 0, abi, own_user)


@functools.cache
def _namespaces() -> bytes:
    rules = _Rules()
    rules.everywhere()
    return rules.export()


@functools.lru_cache(maxsize=8)
def _landlock(pid: int, abi: int, own_user: bool) -> bytes:
    rules = _Rules()
    rules.everywhere()
    rules.instead_of_namespaces()
    if not own_user:
        # One process group, which can be ended at one blow, however fast it forks.
        rules.refuse_all(_PROCESS_GROUPS, error=0)
    if abi < landlock_rules.SIGNALS_SINCE:
        rules.signals_only_to(pid)
    if abi < landlock_rules.TRUNCATE_SINCE:
        rules.no_truncation()
    return rules.export()


def _library() -> Any:
    import pyseccomp

    return pyseccomp


class _Rules:
    """A filter in the making; refuses by `EPERM` where nothing else is said."""

    def __init__(self) -> None:
        self.library = _library()
        self.filter = self.library.SyscallFilter(self.library.ALLOW)
        # A foreign architecture's numbers, 32-bit and x32 as well, would mean other calls.
        self.filter.set_attr(self.library.Attr.ACT_BADARCH, self.library.KILL_PROCESS)

    def refuse(self, name: str, *arguments: Any, error: int = errno.EPERM) -> None:
        """Refuse a call, or only calls with certain arguments; unknown names are skipped."""
        number = self.library.resolve_syscall(self.library.Arch.NATIVE, name)
        if number < 0:
            number = _NUMBERS.get(name, -1)
        if number >= 0:
            self.filter.add_rule(self.library.ERRNO(error), number, *arguments)

    def refuse_all(self, names: str, error: int = errno.EPERM) -> None:
        """Refuse calls whatever their arguments."""
        for name in names.split():
            self.refuse(name, error=error)

    def bits(self, place: int, mask: int, value: int) -> Any:
        """Argument number `place` has these bits."""
        return self.library.Arg(place, self.library.MASKED_EQ, mask, value)

    def is_not(self, place: int, value: int) -> Any:
        """Argument number `place` differs; all 64 bits count, though the kernel may take 32."""
        return self.library.Arg(place, self.library.NE, value)

    def everywhere(self) -> None:
        """Rules of every level."""
        for names in (_MACHINE, _MOUNTS, _OTHER_PROCESSES, _KERNEL_OBJECTS, _IDENTITY):
            self.refuse_all(names)
        self.refuse_all(_NETWORK, errno.EACCES)
        self._sockets()
        # Its flags lie in memory, where no filter sees them; the C library then uses clone.
        self.refuse("clone3", error=errno.ENOSYS)
        flags_place = 1 if platform.machine().startswith("s390") else 0
        for flag in _NAMESPACE_FLAGS:
            self.refuse("clone", self.bits(flags_place, flag, flag))
        for request in _TERMINAL_REQUESTS:
            self.refuse("ioctl", self.bits(1, _LOW_32_BITS, request))
        for option in (_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER):
            self.refuse("prctl", self.bits(0, _LOW_32_BITS, option))
        self.refuse("prlimit64", self.is_not(0, 0))

    def _sockets(self) -> None:
        """Only streams of this machine; libzmq takes EOPNOTSUPP for an answer, others abort it."""
        for call in ("socket", "socketpair"):
            self.refuse(call, self.is_not(0, _AF_UNIX), error=errno.EOPNOTSUPP)
            for bit in (1, 2, 4, 8):
                kind = self.bits(1, bit, ~_SOCK_STREAM & bit)
                self.refuse(call, kind, error=errno.EOPNOTSUPP)

    def instead_of_namespaces(self) -> None:
        """Rules where other processes and files of the same user are in sight."""
        # An error would stop honest programs that copy files with their attributes.
        self.refuse_all(_FILE_ATTRIBUTES, error=0)
        self.refuse_all(_WATCHING_FILES)
        # libzmq ends the process when it is told that it may not set its threads' priority.
        self.refuse_all(_PRIORITIES, error=0)

    def signals_only_to(self, pid: int) -> None:
        """Let a process send signals to itself alone."""
        self.refuse_all(_SIGNALS_OTHERWISE)
        for name in _SIGNALS_TO_ONE:
            self.refuse(name, self.is_not(0, pid))
        for command in (_F_SETOWN, _F_SETOWN_EX):
            self.refuse("fcntl", self.bits(1, _LOW_32_BITS, command))
        for request in (_FIOSETOWN, _SIOCSPGRP):
            self.refuse("ioctl", self.bits(1, _LOW_32_BITS, request))

    def no_truncation(self) -> None:
        """Let no file be cut that is only readable."""
        self.refuse("truncate")
        self.refuse("truncate64")
        self.refuse("openat2", error=errno.ENOSYS)
        cutting = (_O_ACCMODE | _O_TRUNC, os.O_RDONLY | _O_TRUNC)
        self.refuse("open", self.bits(1, *cutting))
        self.refuse("openat", self.bits(2, *cutting))

    def export(self) -> bytes:
        """The filter as classic BPF."""
        with tempfile.TemporaryFile() as file:
            try:
                self.filter.export_bpf(file)
            except OSError as error:
                raise SandboxError(f"The filter of system calls can't be built: {error}.") from None
            file.seek(0)
            return file.read()
