"""A calibration keeps what was finished, ends soon after Ctrl-C, and uses runs that were kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.calibration import class_of_runs, wanted
from autograder.calibration.class_of_runs import (
    CalibrationProgress,
    calibrate,
    kept_results,
)
from autograder.calibration.runs import calibration_runs
from autograder.calibration.subject import Subject
from autograder.calibration.wanted import CalibrationRequest
from autograder.engine.kept_runs import Runs
from autograder.engine.task import Graded
from autograder.errors import AutograderError
from autograder.judge.results import TestResult

PASSED = TestResult("number", "Number", 2, 2, "passed", "", 0.1, ())
SOON = 5.0  # seconds within which a grader that is to be closed is closed


@dataclass(frozen=True)
class Plan:
    """A plan, as far as a calibration asks for it."""

    run: object = None
    warm: object = None


class Grader:
    """Takes note of being closed, as the real one does."""

    def __init__(self, plan: object) -> None:
        self.closed = False

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed = True


class Bench:
    """The course `course`, whose submissions are graded by the function `grade`.

    Attributes:
        course: as far as a calibration asks for it.
        subject: its only correct submission.
        grade: does what `grade_task` does.
        digits: called when a run asks for its digits.
    """

    def __init__(self, private: Path) -> None:
        self.course: Any = SimpleNamespace(
            private=private,
            source_data=private,
            settings=SimpleNamespace(holdout_size=1),
            calibration=lambda assignment: private / f"{assignment}.jsonl",
        )
        plan = SimpleNamespace(assignment=SimpleNamespace(name="small"))
        example = SimpleNamespace(name="reference")
        self.subject = Subject(plan, example, run="run", key="key")  # type: ignore[arg-type]
        self.grade: Callable[..., Graded] = lambda *_: graded()
        self.digits: Callable[[int], None] = lambda _: None

    def calibrate(
        self,
        runs: int,
        progress: Callable[[CalibrationProgress], None] = lambda _: None,
        *,
        again: bool = False,
        examples: list[str] | None = None,
    ) -> None:
        request = CalibrationRequest(["small"], runs, examples, again=again, jobs=runs)
        calibrate(self.course, request, progress)

    @property
    def kept(self) -> list[int]:
        """Numbers of the runs whose results were kept and count."""
        results = kept_results(self.course)
        numbers = results.numbers("small", "reference")
        return [
            number
            for number in numbers
            if results.find("small", "reference", number, self.subject.key)
        ]


def graded(**other: Any) -> Graded:
    return Graded("reference", "small", None, None, (PASSED,), (), "graded", 0.1, **other)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A calibration in which only the threads, and what is kept, are real."""
    made = Bench(tmp_path)

    @contextmanager
    def scratch() -> Any:
        yield tmp_path

    @contextmanager
    def warm(*_: object) -> Any:
        yield None

    def digits(*_: object) -> Any:
        return SimpleNamespace(take=made.digits, give_back=lambda _: None)

    def graded_by_it(*arguments: object) -> Graded:
        return made.grade(*arguments)

    replaced = {
        "subjects_of": lambda _course, _assignments, names: [made.subject] if names != [] else [],
        "choose_sandbox": lambda *_, **__: None,
        "scratch_folder": scratch,
        "make_plan": lambda *_: Plan(),
        "WarmStarts": warm,
        "NumberedDigits": digits,
        "Grader": Grader,
        "plan_with_digits": lambda *_: None,
        "task_of": lambda subject, number: number,
        "grade_task": graded_by_it,
    }
    for name, value in replaced.items():
        monkeypatch.setattr(wanted if name == "subjects_of" else class_of_runs, name, value)
    return made


def wait_for(reached: Callable[[], bool]) -> bool:
    end = time.monotonic() + SOON
    while not reached():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def test_ctrl_c_while_digits_are_made_grades_no_notebook(bench: Bench) -> None:
    asked, interrupted = threading.Event(), threading.Event()
    closed = []

    def digits(_: int) -> None:
        asked.set()
        interrupted.wait(SOON)
        time.sleep(0.2)  # Ctrl-C has been dealt with by now, but for waiting for this thread

    def grade(_plan: object, _task: object, grader: Grader, _store: object) -> Graded:
        closed.append(wait_for(lambda: grader.closed))
        return graded()

    def progress(_: CalibrationProgress) -> None:
        if asked.is_set():
            interrupted.set()
            raise KeyboardInterrupt

    bench.digits, bench.grade = digits, grade
    with pytest.raises(KeyboardInterrupt):
        bench.calibrate(1, progress)
    assert closed == [True]
    assert bench.kept == [], "a run whose grader was closed is not to be believed"


