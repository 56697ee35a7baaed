"""Kept runs that travel: those that may fit go with a task, a new one comes back with its result.

The store itself stays with the coordinator, who alone knows whether it may keep what comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from autograder.engine.cluster.parcel import RunOrder
from autograder.engine.fingerprints import run_environment, run_key
from autograder.engine.kept_verdicts import KeptVerdicts
from autograder.engine.other_seeds import submission_with_other_seeds
from autograder.engine.plan import AssignmentPlan
from autograder.engine.store import Store
from autograder.engine.task import GradingTask
from autograder.errors import AutograderError
from autograder.intake.taking_in import take_in_files
from autograder.run.environment import RunSettings
from autograder.sandbox.levels import NAMES

_NOTE = ".note"  # after the key of the run that it belongs to


class TravellingRuns:
    """See `Runs`: on a worker, what came with one task, and what is to go back.

    Attributes:
        new: what was put, by key.
    """

    def __init__(self, came: Mapping[str, bytes]) -> None:
        self.new: dict[str, bytes] = {}
        self._came = dict(came)

    def get(self, key: str) -> bytes | None:
        """What came under a key."""
        return self._came.get(key)

    def peek(self, key: str) -> bytes | None:
        """The same."""
        return self._came.get(key)

    def put(self, key: str, data: bytes) -> bool:
        """Have data go back, without a note yet."""
        for runs in (self.new, self._came):
            runs.pop(key + _NOTE, None)
        self.new[key] = data
        return True

    def remove(self, key: str) -> None:
        """Take no more notice of what came; running the notebook again replaces it."""
        self._came.pop(key, None)

    def note(self, key: str) -> bytes | None:
        """The note that came with a run."""
        return self._came.get(key + _NOTE)

    def put_note(self, key: str, data: bytes) -> bool:
        """Have a note go back."""
        self.new[key + _NOTE] = data
        return True


class KeptForTask:
    """The coordinator's end: the keys that runs of one submission can have.

    Args:
        store: where runs are kept.
        task: the submission.
        plan: its assignment's.
        settings: how it is run; the level of confinement is the worker's to say.
        order: of the class run.
    """

    def __init__(
        self,
        store: Store,
        task: GradingTask,
        plan: AssignmentPlan,
        settings: RunSettings,
        order: RunOrder,
    ) -> None:
        self._store, self._fresh = store, task.fresh
        self._keys = _keys(task, plan, settings, order)

    def going(self) -> dict[str, bytes]:
        """Kept runs that go with the task, by key.

        For each level of confinement there is at most one of each number.
        """
        if self._fresh:  # only what students' functions answered then is of use
            found = {key: self._store.peek(key) for key in self._keys}
        else:
            there = [key for key in self._keys if self._store.has(key)]
            found = {key: self._store.get(key) for key in there or self._keys[:1]}
            found |= {key + _NOTE: self._store.note(key) for key in there}
        return {key: data for key, data in found.items() if data is not None}

    def came(self, new: Mapping[str, bytes]) -> None:
        """Keep what came back, if it is a run of this submission, or what is noted of one."""
        for key in self._keys:
            run, note = new.get(key), new.get(key + _NOTE)
            if run is not None:
                self._store.put(key, run)
            if note is not None and KeptVerdicts.from_bytes(note, None) is not None:
                self._store.put_note(key, note)


def _keys(
    task: GradingTask, plan: AssignmentPlan, settings: RunSettings, order: RunOrder
) -> list[str]:
    """Keys of its runs, those of the first one before others; none when it can't be read."""
    try:
        taken = take_in_files(
            task.student, task.assignment, task.submitted, plan.released, plan.earlier
        )
    except AutograderError:
        return []
    keys = []
    for number in range(order.borderline.runs):
        notebook = submission_with_other_seeds(taken, number).notebook
        for name in NAMES:
            run = replace(settings.numbered(number), sandbox=name)
            keys.append(run_key(notebook, run, order.digits_digest, run_environment()))
    return keys
