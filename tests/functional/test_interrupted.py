"""Grading that is cut off, loses a worker, or finds the disk full: nothing is lost or repeated."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO

import psutil
import pytest

from autograder.course.layout import Course
from tests.conftest import autograder, environment, records, submit
from tests.functional.test_grading_again import (
    UNCONFINED,
    Log,
    edit,
    grade,
    hand_in,
    lines,
    log,
    scores,
    watched,
)
from tests.waiting import soon

__all__ = ["hand_in", "log", "watched"]

pytestmark = pytest.mark.slow

# How many moments a coordinator is killed at, and how many of its processes are; set it to 50
# for a thorough test.
KILLS = int(os.environ.get("AUTOGRADER_TEST_KILLS", "3"))
STUDENTS = [f"student-{number}" for number in range(5)]


def start_grading(
    course: Course, *options: str, told: IO[bytes] | int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", *UNCONFINED, *options],
        cwd=course.root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=told,
        stdin=subprocess.DEVNULL,
        # A shell starts what runs in its background deaf to Ctrl-C, and so would these tests be.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    assert soon(condition, seconds), "it never happened"


def recorded(course: Course) -> set[str]:
    """Students whose submission is safely recorded, by what lies on the disk."""
    folder = course.root / "reports" / "small"
    found: set[str] = set()
    for name in ("digests.jsonl", "journal.jsonl"):
        if (folder / name).exists():
            for line in (folder / name).read_bytes().split(b"\n")[:-1]:
                found |= {s for s in STUDENTS if f'"{s}"'.encode() in line}
    return found


def gradebook_scores(course: Course) -> dict[str, float]:
    """Student -> points of the tests, as nbgrader has them."""
    query = """
        select submitted_assignment.student_id, sum(grade.auto_score)
        from grade
        join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        group by submitted_assignment.id
    """
    with sqlite3.connect(course.root / "gradebook.db") as database:
        rows = database.execute(query).fetchall()
    assert len(rows) == len(dict(rows)), "a submission occurs twice"
    return dict(rows)


def test_a_killed_run_goes_on_where_it_was(
    watched: Course,
    hand_in: Callable[..., Path],
    log: Log,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Near the root: unconfined kernels listen at sockets there, whose paths have at most 107 bytes.
    scratch = Path(tempfile.mkdtemp(prefix="s-"))
    request.addfinalizer(lambda: shutil.rmtree(scratch, ignore_errors=True))
    monkeypatch.setenv("TMPDIR", str(scratch))
    for student in STUDENTS:
        hand_in(student)
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    moments = random.Random(seed)
    before: dict[str, int] = Counter()
    safe: set[str] = set()
    for number in range(KILLS):
        print(f"kill {number}")
        seen = len(log.lines())
        running = start_grading(watched, "--jobs", "2")
        # Any moment from the start of the first notebook to the end of the run.
        wait_for(lambda: running.poll() is not None or len(log.lines()) > seen, 300)  # noqa: B023
        time.sleep(moments.uniform(0, 12))
        running.kill()
        running.wait()
        now = recorded(watched)
        assert safe <= now, "what was recorded is lost"
        runs = Counter(line.split()[0] for line in log.lines())
        for student in safe:
            assert runs[student] == before[student], f"{student} was run again"
        safe, before = now, runs
        if safe == set(STUDENTS):  # begin anew
            # A run may have been killed before it made one: kernels that outlive a run note, too.
            (watched.root / "gradebook.db").unlink(missing_ok=True)
            autograder(watched.root, "cache", "--clear")
            safe = set()
    before = Counter(line.split()[0] for line in log.lines())
    assert grade(watched).status == 0
    after = Counter(line.split()[0] for line in log.lines())
    assert all(after[student] == before[student] for student in safe)
    assert scores(watched) == dict.fromkeys(STUDENTS, 7)
    assert gradebook_scores(watched) == dict.fromkeys(STUDENTS, 7)
    assert len(records(watched, "grades")) == 4 * len(STUDENTS)
    assert not (watched.root / "reports" / "small" / "journal.jsonl").exists()
    assert not list(scratch.glob("autograder-*")), "evidence was left behind"
    assert grade(watched).status == 0  # and now nothing is left to do
    assert Counter(line.split()[0] for line in log.lines()) == after


def test_lost_workers_are_replaced(watched: Course, log: Log) -> None:
    # Once only, else there would be no end.
    once = f"import os, time\nx = 3\n{log.note('anna')}\ntime.sleep(4)"
    submit(watched, "anna", number=once)
    submit(watched, "ben")
    slow = ("checks.require(", "import time\n\ntime.sleep(2)\nchecks.require(")
    edit(watched.source("small"), slow)
    running = start_grading(watched, "--jobs", "1", "--student", "anna")
    wait_for(lambda: "anna" in "".join(log.lines()))
    children = psutil.Process(running.pid).children(recursive=True)
    worker = next(one for one in children if "autograder.run.worker" in " ".join(one.cmdline()))
    worker.send_signal(signal.SIGKILL)
    wait_for(lambda: "judged" in "".join(log.lines()))
    os.kill(int(log.lines()[-1].split()[1]), signal.SIGKILL)
    assert running.wait(240) == 0
    assert scores(watched) == {"anna": 7}
    assert lines(watched)["anna"]["problems"] == []


def test_killed_processes_cost_no_submission(
    watched: Course, hand_in: Callable[..., Path], log: Log
) -> None:
    for student in STUDENTS:
        hand_in(student)
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    left = KILLS
    while left > 0:
        seen = len(log.lines())
        running = start_grading(watched, "--jobs", "2")
        # Before, there are processes that make a gradebook, without which nothing can be graded.
        wait_for(lambda: running.poll() is not None or len(log.lines()) > seen, 300)  # noqa: B023
        while running.poll() is None and left > 0:
            time.sleep(chance.uniform(0.5, 4))
            left -= _killed_one(running.pid, chance)
            print(f"{left} left to kill")
        assert running.wait(300) in (0, 1)
        assert set(lines(watched)) == set(STUDENTS)
        safe = {line["student"] for line in records(watched, "digests") if line["inputs"]}
        before = Counter(line.split()[0] for line in log.lines())
        assert grade(watched).status == 0
        after = Counter(line.split()[0] for line in log.lines())
        assert all(after[student] == before[student] for student in safe)
        assert scores(watched) == dict.fromkeys(STUDENTS, 7)
        assert gradebook_scores(watched) == dict.fromkeys(STUDENTS, 7)
        (watched.root / "gradebook.db").unlink()  # begin anew
        autograder(watched.root, "cache", "--clear")


def _killed_one(coordinator: int, chance: random.Random) -> bool:
    """Kill one of the processes of a coordinator: a worker, a judge, a kernel, what forks them."""
    try:
        chosen = chance.choice(psutil.Process(coordinator).children(recursive=True))
        chosen.kill()
    except (psutil.Error, IndexError):
        return False
    return True


def test_ctrl_c_keeps_what_was_finished(
    watched: Course, hand_in: Callable[..., Path], log: Log, tmp_path: Path
) -> None:
    for student in STUDENTS:
        hand_in(student)
    with (tmp_path / "told").open("wb") as told:
        running = start_grading(watched, "--jobs", "1", told=told)
        wait_for(lambda: recorded(watched))
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    assert "What was finished has been kept" in (tmp_path / "told").read_text(encoding="utf-8")
    done = set(lines(watched))
    assert done
    assert done == recorded(watched)
    children = [p for p in psutil.process_iter(["cmdline"]) if _belongs_to(p, watched)]
    assert not children


def _belongs_to(process: psutil.Process, course: Course) -> bool:
    try:
        return process.cwd().startswith(str(course.root))
    except psutil.Error:
        return False
