"""calibrate."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder.cli.exit_statuses import INTERRUPTED
from autograder.cli.options import Assignments, chosen_assignments, notes, results
from autograder.course.layout import find_course

DEFAULT_RUNS = 30


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(calibrate)


def calibrate(
    assignments: Assignments = None,
    seeds: Annotated[
        int, typer.Option(min=1, help="Runs of each submission, each with other random numbers.")
    ] = DEFAULT_RUNS,
    example: Annotated[
        list[str] | None,
        typer.Option(
            "--example",
            help="Only this correct example, or 'reference'; repeatable. Default: the reference "
            "and all correct examples that are not marked extra.",
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Only what was run before, as often as it was: what a changed test or check has "
            "put out of date is judged again.",
        ),
    ] = False,
    confirm: Annotated[
        bool,
        typer.Option(
            "--confirm",
            help="Only one run of each submission that was run before: where it gives the same "
            "as before a change, the others count as well.",
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Runs side by side; default: what the machine carries."),
    ] = None,
    report_only: Annotated[
        bool, typer.Option("--report-only", help="Run nothing; write what is kept.")
    ] = False,
    sandbox: Annotated[
        str, typer.Option(help="A level of confinement named by 'autograder doctor'; or auto.")
    ] = "auto",
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Go without a sandbox when none works.")
    ] = False,
) -> None:
    """Grade correct work again and again: how likely does it lose a point by bad luck?

    Every run has other random numbers and other hold-out digits. Each result is kept as soon as
    it is there: stopped by Ctrl-C, or in any other way, the next calibration goes on from there,
    and what has not changed is not run again. Where a test or a check has changed, kept runs are
    judged again, without training. Writes docs/calibration.md, its figures, and
    solutions/<assignment>/calibration.jsonl: keep these with the course's sources.
    """
    from autograder.calibration.class_of_runs import calibrate as do_all
    from autograder.calibration.page import write_page
    from autograder.calibration.wanted import CalibrationRequest
    from autograder.cli.calibration_display import CalibrationDisplay

    if again and confirm:
        raise typer.BadParameter("choose one of --again and --confirm")
    course = find_course()
    names = chosen_assignments(course, assignments)
    stopped = False
    if not report_only:
        request = CalibrationRequest(names, seeds, example, again, confirm, jobs, sandbox, unsafe)
        try:
            with CalibrationDisplay(notes) as display:
                do_all(course, request, display.update, display.remark)
        except KeyboardInterrupt:
            stopped = True
            notes.print(
                "Stopped. What was finished has been kept; the next run goes on from there."
            )
    for path in write_page(course):
        results.print(str(path.relative_to(course.root)), markup=False)
    if stopped:
        raise typer.Exit(INTERRUPTED)
