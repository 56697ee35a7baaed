"""What is calibrated: correct example submissions, and what their results depend on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.authoring.examples import Example, load_examples
from autograder.calibration.code_in_use import code_of_judging, code_of_runs
from autograder.course.assignment import Assignment
from autograder.course.layout import Course
from autograder.engine.fingerprints import (
    JUDGE_PACKAGES,
    MNIST_FILE,
    digest_of,
    environment_parts,
    files_digest,
)
from autograder.engine.plan import AssignmentPlan, plan_assignment
from autograder.errors import AutograderError
from autograder.run.released_files import released_files

FORMAT = 2
# Libraries, by the names that they are imported by, which a notebook that names none of them does
# not depend on: installing one more is no reason to train anew.
_IF_IMPORTED = {
    "pandas": "pandas",
    "scipy": "scipy",
    "sklearn": "scikit-learn",
    "seaborn": "seaborn",
    "torch": "torch",
    "jax": "jax",
}
_IMPORT = re.compile(rf"^\s*(?:import|from)\s+(?:{'|'.join(_IF_IMPORTED)})\b", re.MULTILINE)


@dataclass(frozen=True)
class Subject:
    """A correct submission.

    Attributes:
        plan: its assignment's.
        example: what is handed in.
        run: digest of all that its runs depend on, but the number of the run.
        key: digest of all that its results depend on, runs included.
    """

    plan: AssignmentPlan
    example: Example
    run: str
    key: str

    def place(self, number: int) -> str:
        """The key under which a run is kept.

        Args:
            number: of the run.
        """
        return digest_of([self.run, number])


def correct_examples(
    course: Course, assignment: Assignment, names: list[str] | None
) -> list[Example]:
    """The reference and the correct examples that are graded by default, or those named.

    Raises:
        AutograderError: a name is not that of a correct example.
        SourceError: an example is malformed.
    """
    correct = [
        example
        for example in load_examples(course, assignment)
        if example.kind in ("reference", "correct")
    ]
    if names is None:
        return [example for example in correct if not example.extra]
    return [example for example in correct if example.name in names]


def require_known(names: list[str] | None, found: list[Example]) -> None:
    """Refuse names of examples that no assignment has.

    Raises:
        AutograderError: there is such a name.
    """
    unknown = sorted(set(names or []) - {example.name for example in found})
    if unknown:
        raise AutograderError(
            f"There is no correct example {', '.join(unknown)}.",
            "See tests/examples/<assignment>; the solution itself is called reference.",
        )


def subjects_of(course: Course, assignments: list[str], names: list[str] | None) -> list[Subject]:
    """The correct submissions of assignments, which are built if they have changed.

    Args:
        course: the course.
        assignments: names.
        names: of examples, or None for the reference and all that are graded by default.

    Raises:
        AutograderError: an assignment can't be built.
    """
    found = []
    for name in assignments:
        plan = plan_assignment(course, name)
        examples = correct_examples(course, plan.assignment, names)
        found += [subject_of(course, plan, example) for example in examples]
    return found


def subject_of(course: Course, plan: AssignmentPlan, example: Example) -> Subject:
    """The example with the digests of all that its runs and its results depend on."""
    run = _run_digest(course, plan, example)
    packages = environment_parts()
    key = digest_of(
        {
            "run": run,
            "tests": [[test.ident, test.points, test.source] for test in plan.tests],
            "thresholds": plan.thresholds,
            "packages": {name: packages.get(name) for name in JUDGE_PACKAGES},
            "code": code_of_judging(test.source for test in plan.tests),
        }
    )
    return Subject(plan, example, run, key)


def _run_digest(course: Course, plan: AssignmentPlan, example: Example) -> str:
    cells = _code_cells(plan.assignment, example)
    return digest_of(
        {
            "format": FORMAT,
            "cells": cells,
            "files": files_digest(released_files(plan.folder)),
            "mnist": files_digest([course.source_data / MNIST_FILE]),
            "holdout": course.settings.holdout_size,
            "packages": _packages(source for _, _, source in cells),
            "code": code_of_runs(),
        }
    )


def _code_cells(assignment: Assignment, example: Example) -> list[tuple[str, str, str]]:
    """Kind, id and source of all cells of code; of tests only where they stand has a say."""
    filled = filled_cells(assignment, example)
    return [
        (cell.kind, cell.ident, filled[cell.ident] if cell.kind == "solution" else cell.source)
        if cell.kind != "test"
        else (cell.kind, cell.ident, "")  # where it stands, evidence is taken
        for cell in assignment.cells
        if cell.kind in ("given", "solution", "test")
    ]


def _packages(cells: Iterable[str]) -> dict[str, str]:
    """Python and the libraries that code depends on, each with its version."""
    no_say = {"this package", *JUDGE_PACKAGES}
    if not any(_IMPORT.search(cell) for cell in cells):
        no_say |= set(_IF_IMPORTED.values())
    return {name: of for name, of in environment_parts().items() if name not in no_say}


def filled_cells(assignment: Assignment, example: Example) -> dict[str, str]:
    """Solution cell id -> source as the example has it."""
    cells = assignment.of_kind("solution")
    return {cell.ident: example.cells.get(cell.ident, cell.reference) for cell in cells}
