"""Shows how a class run goes on: live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograder.engine.class_request import Progress
from autograder.record.lines import SubmissionLine

SHOWN_RUNNING = 8
STILL_SECONDS = 60.0  # without a terminal, a line at least so often while something runs


class GradingDisplay:
    """A context manager whose `update` is told of every step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = self._last_line = time.monotonic()
        self._problems = 0
        self._live = Live(console=console, refresh_per_second=4, transient=True)

    def __enter__(self) -> GradingDisplay:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def remark(self, text: str) -> None:
        """Tell the instructor something."""
        self._console.print(text, markup=False)

    def update(self, progress: Progress) -> None:
        """Show the progress; a line for each submission that is done or needs attention."""
        line = progress.last
        if line is not None and line.status != "graded":
            self._problems += 1
        if self._console.is_terminal:
            self._live.update(self._picture(progress))
        if line is not None and not (self._console.is_terminal and line.status == "graded"):
            self._print(f"[{progress.done}/{progress.total}, {self._elapsed()}] {_said(line)}")
        elif not self._console.is_terminal:
            self._still_there(progress)

    def _still_there(self, progress: Progress) -> None:
        """Say what goes on when no submission has been finished for a while."""
        if progress.unchanged and progress.unchanged == progress.done and not progress.running:
            self._print(f"{progress.unchanged} of {progress.total} submissions have not changed")
        elif progress.running and time.monotonic() - self._last_line > STILL_SECONDS:
            names = ", ".join(_names(progress)[:SHOWN_RUNNING])
            text = f"[{progress.done}/{progress.total}, {self._elapsed()}] running: {names}"
            self._print(text + _left(progress))

    def _print(self, text: str) -> None:
        self._last_line = time.monotonic()
        self._console.print(printable(text), markup=False, soft_wrap=True)

    def _elapsed(self) -> str:
        return duration(time.monotonic() - self._started)

    def _picture(self, progress: Progress) -> Group:
        """A bar, the counts, and what is running, with seconds."""
        waiting = progress.total - progress.done - len(progress.running)
        counts = f"{progress.done} done, {len(progress.running)} running, {max(0, waiting)} waiting"
        if progress.unchanged:
            counts += f", {progress.unchanged} unchanged"
        problems = f", {self._problems} with problems" if self._problems else ""
        top = Table.grid(padding=(0, 1))
        bar = ProgressBar(total=max(1, progress.total), completed=progress.done, width=30)
        top.add_row("grading", bar, Text(f"{progress.done}/{progress.total} {self._elapsed()}"))
        names = _names(progress)
        more = [f"and {len(names) - SHOWN_RUNNING} more"] if len(names) > SHOWN_RUNNING else []
        running = Text(printable(", ".join([*names[:SHOWN_RUNNING], *more])), style="dim")
        return Group(top, Text(counts + problems + _left(progress)), running)


def printable(text: str) -> str:
    """A text without what would move the cursor, colour a terminal, or can't be written at all."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _said(line: SubmissionLine) -> str:
    text = f"{line.assignment} {line.student}: {line.score:g} points"
    if line.status != "graded":
        text += f", {line.status}: " + "; ".join(problem.message for problem in line.problems)
    return text


def _names(progress: Progress) -> list[str]:
    now = time.monotonic()
    return [f"{one.folder.student} ({now - one.since:.0f} s)" for one in progress.running]


def _left(progress: Progress) -> str:
    if progress.seconds_left is None or progress.done == progress.total:
        return ""
    return f", about {duration(progress.seconds_left)} left"


def duration(seconds: float) -> str:
    """A time in seconds as text: seconds, minutes, or hours."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
