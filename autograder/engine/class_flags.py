"""Flags that need the whole class: submissions that are nearly the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder.course.layout import OutputFolders
from autograder.engine.plan import GradingPlan
from autograder.errors import AutograderError
from autograder.flags.near_copies import near_copies
from autograder.flags.own_code import OwnCode, own_code
from autograder.intake.folders import find_submissions
from autograder.intake.overlay import take_in
from autograder.record.grades import existing_submissions, replace_flags
from autograder.record.lines import Notice, SubmissionLine

CODE = "near_copy"


def flag_near_copies(
    plan: GradingPlan, out: OutputFolders, submitted: Path, assignment: str
) -> list[SubmissionLine]:
    """Compare all submissions of an assignment, graded now or before; their lines.

    Raises:
        RecordError: the record files can't be read or written.
    """
    found = near_copies(_own_code(plan, submitted, assignment))
    flags = {
        student: [Notice(flag.code, flag.message) for flag in flags]
        for student, flags in found.items()
    }
    return replace_flags(out, assignment, CODE, flags)


def with_class_flags(out: OutputFolders, line: SubmissionLine) -> SubmissionLine:
    """A new line of one submission with the flags that only a whole class shows, as they were.

    Raises:
        RecordError: the record file can't be read.
    """
    kept = [
        flag
        for earlier in existing_submissions(out, line.assignment)
        if earlier.student == line.student
        for flag in earlier.flags
        if flag.code == CODE
    ]
    return replace(line, flags=(*line.flags, *kept))


def _own_code(plan: GradingPlan, submitted: Path, assignment: str) -> dict[str, OwnCode]:
    planned = plan.assignments[assignment]
    code: dict[str, OwnCode] = {}
    for folder in find_submissions(submitted, [assignment]):
        try:
            submission = take_in(folder, planned.released)
        except AutograderError:
            continue  # its line says why it can't be read
        code[folder.student] = own_code(submission, planned.originals)
    return code
