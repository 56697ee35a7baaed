"""Opens nbgrader's gradebook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from autograder.course.layout import Course
from autograder.errors import RecordError


def prepare_environment() -> None:
    """Let nbgrader find `alembic`, which it starts by name when it makes a new database.

    It lies beside the interpreter, which a caller outside an activated environment does not
    have on its PATH.
    """
    folder = str(Path(sys.executable).parent)
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = folder + os.pathsep + os.environ.get("PATH", "")


def open_gradebook(course: Course, gradebook_url: str) -> Gradebook:
    """The course's gradebook; made if it does not exist. A context manager.

    Raises:
        RecordError: a database server does not answer, or its driver is not installed.
    """
    prepare_environment()
    if gradebook_url.startswith("sqlite:"):
        return Gradebook(gradebook_url, course.settings.course_id)
    try:
        return Gradebook(gradebook_url, course.settings.course_id)
    except (ImportError, SQLAlchemyError) as error:
        raise out_of_reach(gradebook_url, error) from error


def out_of_reach(gradebook_url: str, error: Exception) -> RecordError:
    """The error that says why a database server's gradebook can't be used; without a password."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    try:
        shown = make_url(gradebook_url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        shown = "named by db_url in nbgrader_config.py"
    if isinstance(error, ImportError):
        return RecordError(
            f"The gradebook {shown} needs a driver: {said}.",
            "For PostgreSQL, pip install 'psycopg[binary]' and begin with postgresql+psycopg://.",
        )
    return RecordError(
        f"The gradebook {shown} can't be used: {said}",
        "Look at its server, and at db_url in nbgrader_config.py.",
    )
