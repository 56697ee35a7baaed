"""Puts notebooks into submitted/<student>/<assignment>/, each as a whole or not at all."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.errors import AutograderError, SubmissionError
from autograder.intake.collected import CollectedFrom

TIME_FILE = "timestamp.txt"
NEW, REPLACED, UNCHANGED = "new", "replaced", "unchanged"


@dataclass
class Placing:
    """Hand-ins of one assignment.

    Attributes:
        submitted: folder in nbgrader's layout.
        assignment: assignment name.
        scratch: folder of ours on the same disk.
        record: student id -> where the hand-in there came from; kept up to date.
    """

    submitted: Path
    assignment: str
    scratch: Path
    record: dict[str, CollectedFrom]

    def place(self, notebook: Path, came_from: CollectedFrom, *, force: bool) -> str:
        """Put a notebook into its place: NEW, REPLACED or UNCHANGED.

        What lies there already is replaced by a newer attempt of the same student, if it is as
        it was collected; by anything else only with `force`.

        Raises:
            SubmissionError: something else is there and stays.
            AutograderError: the folder can't be written.
        """
        folder = self._folder(came_from.student)
        made = self._made(notebook, came_from)
        change = NEW
        if folder.exists():
            if _same(folder, made):
                self.record[came_from.student] = came_from
                return UNCHANGED
            if not force:
                self._refuse_unless_newer(folder, came_from)
            change = REPLACED
        self._exchange(made, folder)
        self.record[came_from.student] = came_from
        return change

    def _folder(self, student: str) -> Path:
        """Where a hand-in goes; raises SubmissionError when that is no place to write to."""
        parent = self.submitted / student
        folder = parent / self.assignment
        if parent.is_symlink() or folder.is_symlink():
            raise SubmissionError("symbolic_link", f"{folder} is or lies in a link.")
        if not parent.exists():
            for other in self.submitted.iterdir():
                if other.name.casefold() == student.casefold():
                    raise SubmissionError(
                        "same_letters", f"{student} and {other.name} differ in case only."
                    )
        return folder

    def _made(self, notebook: Path, came_from: CollectedFrom) -> Path:
        made = self.scratch / "made" / came_from.student
        try:
            made.mkdir(parents=True)
            notebook.rename(made / f"{self.assignment}.ipynb")
            if came_from.time:
                moment = datetime.fromisoformat(came_from.time)
                (made / TIME_FILE).write_text(f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC")
        except OSError as error:
            raise AutograderError(f"{made} can't be written: {error.strerror}.") from error
        return made

    def _refuse_unless_newer(self, folder: Path, came_from: CollectedFrom) -> None:
        student, earlier = came_from.student, self.record.get(came_from.student)
        names = {f"{self.assignment}.ipynb", TIME_FILE}
        as_collected = (
            earlier is not None
            and _digest(folder / f"{self.assignment}.ipynb") == earlier.sha256
            and {entry.name for entry in folder.iterdir()} <= names
        )
        newer = came_from.is_newer_than(earlier) if earlier else None
        if as_collected and newer:
            return
        if as_collected and earlier and earlier.is_newer_than(came_from):
            raise SubmissionError(
                "older_attempt", f"{student} has a newer hand-in from {earlier.source}."
            )
        raise SubmissionError(
            "present", f"{student} has another hand-in already; --force replaces it."
        )

    def _exchange(self, made: Path, folder: Path) -> None:
        """Put the new folder in the place of the old one; on any interruption, the old one back."""
        old = self.scratch / "old" / folder.parent.name
        moved = False
        try:
            folder.parent.mkdir(exist_ok=True)
            if folder.exists():
                old.parent.mkdir(exist_ok=True)
                moved = True
                folder.rename(old)
            made.rename(folder)
        except BaseException as error:
            if moved and not folder.exists():
                with suppress(OSError):
                    old.rename(folder)
            with suppress(OSError):
                folder.parent.rmdir()  # only if it is empty
            if isinstance(error, OSError):
                raise AutograderError(f"{folder} can't be written: {error.strerror}.") from error
            raise


def _same(folder: Path, made: Path) -> bool:
    """Whether all that was made is there already; what else is there does not matter."""
    return all(_digest(folder / entry.name) == _digest(entry) for entry in made.iterdir())


def _digest(path: Path) -> str:
    """Of a regular file; empty if it is none or can't be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""
