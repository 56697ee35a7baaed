"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.course.gradebook_address import configured_gradebook
from autograder.course.layout import Course, OutputFolders

Assignments = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ASSIGNMENT]...", help="Assignment names; all when none is given."),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Folder of gradebook, reports and feedback; the course folder by default."
    ),
]
Submitted = Annotated[
    Path | None,
    typer.Option(help="Folder that 'collect' filled, to know whose is what; default: submitted."),
]

# Progress and remarks go to standard error, results to standard output.
notes = Console(stderr=True, highlight=False, soft_wrap=True)
results = Console(highlight=False, soft_wrap=True)


def chosen_assignments(course: Course, names: list[str] | None) -> list[str]:
    """The named assignments, each once, or all in teaching order.

    Raises:
        UnknownAssignmentError: a name is not in course.toml.
    """
    for name in names or []:
        course.settings.entry(name)
    return list(dict.fromkeys(names)) if names else course.settings.assignment_names


def output_folders(course: Course, out: Path | None) -> OutputFolders:
    """Where results go; a gradebook that nbgrader_config.py names is that of the course's folder.

    Raises:
        SettingsError: nbgrader_config.py names no address of a database.
    """
    root = (out or course.root).resolve()
    if root != course.root:
        return OutputFolders(root)
    address = configured_gradebook(root)
    return OutputFolders(root, "" if address == OutputFolders(root).gradebook_url else address)
