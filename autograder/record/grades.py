"""The lines of an assignment's record files, and how they are kept up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.course.assignment import Assignment
from autograder.course.layout import OutputFolders
from autograder.judge.results import TestResult
from autograder.record.fold import change_submissions, existing, fold
from autograder.record.journal import Entry, append
from autograder.record.lines import (
    GRADES,
    GRADES_FILE,
    SUBMISSIONS,
    SUBMISSIONS_FILE,
    GradeLine,
    Notice,
    SubmissionLine,
)

BY_HAND = "Graded by hand."


def grade_lines(
    assignment: Assignment, student: str, results: Sequence[TestResult]
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
    append(folder, Entry(submission, tuple(grades)))
    fold(folder)


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

    def change(line: SubmissionLine) -> SubmissionLine:
        kept = [flag for flag in line.flags if flag.code != code]
        return replace(line, flags=(*kept, *flags.get(line.student, ())))

    return change_submissions(out.reports / assignment, change)


def existing_submissions(out: OutputFolders, assignment: str) -> list[SubmissionLine]:
    """The submissions recorded so far; none when there are no records.

    Raises:
        RecordError: the file is there and can't be read.
    """
    folder = out.reports / assignment
    fold(folder)
    return list(existing(folder / SUBMISSIONS_FILE, SUBMISSIONS))


def existing_grades(out: OutputFolders, assignment: str) -> list[GradeLine]:
    """The grade lines recorded so far; none when there are no records.

    Raises:
        RecordError: the file is there and can't be read.
    """
    folder = out.reports / assignment
    fold(folder)
    return list(existing(folder / GRADES_FILE, GRADES))
