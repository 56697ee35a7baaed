"""Order, estimates, and how many submissions a machine carries."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.engine import capacity
from autograder.engine.class_request import Running
from autograder.engine.schedule import Estimate, ReferenceRun, WaitingLine, longest_first
from autograder.intake.submission import SubmissionFolder


def folder(assignment: str, student: str) -> SubmissionFolder:
    return SubmissionFolder(student, assignment, Path(student))


def test_the_longest_come_first() -> None:
    folders = [folder("a", "ann"), folder("a", "ben"), folder("b", "ann"), folder("c", "ann")]
    seconds = {("a", "ann"): 2.0, ("a", "eve"): 6.0, ("b", "ann"): 30.0}
    ordered = longest_first(folders, seconds)
    # c was never timed; ben counts as the middle of ann and eve.
    assert [(one.assignment, one.student) for one in ordered] == [
        ("c", "ann"), ("b", "ann"), ("a", "ben"), ("a", "ann"),
    ]  # fmt: skip
    assert longest_first(folders, {}) == folders
    # Who trains in another way takes as long as the reference; a known time counts more.
    ordered = longest_first(folders, seconds, {"a": 1000.0, "c": 20.0})
    assert [one.assignment for one in ordered] == ["b", "c", "a", "a"]


def test_time_left() -> None:
    folders = [folder("a", str(number)) for number in range(5)]
    estimate = Estimate({}, folders, jobs=2)
    assert estimate.seconds_left(()) is None
    estimate.finished(folders[0], 10.0)
    assert estimate.seconds_left(()) == 20.0
    running = Running(folders[1], time.monotonic() - 4)
    assert estimate.seconds_left((running,)) == pytest.approx(18.0, abs=0.5)
    for one in folders[1:]:
        estimate.finished(one, 10.0)
    assert estimate.seconds_left(()) == 0.0
    assert Estimate({("a", "x"): 3.0}, folders, jobs=1).seconds_left(()) == 15.0


@pytest.mark.parametrize(
    ("free", "files", "cores", "jobs"),
    [
        (64e9, {}, 8, 8),
        (4e9, {}, 8, 2),  # free memory counts, not that of the machine
        (0.1e9, {}, 8, 1),
        (64e9, {"memory.max": "max", "cpu.max": "max 100000"}, 8, 8),
        (64e9, {"memory.max": "8000000000", "memory.current": "3000000000"}, 8, 3),
        (64e9, {"cpu.max": "250000 100000"}, 8, 2),
        (64e9, {"cpu.max": "50000 100000"}, 8, 1),
    ],
)
def test_jobs_by_cores_and_free_memory(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    free: float,
    files: dict[str, str],
    cores: int,
    jobs: int,
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(capacity, "_CGROUP", tmp_path)
    monkeypatch.setattr(capacity.psutil, "virtual_memory", lambda: SimpleNamespace(available=free))
    monkeypatch.setattr(capacity.os, "sched_getaffinity", lambda _: set(range(cores)))
    assert capacity.default_jobs() == jobs


def test_references_come_first_and_their_submissions_wait_a_little() -> None:
    one, two, other = folder("a", "1"), folder("a", "2"), folder("b", "1")
    line = WaitingLine([one, two, other], ["a"])
    assert line.next() == ReferenceRun("a")
    assert line.next() == other  # `a` is being learned
    assert line.next() == one  # nothing else is left to do
    line.learned("a")
    assert line.next() == two
    assert line.next() is None


def test_what_references_took_decides_what_comes_next() -> None:
    took: dict[str, float] = {}
    folders = [folder("a", "1"), folder("b", "1"), folder("a", "2"), folder("b", "2")]
    line = WaitingLine(folders, ["a", "b"], lambda left: longest_first(left, {}, took))
    assert [line.next(), line.next()] == [ReferenceRun("a"), ReferenceRun("b")]
    took.update(a=5.0, b=60.0)
    line.learned("a")
    line.learned("b")
    assert [line.next() for _ in range(4)] == [folders[1], folders[3], folders[0], folders[2]]


def test_what_was_learned_no_longer_waits() -> None:
    one, other = folder("a", "1"), folder("b", "1")
    line = WaitingLine([one, other], ["a", "b"])
    assert [line.next(), line.next()] == [ReferenceRun("a"), ReferenceRun("b")]
    line.learned("b")
    assert line.next() == other
    line.learned("a")
    assert line.next() == one
