"""Grades what has changed: worker threads run and judge, this thread alone records."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course.layout import Course
from autograder.engine.built import register_if_changed
from autograder.engine.class_request import ClassRequest, Progress, Running
from autograder.engine.fingerprints import assignment_digest, inputs_digest
from autograder.engine.grading import refused
from autograder.engine.place import Place
from autograder.engine.pool import Desk, Pool
from autograder.engine.recording import Recorder
from autograder.engine.schedule import Estimate, ReferenceRun, WaitingLine, longest_first
from autograder.engine.task import Graded, GradingTask
from autograder.engine.unchanged import Sorted, policy, refused_inputs
from autograder.errors import SubmissionError
from autograder.intake.folders import read_submitted
from autograder.intake.submission import SubmissionFolder
from autograder.record.lines import SubmissionLine

_NO_STUDENT = "(reference solution)"  # stands in the display where a student would
_AHEAD = 2  # results per worker that may wait to be recorded: more would fill the memory


def grade_changed(
    course: Course,
    request: ClassRequest,
    place: Place,
    found: Sorted,
    device: str,
    progress: Callable[[Progress], None],
    remark: Callable[[str], None],
) -> list[SubmissionLine]:
    """Grade and record the changed submissions; their lines, in the order of recording.

    Raises:
        AutograderError: the run can't be started at all, or records can't be written.
    """
    names = list(dict.fromkeys(folder.assignment for folder in found.changed))
    with place.open_pool(course, request, names, device, remark) as pool:
        request.out.root.mkdir(parents=True, exist_ok=True)
        for name in names:
            register_if_changed(course, name, request.out)
        how = policy(request, device)
        digests = {name: assignment_digest(course, name, how) for name in names}
        return _ChangedRun(course, request, pool, found, digests, progress, remark).run()


@dataclass(frozen=True)
class _Result:
    """What a worker hands over of a submission, with the digest of its inputs."""

    folder: SubmissionFolder
    graded: Graded
    inputs: str


@dataclass(frozen=True)
class _Learned:
    """What it hands over of a reference solution: a remark, if there is one."""

    folder: SubmissionFolder
    remark: str


_Outcome = _Result | _Learned | BaseException  # the last is what stopped a worker


class _ChangedRun:
    def __init__(
        self,
        course: Course,
        request: ClassRequest,
        pool: Pool,
        found: Sorted,
        digests: dict[str, str],
        progress: Callable[[Progress], None],
        remark: Callable[[str], None],
    ) -> None:
        self.request, self.pool, self.digests = request, pool, digests
        self.progress, self.remark = progress, remark
        self.unchanged = len(found.unchanged)
        timed = {assignment for assignment, _ in found.seconds}
        names = {folder.assignment for folder in found.changed} - timed

        def longest(folders: list[SubmissionFolder]) -> list[SubmissionFolder]:
            return longest_first(folders, found.seconds, pool.reference_seconds(names))

        waiting = longest(found.changed)
        to_learn = pool.to_learn(waiting)
        self.line = WaitingLine(waiting, to_learn, longest)
        self.count = len(to_learn) + len(waiting)
        self.total = self.unchanged + len(waiting)
        self.jobs = max(1, min(pool.jobs, len(waiting)))
        side_by_side = min(pool.side_by_side, self.jobs)
        self.estimate = Estimate(found.seconds, waiting, side_by_side)
        self.recorder = Recorder(course, request.out)
        self.finished: queue.Queue[_Outcome] = queue.Queue()
        self.room = threading.Semaphore(self.jobs + _AHEAD * side_by_side)
        self.cancelled = threading.Event()
        self.running: dict[SubmissionFolder, float] = {}
        self.desks: list[Desk] = []
        self.lines: list[SubmissionLine] = []

    def run(self) -> list[SubmissionLine]:
        """Grade in worker threads, record in this one."""
        self._report(None)
        workers = [threading.Thread(target=self._work, daemon=True) for _ in range(self.jobs)]
        try:
            for worker in workers:
                worker.start()
            for _ in range(self.count):
                self._take(self._next_outcome())
        finally:
            self.cancelled.set()  # what runs now is not waited for
            for desk in list(self.desks):
                desk.close()
            _join(workers)
            self.pool.save_counts()
        return self.lines

    def _next_outcome(self) -> _Outcome:
        """What is finished next; the display goes on meanwhile."""
        while True:
            with contextlib.suppress(queue.Empty):
                return self.finished.get(timeout=1.0)
            self._report(None)

    def _work(self) -> None:
        """Take submissions until none is left."""
        with contextlib.closing(self.pool.desk()) as desk:
            self.desks.append(desk)
            while not self.cancelled.is_set():
                if not self.room.acquire(timeout=0.5):
                    continue
                work = self.line.next()
                if work is None:
                    return
                try:
                    self.finished.put(self._done(work, desk))
                except BaseException as error:  # the coordinator raises it
                    self.finished.put(error)

    def _done(self, work: SubmissionFolder | ReferenceRun, desk: Desk) -> _Outcome:
        if isinstance(work, SubmissionFolder):
            self.running[work] = time.monotonic()
            return self._grade(work, desk)
        shown = SubmissionFolder(_NO_STUDENT, work.assignment, Path())
        self.running[shown] = time.monotonic()
        try:
            return _Learned(shown, desk.learn(work.assignment))
        finally:
            self.line.learned(work.assignment)

    def _grade(self, folder: SubmissionFolder, desk: Desk) -> _Result:
        digest = self.digests[folder.assignment]
        try:
            submitted = read_submitted(folder)
        except SubmissionError as error:
            graded = refused(folder.student, folder.assignment, error)
            return _Result(folder, graded, refused_inputs(error, digest))
        task = GradingTask(folder.student, folder.assignment, submitted, self.request.force)
        return _Result(folder, desk.grade(task), inputs_digest(submitted, digest))

    def _take(self, outcome: _Outcome) -> None:
        """Record a result, pass on a remark, raise an error."""
        if isinstance(outcome, BaseException):
            raise outcome
        line = self._record(outcome) if isinstance(outcome, _Result) else None
        if isinstance(outcome, _Learned) and outcome.remark:
            self.remark(outcome.remark)
        began = self.running.pop(outcome.folder)
        if line is not None:
            self.estimate.finished(outcome.folder, time.monotonic() - began)
        self.room.release()
        self._report(line)

    def _record(self, result: _Result) -> SubmissionLine:
        assignment = self.pool.assignments[result.folder.assignment].assignment
        line = self.recorder.record(assignment, result.graded, result.inputs)
        self.lines.append(line)
        return line

    def _report(self, last: SubmissionLine | None) -> None:
        running = tuple(Running(*item) for item in sorted(_items(self.running), key=_since))
        done = self.unchanged + len(self.lines)
        left = self.estimate.seconds_left(running)
        self.progress(Progress(self.total, done, self.unchanged, running, last, left))


def _items(running: dict[SubmissionFolder, float]) -> list[tuple[SubmissionFolder, float]]:
    return list(running.copy().items())  # workers change it meanwhile


def _since(item: tuple[SubmissionFolder, float]) -> float:
    return item[1]


def _join(workers: Iterable[threading.Thread]) -> None:
    for worker in workers:
        if worker.ident is not None:
            worker.join()
