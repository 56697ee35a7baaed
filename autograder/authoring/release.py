"""Generates the notebooks of an assignment and registers it with nbgrader's gradebook."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.atomic_file import replace_file
from autograder.authoring.earlier_releases import keep_release
from autograder.authoring.gradebook import open_gradebook
from autograder.authoring.instructor_notebook import instructor_notebook
from autograder.authoring.nbgrader_config import course_config, folder_config
from autograder.authoring.quiet_converter import run_quietly
from autograder.authoring.released_files import release_files
from autograder.authoring.verification import verify_student_notebook
from autograder.course.assignment import Assignment
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.errors import ReleaseError


@dataclass(frozen=True)
class Built:
    """What a build of one assignment did.

    Attributes:
        assignment: the assignment as read from its source.
        changed: files that were written because their content differed.
    """

    assignment: Assignment
    changed: tuple[Path, ...]


def build_assignment(course: Course, name: str) -> Built:
    """Generate the instructor and the student notebook of one assignment.

    Files whose content does not change are not touched. Nothing is written when the student
    notebook fails its verification.

    Raises:
        UnknownAssignmentError, SourceError: the source can't be read.
        ReleaseError: nbgrader failed, or a student would see what is hidden.
    """
    assignment = load_assignment(course, name)
    text = notebook_text(instructor_notebook(assignment, course.settings))
    with tempfile.TemporaryDirectory() as folder:
        instructor = Path(folder) / "solutions" / name / f"{name}.ipynb"
        instructor.parent.mkdir(parents=True)
        instructor.write_text(text, encoding="utf-8")
        config = course_config(course, "sqlite://")
        config.CourseDirectory.source_directory = str(Path(folder) / "solutions")
        config.SaveCells.enabled = False
        config.GenerateAssignment.no_database = True
        student = _generate(folder_config(config, release=Path(folder) / "assignments"), name)
        student_text = notebook_text(nbformat.reads(student, as_version=4))
    verify_student_notebook(assignment, course.settings, student_text)
    wanted = {
        course.instructor_notebook(name): text,
        course.student_notebook(name): student_text,
    }
    if _differs(course.student_notebook(name), student_text):
        keep_release(course, name)
    changed = [p for p, content in wanted.items() if _write(p, content)]
    if assignment.files:
        changed += release_files(course, assignment)
    return Built(assignment, tuple(changed))


def register_assignment(course: Course, name: str, gradebook_url: str) -> None:
    """Put a built assignment, its cells, points and due date into a gradebook.

    Raises:
        ReleaseError: the instructor notebook has not been built, or nbgrader failed.
    """
    if not course.instructor_notebook(name).exists():
        raise ReleaseError(f"{name} has not been built.", "Run 'make build'.")
    config = course_config(course, gradebook_url)
    with open_gradebook(course, gradebook_url) as gradebook:
        gradebook.update_or_create_assignment(name, duedate=course.settings.entry(name).due)
    with tempfile.TemporaryDirectory() as folder:
        files = load_assignment(course, name).files
        _generate(folder_config(config, release=Path(folder)), name, files)


def notebook_text(notebook: nbformat.NotebookNode) -> str:
    """A notebook as the text of its file; equal notebooks give equal text."""
    text: str = nbformat.writes(notebook)
    return text.rstrip("\n") + "\n"


def _generate(config: Config, name: str, files: str = "") -> str:
    """Run nbgrader's generate_assignment; returns the text of the student notebook.

    Args:
        config: nbgrader's settings.
        name: the assignment.
        files: folder beside the instructor notebook that students get too, or "".
    """
    coursedir = CourseDirectory(config=config)
    coursedir.assignment_id = name
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    converter.force = True
    try:
        run_quietly(converter)
    except NbGraderException as error:
        raise ReleaseError(f"nbgrader could not generate {name}: {error}") from error
    release = Path(coursedir.root) / coursedir.release_directory / name
    unexpected = sorted(
        p.name
        for p in release.rglob("*")
        if p.is_file() and p.suffix != ".ipynb" and not (files and p.parent == release / files)
    )
    if unexpected:
        raise ReleaseError(f"{name}: files beside the notebook would be released: {unexpected}.")
    return (release / f"{name}.ipynb").read_text(encoding="utf-8")


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


def _write(path: Path, text: str) -> bool:
    if not _differs(path, text):
        return False
    replace_file(path, text.encode("utf-8"))
    return True
