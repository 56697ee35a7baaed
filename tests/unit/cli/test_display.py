"""What a person sees while a class is graded."""

from __future__ import annotations

import io
import time
from pathlib import Path

from rich.console import Console

from autograder.cli import display
from autograder.cli.display import GradingDisplay
from autograder.engine.class_request import Progress, Running
from autograder.intake.submission import SubmissionFolder
from autograder.record.lines import Notice, SubmissionLine


def line(student: str, status: str = "graded") -> SubmissionLine:
    problems = (
        (Notice("kernel_died", "It [bold]ended[/bold].\x1b[31m\udcff"),)
        if status != "graded"
        else ()
    )
    return SubmissionLine(student, "small", status, 7, 10, problems, (), 1, 1, "n", "cpu", False)  # type: ignore[arg-type]


def running(student: str, seconds: float) -> Running:
    return Running(SubmissionFolder(student, "small", Path()), time.monotonic() - seconds)


def shown(*steps: Progress, terminal: bool) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=100, highlight=False)
    with GradingDisplay(console) as made:
        for step in steps:
            made.update(step)
        made._live.refresh()
    return out.getvalue()


def steps() -> tuple[Progress, ...]:
    return (
        Progress(5, 1, 1, (running("ben", 3),), None),
        Progress(5, 2, 1, (running("carl", 1),), line("ben")),
        Progress(5, 3, 1, (running("dora", 90),), line("carl", "needs_attention"), 250.0),
    )


def test_plain_lines_without_a_terminal() -> None:
    lines = shown(*steps(), terminal=False).splitlines()
    assert lines == [
        "[2/5, 0 s] small ben: 7 points",
        "[3/5, 0 s] small carl: 7 points, needs_attention: It [bold]ended[/bold].\ufffd[31m\ufffd",
    ]
    unchanged = shown(Progress(5, 5, 5, (), None), terminal=False)
    assert unchanged == "5 of 5 submissions have not changed\n"


def test_a_sign_of_life_without_a_terminal(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(display, "STILL_SECONDS", -1.0)
    text = shown(Progress(5, 3, 1, (running("dora", 90),), None, 250.0), terminal=False)
    assert text == "[3/5, 0 s] running: dora (90 s), about 4 min left\n"


def test_counts_and_time_left_on_a_terminal() -> None:
    text = shown(*steps(), terminal=True)
    assert "3 done, 1 running, 1 waiting, 1 unchanged, 1 with problems, about 4 min left" in text
    assert "dora (90 s)" in text
    assert "needs_attention" in text
    assert "small ben" not in text  # only what needs attention gets a line
