"""Grades on a cluster: a desk gives one submission to the scheduler and waits for its result."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from distributed import CancelledError, Future
from distributed import TimeoutError as DaskTimeoutError
from distributed.scheduler import KilledWorker

from autograder.course.layout import Course
from autograder.engine.class_request import ClassRequest
from autograder.engine.cluster import worker
from autograder.engine.cluster.checked_result import checked_result
from autograder.engine.cluster.connection import GPU, Cluster
from autograder.engine.cluster.parcel import RunOrder, pack_assignment, run_order
from autograder.engine.cluster.travelling_runs import KeptForTask
from autograder.engine.grading import ungraded
from autograder.engine.kept_runs import kept_runs
from autograder.engine.plan import AssignmentPlan, plan_assignment
from autograder.engine.pool import Desk
from autograder.engine.store import Store
from autograder.engine.task import Graded, GradingTask
from autograder.errors import ClusterError
from autograder.intake.submission import SubmissionFolder
from autograder.run.environment import RunSettings

LOOK_SECONDS = 2.0  # between two looks at whether a desk was closed
FEWEST, MOST = 64, 256  # submissions that the scheduler has at once, so that it sees what waits
LEAVE_SECONDS = 20.0  # that workers have for tidying up before they are left alone
GONE = "The connection to the scheduler at {address} was lost."
GO_ON = "All that was recorded is kept; start the cluster again, then grade again."
LOST = "The workers that graded it were lost, one after the other."


class ClusterPool:
    """See `Pool`.

    Args:
        cluster: connected.
        order: how submissions are graded.
        store: where runs are kept.
        jobs: how many submissions the scheduler is given at once; None: enough for it.
        remark: tells the instructor something.
    """

    def __init__(
        self,
        cluster: Cluster,
        order: RunOrder,
        store: Store,
        jobs: int | None,
        remark: Callable[[str], None],
    ) -> None:
        self.cluster, self.order, self.store = cluster, order, store
        self.order_bytes = order.as_bytes()
        self.assignments: dict[str, AssignmentPlan] = {}
        self.packed: dict[str, bytes] = {}
        slots = _slots(cluster, order.device)
        self.jobs = jobs or min(MOST, max(FEWEST, 2 * slots))
        self.side_by_side = max(1, min(self.jobs, slots))
        self._remark, self._remarked = remark, set[str]()
        self._lock = threading.Lock()

    def desk(self) -> Desk:
        """A new desk."""
        return _ClusterDesk(self)

    def to_learn(self, waiting: Sequence[SubmissionFolder]) -> list[str]:
        """None: the processors of workers may differ, and so may the last bits of a training."""
        return []

    def reference_seconds(self, names: Iterable[str]) -> dict[str, float]:
        """None, for the same reason."""
        return {}

    def save_counts(self) -> None:
        """Add to the counts of kept runs how often one was found here."""
        self.store.save_counts()

    def remark_once(self, text: str) -> None:
        """Tell the instructor something that several workers may say."""
        with self._lock:
            if text not in self._remarked:
                self._remarked.add(text)
                self._remark(text)

    def run_settings(self, assignment: str) -> RunSettings:
        """How notebooks are run, as far as it has a say in what a run gives."""
        order, nowhere = self.order, Path()
        folder = self.assignments[assignment].folder
        return RunSettings(nowhere, order.limits, order.seed, order.device, nowhere, "", folder)


class _ClusterDesk:
    def __init__(self, pool: ClusterPool) -> None:
        self._pool = pool
        self._closed = threading.Event()

    def grade(self, task: GradingTask) -> Graded:
        """See `Desk`."""
        pool = self._pool
        plan, settings = pool.assignments[task.assignment], pool.run_settings(task.assignment)
        kept = KeptForTask(pool.store, task, plan, settings, pool.order)
        reply = self._reply(task, kept.going())
        if reply is None:
            return ungraded(task.student, task.assignment, None, "run_lost", LOST)
        if "problem" in reply:
            raise cannot_grade([str(reply["problem"])])
        graded = checked_result(reply["graded"], task, plan)
        kept.came(reply["new"])
        for text in reply["remarks"]:
            pool.remark_once(str(text))
        return graded

    def learn(self, assignment: str) -> str:
        """See `Desk`."""
        return ""

    def close(self) -> None:
        """See `Desk`."""
        self._closed.set()

    def _reply(self, task: GradingTask, kept: dict[str, bytes]) -> dict[str, Any] | None:
        """What a worker answered; None when one after the other was lost."""
        pool = self._pool
        future = pool.cluster.client.submit(
            worker.grade,
            pool.order_bytes,
            pool.packed[task.assignment],
            json.dumps(task.as_json()).encode("ascii"),
            kept,
            key=f"grade-{uuid.uuid4().hex}",
            pure=False,
            resources={GPU: 1} if pool.order.device == "gpu" else None,
        )
        try:
            return self._wait(future)
        except KilledWorker:
            return None
        except CancelledError as error:
            raise ClusterError(GONE.format(address=pool.cluster.address), GO_ON) from error
        except Exception as error:  # for example, a worker without this package
            raise cannot_grade([f"{type(error).__name__}: {error}"]) from error
        finally:
            if self._closed.is_set():
                with suppress(Exception):
                    future.cancel()
            future.release()

    def _wait(self, future: Future) -> dict[str, Any]:
        while not self._closed.is_set():
            with suppress(TimeoutError, DaskTimeoutError):
                reply: dict[str, Any] = future.result(timeout=LOOK_SECONDS)
                return reply
        raise CancelledError("no longer wanted")


@contextmanager
def cluster_pool(
    cluster: Cluster,
    course: Course,
    request: ClassRequest,
    names: list[str],
    device: str,
    remark: Callable[[str], None],
) -> Iterator[ClusterPool]:
    """Build the assignments, and make sure that the workers that are there can grade them.

    Raises:
        AutograderError: grading can't be started at all.
    """
    order = run_order(course, request, device)
    pool = ClusterPool(cluster, order, kept_runs(course.private), request.jobs, remark)
    for name in names:
        plan = plan_assignment(course, name)
        pool.assignments[name] = plan
        pool.packed[name] = pack_assignment(plan)
    workers = usable_workers(cluster, device)
    if workers:
        _make_sure(cluster, pool.order_bytes, workers)
    else:
        remark("The cluster has no worker that can take these submissions yet; waiting for one.")
    try:
        yield pool
    finally:
        _leave(cluster, pool.order_bytes)


def _leave(cluster: Cluster, order: bytes) -> None:
    """Have workers tidy up; one that can't be reached does so by itself, later."""

    def leave() -> None:
        with suppress(Exception):
            cluster.client.run(worker.leave, order, on_error="ignore")

    waited = threading.Thread(target=leave, daemon=True)
    waited.start()
    waited.join(LEAVE_SECONDS)


