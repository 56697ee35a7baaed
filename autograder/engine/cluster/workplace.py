"""A worker's own: sandbox, digits, warm starts and graders, made once for a class run."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.course.layout import find_course
from autograder.data.graded_digits import prepare_graded_digits
from autograder.data.secret_file import SECRET_FILE
from autograder.engine.cluster.parcel import RunOrder, differences, unpack_assignment
from autograder.engine.cluster.travelling_runs import TravellingRuns
from autograder.engine.device import gpu_problem
from autograder.engine.fingerprints import MNIST_FILE, environment_parts
from autograder.engine.grader import Grader
from autograder.engine.plan import AssignmentPlan, GradingPlan
from autograder.engine.scratch import scratch_folder
from autograder.engine.second_look import grade_fairly
from autograder.engine.task import Graded, GradingTask
from autograder.errors import ClusterError, DataError, SettingsError
from autograder.run.environment import RunSettings
from autograder.run.kernel_sockets import require_short_paths
from autograder.run.local_paths import variants
from autograder.run.warm_start import WarmStarts
from autograder.sandbox.box import Sandbox
from autograder.sandbox.choose import choose_sandbox

DATA_VARIABLE = "AUTOGRADER_DATA"


class Workplace:
    """Grades submissions of one class run; several threads may do so at once.

    Args:
        order: how they are graded.

    Raises:
        AutograderError: this machine can't grade them.
    """

    def __init__(self, order: RunOrder) -> None:
        sandbox = fit_sandbox(order)
        self._remarks: list[str] = []
        self._lock = threading.Lock()
        self._closed = False
        self._idle: list[Grader] = []
        self._all: list[Grader] = []
        self._assignments: dict[str, AssignmentPlan] = {}
        with contextlib.ExitStack() as stack:
            self._scratch = stack.enter_context(scratch_folder())
            self._plan = _plan(order, sandbox, self._scratch)
            warm = WarmStarts(self._plan.run, not order.cold, self._remarks.append)
            self._plan = replace(self._plan, warm=stack.enter_context(warm))
            self._closing = stack.pop_all()

    def grade(self, task: GradingTask, assignment: bytes, runs: TravellingRuns) -> Graded:
        """Grade a submission; never raises for what is wrong with it.

        Args:
            task: the submission.
            assignment: what `pack_assignment` made of its assignment.
            runs: kept runs that came with it.
        """
        plan = replace(self._plan, assignments={task.assignment: self._assignment(assignment)})
        with self._grader() as grader:
            return grade_fairly(plan, task, grader, runs)

    def take_remarks(self) -> list[str]:
        """What the instructor should know, each once."""
        with self._lock:
            remarks = list(self._remarks)
            self._remarks.clear()
        return remarks

    def close(self) -> None:
        """End all processes, also those that grade, and remove all files."""
        with self._lock:
            self._closed = True
            graders, self._all, self._idle = self._all, [], []
        for grader in graders:
            grader.close()
        self._closing.close()

    @contextlib.contextmanager
    def _grader(self) -> Iterator[Grader]:
        """A grader that no other thread uses meanwhile."""
        with self._lock:
            if self._closed:
                raise ClusterError("The class run is over.")
            if not self._idle:
                self._idle.append(Grader(self._plan))
                self._all.append(self._idle[-1])
            grader = self._idle.pop()
        try:
            yield grader
        finally:
            with self._lock:
                if not grader.closed:
                    self._idle.append(grader)

    def _assignment(self, data: bytes) -> AssignmentPlan:
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            if digest not in self._assignments:
                folder = self._scratch / f"assignment-{uuid.uuid4().hex}"
                self._assignments[digest] = unpack_assignment(data, folder)
            return self._assignments[digest]


def fit_sandbox(order: RunOrder) -> Sandbox:
    """What confines notebooks on this machine; made sure that it can grade at all.

    Raises:
        AutograderError: it can't; says why.
    """
    found = differences(order.environment, environment_parts())
    if found:
        raise ClusterError(
            f"It would grade otherwise: {'; '.join(found)}.", "Install the same versions there."
        )
    data_folder()
    if order.device == "gpu" and (problem := gpu_problem()):
        raise ClusterError(f"It offers a GPU, but {problem}.")
    return choose_sandbox(order.sandbox, unsafe=order.unsafe)


def data_folder() -> Path:
    """The folder of MNIST on this machine.

    Raises:
        DataError: there is none.
    """
    folder = os.environ.get(DATA_VARIABLE, "")
    with contextlib.suppress(SettingsError):
        folder = folder or str(find_course().source_data)
    if not folder or not (Path(folder) / MNIST_FILE).is_file():
        raise DataError(
            f"It has no {MNIST_FILE}.",
            f"Start it in the course's folder, or set {DATA_VARIABLE} to the folder of the file.",
        )
    return Path(folder)


def _plan(order: RunOrder, sandbox: Sandbox, scratch: Path) -> GradingPlan:
    scratch.chmod(0o711)  # confined processes may belong to other users
    data, private = data_folder(), scratch / "private"
    private.mkdir(mode=0o700)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(private / SECRET_FILE, flags, 0o600), "w") as file:
        file.write(order.secret)
    digits = prepare_graded_digits(data, private, order.holdout_size)
    run = RunSettings(
        digits=digits.students,
        limits=order.limits,
        seed=order.seed,
        device=order.device,
        scratch=scratch,
        sandbox=sandbox.name,
        hidden=(*variants(scratch, "scratch"), *variants(data.parent, "course")),
    )
    require_short_paths(run)
    return GradingPlan(
        {}, digits, order.digits_digest, sandbox, run, (), borderline=order.borderline
    )
