"""A released notebook, and ways to spoil a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.release import build_assignment
from autograder.course.layout import find_course
from autograder.intake.submission import SubmissionFolder
from tests.conftest import ROOT

pytest.register_assert_rewrite("tests.unit.intake.laid_notebooks")  # its promise is asserted

Notebook = nbformat.NotebookNode


@pytest.fixture(scope="session")
def released_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The student notebook of the tiny course, as a file's text."""
    root = tmp_path_factory.mktemp("released") / "tiny"
    shutil.copytree(ROOT / "tests" / "tiny_course", root)
    course = find_course(root)
    build_assignment(course, "small")
    return course.student_notebook("small").read_text(encoding="utf-8")


@pytest.fixture
def released(released_text: str) -> Notebook:
    """A copy of the released notebook."""
    return nbformat.reads(released_text, as_version=4)


@pytest.fixture
def solved(released_text: str) -> Notebook:
    """The released notebook with solutions and an answer written in, and two own cells."""
    notebook = nbformat.reads(released_text, as_version=4)
    notebook.cells.pop()  # the check of the file, which goes away in intake
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = f"# solved\n{cell.metadata.nbgrader.grade_id[9:]} = 1"
        elif "answer" in cell.metadata.get("autograder", {}):
            cell.source = "Because it is odd."
    notebook.cells.insert(4, nbformat.v4.new_code_cell("mine = 1"))
    notebook.cells.append(nbformat.v4.new_markdown_cell("My last thoughts."))
    return notebook


@pytest.fixture
def submission_folder(tmp_path: Path) -> SubmissionFolder:
    """An empty folder submitted/anna/small."""
    path = tmp_path / "submitted" / "anna" / "small"
    path.mkdir(parents=True)
    return SubmissionFolder("anna", "small", path)


Change = Callable[[Notebook], None]
