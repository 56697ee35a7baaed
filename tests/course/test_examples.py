"""Every example submission, graded by the real command on real digits.

The reference and correct examples keep all machine points, the untouched notebook has none, a
wrong one loses exactly the tests it names, with the message it names. Training is real, so
the outcome of a test may depend on the machine's arithmetic; thresholds leave room for that
(solutions/<assignment>/thresholds.toml says how much).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring.examples import Example, load_examples
from autograder.course.layout import Course, OutputFolders, find_course
from autograder.course.source import load_assignment
from autograder.engine.expectations import surprises
from autograder.record.grades import existing_grades, existing_submissions
from tests.conftest import ROOT, autograder

NAMES = find_course(ROOT).settings.assignment_names


def grade_examples(course: Course, examples: list[Example], out: Path) -> list[str]:
    """Grade examples of one assignment; what came out otherwise than expected."""
    (name,) = {example.assignment for example in examples}
    only = [word for example in examples for word in ("--only", example.name)]
    made = autograder(course.root, "examples", str(out / "submitted"), name, *only)
    assert made.status == 0, made.err
    graded = autograder(
        course.root, "grade", name, "--submitted", str(out / "submitted"), "--out", str(out),
        "--jobs", "1", timeout=1400,
    )  # fmt: skip
    assert graded.status == 0, graded.err
    folders = OutputFolders(out)
    submissions = {line.student: line for line in existing_submissions(folders, name)}
    grades = existing_grades(folders, name)
    assert set(submissions) == {example.name for example in examples}
    return [
        text
        for example in examples
        for text in surprises(
            example,
            submissions[example.name],
            [line for line in grades if line.student == example.name],
        )
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_examples_get_the_points_they_deserve(course: Course, name: str, tmp_path: Path) -> None:
    every = load_examples(course, load_assignment(course, name))
    assert [example.kind for example in every].count("correct") >= 3
    examples = [example for example in every if not example.extra]
    kinds = [example.kind for example in examples]
    assert kinds.count("correct") >= 1  # the others are graded by test-extra
    assert kinds.count("wrong") >= 2
    assert grade_examples(course, examples, tmp_path) == []


@pytest.mark.slow
@pytest.mark.extra
@pytest.mark.parametrize("name", NAMES)
def test_extra_examples_get_the_points_they_deserve(
    course: Course, name: str, tmp_path: Path
) -> None:
    examples = [e for e in load_examples(course, load_assignment(course, name)) if e.extra]
    assert examples
    assert grade_examples(course, examples, tmp_path) == []
