"""What a student kernel finds in its home when it starts.

Afterwards the home belongs to the student's process, and is looked at no more.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.run.environment import HOME
from autograder.run.released_files import released_files
from autograder.sandbox.box import Confined


def fill_home(confined: Confined, released: Path | None) -> None:
    """Copy what the student was given, and what saves time, into the home.

    Args:
        confined: a box that waits.
        released: folder whose files students got, or None.
    """
    home = confined.private / HOME
    for path in font_lists():
        _copy(confined, path, home / ".matplotlib" / path.name)
    for path in released_files(released):
        _copy(confined, path, home / path.relative_to(released or path))


def font_lists() -> list[Path]:
    """Matplotlib's list of fonts, which takes seconds to make anew."""
    import matplotlib
    import matplotlib.font_manager

    return list(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))


def _copy(confined: Confined, source: Path, target: Path) -> None:
    missing = [folder for folder in target.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        confined.give(folder)
    shutil.copyfile(source, target)
    confined.give(target)
