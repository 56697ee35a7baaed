"""From the source to the notebooks: the same every time, and nothing shown that is hidden."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.earlier_releases import earlier_releases, fingerprints
from autograder.authoring.instructor_notebook import colab_address
from autograder.authoring.publication import MARKER, publish
from autograder.authoring.release import build_assignment
from autograder.authoring.verification import verify_student_notebook
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.errors import ReleaseError, SourceError

SECRETS = ["x = 3", "2 * np.asarray", "secret_of_the_test", "random.default_rng", "odd"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_second_build_changes_nothing(tiny_course: Course) -> None:
    paths = [tiny_course.instructor_notebook("small"), tiny_course.student_notebook("small")]
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths]
    assert build_assignment(tiny_course, "small").changed == ()
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths] == before
    for path in paths:
        path.unlink()
    assert sorted(build_assignment(tiny_course, "small").changed) == sorted(paths)
    assert [path.read_bytes() for path in paths] == [content for content, _ in before]


def test_only_a_changed_notebook_is_written(tiny_course: Course) -> None:
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("secret_of_the_test = 3", "secret_of_the_test = 4"))
    changed = build_assignment(tiny_course, "small").changed
    assert tiny_course.instructor_notebook("small") in changed
    assert not list(tiny_course.root.rglob("*.part"))


def test_what_students_may_have_got_is_kept_when_it_is_replaced(tiny_course: Course) -> None:
    assert earlier_releases(tiny_course, "small") == []
    first = fingerprints(nbformat.read(tiny_course.student_notebook("small"), as_version=4))
    assert {"number", "double", "picture", "given-imports", "why"} == first.keys()
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    for words in ("x is no number yet", "x is still None", "x is still None"):
        source.write_text(text.replace("x is still None", words), encoding="utf-8")
        build_assignment(tiny_course, "small")
    first_again, second = earlier_releases(tiny_course, "small")
    assert first_again == first
    assert {name for name in first if first[name] != second[name]} == {"number"}


def test_student_notebook_has_no_secret_and_all_cells(tiny_course: Course) -> None:
    path = tiny_course.student_notebook("small")
    text = path.read_text(encoding="utf-8")
    for secret in [*SECRETS, "BEGIN", "END SOLUTION", "MARK SCHEME"]:
        assert secret not in text, secret
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert [p.name for p in tiny_course.assignments.rglob("*") if p.is_file()] == ["small.ipynb"]
    by_id = {cell.id: cell for cell in notebook.cells}
    number = by_id["solution-number"]
    assert number.source == "x = None\n# YOUR CODE HERE"
    assert by_id["why-answer"].metadata == {"autograder": {"answer": "why"}}
    assert by_id["test-double"].metadata["nbgrader"]["points"] == 4
    assert by_id["given-imports"].metadata["nbgrader"]["locked"]


def test_ids_are_the_same_in_every_build_and_follow_the_source(tiny_course: Course) -> None:
    def ids() -> list[str]:
        path = tiny_course.student_notebook("small")
        return [cell.id for cell in nbformat.read(path, as_version=4).cells]

    before = ids()
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("Think of a number", "Think of a small number"))
    build_assignment(tiny_course, "small")
    after = ids()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= 2


def test_the_badge_opens_this_file(tiny_course: Course) -> None:
    address = colab_address("small", tiny_course.settings)
    assert address == (
        "https://colab.research.google.com/github/example/tiny/blob/main/assignments/small/small.ipynb"
    )
    path = tiny_course.student_notebook("small")
    header = nbformat.read(path, as_version=4).cells[0].source
    assert f"]({address})" in header
    assert str(path.relative_to(tiny_course.root)) == address.partition("/blob/main/")[2]
    for part in ("10 points (7 by tests, 3 for written answers)", "5 minutes", "Assignment 1 of 1"):
        assert part in header


def test_a_wrong_source_writes_nothing(tiny_course: Course) -> None:
    before = files(tiny_course.root / "assignments")
    source = tiny_course.source("small")
    source.write_text(source.read_text(encoding="utf-8").replace("points=4", "points=5"))
    with pytest.raises(SourceError, match="add up to 11 points"):
        build_assignment(tiny_course, "small")
    assert files(tiny_course.root / "assignments") == before


def test_a_mark_in_the_wrong_kind_of_cell_is_caught(tiny_course: Course) -> None:
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    marked = "import numpy as np\n### BEGIN HIDDEN TESTS\nimport secrets\n### END HIDDEN TESTS"
    source.write_text(text.replace("import numpy as np", marked, 1))
    before = files(tiny_course.root / "assignments")
    with pytest.raises(ReleaseError):
        build_assignment(tiny_course, "small")
    assert files(tiny_course.root / "assignments") == before


Tamper = Callable[[nbformat.NotebookNode], None]


def _cell(notebook: nbformat.NotebookNode, ident: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == ident)


def _show_solution(notebook: nbformat.NotebookNode) -> None:
    _cell(notebook, "solution-number").source = "x = 3"


def _show_hidden(notebook: nbformat.NotebookNode) -> None:
    _cell(notebook, "test-number").source += "\nsecret_of_the_test = 3"


def _leave_mark(notebook: nbformat.NotebookNode) -> None:
    _cell(notebook, "test-number").source += "\n# BEGIN HIDDEN TESTS"


def _hide_in_metadata(notebook: nbformat.NotebookNode) -> None:
    notebook.metadata["note"] = "### BEGIN SOLUTION"


def _add_cell(notebook: nbformat.NotebookNode) -> None:
    notebook.cells.append(nbformat.v4.new_code_cell("x = 3"))


def _drop_cell(notebook: nbformat.NotebookNode) -> None:
    notebook.cells.pop()


def _repeat_id(notebook: nbformat.NotebookNode) -> None:
    _cell(notebook, "test-number").metadata["nbgrader"]["grade_id"] = "double"


def _keep_output(notebook: nbformat.NotebookNode) -> None:
    _cell(notebook, "test-number").outputs = [nbformat.v4.new_output("stream", text="3")]


def _other_badge(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[0].source = notebook.cells[0].source.replace("/small.ipynb", "/other.ipynb")


def _no_way_to_submit(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[0].source = notebook.cells[0].source.replace("How to submit", "Good luck")


def _no_time(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[0].source = notebook.cells[0].source.replace("5 minutes", "some time")


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_show_solution, "a released cell differs"),
        (_show_hidden, "a released cell differs"),
        (_leave_mark, "contains 'BEGIN HIDDEN TESTS'"),
        (_hide_in_metadata, "contains 'BEGIN SOLUTION'"),
        (_add_cell, "cells after the header"),
        (_drop_cell, "cells after the header"),
        (_repeat_id, "'grade_id double' occurs 2 times"),
        (_keep_output, "'test-number' carries outputs"),
        (_other_badge, "lacks an 'Open in Colab' address of this file"),
        (_no_way_to_submit, "lacks how to submit"),
        (_no_time, "lacks the time needed"),
    ],
)
def test_verification_refuses_a_tampered_notebook(
    tiny_course: Course, tamper: Tamper, said: str
) -> None:
    assignment = load_assignment(tiny_course, "small")
    text = tiny_course.student_notebook("small").read_text(encoding="utf-8")
    verify_student_notebook(assignment, tiny_course.settings, text)
    notebook = nbformat.reads(text, as_version=4)
    tamper(notebook)
    with pytest.raises(ReleaseError) as caught:
        verify_student_notebook(assignment, tiny_course.settings, json.dumps(notebook))
    assert str(caught.value).startswith("small: ")
    assert said in str(caught.value)


def test_publish_writes_notebooks_and_the_way_to_the_data(
    tiny_course: Course, tmp_path: Path
) -> None:
    folder = tmp_path / "public"
    written = publish(tiny_course, folder)
    expected = {
        "README.md",
        "requirements.txt",
        MARKER,
        str(Path(".released", "small.ipynb")),
        str(Path(".released", "limits.json")),
        str(Path("assignments", "small", "small.ipynb")),
    }
    assert set(files(folder)) == {str(p.relative_to(folder)) for p in written} == expected
    notebook = folder / "assignments" / "small" / "small.ipynb"
    assert notebook.read_bytes() == tiny_course.student_notebook("small").read_bytes()
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "(assignments/small/small.ipynb)" in readme


def test_publishing_again_removes_what_is_gone(tiny_course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(tiny_course, folder)
    before = files(folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("kept")
    stale = folder / "assignments" / "old" / "old.ipynb"
    stale.parent.mkdir()
    stale.write_text("old")
    publish(tiny_course, folder)
    assert files(folder) == {**before, str(Path(".git", "config")): b"kept"}


def test_publish_refuses_a_folder_of_something_else(tiny_course: Course, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for place in ("full", "file"):
        before = files(tmp_path / "full")
        with pytest.raises(ReleaseError, match="was not written by 'publish'"):
            publish(tiny_course, tmp_path / place)
        assert files(tmp_path / "full") == before
    with pytest.raises(ReleaseError, match="was not written by 'publish'"):
        publish(tiny_course, tiny_course.root)
