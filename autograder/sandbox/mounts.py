"""What a box with namespaces sees, as arguments of bubblewrap."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.box import Box
from autograder.sandbox.system_files import (
    SETTINGS,
    SYSTEM,
    accounts,
    python_folders,
    with_targets,
)

INSIDE = Path("/box")
SHARED_MEMORY = Path("/dev/shm")
TEMPORARY = Path("/tmp")
_BYTES_PER_MB = 1 << 20
# For locks and small shared arrays; big temporary files belong into the private folder.
_SMALL_MB = 64
_DEVICE_FILES_BYTES = 1 << 16


class Mounts:
    """Collects arguments of bubblewrap; makes each missing folder so that any user may enter.

    bubblewrap itself would make missing parents that only root may enter.
    """

    def __init__(self) -> None:
        self.arguments: list[str] = []
        self._made = {Path("/")}

    def add(self, *arguments: object) -> None:
        """Add arguments as they are."""
        self.arguments += map(str, arguments)

    def folder(self, path: Path) -> None:
        """Make a folder and its parents."""
        for place in (*reversed(path.parents), path):
            if place not in self._made:
                self._made.add(place)
                self.add("--perms", "0755", "--dir", place)

    def read_only(self, path: Path) -> None:
        """Show a file or folder at its own place."""
        self.folder(path.parent)
        self._made.add(path)
        self.add("--ro-bind", path, path)

    def text(self, path: str, text: str, opened: list[int]) -> None:
        """Show a file with this text; `opened` gets the descriptor that it is read from."""
        reader, writer = os.pipe()
        os.write(writer, text.encode())
        os.close(writer)
        opened.append(reader)
        self.folder(Path(path).parent)
        self.add("--perms", "0444", "--ro-bind-data", reader, path)

    def small_memory(self, path: Path, megabytes: float, mode: str = "1777") -> None:
        """A file system of its own in memory."""
        self.folder(path.parent)
        self._made.add(path)
        self.add("--perms", mode, "--size", int(megabytes * _BYTES_PER_MB), "--tmpfs", path)


def mounts_for(
    box: Box, uid: int, opened: list[int], show_proc: Callable[[Mounts], None]
) -> list[str]:
    """The arguments that make a box's file system.

    Args:
        box: what it may see.
        uid: user and group inside.
        opened: gets the descriptors that bubblewrap must inherit; to be closed by the caller.
        show_proc: adds /proc.
    """
    mounts = Mounts()
    for name in SYSTEM:
        _show_system(mounts, Path(name))
    for name in SETTINGS:
        if Path(name).exists():
            mounts.read_only(Path(name))
    for name, text in accounts(uid, uid).items():
        mounts.text(name, text, opened)
    show_proc(mounts)
    mounts.add("--dev", "/dev")
    mounts.small_memory(SHARED_MEMORY, _SMALL_MB)
    mounts.small_memory(TEMPORARY, _SMALL_MB)
    mounts.small_memory(INSIDE, box.limits.private_mb, "0755")
    for path in with_targets([*python_folders(), *box.read_only]):
        mounts.read_only(path)
    for path in box.writable:
        mounts.folder(path)
        mounts.add("--bind", path, path)
    for path in box.devices:
        mounts.folder(path.parent) if path.parent != Path("/dev") else None
        mounts.add("--dev-bind", path, path)
    if box.devices:
        mounts.read_only(Path("/sys"))
    mounts.add("--remount-ro", "/dev", "--remount-ro", "/")
    return mounts.arguments


def _show_system(mounts: Mounts, path: Path) -> None:
    if path.is_symlink():
        mounts.add("--symlink", path.readlink(), path)
    elif path.is_dir():
        mounts.read_only(path)
