"""All of nbgrader's settings for this course; nbgrader_config.py hands them over."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.authoring.gradebook import prepare_environment
from autograder.authoring.nbgrader_config import course_config
from autograder.course.layout import Course, OutputFolders
from autograder.nbgrader_plugin.kernels import jupyter_environment
from autograder.nbgrader_plugin.preprocessors import OverlayRelease, RunAndJudge
from autograder.nbgrader_plugin.safe_view import SafeOutputs, safe_markdown
from autograder.processes.fair_time import BACKSTOP
from autograder.record.changed_points import SaveGrades
from autograder.record.written_answers import ReviewChangedAnswers
from autograder.report.feedback_config import feedback_config

# How long `nbgrader validate` waits for a cell's output once the cell has run. nbgrader's own 4 s
# are too short for a busy computer on which a test imports Keras.
OUTPUT_SECONDS = 60


def nbgrader_config(course: Course) -> Config:
    """Settings under which nbgrader's own commands and formgrader work in the checkout.

    The results of another folder (`autograder grade --out DIR`) are shown when the environment
    variable AUTOGRADER_OUT names it.
    """
    # nbgrader 0.9 on SQLAlchemy 2.1 warns of how it builds its rows, to no effect.
    warnings.filterwarnings("ignore", category=SAWarning)
    prepare_environment()
    os.environ.update(jupyter_environment(course))
    out = OutputFolders(Path(os.environ.get("AUTOGRADER_OUT", course.root)).resolve())
    config = course_config(course, out.gradebook_url)
    if out.root != course.root:
        config.CourseDirectory.autograded_directory = str(out.autograded)
        config.CourseDirectory.feedback_directory = str(out.feedback)
        if (out.root / "submitted").is_dir():
            config.CourseDirectory.submitted_directory = str(out.root / "submitted")
    config.ExecutePreprocessor.iopub_timeout = OUTPUT_SECONDS
    config.Autograde.sanitize_preprocessors = [
        OverlayRelease,
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    config.Autograde.autograde_preprocessors = [
        RunAndJudge,
        SaveGrades,
        ReviewChangedAnswers,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    # For `nbgrader validate`, which executes notebooks itself, and knows the time on the clock
    # alone: on a busy computer that may be so much longer than what a cell computes.
    config.Execute.timeout = int(BACKSTOP * course.settings.limits.cell_seconds)
    config.merge(feedback_config(show_mark_scheme=course.settings.show_mark_scheme))
    config.merge(formgrader_config())
    return config


def formgrader_config() -> Config:
    """How formgrader shows submissions.

    It uses HTMLExporter itself; our feedback's exporter inherits the settings and sets them
    back, since it has a sanitiser of its own.
    """
    config = Config()
    config.HTMLExporter.preprocessors = [SafeOutputs]
    config.HTMLExporter.filters = {"markdown2html": safe_markdown}
    config.FeedbackExporter.preprocessors = []
    config.FeedbackExporter.filters = {}
    # A panel with all settings, for people who look for a mistake in them.
    config.FormgradeExtension.debug = False
    return config
