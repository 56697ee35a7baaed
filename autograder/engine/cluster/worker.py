"""What Dask calls on a worker: functions of bytes that return bytes and texts."""

from __future__ import annotations

import asyncio
import atexit
import json
import platform
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from autograder.engine.cluster.parcel import RunOrder
from autograder.engine.cluster.travelling_runs import TravellingRuns
from autograder.engine.cluster.workplace import Workplace, fit_sandbox
from autograder.engine.task import GradingTask
from autograder.errors import AutograderError

IDLE_SECONDS = 600.0  # after which a workplace that nobody uses is given up


async def problem_here(order: bytes) -> str:
    """Why this worker can't grade a class run; empty if it can.

    Args:
        order: `RunOrder.as_bytes`.
    """
    return await asyncio.to_thread(_problem_here, order)  # the worker's own thread goes on


def grade(
    order: bytes, assignment: bytes, task: bytes, kept: Mapping[str, bytes]
) -> dict[str, Any]:
    """Grade one submission.

    Args:
        order: `RunOrder.as_bytes`.
        assignment: `pack_assignment` of its assignment.
        task: `GradingTask.as_json` as JSON.
        kept: kept runs that may be its, by key.

    Returns:
        "graded": `Graded.as_json` as JSON; "new": runs to keep, by key; "remarks": texts.
        Or "problem": why this worker can't grade, a text.
    """
    runs = TravellingRuns(kept)
    try:
        with _workplaces.one(order) as workplace:
            graded = workplace.grade(GradingTask.from_json(json.loads(task)), assignment, runs)
            remarks = workplace.take_remarks()
    except (AutograderError, OSError) as error:
        return {"problem": f"{platform.node()}: {error}"}
    return {"graded": json.dumps(graded.as_json()).encode(), "new": runs.new, "remarks": remarks}


async def leave(order: bytes) -> None:
    """Give up what was made for a class run, and what is being graded for it."""
    await asyncio.to_thread(_workplaces.give_up, order)


def _problem_here(order: bytes) -> str:
    try:
        fit_sandbox(RunOrder.from_bytes(order))
    except AutograderError as error:
        return f"{platform.node()}: {error}"
    return ""


@dataclass
class _Entry:
    workplace: Workplace
    users: int = 0
    timer: threading.Timer | None = None


class _Workplaces:
    """The workplaces of this process: as a rule one, that of the class run that goes on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[bytes, _Entry] = {}

    @contextmanager
    def one(self, order: bytes) -> Iterator[Workplace]:
        """The workplace of an order, made if need be; it stays for a while."""
        with self._lock:  # others wait while it is made
            entry = self._entries.get(order)
            if entry is None:
                entry = self._entries[order] = _Entry(Workplace(RunOrder.from_bytes(order)))
            entry.users += 1
            if entry.timer is not None:
                entry.timer.cancel()
                entry.timer = None
        try:
            yield entry.workplace
        finally:
            with self._lock:
                entry.users -= 1
                if not entry.users and self._entries.get(order) is entry:
                    entry.timer = threading.Timer(IDLE_SECONDS, self._give_up_idle, [order, entry])
                    entry.timer.daemon = True
                    entry.timer.start()

    def give_up(self, order: bytes) -> None:
        """Close the workplace of an order, used or not."""
        with self._lock:
            entry = self._entries.pop(order, None)
        if entry is not None:
            if entry.timer is not None:
                entry.timer.cancel()
            entry.workplace.close()

    def give_up_all(self) -> None:
        """Close all."""
        for order in list(self._entries):
            self.give_up(order)

    def _give_up_idle(self, order: bytes, entry: _Entry) -> None:
        with self._lock:
            if entry.users or self._entries.get(order) is not entry:
                return
            del self._entries[order]
        entry.workplace.close()


_workplaces = _Workplaces()
atexit.register(_workplaces.give_up_all)
