"""What is calibrated: correct example submissions, and what their results depend on."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.authoring.examples import Example, load_examples
from autograder.calibration.code_in_use import code_digest
from autograder.course.assignment import Assignment
from autograder.course.layout import Course
from autograder.engine.fingerprints import (
    MNIST_FILE,
    digest_of,
    environment_parts,
    files_digest,
)
from autograder.engine.plan import AssignmentPlan
from autograder.errors import AutograderError
from autograder.run.released_files import released_files

FORMAT = 1


@dataclass(frozen=True)
class Subject:
    """A correct submission.

    Attributes:
        plan: its assignment's.
        example: what is handed in.
        key: digest of all that its results depend on, but the number of the run.
    """

    plan: AssignmentPlan
    example: Example
    key: str


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


def subject_of(course: Course, plan: AssignmentPlan, example: Example) -> Subject:
    """The example with the digest of all that its results depend on."""
    packages = {name: of for name, of in environment_parts().items() if name != "this package"}
    key = digest_of(
        {
            "format": FORMAT,
            "given": [[cell.ident, cell.source] for cell in plan.assignment.of_kind("given")],
            "cells": filled_cells(plan.assignment, example),
            "tests": [[test.ident, test.points, test.source] for test in plan.tests],
            "thresholds": plan.thresholds,
            "files": files_digest(released_files(plan.folder)),
            "mnist": files_digest([course.source_data / MNIST_FILE]),
            "holdout": course.settings.holdout_size,
            "packages": packages,
            "code": code_digest(test.source for test in plan.tests),
        }
    )
    return Subject(plan, example, key)


def filled_cells(assignment: Assignment, example: Example) -> dict[str, str]:
    """Solution cell id -> source as the example has it."""
    cells = assignment.of_kind("solution")
    return {cell.ident: example.cells.get(cell.ident, cell.reference) for cell in cells}
