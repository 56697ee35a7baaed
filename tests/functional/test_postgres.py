"""The gradebook on a PostgreSQL server, named by nbgrader's own setting."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from autograder.course.layout import Course
from tests.conftest import run_command, submit
from tests.functional.postgres_server import postgres_server
from tests.functional.test_grading_again import UNCONFINED, cached, scores
from tests.in_process import CommandLine

pytestmark = pytest.mark.slow

SCORES = """
    select submitted_assignment.student_id, sum(grade.auto_score)
    from grade
    join submitted_notebook on grade.notebook_id = submitted_notebook.id
    join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
    group by submitted_assignment.id
"""


@pytest.fixture
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture
def database(server: str) -> Iterator[Engine]:
    engine = create_engine(server)
    yield engine
    engine.dispose()


@pytest.fixture
def course(tiny_course: Course, server: str) -> Course:
    with (tiny_course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {server!r}  # noqa: F821\n")
    return tiny_course


@pytest.fixture
def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    return CommandLine(monkeypatch, capsys)


def rows(database: Engine, query: str) -> list[Any]:
    with database.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def exported_scores(course: Course, name: str) -> dict[str, float]:
    with (course.root / name).open(encoding="utf-8", newline="") as file:
        return {line["student_id"]: float(line["score"]) for line in csv.DictReader(file)}


def test_a_server_carries_the_gradebook(
    course: Course, database: Engine, command_line: CommandLine
) -> None:
    submit(course, "anna")
    submit(course, "ben", number="x = 1", why="Because.")
    submit(course, "zoë", "adds-two")
    graded = command_line(course.root, "grade", *UNCONFINED)
    assert graded.status == 0, graded.err
    there = {"anna": 7.0, "ben": 5.0, "zoë": 3.0}
    assert scores(course) == there
    assert dict(rows(database, SCORES)) == there
    assert not (course.root / "gradebook.db").exists()

    again = command_line(course.root, "grade", *UNCONFINED)
    assert "3 of 3 submissions have not changed" in again.err

    # A person's points and a lost row: what is missing is recorded again, points stay.
    with database.begin() as connection:
        connection.execute(text("update grade set manual_score = 2 where auto_score is null"))
        ben = "from submitted_assignment where student_id = 'ben'"
        notebooks = f"select id from submitted_notebook where assignment_id in (select id {ben})"
        for table in ("grade", "comment"):
            connection.execute(text(f"delete from {table} where notebook_id in ({notebooks})"))
        connection.execute(text(f"delete from submitted_notebook where id in ({notebooks})"))
        connection.execute(text(f"delete {ben}"))
    assert command_line(course.root, "grade", *UNCONFINED).status == 0
    assert dict(rows(database, SCORES)) == there
    assert cached(course) == {"anna": True, "ben": True, "zoë": True}

    assert command_line(course.root, "feedback").status == 0
    page = (course.root / "feedback" / "anna" / "small" / "small.html").read_text("utf-8")
    assert re.search(r'class="score">9\s', page)
    assert "Graded without a sandbox" in page, "the records were not found"
    assert command_line(course.root, "report").status == 0
    assert command_line(course.root, "export").status == 0
    assert exported_scores(course, "grades.csv") == there | {"anna": 9, "zoë": 5}

    # nbgrader's own commands read the same gradebook.
    theirs = run_command(
        course.root, sys.executable, "-m", "nbgrader", "export", "--to", "theirs.csv"
    )
    assert theirs.status == 0, theirs.err
    assert exported_scores(course, "theirs.csv") == there | {"anna": 9, "zoë": 5}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "postgresql+psycopg://grader:hush@/x?host=/nowhere",
            "grader:***@/x?host=%2Fnowhere can't",
        ),
        ("postgresql+pg8000://grader:hush@localhost/x", "localhost/x needs a driver"),
        ("gradebook.db", "c.CourseDirectory.db_url is no address of a database"),
    ],
)
def test_a_gradebook_out_of_reach_is_one_clear_line(
    tiny_course: Course, command_line: CommandLine, address: str, said: str
) -> None:
    submit(tiny_course, "anna")
    with (tiny_course.root / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {address!r}  # noqa: F821\n")
    ended = command_line(tiny_course.root, "grade", *UNCONFINED)
    assert ended.status == 2
    assert said in ended.err
    assert "hush" not in ended.err
    assert len(ended.err.splitlines()) == 1
