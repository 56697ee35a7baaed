"""course.toml as checked values."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.course.borderline import Borderline, read_borderline
from autograder.errors import SettingsError, UnknownAssignmentError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE_NAME = "course.toml"
# Names become names of folders and files, and parts of addresses.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True)
class Limits:
    """Limits of one graded submission.

    Attributes:
        cell_seconds: wall time of one student cell.
        notebook_seconds: wall time of all student cells of a notebook.
        test_seconds: wall time of one test cell in the judge, unless the test says otherwise.
        call_seconds: wall time of one call of a student's function from a test.
        output_mb: stored output of one notebook, in MB of text and images.
        memory_mb: memory of all processes of one notebook.
        private_mb: files that one notebook may write.
        processes: processes and threads of one notebook.
    """

    cell_seconds: float = 600
    notebook_seconds: float = 1200
    test_seconds: float = 60
    call_seconds: float = 30
    output_mb: float = 5
    memory_mb: float = 4096
    private_mb: float = 1024
    processes: float = 512


@dataclass(frozen=True)
class LatePolicy:
    """What is taken off for handing in late; nothing by default.

    Attributes:
        grace_minutes: lateness that costs nothing.
        per_day_percent: per cent of the points reached, for each day begun after the due date.
        most_percent: the most that is taken off, in per cent.
    """

    grace_minutes: float = 0
    per_day_percent: float = 0
    most_percent: float = 100

    def penalty(self, score: float, seconds_late: float) -> float:
        """Points to take off.

        Args:
            score: points reached.
            seconds_late: time after the due date, 0 or less when it was in time.
        """
        if score <= 0 or seconds_late <= 60 * self.grace_minutes:
            return 0.0
        days = math.ceil(seconds_late / 86_400)
        return score * min(self.most_percent, self.per_day_percent * days) / 100


@dataclass(frozen=True)
class AssignmentEntry:
    """One assignment as listed in course.toml.

    Attributes:
        name: folder and notebook name.
        points: maximum points, machine and hand graded together.
        due: when it is due, with time zone, or None.
        honour: the accuracy, 0 to 1, of its table of honour, or None.
    """

    name: str
    points: float
    due: datetime | None
    honour: float | None = None


@dataclass(frozen=True)
class CourseSettings:
    """Everything that course.toml says.

    Attributes:
        name: the course's name as students read it.
        course_id: nbgrader's course id.
        colab_repository: owner/name on GitHub of the published folder.
        colab_branch: its branch.
        holdout_size: number of training digits kept for the judge, a multiple of 10.
        show_mark_scheme: whether feedback shows students how written answers are marked.
        limits: limits of one graded submission.
        late: what is taken off for handing in late.
        borderline: when chance is given another chance.
        assignments: in teaching order.
    """

    name: str
    course_id: str
    colab_repository: str
    colab_branch: str
    holdout_size: int
    show_mark_scheme: bool
    limits: Limits
    late: LatePolicy
    borderline: Borderline
    assignments: tuple[AssignmentEntry, ...]

    @property
    def assignment_names(self) -> list[str]:
        """Names of all assignments, in teaching order."""
        return [entry.name for entry in self.assignments]

    def entry(self, name: str) -> AssignmentEntry:
        """The entry of that name.

        Raises:
            UnknownAssignmentError: course.toml does not list it.
        """
        for entry in self.assignments:
            if entry.name == name:
                return entry
        raise UnknownAssignmentError(name, self.assignment_names)


def read_settings(path: Path) -> CourseSettings:
    """Read and check course.toml.

    Raises:
        SettingsError: missing, not TOML, or a value that can't be.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            f"{path} was not found.", "Run the command in the course's folder."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    return _checked(path, content)


