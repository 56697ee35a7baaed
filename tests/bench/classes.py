"""Classes to grade: a course in a fresh folder, with submissions, for us and for stock nbgrader."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat

from autograder.authoring.examples import load_examples, write_examples
from autograder.course.layout import Course, find_course
from autograder.course.source import load_assignment
from autograder.engine.built import build

ROOT = Path(__file__).parent.parent.parent
_BEGIN, _END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
_STOCK_CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "stock"
c.ExecutePreprocessor.timeout = 1800
c.Execute.timeout = 1800
c.Exchange.root = "exchange"
"""


def examples_of(folder: Path, assignments: int | None, each: int | None) -> Course:
    """The course's first assignments, each with its first examples that were worked on.

    Args:
        folder: is made.
        assignments: how many; None for all.
        each: how many examples of each; None for those that `make test` grades.
    """
    head, *entries = (ROOT / "course.toml").read_text(encoding="utf-8").split("[[assignment]]")
    folder.mkdir()
    text = "[[assignment]]".join([head, *entries[:assignments]])
    (folder / "course.toml").write_text(text, encoding="utf-8")
    (folder / "source_data").symlink_to(ROOT / "source_data")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "tests").mkdir()
    (folder / "tests" / "examples").symlink_to(ROOT / "tests" / "examples")
    course = find_course(folder)
    for name in course.settings.assignment_names:
        place = folder / "solutions" / name
        place.mkdir(parents=True)
        for file in ("source.py", "thresholds.toml"):
            shutil.copy(ROOT / "solutions" / name / file, place)
        build(course, name)
    hand_in(course, each)
    return course


def hand_in(course: Course, each: int | None) -> None:
    """Hand in the first examples of each assignment that were worked on.

    Args:
        course: of `examples_of`.
        each: how many of each assignment, those that `make test` grades first; None for just those.
    """
    for name in course.settings.assignment_names:
        examples = load_examples(course, load_assignment(course, name))
        worked_on = [one for one in examples if one.kind != "untouched"]
        chosen = [one for one in worked_on if not (one.extra and each is None)]
        names = [one.name for one in sorted(chosen, key=lambda one: one.extra)][:each]
        write_examples(course, name, course.root / "submitted", names)


def hand_in_alike(course: Course, each: int) -> None:
    """Hand in what a class hands in that does as it is told: each reference, in many forms.

    Each has comments of its own in every solution cell, so that no two notebooks are equal; what
    they compute is, as far as the assignment prescribes network, settings and seeds.

    Args:
        course: of `examples_of`.
        each: how many of each assignment.
    """
    for name in course.settings.assignment_names:
        write_examples(course, name, course.root / "made", ["reference"])
        made = course.root / "made" / "reference" / name / f"{name}.ipynb"
        for number in range(each):
            _hand_in_with_comments(course, made, f"student-{number:04}", name)


def copies(folder: Path, pattern: Path, count: int) -> Course:
    """A course of one assignment; its reference handed in by many students.

    Each copy has a comment of its own: a class of equal files is not what a grader meets.
    """
    shutil.copytree(pattern, folder)
    (folder / "source_data").symlink_to(ROOT / "source_data")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    course = find_course(folder)
    (name,) = course.settings.assignment_names
    build(course, name)
    write_examples(course, name, folder / "made", ["reference"])
    made = folder / "made" / "reference" / name / f"{name}.ipynb"
    for number in range(count):
        _hand_in_with_comments(course, made, f"student-{number:04}", name)
    return course


def _hand_in_with_comments(course: Course, made: Path, student: str, name: str) -> None:
    notebook = nbformat.read(made, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source += f"\n# {student}"
    place = course.root / "submitted" / student / name
    place.mkdir(parents=True)
    nbformat.write(notebook, place / f"{name}.ipynb")


def change_a_hidden_test(course: Course, number: int = 0) -> None:
    """Add a line to one hidden part of each assignment, and build it anew as `make build` does.

    Args:
        course: with all its sources.
        number: of the hidden part, from 0; -1 for the last one.
    """
    for name in course.settings.assignment_names:
        source = course.root / "solutions" / name / "source.py"
        before, *parts = source.read_text(encoding="utf-8").split(f"{_BEGIN}\n")
        parts[number] = f"changed_by_the_bench = True\n{parts[number]}"
        source.write_text(f"{_BEGIN}\n".join([before, *parts]), encoding="utf-8")
        build(course, name)


def stock_course(folder: Path, course: Course) -> None:
    """The same class for stock nbgrader, released by its own commands.

    Hidden parts are left out: they need our judge. So stock does less work than ours here.
    """
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(_STOCK_CONFIG, encoding="utf-8")
    for name in course.settings.assignment_names:
        notebook = nbformat.read(course.root / "solutions" / name / f"{name}.ipynb", as_version=4)
        for cell in notebook.cells:
            cell.source = _without_hidden_parts(cell.source)
        place = folder / "source" / name
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{name}.ipynb")
    shutil.copytree(course.root / "submitted", folder / "submitted")


def _without_hidden_parts(source: str) -> str:
    kept, hidden = [], False
    for line in source.splitlines():
        hidden = hidden or line.strip() == _BEGIN
        if not hidden:
            kept.append(line)
        hidden = hidden and line.strip() != _END
    return "\n".join(kept)
