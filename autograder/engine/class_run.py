"""Grades many submissions side by side and records each as soon as it is done."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.release import register_assignment
from autograder.course.layout import Course, OutputFolders
from autograder.engine.class_flags import flag_near_copies
from autograder.engine.grader import Grader
from autograder.engine.grading import Graded, grade_folder
from autograder.engine.plan import GradingPlan, make_plan
from autograder.engine.recording import record
from autograder.intake.folders import find_submissions
from autograder.intake.submission import SubmissionFolder
from autograder.record.lines import SubmissionLine
from autograder.sandbox.choose import choose_sandbox
from autograder.sandbox.removal import scratch_folder

WORKER_GIGABYTES = 1.5  # a student kernel and a judge, both with TensorFlow imported


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
    """

    assignments: list[str]
    submitted: Path
    out: OutputFolders
    students: list[str] | None = None
    jobs: int | None = None
    device: str = "auto"
    sandbox: str = "auto"
    unsafe: bool = False


@dataclass(frozen=True)
class Progress:
    """Told after every step of a class run.

    Attributes:
        total: submissions in all.
        done: submissions recorded.
        running: submissions being graded now.
        last: the line recorded last, or None.
    """

    total: int
    done: int
    running: tuple[SubmissionFolder, ...]
    last: SubmissionLine | None


def default_jobs() -> int:
    """As many submissions side by side as cores and memory carry, at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    pages = os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    gigabytes = pages * os.sysconf("SC_PAGE_SIZE") / 1e9 if pages else 8
    return max(1, min(cores or 1, int(gigabytes / WORKER_GIGABYTES)))


def grade_class(
    course: Course,
    request: ClassRequest,
    progress: Callable[[Progress], None] = lambda _: None,
    remark: Callable[[str], None] = lambda _: None,
) -> list[SubmissionLine]:
    """Grade all requested submissions; one line each, in the order of grading.

    What has been recorded stays when the run is interrupted.

    Raises:
        AutograderError: the run can't be started at all, or records can't be written.
    """
    folders = find_submissions(request.submitted, request.assignments, request.students)
    sandbox = choose_sandbox(request.sandbox, unsafe=request.unsafe)
    with scratch_folder("autograder-") as scratch:
        plan = make_plan(course, request.assignments, request.device, scratch, sandbox)
        for text in plan.remarks:
            remark(text)
        request.out.root.mkdir(parents=True, exist_ok=True)
        for name in dict.fromkeys(folder.assignment for folder in folders):
            register_assignment(course, name, request.out.gradebook_url)
        return _Run(course, request, plan, folders, progress).run()


class _Run:
    def __init__(
        self,
        course: Course,
        request: ClassRequest,
        plan: GradingPlan,
        folders: list[SubmissionFolder],
        progress: Callable[[Progress], None],
    ) -> None:
        self.course, self.request, self.plan = course, request, plan
        self.folders, self.progress = folders, progress
        self.lines: list[SubmissionLine] = []
        self.running: list[SubmissionFolder] = []
        self.cancelled = threading.Event()
        self.own = threading.local()
        self.graders: list[Grader] = []

    def run(self) -> list[SubmissionLine]:
        """Grade in worker threads, record in this one."""
        jobs = self.request.jobs or default_jobs()
        self._report(None)
        executor = ThreadPoolExecutor(max_workers=max(1, min(jobs, len(self.folders) or 1)))
        try:
            waiting = {executor.submit(self._grade, folder) for folder in self.folders}
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    self._record(future)
        except BaseException:
            self.cancelled.set()  # what runs now is not waited for
            raise
        finally:
            self.cancelled.set()
            for grader in self.graders:
                grader.close()
            executor.shutdown(wait=True, cancel_futures=True)
        return self._with_class_flags()

    def _with_class_flags(self) -> list[SubmissionLine]:
        """The lines of this run, with the flags that only a whole class shows."""
        now = {}
        for name in dict.fromkeys(line.assignment for line in self.lines):
            for line in flag_near_copies(self.plan, self.request.out, self.request.submitted, name):
                now[line.assignment, line.student] = line
        return [now[line.assignment, line.student] for line in self.lines]

    def _grade(self, folder: SubmissionFolder) -> Graded | None:
        if self.cancelled.is_set():
            return None
        if not hasattr(self.own, "grader"):
            self.own.grader = Grader(self.plan)
            self.graders.append(self.own.grader)
        self.running.append(folder)
        self._report(None)
        try:
            return grade_folder(self.plan, folder, self.own.grader)
        finally:
            self.running.remove(folder)

    def _record(self, future: Future[Graded | None]) -> None:
        graded = future.result()
        if graded is None:
            return
        assignment = self.plan.assignments[graded.folder.assignment].assignment
        line = record(self.course, self.request.out, assignment, graded)
        self.lines.append(line)
        self._report(line)

    def _report(self, last: SubmissionLine | None) -> None:
        self.progress(Progress(len(self.folders), len(self.lines), tuple(self.running), last))
