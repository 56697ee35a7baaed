"""In which order submissions are graded, and how long it may take."""

from __future__ import annotations

import statistics
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.engine.class_request import Running
from autograder.intake.submission import SubmissionFolder

Key = tuple[str, str]  # assignment, student


def longest_first(
    folders: Sequence[SubmissionFolder],
    seconds: Mapping[Key, float],
    references: Mapping[str, float] | None = None,
) -> list[SubmissionFolder]:
    """The order in which the last ones end soonest: what took longest comes first.

    A submission without a time of its own counts as its assignment's middle one, or else as its
    reference solution: one that trains in another way takes as long. Where an assignment has no
    times at all, it comes first: it may be long.

    Args:
        folders: submissions.
        seconds: (assignment, student) -> what grading it took when it was last done.
        references: assignment -> what its reference solution took.
    """
    usual = {**(references or {}), **_medians(seconds)}

    def expected(folder: SubmissionFolder) -> float:
        own = seconds.get((folder.assignment, folder.student))
        return own or usual.get(folder.assignment, float("inf"))

    return sorted(folders, key=expected, reverse=True)


@dataclass(frozen=True)
class ReferenceRun:
    """Work before all submissions: run an assignment's reference solution for its trainings.

    Attributes:
        assignment: its name.
    """

    assignment: str


class WaitingLine:
    """What is to be done, in its order. Any thread may call.

    A submission whose assignment's reference solution is being run is passed over while there is
    other work: a little later it may cost less.

    Args:
        folders: submissions, what takes longest first.
        to_learn: assignments whose reference solution comes before all submissions.
        again: the same order of submissions, by what has become known of references.
    """

    def __init__(
        self,
        folders: Iterable[SubmissionFolder],
        to_learn: Iterable[str] = (),
        again: Callable[[list[SubmissionFolder]], list[SubmissionFolder]] = list,
    ) -> None:
        self._folders, self._again = list(folders), again
        self._references = deque(ReferenceRun(assignment) for assignment in to_learn)
        self._learning: set[str] = set()
        self._lock = threading.Lock()

    def next(self) -> SubmissionFolder | ReferenceRun | None:
        """What to do next; None at the end."""
        with self._lock:
            if self._references:
                reference = self._references.popleft()
                self._learning.add(reference.assignment)
                return reference
            if not self._folders:
                return None
            ready = (
                number
                for number, folder in enumerate(self._folders)
                if folder.assignment not in self._learning
            )
            return self._folders.pop(next(ready, 0))

    def learned(self, assignment: str) -> None:
        """Take note that the reference solution of an assignment was run."""
        with self._lock:
            self._learning.discard(assignment)
            self._folders = self._again(self._folders)


class Estimate:
    """Guesses how long a run will still take.

    Args:
        seconds: (assignment, student) -> what grading it took when it was last done.
        waiting: submissions to grade.
        jobs: how many are graded side by side.
    """

    def __init__(
        self, seconds: Mapping[Key, float], waiting: Iterable[SubmissionFolder], jobs: int
    ) -> None:
        self._before = _medians(seconds)
        self._now: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        self._waiting = Counter(folder.assignment for folder in waiting)
        self._jobs = jobs

    def finished(self, folder: SubmissionFolder, seconds: float) -> None:
        """Take note that a submission took so long."""
        count, total = self._now[folder.assignment]
        self._now[folder.assignment] = (count + 1, total + seconds)
        self._waiting[folder.assignment] -= 1

    def seconds_left(self, running: Sequence[Running]) -> float | None:
        """About how long it will still take; None when nothing is known of an assignment.

        Args:
            running: what is being graded now.
        """
        left = 0.0
        for assignment, count in self._waiting.items():
            if count > 0:
                usual = self._usual(assignment)
                if usual is None:
                    return None
                left += count * usual
        for one in running:
            usual = self._usual(one.folder.assignment) or 0.0
            left -= min(usual, time.monotonic() - one.since)
        return max(0.0, left) / self._jobs

    def _usual(self, assignment: str) -> float | None:
        count, total = self._now[assignment]
        return total / count if count else self._before.get(assignment)


def _medians(seconds: Mapping[Key, float]) -> dict[str, float]:
    by_assignment: dict[str, list[float]] = defaultdict(list)
    for (assignment, _), one in seconds.items():
        if one > 0:
            by_assignment[assignment].append(one)
    return {name: statistics.median(values) for name, values in by_assignment.items()}
