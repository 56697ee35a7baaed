"""Makes a feedback page for each autograded submission, through nbgrader."""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.authoring.nbgrader_config import course_config
from autograder.authoring.quiet_converter import run_quietly
from autograder.course.layout import Course, OutputFolders
from autograder.errors import RecordError
from autograder.report.feedback_config import feedback_config


def make_feedback(course: Course, out: OutputFolders, assignment: str) -> list[Path]:
    """Write feedback/<student>/<assignment>/<assignment>.html for all that is autograded.

    Returns:
        The pages.

    Raises:
        RecordError: nbgrader could not make a page.
    """
    if not any(out.autograded.glob(f"*/{assignment}/{assignment}.ipynb")):
        return []
    config = course_config(course, out.gradebook_url)
    config.CourseDirectory.autograded_directory = str(out.autograded)
    config.CourseDirectory.feedback_directory = str(out.feedback)
    config.merge(feedback_config(show_mark_scheme=course.settings.show_mark_scheme))
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = assignment
    converter = GenerateFeedback(coursedir=coursedir, config=config)
    converter.force = True
    try:
        run_quietly(converter)
    except NbGraderException as error:
        raise RecordError(f"The feedback for {assignment} could not be made: {error}") from error
    return sorted(out.feedback.glob(f"*/{assignment}/{assignment}.html"))
