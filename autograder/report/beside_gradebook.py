"""Where the record files lie: beside nbgrader's gradebook."""

from __future__ import annotations

from pathlib import Path

from autograder.course.layout import OutputFolders


def reports_beside(db_url: str) -> Path | None:
    """The folder `reports` beside a gradebook; None where the gradebook is no file."""
    prefix = "sqlite:///"
    if not db_url.startswith(prefix):
        return None
    return OutputFolders(Path(db_url[len(prefix) :]).parent).reports
