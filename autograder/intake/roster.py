"""Who is in the class: the instructor's list, or one that a learning platform gave.

Three kinds of CSV files are understood, by their header:

- a list of one's own, with a column `id` and perhaps `name`, `email`, `lms_id`;
- a gradebook exported from Canvas (columns `Student` or `LastName`, and `ID`);
- Moodle's grading worksheet of one assignment (columns `Identifier`, `Full name`), which also
  says when each one handed in. Its header is translated: download it with Moodle set to English.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone, tzinfo
from pathlib import Path

from autograder.errors import AutograderError

STUDENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")
MAX_BYTES = 20_000_000
MODIFIED = "last modified (submission)"
# As Moodle writes times in English, with and without am and pm.
_MOODLE_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%A, %B %d, %Y, %I:%M %p")


@dataclass(frozen=True)
class Person:
    """Somebody in the class.

    Attributes:
        student: student id, name of the folder.
        name: full name, or empty.
        email: address, or empty.
        lms_ids: ids on the learning platform: Canvas's user id, Moodle's participant id.
        logins: other names that stand for the person: login, number.
        handed_in: when the platform says that they handed in, or None.
    """

    student: str
    name: str = ""
    email: str = ""
    lms_ids: frozenset[str] = frozenset()
    logins: frozenset[str] = frozenset()
    handed_in: datetime | None = None


@dataclass(frozen=True)
class Table:
    """A CSV file as it is.

    Attributes:
        path: where it lies.
        header: its first line.
        rows: the others, with as many cells as the header.
        separator: between cells.
    """

    path: Path
    header: list[str]
    rows: list[list[str]]
    separator: str

    def column(self, *titles: str) -> int | None:
        """Index of the column with one of these titles, whatever their case; None if none has."""
        lowered = [title.strip().casefold() for title in self.header]
        for title in titles:
            if title.casefold() in lowered:
                return lowered.index(title.casefold())
        return None

    def cell(self, row: Sequence[str], *titles: str) -> str:
        """A row's cell under one of these titles, without spaces around it; empty if none."""
        column = self.column(*titles)
        return row[column].strip() if column is not None else ""


class Roster:
    """The people of a class, found by any of their names."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = list(people)

    def by_lms_id(self, ident: str) -> Person | None:
        """Who has an id on the learning platform."""
        return self._only(person for person in self.people if ident in person.lms_ids)

    def by_id(self, ident: str) -> Person | None:
        """Who has a student id, login or address."""
        key = ident.casefold()
        return self._only(
            person
            for person in self.people
            if key in {person.student.casefold(), person.email.casefold()}
            or key in {login.casefold() for login in person.logins}
        )

    def by_name(self, name: str) -> list[Person]:
        """All who are called so, whatever the order and spelling of the parts of a name."""
        return [person for person in self.people if name_key(person.name) == name_key(name)]

    @staticmethod
    def _only(found: Iterable[Person]) -> Person | None:
        people = list(found)
        return people[0] if len(people) == 1 else None


def name_key(name: str) -> tuple[str, ...]:
    """Equal for the same name as `Berg, Anna` and `Anna Berg`."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return tuple(sorted(re.findall(r"\w+", text)))


def canvas_key(name: str) -> str:
    """A sortable name as Canvas writes it into file names."""
    return re.sub(r"\W", "", unicodedata.normalize("NFC", name).lower())


