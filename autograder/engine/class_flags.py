"""Flags that need the whole class: submissions that are nearly the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from autograder.atomic_file import replace_file
from autograder.course.layout import Course, OutputFolders
from autograder.engine.fingerprints import digest_of, environment
from autograder.errors import AutograderError
from autograder.intake.folders import find_submissions
from autograder.record.fold import existing, fold
from autograder.record.grades import existing_submissions, replace_flags
from autograder.record.lines import DIGESTS, DIGESTS_FILE, Notice, SubmissionLine

CODE = "near_copy"
COMPARED_FILE = ".compared"


def flag_near_copies(course: Course, out: OutputFolders, submitted: Path, assignment: str) -> bool:
    """Compare all submissions of an assignment, graded now or before, if any has changed.

    Returns:
        Whether they were compared; if not, the flags are as they were.

    Raises:
        UnknownAssignmentError, SourceError, ReleaseError: the assignment can't be built.
        RecordError: the record files can't be read or written.
    """
    folder = out.reports / assignment
    fold(folder)
    compared = _state(folder, submitted, assignment)
    if _read(folder / COMPARED_FILE) == compared:
        return False
    replace_flags(out, assignment, CODE, _found(course, submitted, assignment))
    replace_file(folder / COMPARED_FILE, compared.encode())
    return True


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


def _state(folder: Path, submitted: Path, assignment: str) -> str:
    """Changes whenever a submission comes, goes, or was graded because it had changed."""
    graded = [[line.student, line.inputs] for line in existing(folder / DIGESTS_FILE, DIGESTS)]
    present = [found.student for found in find_submissions(submitted, [assignment])]
    return digest_of([graded, present, environment()])


def _found(course: Course, submitted: Path, assignment: str) -> dict[str, list[Notice]]:
    """Student -> flags."""
    from autograder.engine.plan import plan_assignment
    from autograder.flags.near_copies import near_copies
    from autograder.flags.own_code import OwnCode, own_code
    from autograder.intake.taking_in import take_in

    planned = plan_assignment(course, assignment)
    code: dict[str, OwnCode] = {}
    for folder in find_submissions(submitted, [assignment]):
        try:
            submission = take_in(folder, planned.released, planned.earlier)
        except AutograderError:
            continue  # its line says why it can't be read
        code[folder.student] = own_code(submission, planned.originals)
    return {
        student: [Notice(flag.code, flag.message) for flag in flags]
        for student, flags in near_copies(code).items()
    }


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