def _checked(path: Path, content: dict[str, Any]) -> CourseSettings:
    def take(table: str, key: str, kind: type) -> Any:
        value = _table(path, content, table).get(key)
        if not isinstance(value, kind) or isinstance(value, bool) or value == "":
            raise SettingsError(f"{path}: [{table}] {key} is missing or of the wrong kind.")
        return value

    zone_name = take("course", "timezone", str)
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"{path}: [course] timezone '{zone_name}' is not known.") from error
    size = take("holdout", "size", int)
    if size % 10 or not 1000 <= size <= 20000:
        raise SettingsError(
            f"{path}: [holdout] size must be a multiple of 10 from 1000 to 20000, not {size}."
        )
    return CourseSettings(
        name=take("course", "name", str),
        course_id=take("course", "id", str),
        colab_repository=take("colab", "repository", str),
        colab_branch=take("colab", "branch", str),
        holdout_size=size,
        show_mark_scheme=_switch(path, content, "feedback", "show_mark_scheme"),
        limits=_limits(path, _table(path, content, "limits")),
        late=_late(path, _table(path, content, "late")),
        borderline=read_borderline(path, _table(path, content, "borderline")),
        assignments=_assignments(path, content.get("assignment", []), zone),
    )


def _table(path: Path, content: dict[str, Any], name: str) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [{name}] must be a table.")
    return table


def _switch(path: Path, content: dict[str, Any], table: str, key: str) -> bool:
    """A setting that is true or false; false where it is not given."""
    value = _table(path, content, table).get(key, False)
    if not isinstance(value, bool):
        raise SettingsError(f"{path}: [{table}] {key} must be true or false.")
    return value


def _is_positive(value: Any) -> bool:
    """Whether a TOML value is a number above 0; TOML knows infinity and not-a-number too."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and 0 < value < math.inf


def _limits(path: Path, table: dict[str, Any]) -> Limits:
    known = [field.name for field in fields(Limits)]
    for key, value in table.items():
        if key not in known:
            raise SettingsError(f"{path}: [limits] {key} is not a limit ({', '.join(known)}).")
        if not _is_positive(value):
            raise SettingsError(f"{path}: [limits] {key} must be a positive number.")
    return Limits(**table)


def _late(path: Path, table: dict[str, Any]) -> LatePolicy:
    known = [field.name for field in fields(LatePolicy)]
    for key, value in table.items():
        if key not in known:
            raise SettingsError(f"{path}: [late] {key} is not a setting ({', '.join(known)}).")
        most = 100 if key.endswith("percent") else math.inf
        if isinstance(value, bool) or (value != 0 and not (_is_positive(value) and value <= most)):
            raise SettingsError(
                f"{path}: [late] {key} must be a number, 0 or more, at most {most}."
            )
    return LatePolicy(**table)


def _assignments(path: Path, tables: Any, zone: ZoneInfo) -> tuple[AssignmentEntry, ...]:
    entries = []
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingsError(f"{path}: each assignment needs its own [[assignment]] table.")
    for table in tables:
        name, points, due = table.get("name"), table.get("points"), table.get("due")
        if not isinstance(name, str) or not name:
            raise SettingsError(f"{path}: an [[assignment]] has no name.")
        if not NAME.fullmatch(name):
            raise SettingsError(
                f"{path}: [[assignment]] {name!r}: a name is made of a-z, 0-9, '-' and '_'."
            )
        if not _is_positive(points):
            raise SettingsError(f"{path}: [[assignment]] {name}: points must be positive.")
        if due is not None and not isinstance(due, datetime):
            raise SettingsError(f"{path}: [[assignment]] {name}: due is not a date and time.")
        if due is not None and due.tzinfo is None:
            due = due.replace(tzinfo=zone)
        honour = table.get("honour")
        if honour is not None and not (_is_positive(honour) and honour <= 1):
            raise SettingsError(f"{path}: [[assignment]] {name}: honour is a share from 0 to 1.")
        entries.append(AssignmentEntry(name, float(points), due, honour))
    names = [entry.name for entry in entries]
    if not names or len(set(names)) != len(names):
        raise SettingsError(f"{path}: assignments must be listed, each name once.")
    return tuple(entries)
