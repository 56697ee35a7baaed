"""What nbgrader writes of a submission is there as a whole or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import autograde
from nbgrader.preprocessors import saveautogrades

from autograder.authoring.gradebook import prepare_environment
from autograder.record.one_transaction import one_transaction


@pytest.fixture
def database(tmp_path: Path) -> Path:
    prepare_environment()
    path = tmp_path / "gradebook.db"
    with Gradebook(f"sqlite:///{path}", "tiny"):
        pass
    return path


def students(database: Path) -> list[str]:
    """As another process sees them."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("select id from student order by id")]


def test_it_is_there_at_the_end_and_not_before(database: Path) -> None:
    url = f"sqlite:///{database}"
    with one_transaction(url, "tiny"):
        with autograde.Gradebook(url, "tiny") as gradebook:
            gradebook.add_student("anna")
        with saveautogrades.Gradebook(url) as gradebook:
            assert gradebook.find_student("anna").id == "anna"
            gradebook.add_student("ben")
        assert students(database) == []
    assert students(database) == ["anna", "ben"]
    assert autograde.Gradebook is saveautogrades.Gradebook is Gradebook
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute("select id from course").fetchall() == [("tiny",)]


def test_nothing_of_it_is_there_after_an_error(database: Path) -> None:
    url = f"sqlite:///{database}"
    with pytest.raises(KeyboardInterrupt), one_transaction(url, "tiny"):
        with autograde.Gradebook(url, "tiny") as gradebook:
            gradebook.add_student("anna")
        raise KeyboardInterrupt
    assert students(database) == []
    assert autograde.Gradebook is Gradebook
    with one_transaction(url, "tiny"), autograde.Gradebook(url, "tiny") as gradebook:
        gradebook.add_student("anna")
    assert students(database) == ["anna"]