def read_table(path: Path) -> Table:
    """A CSV file, separated by commas, semicolons or tabs.

    Raises:
        AutograderError: it can't be read, or has no header.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise AutograderError(f"{path} can't be read: {error.strerror}.") from error
    try:
        text = raw[:MAX_BYTES].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AutograderError(f"{path} is not UTF-8 text.", "Save it as CSV (UTF-8).") from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=separator) if any(line)]
    except csv.Error as error:
        raise AutograderError(f"{path} is no CSV file: {error}.") from error
    if len(raw) > MAX_BYTES or not lines:
        raise AutograderError(f"{path} is empty or too large for a list of students.")
    width = len(lines[0])
    rows = [(line + [""] * width)[:width] for line in lines[1:]]
    return Table(path, lines[0], rows, separator)


def read_roster(path: Path, zone: tzinfo = timezone.utc) -> Roster:
    """The people in a CSV file.

    Args:
        path: the file.
        zone: time zone of the times in Moodle's worksheet.

    Raises:
        AutograderError: it can't be read, is none of the three kinds, or an id in it is no
            possible student id or occurs twice.
    """
    table = read_table(path)
    if is_moodle(table):
        people = [_moodle_person(table, row, zone) for row in table.rows]
    elif is_canvas(table):
        people = [person for row in table.rows if (person := _canvas_person(table, row))]
    elif table.column("id") is not None:
        people = [_own_person(table, row) for row in table.rows]
    else:
        raise AutograderError(
            f"{path} is no list of students: it needs a column 'id'.",
            "A gradebook exported from Canvas, or Moodle's grading worksheet in English, "
            "will do too.",
        )
    _refuse_bad_ids(path, people)
    return Roster(people)


def is_canvas(table: Table) -> bool:
    """Whether this is a gradebook exported from Canvas (lib/gradebook_exporter.rb)."""
    first = table.header[0].strip()
    return first in ("Student", "LastName") and "ID" in table.header


def is_moodle(table: Table) -> bool:
    """Whether this is Moodle's grading worksheet (mod/assign/feedback/offline)."""
    return table.column("identifier") is not None and table.column("full name") is not None


def participant_id(identifier: str) -> str:
    """The number in Moodle's `Participant 4711`, in any language; empty if there is none."""
    match = re.search(r"(\d+)\s*$", identifier)
    return str(int(match[1])) if match else ""


def moodle_time(text: str, zone: tzinfo) -> datetime | None:
    """A time as Moodle's worksheet states it, or None if it states none that can be read."""
    for form in _MOODLE_TIMES:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def _own_person(table: Table, row: Sequence[str]) -> Person:
    lms_ids = re.split(r"[\s;,]+", table.cell(row, "lms_id", "lms id"))
    return Person(
        student=table.cell(row, "id"),
        name=table.cell(row, "name"),
        email=table.cell(row, "email"),
        lms_ids=frozenset(filter(None, lms_ids)),
        logins=frozenset(filter(None, [table.cell(row, "login", "username")])),
    )


def _canvas_person(table: Table, row: Sequence[str]) -> Person | None:
    ident = row[table.header.index("ID")].strip()
    if not ident:  # the lines of points possible and of muted assignments
        return None
    names = (table.cell(row, "Student"), table.cell(row, "LastName"), table.cell(row, "FirstName"))
    logins = (table.cell(row, "SIS Login ID"), table.cell(row, "SIS User ID"))
    return Person(
        student=ident,
        name=", ".join(filter(None, names)),
        lms_ids=frozenset({ident}),
        logins=frozenset(filter(None, logins)),
    )


def _moodle_person(table: Table, row: Sequence[str], zone: tzinfo) -> Person:
    ident = participant_id(table.cell(row, "identifier"))
    name, email = table.cell(row, "full name"), table.cell(row, "email address")
    others = (table.cell(row, "id number"), table.cell(row, "username"), email)
    usable = [other for other in others if STUDENT_ID.fullmatch(other)]
    return Person(
        student=usable[0] if usable else slug(name) or f"participant-{ident}",
        name=name,
        email=email,
        lms_ids=frozenset(filter(None, [ident])),
        logins=frozenset(filter(None, others)),
        handed_in=moodle_time(table.cell(row, MODIFIED), zone),
    )


def slug(name: str) -> str:
    """A name as a student id: small letters without accents; empty where none are left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80]


def _refuse_bad_ids(path: Path, people: Sequence[Person]) -> None:
    seen: set[str] = set()
    for person in people:
        if not STUDENT_ID.fullmatch(person.student):
            raise AutograderError(
                f"{path}: {person.student!a} can't be a student id.",
                "An id is made of letters, digits and . _ @ + -, and begins with one of the "
                "first two.",
            )
        if person.student.casefold() in seen:
            raise AutograderError(f"{path}: the id {person.student} occurs twice.")
        seen.add(person.student.casefold())
