"""Where the runs of calibrations are kept, each in a place of its own."""

from __future__ import annotations

from pathlib import Path

from autograder.engine.kept_runs import Runs
from autograder.engine.store import Store

FOLDER = "calibration"  # in the course's private folder


def calibration_runs(private: Path) -> Store:
    """The store of the runs of a course's calibrations.

    Args:
        private: the course's private folder.
    """
    return Store(private / FOLDER / "runs")


class PlaceOfRun(Runs):
    """The place of one run in a store, whatever key it is asked for.

    The engine's keys hold every byte of the code for runs, and every library: with them, nearly
    any change would mean training anew. What a run of a calibration depends on, its subject knows
    better.

    Args:
        store: keeps the run.
        place: its key there.
    """

    def __init__(self, store: Store, place: str) -> None:
        self._store, self._place = store, place

    def get(self, key: str) -> bytes | None:
        """See `Runs`."""
        return self._store.get(self._place)

    def peek(self, key: str) -> bytes | None:
        """See `Runs`."""
        return self._store.peek(self._place)

    def put(self, key: str, data: bytes) -> bool:
        """See `Runs`."""
        return self._store.put(self._place, data)

    def remove(self, key: str) -> None:
        """See `Runs`."""
        self._store.remove(self._place)

    def note(self, key: str) -> bytes | None:
        """See `Runs`."""
        return self._store.note(self._place)

    def put_note(self, key: str, data: bytes) -> bool:
        """See `Runs`."""
        return self._store.put_note(self._place, data)
