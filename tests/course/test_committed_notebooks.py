"""The notebooks in the repository are what the sources make, and keep what is hidden hidden."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.instructor_notebook import colab_address
from autograder.authoring.publication import LIMITS, MARKER, ORIGINALS, publish
from autograder.authoring.release import build_assignment
from autograder.course.assignment import SourceCell
from autograder.course.layout import Course, find_course
from autograder.course.source import load_assignment
from tests.conftest import ROOT

NAMES = find_course(ROOT).settings.assignment_names
MARK = re.compile(r"(###|===) (BEGIN|END) [A-Z ]+?( ===)?")


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the course's sources, built anew."""
    root = tmp_path_factory.mktemp("rebuilt")
    shutil.copy(ROOT / "course.toml", root)
    for name in NAMES:
        (root / "solutions" / name).mkdir(parents=True)
        shutil.copy(ROOT / "solutions" / name / "source.py", root / "solutions" / name)
    (root / "source_data").symlink_to(ROOT / "source_data")
    made = find_course(root)
    for name in NAMES:
        build_assignment(made, name)
    return made


@pytest.fixture(scope="module")
def published(rebuilt: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that students get."""
    folder = tmp_path_factory.mktemp("published") / "course"
    publish(rebuilt, folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_committed_notebooks_are_what_the_source_makes(rebuilt: Course, name: str) -> None:
    committed = find_course(ROOT)
    for mine, wanted in (
        (committed.student_notebook(name), rebuilt.student_notebook(name)),
        (committed.instructor_notebook(name), rebuilt.instructor_notebook(name)),
    ):
        same = mine.exists() and mine.read_bytes() == wanted.read_bytes()
        assert same, f"{mine.relative_to(ROOT)} is out of date: run 'make build ASSIGNMENTS={name}'"


def files_beside(name: str) -> set[Path]:
    """Files that students get with a notebook, from the folder of the assignment."""
    course = find_course(ROOT)
    files = load_assignment(course, name).files
    if not files:
        return set()
    return {Path(files, path.name) for path in course.students_files(files).iterdir()}


def test_students_folders_hold_what_students_get_and_nothing_else(rebuilt: Course) -> None:
    for name in NAMES:
        folder = rebuilt.assignments / name
        found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
        assert found == {Path(f"{name}.ipynb"), *files_beside(name)}
    assert {path.name for path in rebuilt.assignments.iterdir()} == set(NAMES)


def test_no_file_lies_in_students_folders_that_git_does_not_make() -> None:
    """What the build copies from source_data may be there; git ignores it."""
    found = {p.relative_to(ROOT / "assignments") for p in (ROOT / "assignments").rglob("*")}
    found = {path for path in found if ".ipynb_checkpoints" not in path.parts}
    notebooks = {Path(name, f"{name}.ipynb") for name in NAMES}
    copied = {Path(name, file) for name in NAMES for file in files_beside(name)}
    folders = {path.parent for path in notebooks | copied}
    assert notebooks <= found <= notebooks | copied | folders


def test_published_files(published: Path) -> None:
    found = {str(p.relative_to(published)) for p in published.rglob("*") if p.is_file()}
    notebooks = {str(Path("assignments", name, f"{name}.ipynb")) for name in NAMES}
    files = {str(Path("assignments", name, file)) for name in NAMES for file in files_beside(name)}
    originals = {str(Path(ORIGINALS, f"{name}.ipynb")) for name in NAMES}
    others = {"README.md", "requirements.txt", MARKER, str(Path(ORIGINALS, LIMITS))}
    assert found == notebooks | originals | files | others


def hidden_lines(cell: SourceCell) -> set[str]:
    """Lines of a cell's source that its released form does not have."""
    shown = {line.strip() for line in cell.released.split("\n")}
    lines = {line.strip() for line in cell.source.split("\n")}
    return {line for line in lines - shown if line and not MARK.fullmatch(line)}


def shown_lines(path: Path) -> set[str]:
    """All lines that a published file shows; of a notebook, sources, metadata and outputs."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return {line.strip() for line in text.split("\n")}
    strings: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            strings.append(value)
        elif isinstance(value, dict):
            for key, item in value.items():
                strings.append(key)
                gather(item)
        elif isinstance(value, list):
            for item in value:
                gather(item)

    content = json.loads(text)
    gather({**content, "cells": []})
    for cell in content["cells"]:
        gather({**cell, "source": "".join(cell["source"])})
    return {line.strip() for text in strings for line in text.split("\n")}


def released_lines(course: Course) -> set[str]:
    """Lines that some cell of some assignment shows on purpose: the same line may be hidden
    elsewhere (`import matplotlib.pyplot as plt`)."""
    return {
        line.strip()
        for name in NAMES
        for cell in load_assignment(course, name).cells
        for line in cell.released.split("\n")
    }


@pytest.mark.parametrize("name", NAMES)
def test_no_hidden_line_in_any_published_file(rebuilt: Course, published: Path, name: str) -> None:
    hidden = {line for cell in load_assignment(rebuilt, name).cells for line in hidden_lines(cell)}
    assert len(hidden) > 20
    hidden -= released_lines(rebuilt)
    for path in published.rglob("*"):
        if path.suffix in (".ipynb", ".md", ".txt", ".csv"):
            leaked = hidden & shown_lines(path)
            assert not leaked, f"{path.name} shows {sorted(leaked)[:3]}"


@pytest.mark.parametrize("name", NAMES)
def test_no_hidden_line_in_its_own_cell(rebuilt: Course, published: Path, name: str) -> None:
    """Stricter: not even a line that is shown elsewhere may be left in a cell that hides it."""
    path = published / "assignments" / name / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cells = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    for cell in load_assignment(rebuilt, name).cells:
        if cell.ident:
            shown = {line.strip() for line in cells[cell.grade_id].split("\n")}
            assert not hidden_lines(cell) & shown


@pytest.mark.parametrize("name", NAMES)
def test_the_badge_leads_to_the_published_file(published: Path, rebuilt: Course, name: str) -> None:
    settings = rebuilt.settings
    address = colab_address(name, settings)
    inside = address.partition(f"/github/{settings.colab_repository}/blob/main/")[2]
    header = nbformat.read(published / inside, as_version=4).cells[0].source
    assert f"({address})" in header
    start = r"https://colab\.research\.google\.com/github/[\w.-]+/[\w.-]+/blob/"
    assert re.match(start, address)


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_need_nothing_of_ours(published: Path, name: str) -> None:
    text = (published / "assignments" / name / f"{name}.ipynb").read_text(encoding="utf-8")
    for word in ("autograder import", "import autograder", "pip install", "/home/", "holdout"):
        assert word not in text
