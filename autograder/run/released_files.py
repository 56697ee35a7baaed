"""Which files a student kernel is given beside its notebook."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

MOST_RELEASED_BYTES = 50_000_000  # of one file that students get with a notebook


def released_files(folder: Path | None) -> Iterator[Path]:
    """The regular files below a release folder, in order, but not the notebooks.

    A program has no use for the notebook that it is itself; and a run must not depend on the
    words of a test, since what runs gave is kept while tests are mended.

    Args:
        folder: a release folder, or None.
    """
    for path in sorted(folder.rglob("*")) if folder is not None else ():
        status = path.lstat()
        small = stat.S_ISREG(status.st_mode) and status.st_size <= MOST_RELEASED_BYTES
        if small and path.suffix != ".ipynb":
            yield path
