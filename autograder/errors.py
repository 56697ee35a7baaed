"""The errors that this package raises on purpose, built from facts.

Each says in one line what is wrong, where, and what to do next. The command line prints
that line; `--debug` adds the traceback.
"""

from __future__ import annotations

from pathlib import Path


class AutograderError(Exception):
    """Base of all errors of this package.

    Attributes:
        problem: what is wrong, one sentence.
        remedy: what to do next, one sentence, or an empty string.
    """

    exit_status = 2

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(f"{problem} {remedy}".strip())
        self.problem = problem
        self.remedy = remedy


class SettingsError(AutograderError):
    """course.toml is missing, unreadable, or says something impossible."""


class UnknownAssignmentError(AutograderError):
    """An assignment was named that course.toml does not list."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"Unknown assignment '{name}'.",
            f"course.toml lists: {', '.join(known) or 'none'}.",
        )


class SourceError(AutograderError):
    """An assignment's source breaks the format of docs/assignment-format.md."""

    def __init__(self, path: Path, problem: str, *, line: int | None = None) -> None:
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{place}: {problem}", "See docs/assignment-format.md.")


class DataError(AutograderError):
    """The data in source_data/, or the course's hold-out secret, are missing or damaged."""

    def __init__(self, problem: str, remedy: str = "Run 'make data' to make it again.") -> None:
        super().__init__(problem, remedy)


class ReleaseError(AutograderError):
    """A student file would show a solution or a hidden test, or could not be generated."""


class SubmissionError(AutograderError):
    """One submission can't be graded as it stands.

    Attributes:
        code: short name of the problem, for `problems` in submissions.jsonl.
    """

    def __init__(self, code: str, problem: str, remedy: str = "") -> None:
        super().__init__(problem, remedy)
        self.code = code


class EvidenceError(AutograderError):
    """Data that came out of a student's process is malformed or over a limit."""


class JudgeError(AutograderError):
    """The judge's process failed; this is a fault of the course, not of a submission."""


class RecordError(AutograderError):
    """The gradebook, a record file or a page could not be written or read."""


class DiskFullError(RecordError):
    """There is no room for a file."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"The disk of {place} is full: what was made last could not be written.",
            "All that was recorded before is kept. Make room, then try again.",
        )


class ClusterError(AutograderError):
    """The cluster that was to grade can't be reached, or can't grade."""


class SandboxError(AutograderError):
    """A process could not be confined, or this machine has no way to confine one."""
