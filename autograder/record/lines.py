"""The record files: one line per test and one per submission, read and written exactly.

`reports/<assignment>/grades.jsonl` holds a `GradeLine` per line, `submissions.jsonl` a
`SubmissionLine`. Files are replaced as a whole, so that a reader, or a run that was cut off,
never sees half of one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args

from autograder.errors import RecordError
from autograder.judge.results import Outcome
from autograder.record.atomic_file import replace_file

Status = Literal["graded", "needs_attention", "rejected"]

OUTCOMES: tuple[str, ...] = get_args(Outcome)
STATUSES: tuple[str, ...] = get_args(Status)
GRADES_FILE = "grades.jsonl"
SUBMISSIONS_FILE = "submissions.jsonl"
REMEDY = "Run 'make grade' to write the record files again."


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
class Notice:
    """A problem or a flag of a submission.

    Attributes:
        code: short name, for programs.
        message: what is the matter and what to do, for people.
    """

    code: str
    message: str


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


Line = TypeVar("Line", GradeLine, SubmissionLine)


def read_grades(path: Path) -> list[GradeLine]:
    """The lines of a grades.jsonl, in their order.

    Raises:
        RecordError: the file is missing, a line is malformed, or a test occurs twice.
    """
    lines = [_grade_line(entry) for entry in _entries(path, GradeLine)]
    _refuse_repeats(path, [(line.student, line.assignment, line.test) for line in lines])
    return lines


def read_submissions(path: Path) -> list[SubmissionLine]:
    """The lines of a submissions.jsonl, in their order.

    Raises:
        RecordError: the file is missing, a line is malformed, or a submission occurs twice.
    """
    lines = [_submission_line(entry) for entry in _entries(path, SubmissionLine)]
    _refuse_repeats(path, [(line.student, line.assignment) for line in lines])
    return lines


def write_grades(path: Path, lines: Iterable[GradeLine]) -> None:
    """Replace a grades.jsonl; its folder is made if need be.

    Raises:
        RecordError: a line breaks the contract, or the file can't be written.
    """
    _write(path, list(lines))


def write_submissions(path: Path, lines: Iterable[SubmissionLine]) -> None:
    """Replace a submissions.jsonl; its folder is made if need be.

    Raises:
        RecordError: a line breaks the contract, or the file can't be written.
    """
    _write(path, list(lines))


class _Entry:
    """One line's JSON object, with checked access to its fields."""

    def __init__(self, place: str, values: dict[str, Any]) -> None:
        self.place = place
        self.values = values

    def refuse(self, problem: str) -> RecordError:
        return RecordError(f"{self.place}: {problem}.", REMEDY)

    def text(self, name: str) -> str:
        value = self.values[name]
        if not isinstance(value, str):
            raise self.refuse(f"'{name}' must be text, not {_kind(value)}")
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            raise self.refuse(f"'{name}' must be one of {', '.join(allowed)}")
        return value

    def number(self, name: str) -> float:
        value = self.values[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.refuse(f"'{name}' must be a number, not {_kind(value)}")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number) or number < 0:
            raise self.refuse(f"'{name}' must be a finite number, 0 or more")
        return number

    def truth(self, name: str) -> bool:
        value = self.values[name]
        if not isinstance(value, bool):
            raise self.refuse(f"'{name}' must be true or false, not {_kind(value)}")
        return value

    def notices(self, name: str) -> tuple[Notice, ...]:
        value = self.values[name]
        if not isinstance(value, (list, tuple)):
            raise self.refuse(f"'{name}' must be a list, not {_kind(value)}")
        return tuple(self._notice(name, item) for item in value)

    def _notice(self, name: str, item: Any) -> Notice:
        if not isinstance(item, dict) or set(item) != {"code", "message"}:
            raise self.refuse(f"each of '{name}' must have 'code' and 'message', and only these")
        inner = _Entry(f"{self.place}, {name}", item)
        return Notice(inner.text("code"), inner.text("message"))


def _grade_line(entry: _Entry) -> GradeLine:
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


def _submission_line(entry: _Entry) -> SubmissionLine:
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


def _entries(path: Path, kind: type) -> list[_Entry]:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise RecordError(f"{path} does not exist.", REMEDY) from error
    except OSError as error:
        raise RecordError(f"{path} can't be read: {error.strerror or error}.") from error
    # Split at newline bytes only: str.splitlines would also cut at characters such as U+2028.
    return [
        _checked_fields(f"{path}:{number}", _parsed(f"{path}:{number}", line), kind)
        for number, line in enumerate(content.split(b"\n"), start=1)
        if line.strip()
    ]


def _parsed(place: str, line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:  # bad UTF-8 is a ValueError too
        raise RecordError(f"{place}: this is not JSON ({error}).", REMEDY) from error


def _checked_fields(place: str, value: Any, kind: type) -> _Entry:
    if not isinstance(value, dict):
        raise RecordError(f"{place}: a JSON object is due, not {_kind(value)}.", REMEDY)
    due = {field.name for field in fields(kind)}
    problems = [
        f"{word} {', '.join(repr(name) for name in sorted(names))}"
        for word, names in (("lacks", due - set(value)), ("has unknown", set(value) - due))
        if names
    ]
    if problems:
        raise RecordError(f"{place}: the line {' and '.join(problems)}.", REMEDY)
    return _Entry(place, value)


def _refuse_repeats(path: Path, keys: Sequence[tuple[str, ...]]) -> None:
    seen: set[tuple[str, ...]] = set()
    for key in keys:
        if key in seen:
            raise RecordError(f"{path}: {' / '.join(key)} occurs twice.", REMEDY)
        seen.add(key)


def _write(path: Path, lines: list[Line]) -> None:
    entries = [asdict(line) for line in lines]
    # What is written is checked as what is read, so that no reader ever meets a bad line.
    for number, (line, entry) in enumerate(zip(lines, entries, strict=True), start=1):
        checked = _checked_fields(f"{path}:{number}", entry, type(line))
        if isinstance(line, GradeLine):
            _grade_line(checked)
        else:
            _submission_line(checked)
    names = ("student", "assignment", "test")
    _refuse_repeats(path, [tuple(entry[n] for n in names if n in entry) for entry in entries])
    # ASCII escapes: student ids from folder names may hold bytes that are no valid UTF-8.
    text = "".join(json.dumps(entry, ensure_ascii=True) + "\n" for entry in entries)
    replace_file(path, text.encode("ascii"))


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", dict: "an object", list: "a list", str: "text"}
    return names.get(type(value), "a number")
