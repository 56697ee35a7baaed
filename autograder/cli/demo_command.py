"""demo: the whole product once, on real digits."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import notes, results
from autograder.cli.result_commands import write_class_pages_of
from autograder.course.layout import Course, OutputFolders, find_course

if TYPE_CHECKING:
    from autograder.authoring.examples import Example

# Examples of each kind and assignment; ALL=1 takes every one. The reference solution is left out
# where a correct variant stands for it: together they would take the demo over ten minutes.
PER_KIND = {"untouched": 1, "correct": 1, "wrong": 2}
RESULTS = ("submitted", "autograded", "feedback", "reports", "gradebook.db")
CLOSING = """
{count} example submissions graded in {seconds:.0f} s; {right} got exactly the points expected.

Now open
  {index}
      the class at a glance
  {page}
      one student's feedback
and try
  make lab          the notebooks in JupyterLab
  make formgrader   grade written answers by hand
  make clean        remove what the demo made
"""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(demo)


def demo(
    everything: Annotated[bool, typer.Option("--all", help="Grade every example.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Remove what a demo left.")] = False,
) -> None:
    """Build the course, grade example submissions on real digits, and make all pages.

    Results go where `autograder grade` puts them, into the course folder; where a real class
    has been graded already, into the folder demo/.
    """
    from autograder.authoring.gradebook import prepare_environment
    from autograder.cli.display import GradingDisplay
    from autograder.data.mnist import load_mnist
    from autograder.engine.built import build
    from autograder.engine.class_run import ClassRequest, grade_class
    from autograder.report.feedback import make_feedback

    course = find_course()
    _remove_demo(course)
    if remove:
        return
    started = time.monotonic()
    _step("1/5  Data: source_data/mnist.npz")
    load_mnist(course.source_data)
    _step("2/5  Build: student notebooks from their sources")
    for name in course.settings.assignment_names:
        build(course, name)
    out = _demo_folder(course)
    chosen = _write_chosen(course, out, everything)
    _step(f"3/5  Grade: {len(chosen)} example submissions; most train real networks")
    request = ClassRequest(course.settings.assignment_names, out.root / "submitted", out)
    with GradingDisplay(notes) as display:
        grade_class(course, request, display.update, display.remark)
    _step("4/5  Feedback: one page per submission")
    prepare_environment()
    pages = [p for n in course.settings.assignment_names for p in make_feedback(course, out, n)]
    _step("5/5  Class pages")
    index = write_class_pages_of(course, out)
    unexpected = _unexpected(out, chosen)
    for texts in unexpected:
        for text in texts:
            results.print(f"unexpected: {text}", markup=False)
    results.print(
        CLOSING.format(
            count=len(chosen),
            seconds=time.monotonic() - started,
            right=len(chosen) - len(unexpected),
            index=index,
            page=pages[0] if pages else out.feedback,
        ),
        markup=False,
    )
    if unexpected:
        raise typer.Exit(1)


def _step(text: str) -> None:
    notes.print(text, style="bold", markup=False)


def _demo_folder(course: Course) -> OutputFolders:
    """The course folder, marked as holding a demo, unless a real class is there."""
    if any((course.root / name).exists() for name in RESULTS):
        notes.print("This course has submissions or results already: the demo goes into demo/.")
        return OutputFolders(course.root / "demo")
    _marker(course).parent.mkdir(parents=True, exist_ok=True)
    _marker(course).touch()
    return OutputFolders(course.root)


def _remove_demo(course: Course) -> None:
    """Remove an earlier demo; what a real class left has no marker and stays."""
    shutil.rmtree(course.root / "demo", ignore_errors=True)
    if not _marker(course).exists():
        return
    for name in RESULTS:
        path = course.root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    _marker(course).unlink()


def _marker(course: Course) -> Path:
    return course.private / "demo-results"


def _write_chosen(course: Course, out: OutputFolders, everything: bool) -> list[Example]:
    """Write the submissions: all, or the first few of each kind."""
    from autograder.authoring.examples import load_examples, write_examples
    from autograder.course.source import load_assignment

    chosen: list[Example] = []
    for name in course.settings.assignment_names:
        examples = load_examples(course, load_assignment(course, name))
        shown = examples if everything else _first_of_each_kind(examples)
        write_examples(course, name, out.root / "submitted", [example.name for example in shown])
        chosen += shown
    return chosen


def _first_of_each_kind(examples: Sequence[Example]) -> list[Example]:
    """As many of each kind as `PER_KIND` says; the reference only where no variant is correct."""
    usual = [example for example in examples if not example.extra]
    shown = [
        example
        for kind, count in PER_KIND.items()
        for example in [one for one in usual if one.kind == kind][:count]
    ]
    if not any(example.kind == "correct" for example in shown):
        shown += [example for example in usual if example.kind == "reference"]
    return shown


def _unexpected(out: OutputFolders, chosen: list[Example]) -> list[list[str]]:
    """For each example that came out otherwise than expected, how."""
    from autograder.engine.expectations import surprises
    from autograder.record.grades import existing_grades, existing_submissions

    found = []
    for name in {example.assignment for example in chosen}:
        submissions = {line.student: line for line in existing_submissions(out, name)}
        grades = existing_grades(out, name)
        for example in chosen:
            if example.assignment == name:
                lines = [line for line in grades if line.student == example.name]
                found.append(surprises(example, submissions.get(example.name), lines))
    return [texts for texts in found if texts]
