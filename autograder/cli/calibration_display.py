"""Shows how a calibration goes on: live on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograder.calibration.class_of_runs import CalibrationProgress
from autograder.cli.display import duration, printable


class CalibrationDisplay:
    """A context manager whose `update` is told of every step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()
        self._told = False
        self._live = Live(console=console, refresh_per_second=4, transient=True)

    def __enter__(self) -> CalibrationDisplay:
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
        self._console.print(printable(text), markup=False)

    def update(self, progress: CalibrationProgress) -> None:
        """Show the progress; a line for each run that is done, on a terminal only if it lost."""
        if progress.kept and not self._told:
            self._told = True
            self.remark(f"{progress.kept} of {progress.total} runs were done before.")
        if self._console.is_terminal:
            self._live.update(self._picture(progress))
        if progress.last and ("LOST" in progress.last or not self._console.is_terminal):
            elapsed = duration(time.monotonic() - self._started)
            self.remark(f"[{progress.done}/{progress.total}, {elapsed}] {progress.last}")

    def _picture(self, progress: CalibrationProgress) -> Group:
        now = time.monotonic()
        top = Table.grid(padding=(0, 1))
        bar = ProgressBar(total=max(1, progress.total), completed=progress.done, width=30)
        elapsed = duration(now - self._started)
        top.add_row("calibrating", bar, Text(f"{progress.done}/{progress.total} {elapsed}"))
        left = progress.seconds_left
        counts = f"{len(progress.running)} running, {progress.kept} done before"
        if left is not None:
            counts += f", about {duration(left)} left"
        names = ", ".join(f"{label} ({now - since:.0f} s)" for label, since in progress.running)
        return Group(top, Text(counts), Text(printable(names), style="dim"))
