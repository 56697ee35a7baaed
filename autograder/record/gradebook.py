"""Hands a graded submission to nbgrader: autograded notebook and gradebook.

nbgrader's own Autograde does it, so that its formgrader, feedback and late policies work on
the result. Only the step that would execute the notebook is another: it puts in what our own
run and judge found.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)
from sqlalchemy.exc import SQLAlchemyError

from autograder.authoring.gradebook import prepare_environment
from autograder.authoring.nbgrader_config import course_config
from autograder.authoring.quiet_converter import run_quietly
from autograder.authoring.release import notebook_text
from autograder.course.assignment import Assignment
from autograder.course.layout import Course, OutputFolders
from autograder.errors import DiskFullError, RecordError
from autograder.intake.submission import Submission
from autograder.judge.results import TestResult
from autograder.record.changed_points import SaveGrades
from autograder.record.one_transaction import one_transaction
from autograder.record.outputs import InsertOutputs
from autograder.record.written_answers import ReviewChangedAnswers, unchanged_answers

# What OSError, SQLite and PostgreSQL say, as far as nbgrader hands it on.
_NO_ROOM = ("No space left on device", "Disk quota exceeded", "disk is full", "DiskFull")


def record_in_gradebook(
    course: Course,
    out: OutputFolders,
    assignment: Assignment,
    submission: Submission,
    executed: nbformat.NotebookNode,
    results: Mapping[str, TestResult],
) -> None:
    """Write the autograded notebook and the scores of one submission.

    Only one process may do this at a time.

    Raises:
        DiskFullError: there is no room for it.
        RecordError: nbgrader refused.
    """
    prepare_environment()
    unchanged = unchanged_answers(out, submission)
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(Path(folder), submission)
        config = course_config(course, out.gradebook_url)
        config.CourseDirectory.submitted_directory = folder
        config.CourseDirectory.autograded_directory = str(out.autograded)
        config.Autograde.autograde_preprocessors = [
            InsertOutputs(assignment, executed, results),
            SaveGrades,
            ReviewChangedAnswers(unchanged),
            AssignLatePenalties,
        ]
        # Its metadata are the release's own, laid over what was handed in: checking them again,
        # as nbgrader does twice, takes a quarter of the time of recording.
        config.Autograde.sanitize_preprocessors = [
            ClearOutput,
            DeduplicateIds,
            OverwriteKernelspec,
            OverwriteCells,
        ]
        config.NotebookExporter.optimistic_validation = True  # once, not after each preprocessor
        coursedir = CourseDirectory(config=config)
        coursedir.assignment_id = submission.assignment
        coursedir.student_id = submission.student
        converter = Autograde(coursedir=coursedir, config=config)
        converter.force = True
        try:
            with one_transaction(out.gradebook_url, course.settings.course_id):
                run_quietly(converter)
        except (NbGraderException, SQLAlchemyError) as error:
            if any(words in str(error) for words in _NO_ROOM):
                raise DiskFullError(out.root) from error
            raise RecordError(
                f"nbgrader could not record {submission.assignment} of {submission.student}: "
                f"{error}"
            ) from error


def _lay_out(folder: Path, submission: Submission) -> None:
    """The submission as nbgrader expects to find it: nothing but a notebook and its time."""
    place = folder / submission.student / submission.assignment
    place.mkdir(parents=True)
    text = notebook_text(submission.notebook)
    (place / f"{submission.assignment}.ipynb").write_text(text, encoding="utf-8")
    if submission.timestamp:
        (place / "timestamp.txt").write_text(submission.timestamp, encoding="utf-8")
