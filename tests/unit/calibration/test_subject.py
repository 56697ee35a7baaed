"""What a run of a correct submission depends on, and what its results depend on besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.calibration import subject
from autograder.calibration.subject import Subject, correct_examples, subject_of
from autograder.course.layout import Course
from autograder.engine.fingerprints import environment_parts
from autograder.engine.plan import AssignmentPlan, plan_assignment

Make = Callable[[AssignmentPlan], Subject]


@pytest.fixture
def plan(tiny_course: Course) -> AssignmentPlan:
    return plan_assignment(tiny_course, "small")


@pytest.fixture
def make(tiny_course: Course) -> Make:
    """Makes the subject of the reference solution."""

    def made(plan: AssignmentPlan) -> Subject:
        (example,) = correct_examples(tiny_course, plan.assignment, ["reference"])
        return subject_of(tiny_course, plan, example)

    return made


def test_changed_tests_and_thresholds_leave_runs_as_they_are(
    plan: AssignmentPlan, make: Make
) -> None:
    before = make(plan)
    first, *others = plan.tests
    tests = (replace(first, source=f"{first.source}\nassert x < 9"), *others)
    for other in (replace(plan, tests=tests), replace(plan, thresholds={"enough": 3.5})):
        after = make(other)
        assert after.key != before.key
        assert after.run == before.run
        assert after.place(1) == before.place(1) != before.place(2)


def test_changed_cells_and_moved_tests_do_not(plan: AssignmentPlan, make: Make) -> None:
    before, cells = make(plan), plan.assignment.cells
    edited = tuple(
        replace(cell, source=f"{cell.source}\nimport os") if cell.kind == "given" else cell
        for cell in cells
    )
    last = next(index for index, cell in reversed(list(enumerate(cells))) if cell.kind == "test")
    moved = (cells[last], *cells[:last], *cells[last + 1 :])
    for other in (edited, moved):
        after = make(replace(plan, assignment=replace(plan.assignment, cells=other)))
        assert after.run != before.run
        assert after.key != before.key


@pytest.mark.parametrize(
    ("library", "matters_to_runs", "matters_to_results"),
    [
        ("numpy", True, True),
        ("seaborn", False, False),  # no cell imports it
        ("rapidfuzz", False, True),  # the judge's own
        ("this package", False, False),  # parts of it, by digests of their own
    ],
)
def test_another_version_of_a_library(
    plan: AssignmentPlan,
    make: Make,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    matters_to_runs: bool,
    matters_to_results: bool,
) -> None:
    before = make(plan)
    parts = {**environment_parts(), library: "0.0"}
    monkeypatch.setattr(subject, "environment_parts", lambda: parts)
    after = make(plan)
    assert (after.run != before.run) is matters_to_runs
    assert (after.key != before.key) is matters_to_results


def test_a_library_that_a_cell_imports(
    plan: AssignmentPlan, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = tuple(
        replace(cell, source=f"{cell.source}\nfrom sklearn import metrics")
        if cell.kind == "given"
        else cell
        for cell in plan.assignment.cells
    )
    importing = replace(plan, assignment=replace(plan.assignment, cells=cells))
    before = make(importing)
    parts = {**environment_parts(), "scikit-learn": "0.0"}
    monkeypatch.setattr(subject, "environment_parts", lambda: parts)
    assert make(importing).run != before.run
