"""Every assignment's notebook, in the forms that other editors give it, is taken in whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter

from autograder.authoring.examples import Example, example_notebook, load_examples
from autograder.course.layout import find_course
from autograder.course.source import load_assignment
from autograder.intake.folders import SubmittedFiles
from autograder.intake.submission import Submission
from autograder.intake.taking_in import take_in_files
from tests.conftest import ROOT
from tests.damaged.editors import colab
from tests.damaged.form import Content, source_of, text_of, without_ids, without_marks
from tests.damaged.nbformats import old_notebook

COURSE = find_course(ROOT)
MOST = 4
NAMES = COURSE.settings.assignment_names


def colab_lost(content: Content) -> None:
    colab(content, marks=False)
    for number, cell in enumerate(content["cells"]):
        cell["metadata"]["id"] = f"aB3_{number:08}"


def without_tests(content: Content) -> None:
    marks = [cell["metadata"].get("nbgrader", {}) for cell in content["cells"]]
    kept = [not mark.get("grade") or mark.get("task") for mark in marks]
    content["cells"] = [cell for cell, keep in zip(content["cells"], kept, strict=True) if keep]


def without_tests_and_marks(content: Content) -> None:
    without_tests(content)
    without_marks(content)


def edited_tests_without_marks(content: Content) -> None:
    for cell in content["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = source_of(cell) + "\nprint('passed')"
    without_marks(content)


def upside_down(content: Content) -> None:
    content["cells"].reverse()


def version_3(content: Content) -> None:
    without_marks(content)
    old = old_notebook(content)
    content.clear()
    content.update(old)


FORMS: tuple[Callable[[Content], Any], ...] = (
    colab, colab_lost, without_ids, without_marks, without_tests, without_tests_and_marks,
    edited_tests_without_marks, upside_down, version_3,
)  # fmt: skip


WHOLE = (colab, colab_lost, without_ids, without_marks)  # nothing is changed, moved or missing


def examples(name: str) -> list[Example]:
    """The reference and some correct variants."""
    known = load_examples(COURSE, load_assignment(COURSE, name))
    return [example for example in known if example.kind in ("reference", "correct")][:MOST]


@lru_cache
def solved(name: str) -> dict[str, nbformat.NotebookNode]:
    """Example -> its notebook, with answers."""
    assignment, found = load_assignment(COURSE, name), {}
    for example in examples(name):
        released = nbformat.read(COURSE.student_notebook(name), as_version=4)
        made = found[example.name] = example_notebook(assignment, example, released)
        for cell in made.cells:
            if "answer" in cell.metadata.get("autograder", {}):
                cell.source = f"My answer to {cell.metadata.autograder.answer}."
    return found


def work(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Solutions and answers by id."""
    found = {}
    for cell in notebook.cells:
        marks, own = cell.metadata.get("nbgrader", {}), cell.metadata.get("autograder", {})
        if marks.get("solution") or own.get("answer"):
            found[marks.get("grade_id") or own["answer"]] = cell.source.strip()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_all_work_is_found(name: str, form: Callable[[Content], Any]) -> None:
    released = nbformat.read(COURSE.student_notebook(name), as_version=4)
    lost = {}
    for example, notebook in solved(name).items():
        content = json.loads(nbformat.writes(notebook))
        form(content)
        submitted = SubmittedFiles(f"{name}.ipynb", text_of(content))
        taken = take_in_files("anna", name, submitted, released)
        before, after = work(notebook), work(taken.notebook)
        assert before.keys() == after.keys()
        wrong = [ident for ident in before if before[ident] != after[ident]]
        if wrong:
            lost[example] = (wrong, order(taken))
        assert form not in WHOLE or taken.problems == ()
    assert not lost


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_all_work_is_found_in_an_exported_page(name: str) -> None:
    released = nbformat.read(COURSE.student_notebook(name), as_version=4)
    notebook = next(iter(solved(name).values()))
    page, _ = HTMLExporter().from_notebook_node(notebook)
    without_ids = re.sub(r'id="cell-id=[^"]*"', "", page)
    for text in (page, without_ids):
        taken = take_in_files("anna", name, SubmittedFiles(f"{name}.html", text), released)
        assert work(taken.notebook) == work(notebook)
        assert [problem.code for problem in taken.problems] == ["renamed", "page"]


def order(taken: Submission) -> list[str]:
    return [problem.message for problem in taken.problems][:5]
