"""Finds the submissions that were graded before, of which nothing has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course.layout import Course, OutputFolders
from autograder.engine.class_request import ClassRequest
from autograder.engine.fingerprints import assignment_digest, digest_of, inputs_digest
from autograder.errors import SubmissionError
from autograder.intake.folders import read_submitted
from autograder.intake.submission import SubmissionFolder
from autograder.record.fold import existing
from autograder.record.lines import (
    DIGESTS,
    DIGESTS_FILE,
    SUBMISSIONS,
    SUBMISSIONS_FILE,
    SubmissionLine,
)

Key = tuple[str, str]  # assignment, student


@dataclass(frozen=True)
class Sorted:
    """Submissions, by whether there is anything to do.

    Attributes:
        unchanged: lines of those that need no grading.
        changed: all others, in the order in which they were found.
        seconds: (assignment, student) -> what grading it took when it was last done.
    """

    unchanged: list[SubmissionLine]
    changed: list[SubmissionFolder]
    seconds: dict[tuple[str, str], float]


def policy(request: ClassRequest, device: str) -> tuple[str, ...]:
    """How submissions are to be run and recorded, as far as it can decide a result.

    Args:
        request: the request.
        device: the device that it comes to.
    """
    where = [digest_of(request.out.db_url)] if request.out.db_url else []
    return device, request.sandbox, "unsafe" if request.unsafe else "safe", *where


def sort_out(
    course: Course, request: ClassRequest, folders: list[SubmissionFolder], device: str
) -> Sorted:
    """Part the submissions into unchanged and others.

    Raises:
        UnknownAssignmentError: course.toml does not list an assignment.
        RecordError: a record file, or the gradebook, can't be read.
    """
    found = Sorted([], [], {})
    how = policy(request, device)
    in_gradebook = _in_gradebook(course, request.out)
    for name in dict.fromkeys(folder.assignment for folder in folders):
        place = request.out.reports / name
        lines = {line.student: line for line in existing(place / SUBMISSIONS_FILE, SUBMISSIONS)}
        digests = {line.student: line.inputs for line in existing(place / DIGESTS_FILE, DIGESTS)}
        digest = assignment_digest(course, name, how) if digests and not request.force else ""
        for folder in folders:
            if folder.assignment != name:
                continue
            line = lines.get(folder.student)
            if line is not None:
                found.seconds[name, folder.student] = line.seconds_run + line.seconds_judge
            before = digests.get(folder.student, "") if digest else ""
            kept = line is not None and _is_kept(request.out, line, in_gradebook)
            if line is not None and kept and _stands(folder, before, digest):
                found.unchanged.append(line)
            else:
                found.changed.append(folder)
    return found


def submission_inputs(folder: SubmissionFolder, assignment: str) -> str:
    """The digest of all that the result of a submission depends on, as it lies in its folder.

    Args:
        folder: the submission.
        assignment: `assignment_digest`.
    """
    try:
        return inputs_digest(read_submitted(folder), assignment)
    except SubmissionError as error:
        return refused_inputs(error, assignment)


def refused_inputs(error: SubmissionError, assignment: str) -> str:
    """The same for a submission that can't be read."""
    return digest_of([assignment, error.code, str(error)])


def _stands(folder: SubmissionFolder, before: str, digest: str) -> bool:
    """Whether what a result was made of has not changed."""
    return bool(before) and before == submission_inputs(folder, digest)


def _in_gradebook(course: Course, out: OutputFolders) -> set[Key] | None:
    """The submissions in a gradebook on a database server; None where it is a file."""
    if not out.db_url:
        return None
    from autograder.record.database_rows import recorded_submissions

    return recorded_submissions(out.db_url, course.settings.course_id)


def _is_kept(out: OutputFolders, line: SubmissionLine, in_gradebook: set[Key] | None) -> bool:
    """Whether the autograded notebook and the gradebook are where they were put.

    A file is looked for and not into.
    """
    if not line.sandbox:
        return True  # it was never run, so it has neither
    if in_gradebook is None and out.lacks_gradebook:
        return False
    if in_gradebook is not None and (line.assignment, line.student) not in in_gradebook:
        return False
    notebook = Path(line.student) / line.assignment / f"{line.assignment}.ipynb"
    return (out.autograded / notebook).is_file()
