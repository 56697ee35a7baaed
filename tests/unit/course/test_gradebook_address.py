"""Which gradebook nbgrader_config.py names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.cli.options import output_folders
from autograder.course.gradebook_address import configured_gradebook
from autograder.course.layout import Course, OutputFolders
from autograder.errors import SettingsError
from autograder.report.beside_gradebook import reports_beside

SERVER = "postgresql+psycopg://grader@host/gradebook"
SETS = "import os\nos.environ['LEAKED'] = 'x'\n"


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (None, ""),
        ("raise SystemError('nobody needs to run this')", ""),
        ("# c.CourseDirectory.db_url = 'postgresql://x/y'\n'db_url'", ""),
        (f"c = get_config()\nc.CourseDirectory.db_url = {SERVER!r}", SERVER),
        (
            "import os\nos.environ['LEAKED'] = 'x'\nget_config().CourseDirectory.db_url = 'a:/'",
            "a:/",
        ),
    ],
)
def test_the_file_is_asked_when_it_names_a_database(
    tmp_path: Path, lines: str | None, address: str
) -> None:
    if lines is not None:
        (tmp_path / "nbgrader_config.py").write_text(lines)
    assert configured_gradebook(tmp_path) == address
    assert "LEAKED" not in os.environ


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("db_url = 1/0", "can't be run: ZeroDivisionError"),
        ("db_url = (", "can't be run: SyntaxError"),
        ("db_url = get_config()", "is no address of a database"),
        ("get_config().CourseDirectory.db_url = 3", "is no address of a database"),
        ("get_config().CourseDirectory.db_url = 'x'", "is no address of a database"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, lines: str, said: str) -> None:
    (tmp_path / "nbgrader_config.py").write_text(lines)
    with pytest.raises(SettingsError, match=said):
        configured_gradebook(tmp_path)


def test_only_the_courses_own_folder_uses_it(
    tiny_course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tiny_course.root
    assert output_folders(tiny_course, None) == OutputFolders(root)
    assert OutputFolders(root).lacks_gradebook
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(f"c.CourseDirectory.db_url = {SERVER!r}\n")
    ours = output_folders(tiny_course, None)
    assert (ours.gradebook_url, ours.reports) == (SERVER, root / "reports")
    assert not ours.lacks_gradebook
    assert output_folders(tiny_course, tmp_path / "out").db_url == ""

    # Records lie beside a file, and in the course's folder for every other gradebook.
    monkeypatch.chdir(root)
    assert reports_beside(f"sqlite:///{tmp_path}/gradebook.db") == tmp_path / "reports"
    assert reports_beside(SERVER) == root / "reports"
    assert reports_beside(f"sqlite:///{tmp_path}/other.db") == root / "reports"
    monkeypatch.chdir("/")
    assert reports_beside(SERVER) is None
