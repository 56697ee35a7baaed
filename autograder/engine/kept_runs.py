"""Where the results of runs are kept."""

from __future__ import annotations

from pathlib import Path

from autograder.engine.store import Store


def kept_runs(private: Path) -> Store:
    """The store of a course's runs.

    Args:
        private: the course's private folder, which no sandbox shows to a student's code.
    """
    return Store(private / "runs")
