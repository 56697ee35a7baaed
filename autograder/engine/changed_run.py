"""Grades what has changed: worker threads run and judge, this thread alone records."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from autograder.course.layout import Course
from autograder.engine.built import register_if_changed
from autograder.engine.capacity import default_jobs
from autograder.engine.class_request import ClassRequest, Progress, Running
from autograder.engine.fingerprints import assignment_digest, inputs_digest
from autograder.engine.grader import Grader
from autograder.engine.grading import grade_task, refused
from autograder.engine.kept_runs import kept_runs
from autograder.engine.plan import GradingPlan, make_plan
from autograder.engine.recording import Recorder
from autograder.engine.schedule import Estimate, longest_first
from autograder.engine.scratch import scratch_folder
from autograder.engine.task import Graded, GradingTask
from autograder.engine.unchanged import Sorted, policy, refused_inputs
from autograder.errors import SubmissionError
from autograder.intake.folders import read_submitted
from autograder.intake.submission import SubmissionFolder
from autograder.record.lines import SubmissionLine
from autograder.run.warm_start import WarmStarts
from autograder.sandbox.choose import choose_sandbox

_AHEAD = 2  # results per worker that may wait to be recorded: more would fill the memory


def grade_changed(
    course: Course,
    request: ClassRequest,
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
    sandbox = choose_sandbox(request.sandbox, unsafe=request.unsafe)
    with scratch_folder() as scratch:
        plan = make_plan(course, names, device, scratch, sandbox)
        request.out.root.mkdir(parents=True, exist_ok=True)
        for name in names:
            register_if_changed(course, name, request.out)
        how = policy(request, device)
        digests = {name: assignment_digest(course, name, how) for name in names}
        with WarmStarts(plan.run, not request.cold, remark) as warm:
            plan = replace(plan, warm=warm)
            return _ChangedRun(course, request, plan, found, digests, progress).run()


@dataclass(frozen=True)
class _Outcome:
    """What a worker hands over: a result with the digest of its inputs, or what stopped it."""

    folder: SubmissionFolder
    graded: Graded | None
    inputs: str = ""
    error: BaseException | None = None


class _ChangedRun:
    def __init__(
        self,
        course: Course,
        request: ClassRequest,
        plan: GradingPlan,
        found: Sorted,
        digests: dict[str, str],
        progress: Callable[[Progress], None],
    ) -> None:
        self.request, self.plan, self.digests = request, plan, digests
        self.progress = progress
        self.unchanged = len(found.unchanged)
        self.waiting = deque(longest_first(found.changed, found.seconds))
        self.total = self.unchanged + len(self.waiting)
        self.jobs = max(1, min(request.jobs or default_jobs(), len(self.waiting)))
        self.estimate = Estimate(found.seconds, self.waiting, self.jobs)
        self.recorder = Recorder(course, request.out)
        self.store = kept_runs(course.private)
        self.finished: queue.Queue[_Outcome] = queue.Queue()
        self.room = threading.Semaphore((1 + _AHEAD) * self.jobs)
        self.cancelled = threading.Event()
        self.running: dict[SubmissionFolder, float] = {}
        self.graders: list[Grader] = []
        self.lines: list[SubmissionLine] = []

    def run(self) -> list[SubmissionLine]:
        """Grade in worker threads, record in this one."""
        self._report(None)
        workers = [threading.Thread(target=self._work, daemon=True) for _ in range(self.jobs)]
        count = len(self.waiting)
        try:
            for worker in workers:
                worker.start()
            for _ in range(count):
                self._record(self._next_outcome())
        finally:
            self.cancelled.set()  # what runs now is not waited for
            for grader in list(self.graders):
                grader.close()
            _join(workers)
            self.store.save_counts()
        return self.lines

    def _next_outcome(self) -> _Outcome:
        """What is finished next; the display goes on meanwhile."""
        while True:
            with contextlib.suppress(queue.Empty):
                return self.finished.get(timeout=1.0)
            self._report(None)

    def _work(self) -> None:
        """Take submissions until none is left."""
        with Grader(self.plan) as grader:
            self.graders.append(grader)
            while not self.cancelled.is_set():
                if not self.room.acquire(timeout=0.5):
                    continue
                try:
                    folder = self.waiting.popleft()
                except IndexError:
                    return
                self.running[folder] = time.monotonic()
                try:
                    outcome = self._grade(folder, grader)
                except BaseException as error:  # the coordinator raises it
                    outcome = _Outcome(folder, None, error=error)
                self.finished.put(outcome)

    def _grade(self, folder: SubmissionFolder, grader: Grader) -> _Outcome:
        digest = self.digests[folder.assignment]
        try:
            submitted = read_submitted(folder)
        except SubmissionError as error:
            graded = refused(folder.student, folder.assignment, error)
            return _Outcome(folder, graded, refused_inputs(error, digest))
        task = GradingTask(folder.student, folder.assignment, submitted, self.request.force)
        graded = grade_task(self.plan, task, grader, self.store)
        return _Outcome(folder, graded, inputs_digest(submitted, digest))

    def _record(self, outcome: _Outcome) -> None:
        if outcome.error is not None or outcome.graded is None:
            raise outcome.error or AssertionError("neither a result nor an error")
        assignment = self.plan.assignments[outcome.folder.assignment].assignment
        line = self.recorder.record(assignment, outcome.graded, outcome.inputs)
        self.lines.append(line)
        began = self.running.pop(outcome.folder)
        self.estimate.finished(outcome.folder, time.monotonic() - began)
        self.room.release()
        self._report(line)

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
