"""Sorts downloaded hand-ins into submitted/<student>/<assignment>/, one notebook each.

Whose a notebook is, and when it was handed in, is said by the outermost name that the pattern
matches: names are given by the learning platform from the outside in, and what a student
called the files within can't make them somebody else's or earlier.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError, SubmissionError
from autograder.intake.archives import (
    Budget,
    ClassBudget,
    Found,
    Reader,
    Refused,
    Trail,
    place_name,
)

# anna.ipynb, anna.zip, anna_whatever.zip, or a folder anna.
DEFAULT_NAMES = (
    r"(?P<student_id>[A-Za-z0-9][A-Za-z0-9.@+-]*?)(?:_.*)?(?:\.(?:ipynb|zip|tar|tar\.gz|tgz))?$"
)
MAX_FOLDERS = 4  # depth of folders in the download
_STUDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
_TIME = re.compile(r"(\d{4})\D?(\d\d)\D?(\d\d)(?:\D?(\d\d)\D?(\d\d)(?:\D?(\d\d))?)?")


@dataclass(frozen=True)
class Collected:
    """A notebook that was put into its place.

    Attributes:
        student: student id.
        source: where it came from.
        time: when it was handed in, or None when no name said so.
    """

    student: str
    source: str
    time: datetime | None


@dataclass(frozen=True)
class Request:
    """What to collect.

    Attributes:
        archive: folder with the downloaded files.
        submitted: folder in nbgrader's layout.
        assignment: assignment name.
        names: pattern with a group student_id and perhaps timestamp.
        zone: time zone of timestamps.
        force: whether earlier hand-ins are replaced.
    """

    archive: Path
    submitted: Path
    assignment: str
    names: re.Pattern[str]
    zone: tzinfo = timezone.utc
    force: bool = False


@dataclass(frozen=True)
class _Owner:
    """Whose a notebook is; `outermost` is the part of the trail that said so."""

    student: str
    time: datetime | None
    outermost: Trail


@dataclass
class _HandedIn:
    """What one student handed in under one outermost name."""

    owner: _Owner
    notebooks: list[Found] = field(default_factory=list)


def names_pattern(text: str) -> re.Pattern[str]:
    """The pattern of names, checked.

    Raises:
        AutograderError: it is no regular expression, or has no group student_id.
    """
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise AutograderError(f"{text!r} is not a regular expression: {error}.") from error
    if "student_id" not in pattern.groupindex:
        raise AutograderError(f"{text!r} has no group (?P<student_id>...).")
    return pattern


def collect(request: Request) -> tuple[list[Collected], list[Refused]]:
    """Put every student's notebook into its place; what was refused stays where it is.

    Raises:
        AutograderError: the download is missing, or a folder can't be written.
    """
    if not request.archive.is_dir():
        raise AutograderError(
            f"There is no folder {request.archive}.",
            "Put the files that your learning platform gave you there.",
        )
    request.submitted.mkdir(parents=True, exist_ok=True)
    # Beside the target, so that a hand-in gets there by one renaming; intake skips such names.
    with tempfile.TemporaryDirectory(prefix=".collect-", dir=request.submitted) as scratch:
        return _Run(request, Path(scratch)).run()


class _Run:
    def __init__(self, request: Request, scratch: Path) -> None:
        self.request, self.scratch = request, scratch
        self.collected: list[Collected] = []
        self.refused: list[Refused] = []
        self.latest: dict[str, tuple[_Owner, Found]] = {}

    def run(self) -> tuple[list[Collected], list[Refused]]:
        for number, (path, trail) in enumerate(self._files()):
            copies = self.scratch / str(number)
            copies.mkdir()
            reader = Reader(copies)
            reader.read(path, trail, Budget() if self._names_somebody(trail) else ClassBudget())
            self.refused += reader.refused
            for handed_in in self._by_owner(reader.found):
                self._choose(handed_in)
        for owner, found in self.latest.values():
            self._place(owner, found)
        return self.collected, self.refused

    def _files(self) -> list[tuple[Path, Trail]]:
        files = []
        for folder, folders, names in os.walk(self.request.archive):
            inner = Path(folder).relative_to(self.request.archive).parts
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            if len(inner) >= MAX_FOLDERS:
                folders.clear()
            for name in names:
                if not name.startswith("."):
                    files.append((Path(folder) / name, (*inner, name)))
        return sorted(files, key=lambda file: file[1])

    def _names_somebody(self, trail: Trail) -> bool:
        return any(self.request.names.match(name) for name in trail)

    def _by_owner(self, found: list[Found]) -> list[_HandedIn]:
        by_owner: dict[Trail, _HandedIn] = {}
        for notebook in found:
            try:
                owner = _owner(notebook.trail, self.request)
            except SubmissionError as error:
                self.refused.append(Refused(notebook.trail, error.problem))
                continue
            by_owner.setdefault(owner.outermost, _HandedIn(owner)).notebooks.append(notebook)
        return list(by_owner.values())

    def _choose(self, handed_in: _HandedIn) -> None:
        """Keep the one notebook of a hand-in, if it is the student's latest."""
        owner, notebooks = handed_in.owner, handed_in.notebooks
        named = [found for found in notebooks if _is_called(found, self.request.assignment)]
        chosen = notebooks if len(notebooks) == 1 else named
        if len(chosen) != 1:
            reason = f"It holds {len(notebooks)} notebooks; which one counts is not clear."
            self.refused.append(Refused(owner.outermost, reason))
            return
        earlier = self.latest.get(owner.student)
        if earlier is not None:
            times = (earlier[0].time, owner.time)
            if None in times or times[0] == times[1]:
                reason = f"{owner.student} handed in twice, and no time says which counts."
                self.refused.append(Refused(owner.outermost, reason))
                return
            if times[0] > times[1]:  # type: ignore[operator]
                return
        self.latest[owner.student] = (owner, chosen[0])

    def _place(self, owner: _Owner, found: Found) -> None:
        name = self.request.assignment
        student = self.request.submitted / owner.student
        place = student / name
        if student.is_symlink() or place.is_symlink():
            self.refused.append(Refused(found.trail, f"{place} is or lies in a link."))
            return
        if place.exists() and not self.request.force:
            reason = f"{owner.student} has a hand-in already; --force replaces it."
            self.refused.append(Refused(found.trail, reason))
            return
        made = self.scratch / "made" / owner.student
        made.mkdir(parents=True)
        found.copy.rename(made / f"{name}.ipynb")
        if owner.time is not None:
            moment = owner.time.astimezone(timezone.utc)
            (made / "timestamp.txt").write_text(f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC")
        try:
            student.mkdir(exist_ok=True)
            if place.exists():
                shutil.rmtree(place)
            made.rename(place)
        except OSError as error:
            raise AutograderError(f"{place} can't be written: {error.strerror}.") from error
        self.collected.append(Collected(owner.student, place_name(found.trail), owner.time))


def _owner(trail: Trail, request: Request) -> _Owner:
    """Whose a notebook is.

    Raises:
        SubmissionError: no name says it, one says it in two ways, or what it says is no id.
    """
    for depth, name in enumerate(trail, start=1):
        match = request.names.match(name)
        if match is None:
            continue
        student = match["student_id"] or ""
        # A student's part of the name comes last and may look like another match.
        if request.names.match(name[: match.start("student_id")]):
            raise SubmissionError("two_students", "Its name can be read as two students'.")
        if not _STUDENT.fullmatch(student):
            raise SubmissionError("no_student", f"{student!a} can't be a student id.")
        stamp = match["timestamp"] if "timestamp" in request.names.groupindex else None
        return _Owner(student, _time(stamp, request.zone), trail[:depth])
    raise SubmissionError("no_student", "No name says whose it is; see --names.")


def _time(stamp: str | None, zone: tzinfo) -> datetime | None:
    """The moment that a name states, in the given zone unless it can't be read."""
    match = _TIME.fullmatch(stamp or "")
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=zone)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def _is_called(found: Found, assignment: str) -> bool:
    """Whether a notebook has the assignment's name, perhaps behind what a platform put there."""
    stem = PurePosixPath(found.trail[-1]).stem
    return stem == assignment or stem.endswith(f"_{assignment}")
