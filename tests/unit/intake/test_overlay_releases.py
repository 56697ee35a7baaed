"""A submission of an earlier release: what the instructor changed is no edit of a student's."""

from __future__ import annotations

import json

import nbformat
import pytest

from autograder.authoring.earlier_releases import Fingerprints, fingerprints
from autograder.intake.overlay import overlay
from tests.unit.intake.conftest import Notebook
from tests.unit.intake.laid_notebooks import check_whole, codes, find


@pytest.fixture
def earlier(released: Notebook) -> list[Fingerprints]:
    """The releases before `changed`."""
    return [{"number": "0" * 16}, fingerprints(released)]


@pytest.fixture
def changed(released: Notebook) -> Notebook:
    """The release after a test and a given cell were changed and another test was added."""
    now = nbformat.from_dict(json.loads(json.dumps(released)))
    for wanted in ("number", "given-imports"):
        now.cells[find(now, wanted)].source += "\nassert True, 'a better test'"
    added = nbformat.from_dict(json.loads(json.dumps(now.cells[find(now, "double")])))
    added.metadata.nbgrader.grade_id, added.id = "added", "test-added"
    added.source = "assert double([1])[0] == 2, 'another value'"
    now.cells.insert(find(now, "double") + 1, added)
    return now


def test_what_the_instructor_changed_is_not_held_against_students(
    solved: Notebook, changed: Notebook, earlier: list[Fingerprints]
) -> None:
    laid, problems = overlay(solved, changed, earlier)
    check_whole(laid, changed)
    assert codes(problems) == ["earlier_release"]


def test_an_edited_test_of_an_earlier_release_is_still_named(
    solved: Notebook, changed: Notebook, earlier: list[Fingerprints]
) -> None:
    solved.cells[find(solved, "double")].source = "pass"
    del solved.cells[find(solved, "picture")]
    _, problems = overlay(solved, changed, earlier)
    assert codes(problems) == ["earlier_release", "edited_cell", "missing_cell"]
    assert "'double'" in problems[0].message


def test_who_has_the_present_release_may_not_use_older_tests(
    changed: Notebook, released: Notebook, earlier: list[Fingerprints]
) -> None:
    mine = nbformat.from_dict(json.loads(json.dumps(changed)))
    mine.cells[find(mine, "number")].source = released.cells[find(released, "number")].source
    _, problems = overlay(mine, changed, earlier)
    assert codes(problems) == ["edited_cell"]
