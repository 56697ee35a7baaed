"""nbgrader's settings that authoring needs, as one traitlets Config.

The same values serve our own commands and the nbgrader_config.py of the checkout, so that
nbgrader's commands and ours can't drift apart.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from traitlets.config import Config

from autograder.authoring.release_preprocessors import RELEASE_PREPROCESSORS
from autograder.course.assignment import UNSOLVED_LINE
from autograder.course.layout import Course

# Beside a source lie files that students must not get: nbgrader copies all that it does not
# ignore into the release.
PRIVATE_FILES = ["*.py", "*.toml", "*.jsonl", "*.pyc", "__pycache__", ".ipynb_checkpoints", "*.md"]


def course_config(course: Course, gradebook_url: str) -> Config:
    """Folders, course id, gradebook, and how student notebooks are generated."""
    config = Config()
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.course_id = course.settings.course_id
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = "assignments"
    config.CourseDirectory.db_url = gradebook_url
    config.CourseDirectory.ignore = PRIVATE_FILES
    config.ClearSolutions.code_stub = {"python": UNSOLVED_LINE}
    config.GenerateAssignment.preprocessors = list(RELEASE_PREPROCESSORS)
    config.NbGraderAPI.timezone = "UTC"
    # By name: the plugin belongs to a later step. nbgrader loads it when it needs it.
    config.AssignLatePenalties.plugin_class = "autograder.record.late_penalty.LatePolicyPlugin"
    config.LatePolicyPlugin.update(asdict(course.settings.late))
    return config


def folder_config(config: Config, *, release: Path) -> Config:
    """The same settings with another release folder."""
    changed = Config(config)
    changed.CourseDirectory.release_directory = str(release)
    return changed
