"""Points given by hand in formgrader, read from nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.errors import RecordError


@dataclass(frozen=True)
class HandGrading:
    """What people have graded of one submission.

    Attributes:
        points: given by hand: for written answers, and as corrections of the machine's points
            and extra credit, so it may be negative.
        max_points: points possible for what only a person can grade.
        waiting: number of cells that have no points from anyone yet.
        waiting_cells: their ids.
        late_penalty: points taken off for handing in late, 0 or more.
    """

    points: float
    max_points: float
    waiting: int
    waiting_cells: tuple[str, ...] = ()
    late_penalty: float = 0.0


def points_by_hand(db_url: str, course_id: str) -> dict[tuple[str, str], HandGrading]:
    """Hand grading by (student, assignment), for all submissions in the gradebook.

    The gradebook is read and not written, nor made where there is none: nbgrader's own
    Gradebook class would do both on opening. A gradebook that does not exist yet has no points.

    Raises:
        RecordError: the gradebook can't be read.
    """
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        if _is_missing(make_url(db_url)):
            return {}
        engine = create_engine(db_url)
        try:
            if not inspect(engine).has_table("grade"):
                return {}
            return _summed(_grades(engine, course_id), _late_penalties(engine, course_id))
        finally:
            engine.dispose()
    except SQLAlchemyError as error:
        raise RecordError(
            f"The gradebook can't be read: {error.__class__.__name__}.",
            "Look at its address in nbgrader_config.py, or run 'make grade' to make it again.",
        ) from error


@dataclass(frozen=True)
class _CellGrade:
    student: str
    assignment: str
    cell: str
    max_score: float
    by_machine: float | None
    by_hand: float | None
    extra: float


def _is_missing(url: Any) -> bool:
    """Whether this is an SQLite file that does not exist: connecting would make it."""
    from pathlib import Path

    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return False
    return not Path(url.database).exists()


def _grades(engine: Any, course_id: str) -> list[_CellGrade]:
    """One entry per graded cell of a submission."""
    from nbgrader.api import (
        Assignment,
        BaseCell,
        Grade,
        GradeCell,
        SubmittedAssignment,
        SubmittedNotebook,
        TaskCell,
    )
    from sqlalchemy import func, select

    # Scores stand in the tables of the two kinds of cells; a query by hand reads 500
    # submissions at once, where the mapped attributes would ask for each cell anew.
    grade_cells, task_cells = GradeCell.__table__, TaskCell.__table__
    grades, cells = Grade.__table__, BaseCell.__table__
    notebooks, submissions = SubmittedNotebook.__table__, SubmittedAssignment.__table__
    assignments = Assignment.__table__
    query = (
        select(
            submissions.c.student_id,
            assignments.c.name,
            cells.c.name,
            func.coalesce(grade_cells.c.max_score, task_cells.c.max_score, 0.0),
            grades.c.auto_score,
            grades.c.manual_score,
            func.coalesce(grades.c.extra_credit, 0.0),
        )
        .select_from(grades)
        .join(notebooks, grades.c.notebook_id == notebooks.c.id)
        .join(submissions, notebooks.c.assignment_id == submissions.c.id)
        .join(assignments, submissions.c.assignment_id == assignments.c.id)
        .join(cells, grades.c.cell_id == cells.c.id)
        .outerjoin(grade_cells, grade_cells.c.id == cells.c.id)
        .outerjoin(task_cells, task_cells.c.id == cells.c.id)
        .where(assignments.c.course_id == course_id)
    )
    with engine.connect() as connection:
        return [_CellGrade(*row) for row in connection.execute(query)]


def _late_penalties(engine: Any, course_id: str) -> dict[tuple[str, str], float]:
    """Points taken off, by student and assignment."""
    from nbgrader.api import Assignment, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import func, select

    notebooks, submissions = SubmittedNotebook.__table__, SubmittedAssignment.__table__
    assignments = Assignment.__table__
    query = (
        select(
            submissions.c.student_id,
            assignments.c.name,
            func.coalesce(func.sum(notebooks.c.late_submission_penalty), 0.0),
        )
        .select_from(notebooks)
        .join(submissions, notebooks.c.assignment_id == submissions.c.id)
        .join(assignments, submissions.c.assignment_id == assignments.c.id)
        .where(assignments.c.course_id == course_id)
        .group_by(submissions.c.student_id, assignments.c.name)
    )
    with engine.connect() as connection:
        return {(row[0], row[1]): float(row[2]) for row in connection.execute(query)}


def _summed(
    grades: Iterable[_CellGrade], late_penalties: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], HandGrading]:
    result: dict[tuple[str, str], HandGrading] = {}
    for grade in grades:
        key = (grade.student, grade.assignment)
        before = result.get(key, HandGrading(0.0, 0.0, 0))
        points = grade.extra
        if grade.by_hand is not None:
            points += grade.by_hand - (grade.by_machine or 0.0)
        only_by_hand = grade.by_machine is None
        waits = only_by_hand and grade.by_hand is None
        result[key] = HandGrading(
            points=before.points + points,
            max_points=before.max_points + (grade.max_score if only_by_hand else 0.0),
            waiting=before.waiting + waits,
            waiting_cells=(*before.waiting_cells, *([grade.cell] if waits else [])),
            late_penalty=late_penalties.get(key, 0.0),
        )
    return result
