"""grade."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli.display import GradingDisplay, printable
from autograder.cli.exit_statuses import INTERRUPTED, NEEDS_ATTENTION
from autograder.cli.options import (
    Assignments,
    Out,
    chosen_assignments,
    notes,
    output_folders,
    results,
)
from autograder.course.layout import find_course
from autograder.engine.class_run import ClassRequest, grade_class
from autograder.record.lines import SubmissionLine


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(grade)


def grade(
    assignments: Assignments = None,
    submitted: Annotated[
        Path | None,
        typer.Option(help="Submissions as DIR/<student>/<assignment>/<assignment>.ipynb."),
    ] = None,
    out: Out = None,
    student: Annotated[
        list[str] | None, typer.Option("--student", help="Only this student; repeatable.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Submissions side by side; default: what the machine carries."),
    ] = None,
    cluster: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Grade on the Dask cluster of this scheduler."),
    ] = "",
    device: Annotated[str, typer.Option(help="cpu, gpu or auto.")] = "auto",
    sandbox: Annotated[
        str,
        typer.Option(
            help="A level of confinement named by 'autograder doctor', for tests; or auto."
        ),
    ] = "auto",
    unsafe: Annotated[
        bool,
        typer.Option("--unsafe", help="Grade without a sandbox when none works; reports say so."),
    ] = False,
    cold: Annotated[
        bool, typer.Option("--cold", help="Start every kernel anew; slower, the same results.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Run and grade everything, also what has not changed."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line per submission on standard output.")
    ] = False,
) -> None:
    """Grade submissions: run, judge, record. Exits 0, or 1 when some need attention."""
    course = find_course()
    request = ClassRequest(
        assignments=chosen_assignments(course, assignments),
        submitted=(submitted or course.root / "submitted").resolve(),
        out=output_folders(course, out),
        students=student,
        jobs=jobs,
        device=device,
        sandbox=sandbox,
        unsafe=unsafe,
        cold=cold,
        force=force,
        cluster=cluster,
    )
    try:
        with GradingDisplay(notes) as display:
            lines = grade_class(course, request, display.update, display.remark)
    except KeyboardInterrupt:
        notes.print("Stopped. What was finished has been kept; the next run goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    for line in lines:
        results.print(
            json.dumps(asdict(line)) if as_json else printable(_summary(line)),
            markup=False,
            emoji=False,
        )
    if any(line.status != "graded" for line in lines):
        raise typer.Exit(NEEDS_ATTENTION)


def _summary(line: SubmissionLine) -> str:
    text = f"{line.assignment}  {line.student}  {line.score:g}/{line.max_score:g}"
    if line.status != "graded":
        reasons = "; ".join(problem.message for problem in line.problems)
        text += f"  {line.status}: {reasons}"
    return text
