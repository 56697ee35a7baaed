"""Grades a class: what has changed, side by side, each recorded as soon as it is done.

Nothing heavy is imported before it is known that there is something to grade.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from autograder.course.layout import Course
from autograder.engine.class_flags import flag_near_copies
from autograder.engine.class_request import ClassRequest, Progress
from autograder.engine.place import Place, chosen_place
from autograder.engine.unchanged import Sorted, sort_out
from autograder.intake.folders import find_submissions
from autograder.intake.submission import SubmissionFolder
from autograder.record.fold import change_submissions, fold_all
from autograder.record.journal import locked
from autograder.record.lines import SubmissionLine

__all__ = ["ClassRequest", "Progress", "grade_class"]

Key = tuple[str, str]  # assignment, student


def grade_class(
    course: Course,
    request: ClassRequest,
    progress: Callable[[Progress], None] = lambda _: None,
    remark: Callable[[str], None] = lambda _: None,
) -> list[SubmissionLine]:
    """Grade all requested submissions that have changed; a line for each, those unchanged first.

    What has been recorded stays when the run is interrupted, and the next run goes on there.

    Raises:
        AutograderError: the run can't be started at all, or records can't be written.
    """
    folders = find_submissions(request.submitted, request.assignments, request.students)
    with chosen_place(request) as place:
        device, remarks = place.choose_device(request.device)
        with locked(request.out.reports, ".grading", wait=False):
            for text in remarks:
                remark(text)
            return _grade_class(course, request, place, folders, device, progress, remark)


def _grade_class(
    course: Course,
    request: ClassRequest,
    place: Place,
    folders: list[SubmissionFolder],
    device: str,
    progress: Callable[[Progress], None],
    remark: Callable[[str], None],
) -> list[SubmissionLine]:
    fold_all(request.out.reports)
    found = sort_out(course, request, folders, device)
    done = _mark_unchanged(request, found)
    try:
        if found.changed:
            from autograder.engine.changed_run import grade_changed

            done += grade_changed(course, request, place, found, device, progress, remark)
        else:
            progress(Progress(len(folders), len(folders), len(folders), (), None))
    finally:
        fold_all(request.out.reports)
    return _with_class_flags(course, request, folders, done)


def _mark_unchanged(request: ClassRequest, found: Sorted) -> list[SubmissionLine]:
    """The lines of what has not changed, which now say so in the record files too."""
    lines = {(line.assignment, line.student): line for line in found.unchanged}

    def change(line: SubmissionLine) -> SubmissionLine:
        unchanged = (line.assignment, line.student) in lines
        return replace(line, from_cache=True) if unchanged and not line.from_cache else line

    for name in dict.fromkeys(line.assignment for line in found.unchanged):
        change_submissions(request.out.reports / name, change)
    return [replace(line, from_cache=True) for line in found.unchanged]


def _with_class_flags(
    course: Course,
    request: ClassRequest,
    folders: list[SubmissionFolder],
    done: list[SubmissionLine],
) -> list[SubmissionLine]:
    """The lines of this run, with the flags that only a whole class shows."""
    now: dict[Key, SubmissionLine] = {}
    for name in dict.fromkeys(folder.assignment for folder in folders):
        if flag_near_copies(course, request.out, request.submitted, name):
            for line in change_submissions(request.out.reports / name, lambda line: line):
                now[line.assignment, line.student] = line
    return [now.get((line.assignment, line.student), line) for line in done]
