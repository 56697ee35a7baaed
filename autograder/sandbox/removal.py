"""Removes what a box left behind, however it was made to resist."""

from __future__ import annotations

import contextlib
import os
import stat
import uuid
from pathlib import Path

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def remove_tree(folder: Path) -> bool:
    """Remove a folder and all that is in it, which no process may use any more.

    It may be deeper than a path can be long, and hold folders that nobody may open. Links are
    removed, and not followed.

    Returns:
        Whether the folder is gone; what can't be removed stays.
    """
    with contextlib.suppress(OSError):
        _open_to_us(folder)
        top = os.open(folder, _FOLDER)
        try:
            _empty(top)
        finally:
            os.close(top)
        folder.rmdir()
    return not os.path.lexists(folder)


def _empty(top: int) -> None:
    """Remove all in a folder. Folders are moved up to it, so that no place is deep."""
    prefix, moved = uuid.uuid4().hex, 0
    waiting = _emptied_of_files(top)
    while waiting:
        name = waiting.pop()
        with contextlib.suppress(OSError):
            _open_to_us(name, top)
            inner = os.open(name, _FOLDER, dir_fd=top)
            try:
                for entry in _emptied_of_files(inner):
                    moved += 1
                    raised = f"{prefix}-{moved}"
                    with contextlib.suppress(OSError):
                        _open_to_us(entry, inner)
                        os.rename(entry, raised, src_dir_fd=inner, dst_dir_fd=top)
                        waiting.append(raised)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)


def _emptied_of_files(folder: int) -> list[str]:
    """Remove the files in a folder; the names of the folders in it."""
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for name, is_folder in found:
        if not is_folder:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=folder)
    return [name for name, is_folder in found if is_folder]


def _open_to_us(name: str | Path, folder: int | None = None) -> None:
    """Give ourselves all rights on a folder: it may have been made without any."""
    state = os.stat(name, dir_fd=folder, follow_symlinks=False)
    if stat.S_ISDIR(state.st_mode) and state.st_mode & stat.S_IRWXU != stat.S_IRWXU:
        os.chmod(name, stat.S_IRWXU, dir_fd=folder)
