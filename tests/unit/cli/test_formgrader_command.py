"""What `autograder formgrader` refuses to open."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli.machine_commands import formgrader
from autograder.errors import AutograderError
from tests.conftest import ROOT


def test_the_gradebook_of_another_folder_is_not_taken_for_the_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, out = tmp_path / "course", tmp_path / "out"
    course.mkdir()
    out.mkdir()
    (course / "course.toml").write_bytes((ROOT / "tests/tiny_course/course.toml").read_bytes())
    (out / "gradebook.db").touch()
    config = "c = get_config()\nc.CourseDirectory.db_url = 'postgresql+psycopg://db/gradebook'\n"
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    monkeypatch.chdir(course)
    with pytest.raises(AutograderError, match="would open the database that nbgrader_config"):
        formgrader(out)
