"""Opens nbgrader's gradebook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.layout import Course


def prepare_environment() -> None:
    """Let nbgrader find `alembic`, which it starts by name when it makes a new database.

    It lies beside the interpreter, which a caller outside an activated environment does not
    have on its PATH.
    """
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = folder + os.pathsep + os.environ.get("PATH", "")


def open_gradebook(course: Course, gradebook_url: str) -> Gradebook:
    """The course's gradebook; made if it does not exist. A context manager."""
    prepare_environment()
    return Gradebook(gradebook_url, course.settings.course_id)
