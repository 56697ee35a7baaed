"""collect."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import notes, results
from autograder.course.layout import Course, find_course
from autograder.intake.lms_names import PLATFORMS

if TYPE_CHECKING:  # heavy: imported where it is used
    from autograder.intake.collect import Collected, Outcome

REFUSED = 1
ROSTER = "roster.csv"
MOST_MISSING = 30

Platform = Enum("Platform", {name: name for name in PLATFORMS}, type=str)  # type: ignore[misc]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("collect")(collect_downloads)


def collect_downloads(
    assignment: Annotated[str, typer.Argument(help="Assignment name.")],
    download: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="What your learning platform gave you: a zip file, or a folder of such files; "
            "default: downloaded/<assignment>/archive.",
        ),
    ] = None,
    submitted: Annotated[
        Path | None, typer.Option(help="Where hand-ins go; default: submitted.")
    ] = None,
    platform: Annotated[
        Platform | None, typer.Option(help="Whose names the files have; default: found out.")
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            help="CSV of the class: columns id, name, email, lms_id, or a gradebook exported from "
            "Canvas; default: roster.csv of the course, if there is one. Who is not on it is "
            "refused."
        ),
    ] = None,
    worksheet: Annotated[
        Path | None,
        typer.Option(help="Moodle's grading worksheet of this assignment: people and times."),
    ] = None,
    names: Annotated[
        str | None,
        typer.Option(
            help="Regular expression for file or folder names with (?P<student_id>...) and perhaps "
            "(?P<timestamp>...), for other platforms. Default: "
            "FileNameCollectorPlugin.named_regexp of nbgrader_config.py, if it is set."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace hand-ins that are there, newer or not.")
    ] = False,
) -> None:
    """Sort a download of Canvas, Moodle or another platform into submitted/.

    The newest attempt counts. Exits 1 when something was refused.
    """
    from autograder.intake.collect import Request, collect, names_pattern
    from autograder.intake.roster import read_roster

    course = find_course()
    due = course.settings.entry(assignment).due
    zone = due.tzinfo if due is not None and due.tzinfo is not None else timezone.utc
    pattern = names if platform is not None else names or _configured_names(course)
    own = roster or (course.root / ROSTER if (course.root / ROSTER).exists() else None)
    outcome = collect(
        Request(
            archive=(download or course.root / "downloaded" / assignment / "archive").absolute(),
            submitted=(submitted or course.root / "submitted").resolve(),
            assignment=assignment,
            platform=platform.value if platform else None,
            names=names_pattern(pattern) if pattern else None,
            roster=read_roster(own, zone) if own else None,
            worksheet=read_roster(worksheet, zone) if worksheet else None,
            zone=zone,
            force=force,
        )
    )
    _show(outcome, assignment, due)
    if any(not thing.harmless for thing in outcome.left_out):
        raise typer.Exit(REFUSED)


def _show(outcome: Outcome, assignment: str, due: datetime | None) -> None:
    from autograder.intake.archives import place_name

    for item in outcome.collected:
        source = item.came_from.source
        when = _when(item, due)
        results.print(
            f"{assignment}  {item.came_from.student}  {item.change}  {when}  {source}",
            markup=False,
            emoji=False,
        )
    for thing in sorted(outcome.left_out, key=lambda thing: thing.trail):
        word = "left out" if thing.harmless else "refused"
        said = f"{word}: {thing.source}: {place_name((thing.reason,))}"
        notes.print(said, markup=False, emoji=False)
    if outcome.missing:
        shown = ", ".join(outcome.missing[:MOST_MISSING])
        more = "" if len(outcome.missing) <= MOST_MISSING else ", ..."
        notes.print(f"nothing from {len(outcome.missing)} on the list: {shown}{more}", markup=False)
    changes = [item.change for item in outcome.collected]
    counted = ", ".join(f"{changes.count(one)} {one}" for one in ("new", "replaced", "unchanged"))
    refused = sum(not thing.harmless for thing in outcome.left_out)
    notes.print(
        f"{outcome.platform}: {counted}; {len(outcome.left_out) - refused} left out, "
        f"{refused} refused",
        markup=False,
    )


def _when(item: Collected, due: datetime | None) -> str:
    if not item.came_from.time:
        return "late, nobody says by how much" if item.came_from.late else "no time"
    time = datetime.fromisoformat(item.came_from.time)
    late = item.came_from.late or (due is not None and time > due)
    return f"{time:%Y-%m-%d %H:%M:%S %Z}{' late' if late else ''}"


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
