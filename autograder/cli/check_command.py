"""check: a student's own notebook, before it is handed in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.display import printable
from autograder.cli.options import notes, results

if TYPE_CHECKING:
    from autograder.precheck.plain_run import CellOutcome
    from autograder.precheck.report import Precheck

LOOK = 1  # exit status when something should be looked at
HIDDEN = (
    "More tests run after you hand in: they try your functions with other values and your models "
    "with other digits."
)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(check)


def check(
    notebook: Annotated[Path, typer.Argument(metavar="NOTEBOOK", help="Your notebook.")],
    released: Annotated[
        Path | None,
        typer.Option(help="The notebook as you got it; default: it is looked for."),
    ] = None,
    no_run: Annotated[
        bool, typer.Option("--no-run", help="Only look whether the file is whole.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as one JSON line.")] = False,
) -> None:
    """Look whether your notebook is whole and runs, before you hand it in. Exits 0, or 1."""
    from autograder.precheck.report import precheck

    found = precheck(notebook, released=released, run=not no_run, tell=_tell)
    if as_json:
        results.print(json.dumps(found.as_json()), markup=False, emoji=False)
    else:
        for line in lines_of(found, ran=not no_run):
            results.print(printable(line), markup=False, emoji=False)
    if not found.fine:
        raise typer.Exit(LOOK)


def lines_of(found: Precheck, *, ran: bool) -> list[str]:
    """What is said of a notebook, line by line."""
    if found.faults:
        lines = [f"{found.notebook} is not as it should be:"]
        lines += [f"  - {fault.message}" for fault in found.faults]
        lines.append("  Compare it with a fresh copy of the notebook, and mend it if you can.")
    else:
        lines = [
            f"{found.notebook} is whole: all {found.cells} cells of {found.assignment} are "
            "there, and the checks are unchanged."
        ]
    if found.unsolved:
        lines += ["Still as you got it:", *(f"  - {title}" for title in found.unsolved)]
    if ran:
        lines += _lines_of_run(found)
    return [*lines, HIDDEN]


def _lines_of_run(found: Precheck) -> list[str]:
    cells = [outcome for outcome in found.outcomes if not outcome.is_check]
    stopped = [outcome for outcome in cells if outcome.status != "ok"]
    seconds = sum(outcome.seconds for outcome in found.outcomes)
    if stopped:
        lines = [f"It does not run from top to bottom: {len(stopped)} cells stop."]
    else:
        lines = [f"It runs from top to bottom, in {seconds:.0f} s."]
    passed = [outcome for outcome in found.checks if outcome.status == "ok"]
    lines.append(f"Visible checks: {len(passed)} of {len(found.checks)} pass.")
    return lines + [f"  - {_said(outcome)}" for outcome in found.broken]


def _said(outcome: CellOutcome) -> str:
    words = {"error": "stops", "timeout": "takes too long", "died": "crashes", "not_run": "not run"}
    what = "fails" if outcome.is_check and outcome.status == "error" else words[outcome.status]
    return f"Cell {outcome.number} ({outcome.name}) {what}: {outcome.message}"


def _tell(outcome: CellOutcome) -> None:
    """Progress, on standard error."""
    text = f"cell {outcome.number}, {outcome.name}: {outcome.status}, {outcome.seconds:g} s"
    notes.print(printable(text), markup=False)
