"""Fills grades into the files that Canvas and Moodle export, so that they can be imported again.

Canvas (canvas-lms, lib/gradebook_importer.rb) knows students by the column `ID` and assignments by
headers such as `Title (123)`; columns that are missing stay as they are there. Moodle
(mod/assign/feedback/offline/importgradeslib.php) knows students by `Identifier`, and takes
`Grade`; it passes over grades above the maximum, and those that changed since its file was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import AutograderError
from autograder.intake.collected import CollectedFrom
from autograder.intake.lms_names import CANVAS, MOODLE
from autograder.intake.roster import (
    Roster,
    Table,
    is_canvas,
    is_moodle,
    participant_id,
    slug,
)
from autograder.report.csv_cells import points_text, write_csv
from autograder.report.final_grades import FinalGrade

_CANVAS_ID = re.compile(r"\s*\(\d+\)\s*$")
_EXCUSED = "ex"


@dataclass(frozen=True)
class Exported:
    """What became of an export.

    Attributes:
        path: file to be imported.
        filled: number of grades in it.
        waiting: student and assignment of grades left out, since a person must grade first.
        strangers: students with grades who are not in the platform's file.
    """

    path: Path
    filled: int
    waiting: list[tuple[str, str]]
    strangers: list[str]


@dataclass
class Filling:
    """How grades get into a platform's file.

    Attributes:
        grades: all that are to be exported.
        titles: assignment -> its title.
        columns: assignment -> header of its column, where the instructor names it.
        collected: assignment -> student -> where the hand-in came from.
        roster: who is who, or None.
        partial: whether grades go out while answers still wait for a person.
        scale: whether points are scaled to the platform's maximum.
    """

    grades: Sequence[FinalGrade]
    titles: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    collected: Mapping[str, Mapping[str, CollectedFrom]] = field(default_factory=dict)
    roster: Roster | None = None
    partial: bool = False
    scale: bool = False

    def canvas(self, table: Table, path: Path) -> Exported:
        """Write a file for Canvas: who is who, and the columns of our assignments.

        Args:
            table: the gradebook that Canvas exported.
            path: file to write.

        Raises:
            AutograderError: it is no such file, has no column of ours, or other points.
        """
        if not is_canvas(table):
            raise AutograderError(
                f"{table.path} is no gradebook exported from Canvas.",
                "In Canvas: Grades, Export, Export Entire Gradebook.",
            )
        found = self._canvas_columns(table)
        limits = next((row for row in table.rows if "points possible" in row[0].lower()), None)
        factors = {
            name: self._factor(name, limits[column] if limits else "")
            for name, column in found.items()
        }
        ident = table.header.index("ID")
        rows = [list(row) for row in table.rows]
        places = {}
        for row in rows:
            if row[ident].strip():
                logins = [table.cell(row, "SIS Login ID"), table.cell(row, "SIS User ID")]
                student = self._student(CANVAS, row[ident].strip(), logins, found)
                places[student] = row
        exported = self._fill(places, found, factors, path)
        kept = [*range(self._canvas_information(table)), *found.values()]
        write_csv(
            path, ([row[column] for column in kept] for row in [table.header, *rows]),
            separator=table.separator,
        )  # fmt: skip
        return exported

    def moodle(self, table: Table, assignment: str, path: Path) -> Exported:
        """Write a file for Moodle: its worksheet with the grades of one assignment.

        Args:
            table: the grading worksheet that Moodle gave.
            assignment: whose it is.
            path: file to write.

        Raises:
            AutograderError: it is no such file, or has other points.
        """
        grade = table.column("grade")
        if not is_moodle(table) or grade is None:
            raise AutograderError(
                f"{table.path} is no grading worksheet of Moodle in English.",
                "In Moodle: the assignment, Submissions, Download grading worksheet.",
            )
        rows = [list(row) for row in table.rows]
        places, most = {}, ""
        for row in rows:
            ident = participant_id(table.cell(row, "identifier"))
            names = [table.cell(row, *one) for one in (["id number"], ["username"])]
            names += [table.cell(row, "email address"), slug(table.cell(row, "full name"))]
            student = self._student(MOODLE, ident, names, [assignment])
            places[student] = row
            most = most or table.cell(row, "maximum grade")
        factors = {assignment: self._factor(assignment, most)}
        exported = self._fill(places, {assignment: grade}, factors, path)
        comments = [n for n, title in enumerate(table.header) if title.startswith("Feedback")]
        write_csv(
            path, [table.header, *rows], separator=table.separator, mark=True, as_they_are=comments
        )
        return exported

    def _canvas_columns(self, table: Table) -> dict[str, int]:
        """Assignment -> its column; those without one are not exported."""
        found = {}
        information = self._canvas_information(table)
        bare = {
            number: _CANVAS_ID.sub("", title).strip().casefold()
            for number, title in enumerate(table.header)
            if number >= information
        }
        for name in dict.fromkeys(grade.assignment for grade in self.grades):
            wanted = self.columns.get(name)
            if wanted is not None:
                matches = [n for n, title in enumerate(table.header) if title.strip() == wanted]
            else:
                ours = {name.casefold(), self.titles.get(name, name).casefold()}
                matches = [number for number, title in bare.items() if title in ours]
            if len(matches) == 1:
                found[name] = matches[0]
            elif wanted is not None or matches:
                raise AutograderError(f"{table.path} has {len(matches)} columns for {name}.")
        if not found:
            headers = ", ".join(repr(title) for title in table.header[information:])
            raise AutograderError(
                f"{table.path} has no column named as an assignment of ours.",
                f"Say which with --column NAME=HEADER; its headers: {headers}.",
            )
        return found

    @staticmethod
    def _canvas_information(table: Table) -> int:
        """How many columns say who is who; they end with the section."""
        return (table.column("section") or table.header.index("ID")) + 1

    def _factor(self, assignment: str, most: str) -> float:
        """What points are multiplied by; raises AutograderError if they don't fit."""
        ours = next(g.max_points for g in self.grades if g.assignment == assignment)
        try:
            theirs = float(most.replace(",", ".")) if most.strip() else ours
        except ValueError:
            theirs = ours
        if theirs == ours or not ours:
            return 1.0
        if not self.scale:
            raise AutograderError(
                f"{assignment} has {ours:g} points here and {theirs:g} on the platform.",
                "Change them there, or give --scale.",
            )
        return theirs / ours

    def _student(
        self, platform: str, ident: str, names: Sequence[str], assignments: Iterable[str]
    ) -> str:
        """The student id of a line; empty if nobody has grades."""
        for assignment in assignments:
            for student, origin in self.collected.get(assignment, {}).items():
                if origin.platform == platform and origin.key == ident:
                    return student
        known = {grade.student for grade in self.grades}
        if platform == CANVAS and ident in known:
            return ident
        for name in filter(None, names):
            if name in known:
                return name
        if self.roster is None:
            return ""
        person = self.roster.by_lms_id(ident) if platform == CANVAS else None
        for name in filter(None, names):
            person = person or self.roster.by_id(name)
        return person.student if person else ""

    def _fill(
        self,
        places: Mapping[str, list[str]],
        columns: Mapping[str, int],
        factors: Mapping[str, float],
        path: Path,
    ) -> Exported:
        filled, waiting, strangers = 0, [], set()
        for grade in self.grades:
            if grade.assignment not in columns or not grade.submitted:
                continue
            row = places.get(grade.student)
            if row is None:
                strangers.add(grade.student)
            elif grade.waiting and not self.partial:
                waiting.append((grade.student, grade.assignment))
            elif row[columns[grade.assignment]].strip().casefold() != _EXCUSED:
                points = grade.points * factors[grade.assignment]
                row[columns[grade.assignment]] = points_text(points)
                filled += 1
        return Exported(path, filled, waiting, sorted(strangers))
