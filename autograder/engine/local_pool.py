"""Grades on this machine: each desk has a run worker and a judge of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from autograder.course.layout import Course
from autograder.engine.capacity import default_jobs
from autograder.engine.class_request import ClassRequest
from autograder.engine.grader import Grader
from autograder.engine.kept_runs import kept_runs
from autograder.engine.known_trainings import KnownTrainings
from autograder.engine.plan import GradingPlan, make_plan
from autograder.engine.pool import Desk
from autograder.engine.scratch import scratch_folder
from autograder.engine.second_look import grade_fairly
from autograder.engine.store import Store
from autograder.engine.task import Graded, GradingTask
from autograder.intake.submission import SubmissionFolder
from autograder.run.warm_start import WarmStarts
from autograder.sandbox.choose import choose_sandbox


class _LocalDesk:
    def __init__(self, plan: GradingPlan, store: Store, trainings: KnownTrainings) -> None:
        self._plan, self._store, self._trainings = plan, store, trainings
        self._grader = Grader(plan)

    def grade(self, task: GradingTask) -> Graded:
        return grade_fairly(self._plan, task, self._grader, self._store)

    def learn(self, assignment: str) -> str:
        return self._trainings.learn(assignment, self._grader)

    def close(self) -> None:
        self._grader.close()


class LocalPool:
    """See `Pool`.

    Args:
        plan: what is graded by.
        store: where runs are kept.
        jobs: how many submissions to grade side by side.
        fresh: whether nothing that was kept is to be used.
    """

    def __init__(self, plan: GradingPlan, store: Store, jobs: int, *, fresh: bool = False) -> None:
        self.assignments = plan.assignments
        self.jobs = self.side_by_side = jobs
        self._trainings = KnownTrainings(plan, store, fresh=fresh)
        self._plan, self._store = replace(plan, trainings=self._trainings.folder), store

    def to_learn(self, waiting: Sequence[SubmissionFolder]) -> list[str]:
        """See `Pool`."""
        return self._trainings.to_learn(waiting)

    def reference_seconds(self, names: Iterable[str]) -> dict[str, float]:
        """See `Pool`."""
        return self._trainings.seconds(names)

    def desk(self) -> Desk:
        """A new desk."""
        return _LocalDesk(self._plan, self._store, self._trainings)

    def save_counts(self) -> None:
        """Add to the counts of kept runs how often one was found here."""
        self._store.save_counts()


@contextmanager
def local_pool(
    course: Course,
    request: ClassRequest,
    names: list[str],
    device: str,
    remark: Callable[[str], None],
) -> Iterator[LocalPool]:
    """Choose a sandbox, build the assignments, prepare the digits.

    Raises:
        AutograderError: grading can't be started at all.
    """
    sandbox = choose_sandbox(request.sandbox, unsafe=request.unsafe)
    with scratch_folder() as scratch:
        plan = make_plan(course, names, device, scratch, sandbox)
        with WarmStarts(plan.run, not request.cold, remark) as warm:
            jobs = request.jobs or default_jobs()
            yield LocalPool(
                replace(plan, warm=warm), kept_runs(course.private), jobs, fresh=request.force
            )
