"""Grades correct submissions many times, side by side; each result is kept at once."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from autograder.calibration.confirmation import confirming
from autograder.calibration.kept import CalibrationRun, KeptRuns
from autograder.calibration.repetition import NumberedDigits, plan_with_digits, task_of
from autograder.calibration.runs import FOLDER, PlaceOfRun, calibration_runs
from autograder.calibration.wanted import CalibrationRequest, Repetition, wanted_runs
from autograder.course.layout import Course
from autograder.engine.capacity import default_jobs
from autograder.engine.grader import Grader
from autograder.engine.grading import grade_task
from autograder.engine.plan import GradingPlan, make_plan
from autograder.engine.scratch import scratch_folder
from autograder.engine.task import Graded
from autograder.run.warm_start import WarmStarts
from autograder.sandbox.choose import choose_sandbox


@dataclass(frozen=True)
class CalibrationProgress:
    """Told after every step of a calibration.

    Attributes:
        total: runs in all.
        kept: runs that had been done before.
        done: runs that are done, those included.
        running: labels of what runs, with the seconds of `time.monotonic()` when it began.
        last: what was done last, in one line, or empty.
        seconds_left: about how long it will still take, or None when that is not known.
    """

    total: int
    kept: int
    done: int
    running: tuple[tuple[str, float], ...]
    last: str
    seconds_left: float | None


def kept_results(course: Course) -> KeptRuns:
    """The finished runs of a course's calibrations."""
    return KeptRuns(course.private / FOLDER / "results", course.calibration)


def calibrate(
    course: Course,
    request: CalibrationRequest,
    progress: Callable[[CalibrationProgress], None] = lambda _: None,
    remark: Callable[[str], None] = lambda _: None,
) -> None:
    """Do all runs that were not done before; what is finished stays when this is cut off.

    Where only what the judge does has changed, kept runs are judged again.

    Raises:
        AutograderError: it can't be started at all, or results can't be written.
    """
    results = kept_results(course)
    wanted = wanted_runs(course, request, results)
    waiting = [one for one in wanted if _kept(results, one) is None]
    kept = len(wanted) - len(waiting)
    if not waiting:
        progress(CalibrationProgress(kept, kept, kept, (), "", None))
        return
    sandbox = choose_sandbox(request.sandbox, unsafe=request.unsafe)
    with scratch_folder() as scratch:
        plan = make_plan(course, request.assignments, "cpu", scratch, sandbox)
        with WarmStarts(plan.run, True, remark) as warm:
            uses = Counter(one.number for one in waiting)
            size = course.settings.holdout_size
            digits = NumberedDigits(course.source_data, scratch, size, uses)
            jobs = min(request.jobs or default_jobs(), len(waiting))
            rounds = _Rounds(course, replace(plan, warm=warm), digits, results, progress, remark)
            rounds.run(waiting, kept, jobs)


def _kept(results: KeptRuns, one: Repetition) -> CalibrationRun | None:
    assignment, example = one.subject.plan.assignment.name, one.subject.example.name
    return results.find(assignment, example, one.number, one.subject.key)


@dataclass(frozen=True)
class _Finished:
    repetition: Repetition
    graded: Graded | None
    seconds: float
    error: BaseException | None = None


