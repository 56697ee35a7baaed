"""Where the results of runs are kept, and what grading asks of it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from autograder.engine.store import Store


class Runs(Protocol):
    """Results of runs under keys; see `Store`, which is one."""

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None when there is nothing, or it is damaged."""

    def peek(self, key: str) -> bytes | None:
        """The same, but it does not count as a use."""

    def put(self, key: str, data: bytes) -> bool:
        """Keep data under a key, without a note yet; whether that was possible."""

    def remove(self, key: str) -> None:
        """Remove what is under a key."""

    def note(self, key: str) -> bytes | None:
        """What was noted of a run; None when there is nothing."""

    def put_note(self, key: str, data: bytes) -> bool:
        """Note something of a run that is kept; whether that was possible."""


def kept_runs(private: Path) -> Store:
    """The store of a course's runs.

    Args:
        private: the course's private folder, which no sandbox shows to a student's code.
    """
    return Store(private / "runs")
