"""The `autograder` command: collects the commands and turns errors into one clear line."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer
from rich.console import Console

from autograder import __version__
from autograder.cli import (
    authoring_commands,
    cache_command,
    calibrate_command,
    check_command,
    collect_command,
    demo_command,
    export_command,
    grading_commands,
    machine_commands,
    result_commands,
)
from autograder.errors import AutograderError

app = typer.Typer(
    help="Course pack and autograder for neural-network notebooks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 110},
)
for group in (
    authoring_commands,
    collect_command,
    grading_commands,
    result_commands,
    cache_command,
    export_command,
    demo_command,
    machine_commands,
    check_command,
    calibrate_command,
):
    group.add_to(app)

_debug = False


@app.callback(invoke_without_command=True)
def main(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Options that stand before the command."""
    global _debug
    _debug = debug
    if version:
        typer.echo(f"autograder {__version__}")
        raise typer.Exit


def run() -> None:
    """Entry point of the console script; exits with the status of the contract."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        app(standalone_mode=True)
    except AutograderError as error:
        if _debug or "--debug" in sys.argv:
            traceback.print_exc()
        errors.print(f"error: {error}", style="red", markup=False)
        sys.exit(error.exit_status)
