"""The files of a download, and which learning platform they come from.

The platform is found for the download as a whole and not for each file: a student who hands in
a file that is named as another platform names them must not become somebody else.
"""

from __future__ import annotations

import os
import re
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.intake.archive_limits import check_zip_list
from autograder.intake.lms_names import (
    CANVAS,
    MOODLE,
    NBGRADER,
    PLAIN,
    is_platforms,
    is_zip,
    may_hold_notebooks,
    nbgrader_origins,
)
from autograder.intake.trails import (
    NOTEBOOK,
    Trail,
    inner_trail,
    is_archive,
    is_ignored,
    is_notebook,
)

MAX_FOLDERS = 4  # depth of folders in the download
MOST_PEEKED = 20_000


@dataclass(frozen=True)
class Download:
    """The files that a platform gave.

    Attributes:
        files: path and trail of each, sorted.
        platform: where they come from, one of lms_names.PLATFORMS.
        of_class: archives at the top that hold a whole class's files.
        nobodys: how many parts of each trail, from the outside, name nobody.
    """

    files: list[tuple[Path, Trail]]
    platform: str
    of_class: frozenset[str]
    nobodys: int = 0

    def holds_class(self, trail: Trail) -> bool:
        """Whether a file is an archive of a whole class."""
        return len(trail) == 1 and trail[0] in self.of_class


@dataclass(frozen=True)
class _Unit:
    """A file or folder at the top of a download.

    Attributes:
        name: as it lies there.
        inner: trails of what is in it, without its own name.
        archive: whether it is an archive.
    """

    name: str
    inner: list[Trail]
    archive: bool


def find_download(
    place: Path, assignment: str, platform: str | None, names: re.Pattern[str] | None
) -> Download:
    """The files in a folder, or the one file.

    Args:
        place: what the learning platform gave.
        assignment: its name.
        platform: where it comes from; None to find out.
        names: the instructor's own pattern of names, which goes with no platform, or None.

    Raises:
        AutograderError: there is nothing, or its parts seem to come from different platforms.
    """
    if place.is_file() and not place.is_symlink():
        files: list[tuple[Path, Trail]] = [(place, (place.name,))]
    elif place.is_dir():
        files = _files(place)
    else:
        raise AutograderError(
            f"There is no {place}.",
            "Put the files that your learning platform gave you there, or name them with --from.",
        )
    if not files:
        raise AutograderError(
            f"{place} is empty.", "Put the files that your learning platform gave you there."
        )
    units = _units(files)
    if names is not None:
        of_class = {unit.name for unit in units if unit.archive and not names.match(unit.name)}
        return Download(files, PLAIN, frozenset(of_class))
    platform = platform or _platform(units, assignment)
    if platform != PLAIN:
        own = {unit.name for unit in units if unit.archive}
        own = {name for name in own if not is_platforms(name, platform)}
        return Download(files, platform, frozenset(own))
    wrappers = _class_wrappers(units, assignment)
    own = {unit.name for unit in units if unit.archive and wrappers}
    return Download(files, platform, frozenset(own), wrappers)


def _files(place: Path) -> list[tuple[Path, Trail]]:
    files = []
    for folder, folders, names in os.walk(place):
        inner = Path(folder).relative_to(place).parts
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        if len(inner) >= MAX_FOLDERS:
            folders.clear()
        for name in names:
            if not name.startswith("."):
                files.append((Path(folder) / name, (*inner, name)))
    return sorted(files, key=lambda file: file[1])


def _units(files: Iterable[tuple[Path, Trail]]) -> list[_Unit]:
    folders: dict[str, list[Trail]] = {}
    units = []
    for path, trail in files:
        if len(trail) > 1:
            folders.setdefault(trail[0], []).append(trail[1:])
        elif is_archive(trail[0]):
            units.append(_Unit(trail[0], _peek(path), True))
        elif is_notebook(trail[0]):
            units.append(_Unit(trail[0], [], False))
    return units + [_Unit(name, inner, False) for name, inner in folders.items()]


def _peek(path: Path) -> list[Trail]:
    """Names of an archive's files; none if they can't be read, which shows again on reading."""
    try:
        names = _zip_names(path) if is_zip(path.name) else _tar_names(path)
    except Exception:  # what parsers raise on malformed archives is open-ended
        return []
    trails = [inner_trail((), name) for name in names[:MOST_PEEKED]]
    return [trail for trail, reason in trails if not reason and not is_ignored(trail, ())]


def _zip_names(path: Path) -> list[str]:
    with path.open("rb") as file:
        check_zip_list(file)
        with zipfile.ZipFile(file) as archive:
            return [info.filename for info in archive.infolist() if not info.is_dir()]


def _tar_names(path: Path) -> list[str]:
    """Of an uncompressed tar file only: listing a compressed one unpacks it."""
    if not path.name.lower().endswith(".tar"):
        return []
    with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as archive:
        return [info.name for info in archive if info.isfile()]


def _platform(units: list[_Unit], assignment: str) -> str:
    """The one platform that all units seem to come from.

    Raises:
        AutograderError: there are several.
    """
    looks = {unit.name: _looks_like(unit, assignment) for unit in units}
    found = sorted(set(looks.values()))
    if len(found) < 2:
        return found[0] if found else PLAIN
    examples = [next(repr(name) for name, look in looks.items() if look == one) for one in found]
    seen = ", ".join(f"{name} like {one}" for name, one in zip(examples, found, strict=True))
    raise AutograderError(
        f"The download seems to come from different places: {seen}.",
        "Say which it is with --platform, or move what does not belong to it elsewhere.",
    )


def _looks_like(unit: _Unit, assignment: str) -> str:
    for platform in (MOODLE, CANVAS):
        if is_platforms(unit.name, platform):
            return platform
    tops = _tops(unit.inner)
    for platform in (MOODLE, CANVAS):
        if tops and 2 * sum(is_platforms(top, platform) for top in tops) > len(tops):
            return platform
    owners = {
        origin.key
        for trail in unit.inner
        if is_notebook(trail[-1])
        for origin in nbgrader_origins((unit.name, *trail), assignment)
    }
    # One alone in an archive is a student's own folder, as far as anyone can tell.
    in_folder = not unit.archive and owners == {unit.name}
    return NBGRADER if len(owners) > 1 or in_folder else PLAIN


def _class_wrappers(units: list[_Unit], assignment: str) -> int:
    """How many names stand around a class whose files were packed by hand; 0 if none do.

    A download that is one archive or folder with several files or folders of notebooks in it is
    a class's, unless one of them has the assignment's name: then it is one student's.
    """
    if len(units) != 1:
        return 0
    inner = [trail for trail in units[0].inner if may_hold_notebooks(trail[-1])]
    wrappers = 1
    while len({trail[0] for trail in inner}) == 1 and all(len(trail) > 1 for trail in inner):
        inner = [trail[1:] for trail in inner]
        wrappers += 1
    tops = {trail[0] for trail in inner}
    return wrappers if len(tops) > 1 and f"{assignment}{NOTEBOOK}" not in tops else 0


def _tops(inner: list[Trail]) -> list[str]:
    """Names at the top of a unit, below folders that hold all the rest."""
    while inner and len({trail[0] for trail in inner}) == 1 and len(inner[0]) > 1:
        if any(is_platforms(inner[0][0], platform) for platform in (MOODLE, CANVAS)):
            break
        inner = [trail[1:] for trail in inner if len(trail) > 1]
    return sorted({trail[0] for trail in inner})
