"""`autograder grade` on a class that was graded before: nothing is done twice.

Without a sandbox, cells and tests can tell a file outside that they ran.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.course.layout import Course
from tests.conftest import Finished, autograder, records, submit

pytestmark = pytest.mark.slow

UNCONFINED = ("--sandbox", "none", "--unsafe")


class Log:
    """What ran since it was looked at last: 'judged', or the name of a student."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, what: str) -> str:
        """A line of code that notes something, and the process that it runs in."""
        return (
            f"with open({str(self.path)!r}, 'a') as log:\n"
            f"    print({what!r}, __import__('os').getpid(), file=log)"
        )

    def taken(self) -> Counter[str]:
        """What was noted; forgets it."""
        found = Counter(line.split()[0] for line in self.lines())
        self.path.unlink(missing_ok=True)
        return found

    def lines(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log")


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def watched(tiny_course: Course, log: Log) -> Course:
    """The tiny course, whose first test notes that it runs."""
    noting = f"secret_of_the_test = 3\n{log.note('judged')}\n"
    edit(tiny_course.source("small"), ("secret_of_the_test = 3\n", noting))
    return tiny_course


@pytest.fixture
def hand_in(watched: Course, log: Log) -> Callable[..., Path]:
    """Hands in, under a student's name, a notebook that notes that it runs."""

    def made(student: str, number: str = "x = 3") -> Path:
        return submit(watched, student, number=f"{number}\n{log.note(student)}")

    return made


def grade(course: Course, *options: str) -> Finished:
    return autograder(course.root, "grade", *UNCONFINED, *options)


def lines(course: Course) -> dict[str, dict[str, Any]]:
    return {line["student"]: line for line in records(course, "submissions")}


def scores(course: Course) -> dict[str, float]:
    return {student: line["score"] for student, line in lines(course).items()}


def cached(course: Course) -> dict[str, bool]:
    return {student: line["from_cache"] for student, line in lines(course).items()}


def evidence(folder: Path) -> dict[str, str]:
    course = Course(folder, None)  # type: ignore[arg-type]
    return {line["student"]: line["evidence"] for line in records(course, "digests")}


def test_what_has_not_changed_is_left_alone(
    watched: Course, hand_in: Callable[..., Path], log: Log
) -> None:
    hand_in("anna")
    path = hand_in("ben", "x = 1")
    submit(watched, "carl").unlink()
    assert grade(watched).status == 1
    assert log.taken() == {"anna": 1, "ben": 1, "judged": 2}
    assert cached(watched) == {"anna": False, "ben": False, "carl": False}
    first = lines(watched)

    again = grade(watched)
    assert again.status == 1  # carl's notebook is still missing
    assert log.taken() == {}
    assert "3 of 3 submissions have not changed" in again.err
    assert cached(watched) == {"anna": True, "ben": True, "carl": True}
    for student, line in lines(watched).items():
        assert {**line, "from_cache": False} == first[student]
    assert len(again.out.splitlines()) == 3

    # One of them handed in again.
    shutil.rmtree(path.parent)
    hand_in("ben", "x = 4")
    assert grade(watched).status == 1
    assert log.taken() == {"ben": 1, "judged": 1}
    assert (scores(watched)["ben"], cached(watched)["ben"]) == (7, False)
    assert cached(watched)["anna"]

    # The gradebook is gone: what was found is recorded again, without a run, or a judge.
    (watched.root / "gradebook.db").unlink()
    assert grade(watched).status == 1
    assert log.taken() == {}
    assert scores(watched) == {"anna": 7, "ben": 7, "carl": 0}

    assert grade(watched, "--force", "--student", "anna").status == 0
    assert log.taken() == {"anna": 1, "judged": 1}
    assert not cached(watched)["anna"]


def test_after_a_changed_test_only_the_judge_works(
    watched: Course, hand_in: Callable[..., Path], log: Log
) -> None:
    hand_in("anna")
    hand_in("ben", "x = 1")
    assert grade(watched).status == 0
    assert log.taken() == {"anna": 1, "ben": 1, "judged": 2}
    assert scores(watched) == {"anna": 7, "ben": 5}
    before = evidence(watched.root)

    # A message, both hidden and visible, the points, and a threshold.
    edit(
        watched.source("small"),
        ("It should be larger.", "It should be much larger."),
        ("choose a number.", "pick a number."),
        ('title="x is three" points=2', 'title="x is three" points=4'),
    )
    edit(watched.root / "course.toml", ("points = 10", "points = 12"))
    edit(watched.thresholds("small"), ("value = 3", "value = 2"))
    assert grade(watched).status == 0
    assert log.taken() == {"judged": 2}
    assert scores(watched) == {"anna": 9, "ben": 5}
    assert all(cached(watched).values())
    said = {line["student"]: line["message"] for line in records(watched, "grades")
            if line["test"] == "number"}  # fmt: skip
    assert "much larger" in said["ben"]
    assert evidence(watched.root) == before

    # A test that asks the student's function what it was never asked.
    edit(watched.source("small"), ("default_rng(7)", "default_rng(8)"))
    assert grade(watched).status == 0
    assert log.taken()["anna"] == 1
    assert scores(watched) == {"anna": 9, "ben": 5}
    assert not any(cached(watched).values())
    # Back again: what was asked before is still known. It uses what the first test imports.
    edit(watched.source("small"), ("default_rng(8)", "default_rng(7)"))
    assert grade(watched).status == 0
    assert log.taken() == {"judged": 2}
    assert scores(watched) == {"anna": 9, "ben": 5}
    # Points and titles alone need no judge.
    edit(watched.source("small"), ('title="x is three" points=4', 'title="x is 3" points=3'))
    edit(watched.root / "course.toml", ("points = 12", "points = 11"))
    assert grade(watched).status == 0
    assert log.taken() == {}
    assert scores(watched) == {"anna": 8, "ben": 5}

    # The limits of runs have changed: runs under the old ones do not count.
    edit(watched.root / "course.toml", ("cell_seconds = 8", "cell_seconds = 9"))
    assert grade(watched).status == 0
    assert log.taken() == {"anna": 1, "ben": 1, "judged": 2}


def test_a_damaged_entry_is_made_anew(
    watched: Course, hand_in: Callable[..., Path], log: Log
) -> None:
    hand_in("anna")
    assert grade(watched).status == 0
    log.taken()
    entries = list((watched.private / "runs").rglob("*.entry"))
    assert len(entries) == 1
    whole = entries[0].read_bytes()
    content = bytearray(whole)
    content[len(content) // 2] ^= 1
    entries[0].write_bytes(content)
    edit(watched.source("small"), ("It should be larger.", "It should be much larger."))
    assert grade(watched).status == 0
    assert log.taken() == {"anna": 1, "judged": 1}
    assert (scores(watched), cached(watched)) == ({"anna": 7}, {"anna": False})
    shown = autograder(watched.root, "cache")
    assert "1 runs kept" in shown.out
    assert "1 damaged and removed" in shown.out

    assert autograder(watched.root, "cache", "--clear", "--limit-mb", "5").status == 0
    shown = autograder(watched.root, "cache")
    assert "0 runs kept, 0.0 MB of at most 5 MB" in shown.out
    assert not list((watched.private / "runs").rglob("*.entry"))
    assert watched.private.stat().st_mode & 0o077 == 0
