"""nbgrader's own autograde takes submissions as `autograder grade` does."""

from __future__ import annotations

import nbformat
import pytest

from autograder.authoring.release import build_assignment
from autograder.course.layout import Course
from autograder.nbgrader_plugin.preprocessors import OverlayRelease


def test_work_on_an_earlier_release_is_no_edit(
    tiny_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = nbformat.read(tiny_course.student_notebook("small"), as_version=4)
    source = tiny_course.source("small")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("x is still None", "x is no number yet"), encoding="utf-8")
    build_assignment(tiny_course, "small")
    monkeypatch.chdir(tiny_course.root)
    resources = {"nbgrader": {"assignment": "small", "student": "anna"}}
    laid, _ = OverlayRelease().preprocess(got, resources)
    problems = laid.metadata["autograder"]["problems"]
    assert [code for code, _ in problems] == ["earlier_release"]
    assert any("x is no number yet" in cell.source for cell in laid.cells)
