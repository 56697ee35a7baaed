"""build, release, publish, examples."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.display import duration
from autograder.cli.exit_statuses import INTERRUPTED, NEEDS_ATTENTION
from autograder.cli.options import (
    Assignments,
    Out,
    chosen_assignments,
    notes,
    output_folders,
)
from autograder.course.layout import Course, OutputFolders, find_course
from autograder.errors import AutograderError


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(build)
    app.command()(release)
    app.command()(publish)
    app.command()(examples)


def build(assignments: Assignments = None) -> None:
    """Generate instructor and student notebooks from solutions/<assignment>/source.py."""
    course = find_course()
    for name in chosen_assignments(course, assignments):
        _build(course, name)


def release(
    assignments: Assignments = None,
    out: Out = None,
    rehearsed: Annotated[
        bool,
        typer.Option(
            "--rehearse",
            help="Grade the reference solutions, too: do they get their points on this machine? "
            "What they train need not be trained again when a class is graded.",
        ),
    ] = False,
) -> None:
    """Build assignments and register them in the gradebook.

    With --rehearse, exits 1 when a reference solution loses points.
    """
    from autograder.engine.built import register

    course = find_course()
    folders = output_folders(course, out)
    folders.root.mkdir(parents=True, exist_ok=True)
    names = chosen_assignments(course, assignments)
    for name in names:
        _build(course, name)
        register(course, name, folders)
        notes.print(f"{name}: in the gradebook of {folders.root}", markup=False)
    if rehearsed and not _rehearse(course, names, folders):
        raise typer.Exit(NEEDS_ATTENTION)


def _rehearse(course: Course, names: list[str], folders: OutputFolders) -> bool:
    """Whether all reference solutions got their points."""
    from autograder.engine.rehearsal import rehearse

    def tell(text: str) -> None:
        notes.print(text, markup=False)

    tell(
        "Grading the reference solutions, which takes a minute or some each when they are new; "
        "the assignments are in the gradebook already, so you may stop this with Ctrl-C."
    )
    well, left = True, list(names)
    try:
        with (
            closing(rehearse(course, names, folders, tell)) as rehearsals,
            notes.status(_to_go(left)) as status,
        ):
            for found in rehearsals:
                well &= not found.remark
                fine = f"{found.assignment}: its reference solution gets all points here"
                tell(f"{found.remark or fine} ({duration(found.seconds)})")
                left.remove(found.assignment)
                status.update(_to_go(left))
    except AutograderError as error:
        tell(f"The assignments are released, but reference solutions can't be graded here: {error}")
        return False
    except KeyboardInterrupt:
        tell("Stopped. The assignments are released; 'make release' tries the rest again.")
        raise typer.Exit(INTERRUPTED) from None
    return well


def _to_go(names: list[str]) -> str:
    return f"to go: {', '.join(names)}"


def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write.")],
) -> None:
    """Write what students may see into a folder fit to be a public repository."""
    from autograder.authoring.publication import publish as publish_course

    course = find_course()
    written = publish_course(course, folder.resolve())
    notes.print(f"{folder}: {len(written)} files for students", markup=False)


def examples(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write.")],
    assignments: Assignments = None,
    names: Annotated[
        list[str] | None, typer.Option("--only", help="Only examples of this name; repeatable.")
    ] = None,
) -> None:
    """Write the example submissions in nbgrader's layout: DIR/<example>/<assignment>/..."""
    from autograder.authoring.examples import write_examples

    course = find_course()
    for assignment in chosen_assignments(course, assignments):
        written = write_examples(course, assignment, folder.resolve(), names)
        notes.print(f"{assignment}: {len(written)} example submissions", markup=False)


def _build(course: Course, name: str) -> None:
    from autograder.engine.built import build as build_assignment

    built = build_assignment(course, name)
    changed = ", ".join(str(path.relative_to(course.root)) for path in built.changed)
    notes.print(f"{name}: {changed or 'up to date'}", markup=False)
