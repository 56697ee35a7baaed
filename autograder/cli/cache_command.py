"""cache: the kept results of runs, looked at and cleaned."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder.cli.options import results
from autograder.course.layout import find_course


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(cache)


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove all kept runs.")] = False,
    limit_mb: Annotated[
        float | None,
        typer.Option(
            "--limit-mb", min=0, help="Keep so many MB; what was used longest ago goes first."
        ),
    ] = None,
) -> None:
    """Say what is kept of earlier runs; with options, remove it, or limit how much is kept."""
    from autograder.engine.kept_runs import kept_runs

    course = find_course()
    store = kept_runs(course.private)
    if clear:
        store.clear()
    if limit_mb is not None:
        store.limit_mb = limit_mb
    state = store.state()
    results.print(
        f"{state.entries} runs kept, {state.megabytes:.1f} MB of at most {state.limit_mb:g} MB\n"
        f"{state.hits} found, {state.misses} not found, {state.damaged} damaged and removed\n"
        f"in {store.folder}",
        markup=False,
    )