def usable_workers(cluster: Cluster, device: str) -> list[str]:
    """Addresses of the workers that the scheduler would give submissions to."""
    found = cluster.workers()
    return [name for name in found if device != "gpu" or found[name]["resources"].get(GPU)]


def cannot_grade(problems: list[str]) -> ClusterError:
    """The error that says why workers can't be used."""
    return ClusterError(
        f"A worker of the cluster can't grade. {' '.join(problems)}",
        "What was recorded is kept. Mend the worker or take it away, then grade again.",
    )


def _make_sure(cluster: Cluster, order: bytes, workers: list[str]) -> None:
    try:
        answers = cluster.client.run(worker.problem_here, order, workers=workers, on_error="return")
    except Exception as error:
        raise cannot_grade([f"{type(error).__name__}: {error}"]) from error
    problems = []
    for address, answer in answers.items():
        if isinstance(answer, BaseException):
            problems.append(f"{address}: {type(answer).__name__}: {answer}.")
        elif answer:
            problems.append(answer)
    if problems:
        raise cannot_grade(sorted(set(problems)))


def _slots(cluster: Cluster, device: str) -> int:
    """How many submissions the workers that are there grade side by side."""
    found = cluster.workers().values()
    if device == "gpu":
        return int(sum(worker["resources"].get(GPU, 0) for worker in found))
    return sum(worker["nthreads"] for worker in found)
