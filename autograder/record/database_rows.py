"""What is in a gradebook on a database server, asked without nbgrader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from autograder.authoring.gradebook import out_of_reach

_ASSIGNMENTS = "select assignment.name from assignment where assignment.course_id = :course"
_SUBMISSIONS = """
    select assignment.name, submitted_assignment.student_id
    from submitted_assignment
    join assignment on submitted_assignment.assignment_id = assignment.id
    where assignment.course_id = :course
"""


def registered_assignments(db_url: str, course_id: str) -> set[str]:
    """Names of the assignments in a gradebook; none where there is no gradebook yet.

    Raises:
        RecordError: the server does not answer, or its driver is not installed.
    """
    return {name for (name,) in _rows(db_url, _ASSIGNMENTS, course_id)}


def recorded_submissions(db_url: str, course_id: str) -> set[tuple[str, str]]:
    """Assignment and student of the submissions in a gradebook.

    Raises:
        RecordError: as above.
    """
    return {(name, student) for name, student in _rows(db_url, _SUBMISSIONS, course_id)}


def _rows(db_url: str, query: str, course_id: str) -> Sequence[Any]:
    try:
        engine = create_engine(db_url)
        try:
            if not inspect(engine).has_table("submitted_assignment"):
                return []
            with engine.connect() as connection:
                return connection.execute(text(query), {"course": course_id}).fetchall()
        finally:
            engine.dispose()
    except (ImportError, SQLAlchemyError) as error:
        raise out_of_reach(db_url, error) from error
