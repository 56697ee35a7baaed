"""Keeps the record files of an assignment up to date, one submission at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.course.assignment import Assignment
from autograder.course.layout import OutputFolders
from autograder.errors import RecordError
from autograder.judge.results import TestResult
from autograder.record.lines import (
    GRADES_FILE,
    SUBMISSIONS_FILE,
    GradeLine,
    Notice,
    SubmissionLine,
    read_grades,
    read_submissions,
    write_grades,
    write_submissions,
)

BY_HAND = "Graded by hand."


def grade_lines(
    assignment: Assignment, student: str, results: tuple[TestResult, ...]
) -> list[GradeLine]:
    """One line per test and written answer, in the notebook's order."""
    by_test = {result.test: result for result in results}
    lines = []
    for cell in assignment.cells:
        if cell.kind == "test" and cell.ident in by_test:
            found = by_test[cell.ident]
            lines.append(
                GradeLine(
                    student=student,
                    assignment=assignment.name,
                    test=found.test,
                    title=found.title,
                    points=found.points,
                    max_points=found.max_points,
                    outcome=found.outcome,
                    message=found.message,
                    seconds=found.seconds,
                )
            )
        elif cell.kind == "written" and results:
            lines.append(
                GradeLine(
                    student,
                    assignment.name,
                    cell.ident,
                    cell.title,
                    0,
                    cell.points,
                    "manual",
                    BY_HAND,
                    0,
                )
            )
    return lines


def update_records(out: OutputFolders, submission: SubmissionLine, grades: list[GradeLine]) -> None:
    """Replace one submission's lines in both files; all other lines stay.

    Where there are no new grade lines (the submission could not be graded), earlier ones stay.

    Raises:
        RecordError: a file can't be read or written.
    """
    folder = out.reports / submission.assignment
    if grades or not (folder / GRADES_FILE).exists():
        others = [
            line
            for line in existing_grades(out, submission.assignment)
            if line.student != submission.student
        ]
        write_grades(
            folder / GRADES_FILE, sorted([*others, *grades], key=lambda line: line.student)
        )
    lines = [
        line
        for line in existing_submissions(out, submission.assignment)
        if line.student != submission.student
    ]
    write_submissions(
        folder / SUBMISSIONS_FILE, sorted([*lines, submission], key=lambda line: line.student)
    )


def replace_flags(
    out: OutputFolders, assignment: str, code: str, flags: Mapping[str, Sequence[Notice]]
) -> list[SubmissionLine]:
    """Replace all flags of one code by new ones; the assignment's lines as they are now.

    Args:
        out: where the records are.
        assignment: its name.
        code: flags with this code are taken away.
        flags: student -> new flags; students without a line are passed over.

    Raises:
        RecordError: the file can't be read or written.
    """
    lines = []
    for line in existing_submissions(out, assignment):
        kept = [flag for flag in line.flags if flag.code != code]
        lines.append(replace(line, flags=(*kept, *flags.get(line.student, ()))))
    write_submissions(out.reports / assignment / SUBMISSIONS_FILE, lines)
    return lines


def existing_submissions(out: OutputFolders, assignment: str) -> list[SubmissionLine]:
    """The submissions recorded so far; none when the file does not exist.

    Raises:
        RecordError: the file is there and can't be read.
    """
    path = out.reports / assignment / SUBMISSIONS_FILE
    return read_submissions(path) if path.exists() else []


def existing_grades(out: OutputFolders, assignment: str) -> list[GradeLine]:
    """The grade lines recorded so far; none when the file does not exist.

    Raises:
        RecordError: the file is there and can't be read.
    """
    path = out.reports / assignment / GRADES_FILE
    if not path.exists():
        return []
    try:
        return read_grades(path)
    except RecordError as error:
        raise RecordError(error.problem, f"Move {path} away, then grade again.") from error
