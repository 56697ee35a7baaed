"""Files that students get with a notebook: beside both notebooks, and in what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.publication import publish
from autograder.authoring.release import build_assignment, register_assignment
from autograder.course.layout import Course, OutputFolders
from autograder.errors import SourceError


@pytest.fixture
def course_with_files(tiny_course: Course) -> Course:
    """The tiny course, whose assignment has two files."""
    (tiny_course.root / "source_data").unlink()
    students = tiny_course.root / "source_data" / "pictures" / "students"
    students.mkdir(parents=True)
    (students.parent / "make.py").write_text("print('not for students')")
    (students / "a.csv").write_text("1,2")
    (students / "b.bin").write_bytes(b"\0\1")
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    text = text.replace("# minutes = 5\n", '# minutes = 5\n# files = "pictures"\n', 1)
    source.write_text(
        text.replace("import numpy as np", 'import numpy as np\nA = "$FILES_ADDRESS"')
    )
    return tiny_course


def beside(notebook: Path) -> dict[str, bytes]:
    folder = notebook.parent / "pictures"
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_lie_beside_both_notebooks(course_with_files: Course) -> None:
    build_assignment(course_with_files, "small")
    for notebook in (
        course_with_files.student_notebook("small"),
        course_with_files.instructor_notebook("small"),
    ):
        assert beside(notebook) == {"a.csv": b"1,2", "b.bin": b"\0\1"}


def test_a_second_build_touches_nothing_and_a_changed_file_is_copied(
    course_with_files: Course,
) -> None:
    build_assignment(course_with_files, "small")
    assert build_assignment(course_with_files, "small").changed == ()
    (course_with_files.students_files("pictures") / "a.csv").write_text("3")
    (course_with_files.students_files("pictures") / "b.bin").unlink()
    changed = build_assignment(course_with_files, "small").changed
    notebook = course_with_files.student_notebook("small")
    assert notebook.parent / "pictures" in changed
    assert beside(notebook) == {"a.csv": b"3"}


def test_the_notebook_knows_where_its_files_are_published(course_with_files: Course) -> None:
    build_assignment(course_with_files, "small")
    text = course_with_files.student_notebook("small").read_text(encoding="utf-8")
    settings = course_with_files.settings
    place = f"{settings.colab_repository}/{settings.colab_branch}/assignments/small/pictures"
    assert f"https://raw.githubusercontent.com/{place}" in text
    assert "FILES_ADDRESS" not in text


def test_files_are_published_and_registered(course_with_files: Course, tmp_path: Path) -> None:
    written = publish(course_with_files, tmp_path / "public")
    folder = tmp_path / "public" / "assignments" / "small" / "pictures"
    assert {path.name for path in written if path.parent == folder} == {"a.csv", "b.bin"}
    out = OutputFolders(tmp_path)
    register_assignment(course_with_files, "small", out.gradebook_url)


def test_a_missing_folder_is_named(course_with_files: Course) -> None:
    for path in course_with_files.students_files("pictures").iterdir():
        path.unlink()
    course_with_files.students_files("pictures").rmdir()
    with pytest.raises(SourceError, match="there is no source_data/pictures/students"):
        build_assignment(course_with_files, "small")
