"""cache: the kept results of runs, looked at and cleaned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli.options import results
from autograder.course.layout import find_course

if TYPE_CHECKING:
    from autograder.engine.store import Store


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(cache)


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove all kept runs.")] = False,
    limit_mb: Annotated[
        float | None,
        typer.Option(
            "--limit-mb",
            min=0,
            help="Keep so many MB of either kind; what was used longest ago goes first.",
        ),
    ] = None,
) -> None:
    """Say what is kept of earlier runs; with options, remove it, or limit how much is kept.

    Runs of grading and of calibration are kept apart. Results stay, whatever happens to their
    runs: without them, a changed test means running notebooks again.
    """
    from autograder.calibration.runs import calibration_runs
    from autograder.engine.kept_runs import kept_runs

    private = find_course().private
    for of, store in (("Grading", kept_runs(private)), ("Calibration", calibration_runs(private))):
        if clear:
            store.clear()
        if limit_mb is not None:
            store.limit_mb = limit_mb
        _show(of, store)


def _show(of: str, store: Store) -> None:
    state = store.state()
    results.print(
        f"{of}: {state.entries} runs kept, "
        f"{state.megabytes:.1f} MB of at most {state.limit_mb:g} MB\n"
        f"{state.hits} found, {state.misses} not found, {state.damaged} damaged and removed\n"
        f"in {store.folder}",
        markup=False,
    )