class _Rounds:
    """Worker threads grade, this thread keeps what they found."""

    def __init__(
        self,
        course: Course,
        plan: GradingPlan,
        digits: NumberedDigits,
        results: KeptRuns,
        progress: Callable[[CalibrationProgress], None],
        remark: Callable[[str], None],
    ) -> None:
        self._course, self._plan, self._digits, self._results = course, plan, digits, results
        self._progress, self._remark = progress, remark
        self._store = calibration_runs(course.private)
        self._finished: queue.Queue[_Finished] = queue.Queue()
        self._cancelled = threading.Event()
        self._graders: set[Grader] = set()
        self._running: dict[Repetition, float] = {}
        self._waiting: deque[Repetition] = deque()

    def run(self, waiting: list[Repetition], kept: int, jobs: int) -> None:
        """Grade all that wait.

        Raises:
            RecordError: a result can't be kept.
        """
        self._waiting = deque(waiting)
        self._total, self._kept, self._done = kept + len(waiting), kept, kept
        self._began, self._jobs = time.monotonic(), jobs
        workers = [threading.Thread(target=self._work, daemon=True) for _ in range(jobs)]
        self._report("")
        try:
            for worker in workers:
                worker.start()
            for _ in range(len(waiting)):
                self._take_down(self._next())
        finally:
            self._cancelled.set()
            for grader in list(self._graders):
                grader.close()
            for worker in workers:
                if worker.ident is not None:
                    worker.join()
            self._keep_the_rest()
            self._store.save_counts()

    def _next(self) -> _Finished:
        while True:
            with contextlib.suppress(queue.Empty):
                return self._finished.get(timeout=1.0)
            self._report("")

    def _work(self) -> None:
        while not self._cancelled.is_set():
            try:
                repetition = self._waiting.popleft()
            except IndexError:
                return
            started = self._running[repetition] = time.monotonic()
            try:
                graded = self._grade(repetition)
            except BaseException as error:  # the thread that waits for it raises it
                self._finished.put(_Finished(repetition, None, 0.0, error))
            else:
                if not self._cancelled.is_set():  # else its kernel may have been ended beneath it
                    seconds = time.monotonic() - started
                    self._finished.put(_Finished(repetition, graded, seconds))

    def _grade(self, one: Repetition) -> Graded:
        try:
            digits = self._digits.take(one.number)
            plan = plan_with_digits(self._plan, self._course, one.subject, one.number, digits)
            task = task_of(one.subject, one.number)
            place = PlaceOfRun(self._store, one.subject.place(one.number))
            with Grader(plan) as grader:
                self._graders.add(grader)
                if self._cancelled.is_set():
                    grader.close()  # too late for `run` to find it; nothing is begun any more
                try:
                    return grade_task(plan, task, grader, place)
                finally:
                    self._graders.discard(grader)
        finally:
            self._digits.give_back(one.number)

    def _take_down(self, finished: _Finished) -> None:
        """Keep a result; one that the machine spoiled is left for the next calibration."""
        one, graded = finished.repetition, finished.graded
        if graded is None:
            raise finished.error or AssertionError("neither a result nor an error")
        run = self._keep(one, graded, finished.seconds)
        self._done += 1
        del self._running[one]
        lost = "; ".join(f"LOST {test.test}: {test.message}" for test in run.lost)
        self._report(f"{one.label}: {finished.seconds:.0f} s {lost}".rstrip())

    def _keep_the_rest(self) -> None:
        """Keep what was finished when something else ended the calibration."""
        with contextlib.suppress(queue.Empty):
            while True:
                finished = self._finished.get_nowait()
                if finished.graded is not None:
                    self._keep(finished.repetition, finished.graded, finished.seconds)

    def _keep(self, one: Repetition, graded: Graded, seconds: float) -> CalibrationRun:
        run = CalibrationRun(
            assignment=one.subject.plan.assignment.name,
            example=one.subject.example.name,
            number=one.number,
            key=one.subject.key,
            day=datetime.now(timezone.utc).strftime("%Y-%m-%d"),
            seconds=round(seconds, 1),
            results=graded.results,
        )
        before = self._results.latest(run.assignment, run.example, run.number)
        if graded.from_cache and before is not None:  # its run was judged again, no more
            run = replace(run, day=before.day, seconds=before.seconds)
        run = confirming(run, before)
        if graded.results and graded.lasting:
            self._results.keep(run)
        else:
            reasons = "; ".join(problem.message for problem in graded.problems)
            self._remark(f"{one.label} gave no result and was not kept: {reasons}")
        return run

    def _report(self, last: str) -> None:
        running = tuple((one.label, since) for one, since in self._running.copy().items())
        left = self._total - self._done
        new = self._done - self._kept
        each = (time.monotonic() - self._began) / new if new else None
        seconds = each * left if each is not None else None
        self._progress(
            CalibrationProgress(self._total, self._kept, self._done, running, last, seconds)
        )