def test_what_was_finished_at_ctrl_c_is_kept(bench: Bench) -> None:
    together = threading.Barrier(2)

    def grade(*_: object) -> Graded:
        together.wait(SOON)
        return graded()

    def progress(now: CalibrationProgress) -> None:
        if now.done == 1:
            time.sleep(0.3)  # the other result is in the queue by now
            raise KeyboardInterrupt

    bench.grade = grade
    with pytest.raises(KeyboardInterrupt):
        bench.calibrate(2, progress)
    assert bench.kept == [1, 2]


class Engine:
    """Grades as the engine does, as far as a calibration notices: runs are kept in a store.

    Attributes:
        did: "ran" or "judged", for each submission.
        points: what the judge finds now.
        key: under which it asks for a run; the real one changes with any byte of the code.
    """

    def __init__(self) -> None:
        self.did: list[str] = []
        self.points = 2.0
        self.key = "1" * 64

    def grade(self, _plan: object, task: object, _grader: object, store: Runs) -> Graded:
        content = str(task).encode()
        known = store.get(self.key)
        assert known in (None, content), "the run of another number"
        if known is None:
            store.put(self.key, content)
        self.did.append("ran" if known is None else "judged")
        result = replace(PASSED, points=self.points)
        return replace(graded(from_cache=known is not None), results=(result,))


def test_what_the_judge_does_has_changed(bench: Bench) -> None:
    engine = Engine()
    engine.points, bench.grade = 1.0, engine.grade
    bench.calibrate(2)
    assert engine.did == ["ran", "ran"]
    bench.calibrate(2)
    assert len(engine.did) == 2, "nothing has changed"
    results = kept_results(bench.course)
    for number in (1, 2):
        old = results.find("small", "reference", number, "key")
        assert old is not None
        assert old.lost
        results.keep(replace(old, day="2026-03-01", seconds=600.0))

    bench.subject = replace(bench.subject, key="mended check")
    engine.points, engine.key = 2.0, "2" * 64
    assert bench.kept == []
    bench.calibrate(2)
    assert engine.did[2:] == ["judged", "judged"]
    assert bench.kept == [1, 2]
    for number in (1, 2):
        new = results.find("small", "reference", number, "mended check")
        assert new is not None
        assert not new.lost
        assert (new.day, new.seconds) == ("2026-03-01", 600.0), "when the notebook was run"


def test_what_notebooks_do_has_changed(bench: Bench) -> None:
    engine = Engine()
    bench.grade = engine.grade
    bench.calibrate(1)
    bench.subject = replace(bench.subject, run="other cells", key="other cells")
    bench.calibrate(1)
    assert engine.did == ["ran", "ran"]


def test_a_run_that_is_gone_is_run_anew(bench: Bench) -> None:
    engine = Engine()
    bench.grade = engine.grade
    bench.calibrate(1)
    calibration_runs(bench.course.private).clear()
    bench.subject = replace(bench.subject, key="mended check")
    bench.calibrate(1)
    assert engine.did == ["ran", "ran"]
    assert bench.kept == [1]


def test_only_what_was_run_before(bench: Bench) -> None:
    engine = Engine()
    bench.grade = engine.grade
    bench.calibrate(30, again=True)
    assert engine.did == [], "nothing was run before"
    bench.calibrate(3)
    bench.subject = replace(bench.subject, key="mended check")
    bench.calibrate(1, again=True)
    assert engine.did == ["ran"] * 3 + ["judged"] * 3
    assert bench.kept == [1, 2, 3]


def test_a_name_of_which_nothing_was_run_is_no_success(bench: Bench) -> None:
    bench.calibrate(1)
    bench.calibrate(1, again=True, examples=["reference"])
    with pytest.raises(AutograderError, match=r"Nothing of refernce was run before\."):
        bench.calibrate(1, again=True, examples=["reference", "refernce"])
