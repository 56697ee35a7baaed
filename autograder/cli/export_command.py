"""export."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.collect_command import ROSTER
from autograder.cli.options import (
    Assignments,
    Out,
    Submitted,
    chosen_assignments,
    notes,
    output_folders,
)
from autograder.course.layout import Course, find_course
from autograder.errors import AutograderError
from autograder.intake.archives import place_name
from autograder.intake.collected import read_collected
from autograder.intake.roster import read_roster, read_table
from autograder.report.csv_cells import points_text, write_csv

if TYPE_CHECKING:  # heavy: imported where it is used
    from autograder.report.final_grades import FinalGrade
    from autograder.report.lms_export import Exported

STRANGERS = 1
# nbgrader's own export has these columns too, but for the last.
HEADER = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "waits_for_a_person",
)  # fmt: skip
MOST_NAMED = 20


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("export")(export)


def export(
    assignments: Assignments = None,
    out: Out = None,
    to: Annotated[Path, typer.Option("--to", help="CSV file to write.")] = Path("grades.csv"),
    canvas: Annotated[
        Path | None,
        typer.Option(help="A gradebook exported from Canvas: filled, as exports/<its name>."),
    ] = None,
    moodle: Annotated[
        Path | None,
        typer.Option(help="Moodle's grading worksheet of one assignment: filled likewise."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=HEADER", help="Header of an assignment in Canvas; repeatable."),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(help="CSV of the class, as for 'collect'; default: roster.csv."),
    ] = None,
    submitted: Submitted = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Also grades with answers that wait for a person.")
    ] = False,
    scale: Annotated[
        bool, typer.Option("--scale", help="Scale points to the platform's maximum.")
    ] = False,
) -> None:
    """Write points as CSV, late penalties and points by hand included.

    With --canvas or --moodle, fill a file of theirs for import. Exits 1 when students with
    grades are not in it.
    """
    from autograder.record.late_penalty import refresh_late_penalties
    from autograder.report.final_grades import final_grades
    from autograder.report.lms_export import Filling

    course = find_course()
    folders = output_folders(course, out)
    chosen = chosen_assignments(course, assignments)
    if folders.lacks_gradebook:
        raise AutograderError("There are no grades to export.", "Run 'make release grade' first.")
    refresh_late_penalties(course, folders)
    grades = final_grades(course, folders, chosen)
    write_csv(to, [HEADER, *map(_line, grades)])
    notes.print(f"exported to {to}", markup=False)
    if canvas is None and moodle is None:
        return
    own = roster or (course.root / ROSTER if (course.root / ROSTER).exists() else None)
    origins = submitted or course.root / "submitted"
    filling = Filling(
        grades=grades,
        titles={name: _title(course, name) for name in chosen},
        columns=_columns(course, column or []),
        collected={name: read_collected(origins, name) for name in chosen},
        roster=read_roster(own) if own else None,
        partial=partial,
        scale=scale,
    )
    strangers = False
    if canvas is not None:
        strangers |= _show(filling.canvas(read_table(canvas), folders.exports / canvas.name))
    if moodle is not None:
        if len(chosen) != 1:
            raise AutograderError(
                "Moodle's worksheet is of one assignment.", "Name it: autograder export NAME ..."
            )
        exported = filling.moodle(read_table(moodle), chosen[0], folders.exports / moodle.name)
        strangers |= _show(exported)
    if strangers:
        raise typer.Exit(STRANGERS)


def _show(exported: Exported) -> bool:
    """Say what is in a file; whether grades of some students found no place in it."""
    notes.print(f"{exported.filled} grades filled in: {exported.path}", markup=False)
    if exported.waiting:
        names = ", ".join(f"{student} ({name})" for student, name in exported.waiting[:MOST_NAMED])
        notes.print(
            f"{len(exported.waiting)} left empty, a person must grade first "
            f"(--partial fills them): {place_name((names,))}",
            markup=False,
        )
    if exported.strangers:
        names = ", ".join(exported.strangers[:MOST_NAMED])
        notes.print(
            f"{len(exported.strangers)} with grades are not in the file: {place_name((names,))}",
            markup=False,
        )
    return bool(exported.strangers)


def _line(grade: FinalGrade) -> list[str]:
    return [
        grade.assignment,
        _time(grade.due),
        _time(grade.handed_in),
        grade.student,
        *grade.name,
        points_text(grade.raw),
        points_text(grade.late_penalty),
        points_text(grade.points),
        points_text(grade.max_points),
        "yes" if grade.waiting else "",
    ]


def _time(moment: datetime | None) -> str:
    return moment.replace(tzinfo=timezone.utc).isoformat() if moment else ""


def _title(course: Course, name: str) -> str:
    from autograder.course.source import load_assignment

    return load_assignment(course, name).title


def _columns(course: Course, given: list[str]) -> dict[str, str]:
    columns = {}
    for text in given:
        name, equals, header = text.partition("=")
        course.settings.entry(name)
        if not equals:
            raise AutograderError(f"{text!r} is not of the form NAME=HEADER.")
        columns[name] = header.strip()
    return columns
