"""collect."""

from __future__ import annotations

from datetime import timezone
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.options import notes, results
from autograder.course.layout import Course, find_course

REFUSED = 1


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("collect")(collect_downloads)


def collect_downloads(
    assignment: Annotated[str, typer.Argument(help="Assignment name.")],
    downloaded: Annotated[
        Path | None, typer.Option(help="Folder with <assignment>/archive/; default: downloaded.")
    ] = None,
    submitted: Annotated[
        Path | None, typer.Option(help="Where hand-ins go; default: submitted.")
    ] = None,
    names: Annotated[
        str | None,
        typer.Option(
            help="Regular expression for file or folder names with (?P<student_id>...) and perhaps "
            "(?P<timestamp>...). Default: FileNameCollectorPlugin.named_regexp of "
            "nbgrader_config.py, else the part before the first '_'."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace earlier hand-ins.")] = False,
) -> None:
    """Sort downloaded archives and notebooks into submitted/. Exits 1 when some were refused."""
    from autograder.intake.collect import DEFAULT_NAMES, Request, collect, names_pattern

    course = find_course()
    due = course.settings.entry(assignment).due
    request = Request(
        archive=(downloaded or course.root / "downloaded").resolve() / assignment / "archive",
        submitted=(submitted or course.root / "submitted").resolve(),
        assignment=assignment,
        names=names_pattern(names or _configured_names(course) or DEFAULT_NAMES),
        zone=due.tzinfo if due is not None and due.tzinfo is not None else timezone.utc,
        force=force,
    )
    collected, refused = collect(request)
    for item in collected:
        time = f"{item.time:%Y-%m-%d %H:%M:%S %Z}" if item.time else "no time"
        results.print(f"{assignment}  {item.student}  {time}  {item.source}", markup=False)
    for thing in refused:
        notes.print(f"refused: {thing.source}: {thing.reason}", markup=False)
    notes.print(f"{len(collected)} collected, {len(refused)} refused", markup=False)
    if refused:
        raise typer.Exit(REFUSED)


def _configured_names(course: Course) -> str:
    """nbgrader's own setting for its zip_collect, which has the same meaning."""
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    path = course.root / "nbgrader_config.py"
    if not path.exists():
        return ""
    config: Config = PyFileConfigLoader(path.name, path=str(course.root)).load_config()
    pattern = config.FileNameCollectorPlugin.get("named_regexp", "")
    return pattern if isinstance(pattern, str) else ""
