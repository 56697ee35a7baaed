"""feedback, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import (
    Assignments,
    Out,
    Submitted,
    chosen_assignments,
    notes,
    output_folders,
)
from autograder.course.layout import Course, OutputFolders, find_course
from autograder.record.fold import fold_all
from autograder.record.lines import SUBMISSIONS_FILE


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(feedback)
    app.command()(report)


def feedback(
    assignments: Assignments = None,
    out: Out = None,
    pack: Annotated[
        bool,
        typer.Option(
            "--pack", help="Also pack the pages into exports/, for upload to Canvas or Moodle."
        ),
    ] = False,
    submitted: Submitted = None,
) -> None:
    """Make a feedback page for every graded submission, with points given by hand so far."""
    from autograder.authoring.gradebook import prepare_environment
    from autograder.intake.collected import read_collected
    from autograder.record.late_penalty import refresh_late_penalties
    from autograder.report.feedback import make_feedback
    from autograder.report.feedback_pack import pack_feedback

    course = find_course()
    folders = output_folders(course, out)
    fold_all(folders.reports)
    prepare_environment()
    refresh_late_penalties(course, folders)
    origins = submitted or course.root / "submitted"
    for name in chosen_assignments(course, assignments):
        pages = make_feedback(course, folders, name)
        if pages:
            notes.print(f"{name}: {len(pages)} feedback pages in {folders.feedback}", markup=False)
        if pages and pack:
            collected = read_collected(origins, name)
            packed = pack_feedback(folders.feedback, folders.exports, name, collected)
            for path, count in packed.items():
                notes.print(f"{name}: {count} pages packed in {path}", markup=False)


def report(out: Out = None) -> None:
    """Make the class pages from the record files and the gradebook."""
    from autograder.record.late_penalty import refresh_late_penalties

    course = find_course()
    folders = output_folders(course, out)
    refresh_late_penalties(course, folders)
    index = write_class_pages_of(course, folders)
    notes.print(f"class pages: {index}", markup=False)


def write_class_pages_of(course: Course, folders: OutputFolders) -> Path:
    """The class pages from the record files and, where there is one, the gradebook.

    Raises:
        RecordError: a record file is malformed, or can't be written.
    """
    from autograder.course.source import load_assignment
    from autograder.report.class_page import Reported, write_class_pages
    from autograder.report.hand_grading import points_by_hand

    fold_all(folders.reports)  # of a run that was cut off, or still goes on
    by_hand = points_by_hand(folders.gradebook_url, course.settings.course_id)
    titles = {
        name: load_assignment(course, name).title
        for name in course.settings.assignment_names
        if (folders.reports / name / SUBMISSIONS_FILE).exists()
    }
    return write_class_pages(
        Reported(
            reports=folders.reports,
            feedback=folders.feedback,
            titles=titles,
            course_name=course.settings.name,
            points_by_hand=by_hand,
            honour={
                entry.name: entry.honour for entry in course.settings.assignments if entry.honour
            },
            replay_options=_replay_options(course, folders),
        )
    )


def _replay_options(course: Course, folders: OutputFolders) -> tuple[str, ...]:
    """What `autograder grade` must be told, beyond names, to work on the same folders."""
    if folders.root == course.root:
        return ()
    submitted = folders.root / "submitted"
    own = (f"--submitted={submitted}",) if submitted.is_dir() else ()
    return (*own, f"--out={folders.root}")
