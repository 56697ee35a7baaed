"""The folder that a grading run works in; those of runs that were killed are removed."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from autograder.sandbox.removal import remove_tree

_NAME = re.compile(r"autograder-run-([0-9]+)-\w+")


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder, private to this process; removed afterwards.

    A run that is killed leaves its folder, with students' evidence: the next run removes it.
    """
    _remove_left_over(Path(tempfile.gettempdir()))
    prefix = f"autograder-run-{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        remove_tree(folder)


def _remove_left_over(place: Path) -> None:
    """Remove folders of ours whose process is gone."""
    for path in place.glob("autograder-run-*"):
        match = _NAME.fullmatch(path.name)
        with contextlib.suppress(OSError):
            state = path.lstat()
            ours = stat.S_ISDIR(state.st_mode) and state.st_uid == os.geteuid()
            if match and ours and not psutil.pid_exists(int(match[1])):
                remove_tree(path)
