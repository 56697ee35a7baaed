"""What a class run is asked for, and what it tells while it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.course.layout import OutputFolders
from autograder.intake.submission import SubmissionFolder
from autograder.record.lines import SubmissionLine


@dataclass(frozen=True)
class ClassRequest:
    """What to grade and where to put the results.

    Attributes:
        assignments: names; in this order.
        submitted: folder in nbgrader's layout.
        out: where results go.
        students: only these, or None for all.
        jobs: submissions side by side, or None for what the machine carries.
        device: cpu, gpu, or auto.
        sandbox: a level of confinement, or "auto" for the best that works.
        unsafe: whether to grade without confinement when none works.
        cold: whether every kernel and judge is a new process, instead of a fork of a warm one.
        force: whether to grade what has not changed, too, and to run what was run.
        cluster: address of the scheduler of a Dask cluster that grades, or empty: this machine.
    """

    assignments: list[str]
    submitted: Path
    out: OutputFolders
    students: list[str] | None = None
    jobs: int | None = None
    device: str = "auto"
    sandbox: str = "auto"
    unsafe: bool = False
    cold: bool = False
    force: bool = False
    cluster: str = ""


@dataclass(frozen=True)
class Running:
    """A submission that is being graded, or that a cluster's scheduler has.

    Attributes:
        folder: the submission.
        since: when it was begun, in seconds of `time.monotonic()`.
    """

    folder: SubmissionFolder
    since: float


@dataclass(frozen=True)
class Progress:
    """Told after every step of a class run.

    Attributes:
        total: submissions in all.
        done: submissions recorded, those that had not changed included.
        unchanged: submissions that had been graded before and have not changed.
        running: submissions being graded now.
        last: the line recorded last, or None.
        seconds_left: about how long it will still take, or None when that is not known.
    """

    total: int
    done: int
    unchanged: int
    running: tuple[Running, ...]
    last: SubmissionLine | None
    seconds_left: float | None = None
