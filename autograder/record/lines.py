"""The record files: one line per test and one per submission, read and written exactly.

`reports/<assignment>/grades.jsonl` holds a `GradeLine` per line, `submissions.jsonl` a
`SubmissionLine`. Files are replaced as a whole, so that a reader, or a run that was cut off,
never sees half of one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, cast, get_args

from autograder.atomic_file import replace_file
from autograder.errors import RecordError
from autograder.judge.results import Outcome
from autograder.record.line_fields import REMEDY, CheckedFields, Notice, checked_fields, parsed

Status = Literal["graded", "needs_attention", "rejected"]

OUTCOMES: tuple[str, ...] = get_args(Outcome)
STATUSES: tuple[str, ...] = get_args(Status)
GRADES_FILE = "grades.jsonl"
SUBMISSIONS_FILE = "submissions.jsonl"
DIGESTS_FILE = "digests.jsonl"


@dataclass(frozen=True)
class GradeLine:
    """What one test gave for one submission.

    Attributes:
        student: id of the student.
        assignment: name of the assignment.
        test: id of the test, unique in the assignment.
        title: the property that the test looks for.
        points: points given, 0 or more; 0 while `outcome` is "manual".
        max_points: points possible, 0 or more.
        outcome: how the test ended; "manual" waits for, or has, points given by hand.
        message: what the student reads; may be empty.
        seconds: time in the judge, 0 or more.
    """

    student: str
    assignment: str
    test: str
    title: str
    points: float
    max_points: float
    outcome: Outcome
    message: str
    seconds: float


@dataclass(frozen=True)
class SubmissionLine:
    """What became of one submission; every submission handed in has exactly one.

    Attributes:
        student: id of the student.
        assignment: name of the assignment.
        status: graded, needs_attention (a person must look), or rejected.
        score: points given by the machine, 0 or more.
        max_score: points possible, those given by hand included.
        problems: what kept it from being graded as it stands.
        flags: what is odd about it, without effect on the score.
        seconds_run: time in the student kernel, 0 or more.
        seconds_judge: time in the judge, 0 or more.
        sandbox: name of the sandbox that the student's cells ran in.
        device: what they ran on, for example "cpu".
        from_cache: whether outputs and evidence came from an earlier run.
    """

    student: str
    assignment: str
    status: Status
    score: float
    max_score: float
    problems: tuple[Notice, ...]
    flags: tuple[Notice, ...]
    seconds_run: float
    seconds_judge: float
    sandbox: str
    device: str
    from_cache: bool


@dataclass(frozen=True)
class DigestLine:
    """What tells whether a submission has to be graded again, and whether runs agree.

    Attributes:
        student: id of the student.
        assignment: name of the assignment.
        inputs: digest of all that the recorded result depends on; empty: grade it again.
        evidence: digest of the evidence that was judged; empty when there was none.
    """

    student: str
    assignment: str
    inputs: str
    evidence: str


Line = TypeVar("Line", GradeLine, SubmissionLine, DigestLine)


@dataclass(frozen=True)
class LineKind(Generic[Line]):
    """How the lines of one record file are read.

    Attributes:
        type: what a line becomes.
        make: makes it of a checked JSON object.
        keys: fields that together occur once in a file.
    """

    type: type[Line]
    make: Callable[[CheckedFields], Line]
    keys: tuple[str, ...] = ("student", "assignment")

    def line(self, place: str, values: Any) -> Line:
        """A line from its JSON object.

        Raises:
            RecordError: it breaks the contract; says so of `place`.
        """
        return self.make(checked_fields(place, values, self.type))

    def read(self, path: Path) -> Iterator[Line]:
        """The lines of a file in their order, one after another.

        Raises:
            RecordError: the file is missing, a line is malformed, or one occurs twice.
        """
        try:
            with path.open("rb") as file:  # cut at newline bytes only, not at U+2028 and the like
                yield from self._once_each(path, self._each(path, file))
        except FileNotFoundError as error:
            raise RecordError(f"{path} does not exist.", REMEDY) from error
        except OSError as error:
            raise RecordError(f"{path} can't be read: {error.strerror or error}.") from error

    def write(self, path: Path, lines: Iterable[Line]) -> None:
        """Replace a file as a whole; its folder is made if need be.

        Raises:
            RecordError: a line breaks the contract, or the file can't be written.
        """
        replace_file(path, self._texts(path, self._once_each(path, lines)))

    def _each(self, path: Path, file: Iterable[bytes]) -> Iterator[Line]:
        for number, text in enumerate(file, start=1):
            if text.strip():
                place = f"{path}:{number}"
                yield self.line(place, parsed(place, text))

    def _once_each(self, path: Path, lines: Iterable[Line]) -> Iterator[Line]:
        seen: set[tuple[str, ...]] = set()
        for line in lines:
            key = tuple(str(getattr(line, name)) for name in self.keys)
            if key in seen:
                raise RecordError(f"{path}: {' / '.join(key)} occurs twice.", REMEDY)
            seen.add(key)
            yield line

    def _texts(self, path: Path, lines: Iterable[Line]) -> Iterator[bytes]:
        for number, line in enumerate(lines, start=1):
            entry = asdict(line)
            # Checked as what is read, so that no reader ever meets a bad line.
            self.line(f"{path}:{number}", entry)
            # ASCII escapes: student ids from folder names may hold bytes that are no valid UTF-8.
            yield json.dumps(entry, ensure_ascii=True).encode("ascii") + b"\n"


def _grade_line(entry: CheckedFields) -> GradeLine:
    return GradeLine(
        student=entry.text("student"),
        assignment=entry.text("assignment"),
        test=entry.text("test"),
        title=entry.text("title"),
        points=entry.number("points"),
        max_points=entry.number("max_points"),
        outcome=cast(Outcome, entry.choice("outcome", OUTCOMES)),
        message=entry.text("message"),
        seconds=entry.number("seconds"),
    )


def _submission_line(entry: CheckedFields) -> SubmissionLine:
    return SubmissionLine(
        student=entry.text("student"),
        assignment=entry.text("assignment"),
        status=cast(Status, entry.choice("status", STATUSES)),
        score=entry.number("score"),
        max_score=entry.number("max_score"),
        problems=entry.notices("problems"),
        flags=entry.notices("flags"),
        seconds_run=entry.number("seconds_run"),
        seconds_judge=entry.number("seconds_judge"),
        sandbox=entry.text("sandbox"),
        device=entry.text("device"),
        from_cache=entry.truth("from_cache"),
    )


def _digest_line(entry: CheckedFields) -> DigestLine:
    names = ("student", "assignment", "inputs", "evidence")
    return DigestLine(**{name: entry.text(name) for name in names})


GRADES = LineKind(GradeLine, _grade_line, ("student", "assignment", "test"))
SUBMISSIONS = LineKind(SubmissionLine, _submission_line)
DIGESTS = LineKind(DigestLine, _digest_line)


def read_grades(path: Path) -> list[GradeLine]:
    """The lines of a grades.jsonl, in their order.

    Raises:
        RecordError: the file is missing, a line is malformed, or a test occurs twice.
    """
    return list(GRADES.read(path))


def read_submissions(path: Path) -> list[SubmissionLine]:
    """The lines of a submissions.jsonl, in their order.

    Raises:
        RecordError: the file is missing, a line is malformed, or a submission occurs twice.
    """
    return list(SUBMISSIONS.read(path))


def write_grades(path: Path, lines: Iterable[GradeLine]) -> None:
    """Replace a grades.jsonl; its folder is made if need be.

    Raises:
        RecordError: a line breaks the contract, or the file can't be written.
    """
    GRADES.write(path, lines)


def write_submissions(path: Path, lines: Iterable[SubmissionLine]) -> None:
    """Replace a submissions.jsonl; its folder is made if need be.

    Raises:
        RecordError: a line breaks the contract, or the file can't be written.
    """
    SUBMISSIONS.write(path, lines)
