"""Fixtures for tests of the report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.report.fake_nbgrader_course import FakeCourse


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: nbgrader starts a process of its own, alembic, for every new gradebook."""
    course = FakeCourse(tmp_path_factory.mktemp("gradebook"))
    course.open_gradebook().close()
    return course.root / "gradebook.db"


@pytest.fixture
def fake_course(tmp_path: Path, empty_gradebook: Path) -> FakeCourse:
    shutil.copy(empty_gradebook, tmp_path)
    return FakeCourse(tmp_path)
