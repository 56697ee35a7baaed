"""Example submissions: the reference, correct variants, and named mistakes.

Each is written in tests/examples/<assignment>/<name>.py as its difference from the reference
solution (see docs/assignment-format.md) and made into a notebook as a student would hand it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nbformat

from autograder.authoring.release import notebook_text
from autograder.course.assignment import Assignment, ident_of
from autograder.course.layout import Course
from autograder.course.percent_script import Script, read_script
from autograder.course.source import load_assignment
from autograder.errors import SourceError

REFERENCE, UNTOUCHED = "reference", "untouched"
Kind = Literal["reference", "untouched", "correct", "wrong"]


@dataclass(frozen=True)
class Loss:
    """What an example is expected to lose in a test.

    Attributes:
        fraction: share of the points that it still gets, 0 for none.
        message: words that the test's message must contain.
    """

    fraction: float
    message: str


@dataclass(frozen=True)
class Example:
    """One example submission.

    Attributes:
        name: its name, used as student id.
        assignment: assignment name.
        kind: reference, untouched, correct or wrong.
        title: what is special about it.
        extra: whether it stands beside the listed mistakes and is graded only on demand.
        loses: test id -> expected loss; empty for correct ones.
        cells: solution cell id -> source; cells not named are the reference's.
        answers: written answer id -> text.
    """

    name: str
    assignment: str
    kind: Kind
    title: str
    extra: bool
    loses: dict[str, Loss]
    cells: dict[str, str]
    answers: dict[str, str]


def load_examples(course: Course, assignment: Assignment) -> list[Example]:
    """Reference and untouched first, then those of tests/examples by name.

    Raises:
        SourceError: an example names a cell or test that does not exist, or lacks a part.
    """
    made = [
        reference_example(assignment),
        Example(UNTOUCHED, assignment.name, "untouched", "Nothing solved", False, {}, {}, {}),
    ]
    folder = course.examples / assignment.name
    return made + [_load(path, assignment) for path in sorted(folder.glob("*.py"))]


def reference_example(assignment: Assignment) -> Example:
    """The reference solution as an example."""
    return Example(REFERENCE, assignment.name, "reference", "The reference", False, {}, {}, {})


def write_examples(
    course: Course, name: str, folder: Path, names: list[str] | None = None
) -> list[Example]:
    """Write examples as submissions folder/<example>/<assignment>/<assignment>.ipynb.

    Raises:
        SourceError: an example is malformed, or the student notebook has not been built.
    """
    assignment = load_assignment(course, name)
    path = course.student_notebook(name)
    if not path.exists():
        raise SourceError(path, "the student notebook has not been built; run 'make build'.")
    released = path.read_text(encoding="utf-8")
    examples = load_examples(course, assignment)
    chosen = [example for example in examples if names is None or example.name in names]
    for example in chosen:
        place = folder / example.name / name
        place.mkdir(parents=True, exist_ok=True)
        notebook = example_notebook(assignment, example, nbformat.reads(released, as_version=4))
        (place / f"{name}.ipynb").write_text(notebook_text(notebook), encoding="utf-8")
    return chosen


def example_notebook(
    assignment: Assignment, example: Example, released: nbformat.NotebookNode
) -> nbformat.NotebookNode:
    """The released notebook with the example's cells filled in (in place)."""
    reference = {cell.ident: cell.reference for cell in assignment.of_kind("solution")}
    for cell in released.cells:
        metadata = cell.metadata.get("nbgrader", {})
        answer = cell.metadata.get("autograder", {}).get("answer")
        if metadata.get("solution") and example.kind != "untouched":
            ident = ident_of(metadata["grade_id"])
            cell.source = example.cells.get(ident, reference[ident])
        elif answer in example.answers:
            cell.source = example.answers[answer]
    return released


def _load(path: Path, assignment: Assignment) -> Example:
    script = read_script(path, "example")
    kind = script.block.get("kind")
    if kind not in ("correct", "wrong"):
        raise SourceError(path, "kind must be 'correct' or 'wrong'.")
    cells, answers = _cells(script, assignment)
    losses = script.block.get("loses", {})
    if not isinstance(losses, dict):
        raise SourceError(path, "[loses] must be a table of test ids.")
    loses = {test: _loss(path, spec) for test, spec in losses.items()}
    unknown = set(loses) - {cell.ident for cell in assignment.of_kind("test")}
    if unknown:
        raise SourceError(path, f"there is no test {', '.join(sorted(unknown))}.")
    if bool(loses) != (kind == "wrong"):
        raise SourceError(path, "a wrong example names the tests it loses, a correct one none.")
    return Example(
        name=path.stem,
        assignment=assignment.name,
        kind=kind,
        title=str(script.block.get("title", path.stem)),
        extra=bool(script.block.get("extra", False)),
        loses=loses,
        cells=cells,
        answers=answers,
    )


def _cells(script: Script, assignment: Assignment) -> tuple[dict[str, str], dict[str, str]]:
    solutions = {cell.ident for cell in assignment.of_kind("solution")}
    questions = {cell.ident for cell in assignment.of_kind("written")}
    cells: dict[str, str] = {}
    answers: dict[str, str] = {}
    for cell in script.cells:
        if not {"solution", "answer"} & set(cell.metadata):
            raise SourceError(script.path, "a cell needs solution= or answer=.", line=cell.line)
        for key, known, into in (("solution", solutions, cells), ("answer", questions, answers)):
            ident = cell.metadata.get(key)
            if ident is None:
                continue
            if ident not in known:
                raise SourceError(script.path, f"there is no {key} '{ident}'.", line=cell.line)
            if ident in into:
                raise SourceError(script.path, f"{key} '{ident}' occurs twice.", line=cell.line)
            into[ident] = cell.source
    return cells, answers


def _loss(path: Path, spec: Any) -> Loss:
    if isinstance(spec, str):
        return Loss(0.0, spec)
    if isinstance(spec, dict) and set(spec) == {"fraction", "message"}:
        fraction = spec["fraction"]
        if isinstance(fraction, (int, float)) and 0 <= fraction < 1:
            return Loss(float(fraction), str(spec["message"]))
        raise SourceError(path, "the fraction of a loss must be a number from 0 to below 1.")
    raise SourceError(path, "a loss is text, or a table of fraction and message.")
