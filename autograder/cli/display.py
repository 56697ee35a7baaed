"""Shows how a class run goes on: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.engine.class_run import Progress as ClassProgress


class GradingDisplay:
    """A context manager whose `update` is told of every step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = console.is_terminal
        self._started = time.monotonic()
        self._bar = Progress(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[running]}", markup=False),
            console=console,
            disable=not self._live,
        )
        self._task = self._bar.add_task("", total=None, running="")

    def __enter__(self) -> GradingDisplay:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def remark(self, text: str) -> None:
        """Tell the instructor something."""
        self._console.print(text, markup=False)

    def update(self, progress: ClassProgress) -> None:
        """Show the progress; a line for each submission that is done or needs attention."""
        running = ", ".join(f"{f.student}" for f in progress.running[:4])
        self._bar.update(self._task, total=progress.total, completed=progress.done, running=running)
        line = progress.last
        if line is None or (self._live and line.status == "graded"):
            return
        elapsed = time.monotonic() - self._started
        text = (
            f"[{progress.done}/{progress.total}, {elapsed:.0f} s] "
            f"{line.assignment} {line.student}: {line.score:g} points"
        )
        if line.status != "graded":
            text += f", {line.status}: " + "; ".join(p.message for p in line.problems)
        self._console.print(text, markup=False, soft_wrap=True)
