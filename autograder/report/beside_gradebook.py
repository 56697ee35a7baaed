"""Where the record files lie: beside nbgrader's gradebook, or in the course's folder."""

from __future__ import annotations

from pathlib import Path

from autograder.course.layout import OutputFolders, find_course
from autograder.errors import SettingsError


def reports_beside(db_url: str) -> Path | None:
    """The folder `reports` that belongs to a gradebook.

    That is beside a file gradebook.db. The gradebook of another database is that of the course
    in whose folder this process works; None where it works in none.
    """
    prefix, path = "sqlite:///", Path(db_url)
    if db_url.startswith(prefix) and path.name == "gradebook.db":
        return OutputFolders(Path(db_url[len(prefix) :]).parent).reports
    try:
        return OutputFolders(find_course().root).reports
    except SettingsError:
        return None
