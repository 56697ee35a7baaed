"""Submissions for tests of flags, made from code alone."""

from __future__ import annotations

from typing import Any

from nbformat.v4 import new_code_cell, new_notebook

from autograder.flags import Flag, submission_flags
from autograder.intake.submission import Problem, Submission

GIVEN = (
    "import numpy as np\nfrom tensorflow import keras\n"
    "(x_train, y_train), _ = keras.datasets.mnist.load_data()"
)
RELEASED = "model = None\n# YOUR CODE HERE"
TEST = "assert model is not None, 'model is still None'"


def marks(ident: str, **roles: Any) -> dict[str, Any]:
    base = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {**base, "grade_id": ident, **roles}}


def submission(
    solution: str, *extra: str, problems: tuple[Problem, ...] = (), student: str = "ada"
) -> Submission:
    """A submission of an assignment with one given, one solution and one test cell."""
    cells = [
        new_code_cell(GIVEN, metadata=marks("given-imports", locked=True)),
        new_code_cell(solution, metadata=marks("solution-train", solution=True)),
        *(new_code_cell(source) for source in extra),
        new_code_cell(TEST, metadata=marks("shape", grade=True, locked=True, points=2)),
    ]
    return Submission(student, "small", new_notebook(cells=cells), problems)


def flags(
    solution: str, *extra: str, files: tuple[str, ...] = ("small.ipynb",), **more: Any
) -> list[Flag]:
    return submission_flags(submission(solution, *extra, **more), {"train": RELEASED}, files)


def codes(solution: str, *extra: str, **more: Any) -> set[str]:
    return {flag.code for flag in flags(solution, *extra, **more)}
