"""Where the runs of calibrations are kept, each in a place of its own."""

from __future__ import annotations

from pathlib import Path

from autograder.engine.store import Store

FOLDER = "calibration"  # in the course's private folder


def calibration_runs(private: Path) -> Store:
    """The store of the runs of a course's calibrations.

    Args:
        private: the course's private folder.
    """
    return Store(private / FOLDER / "runs")
