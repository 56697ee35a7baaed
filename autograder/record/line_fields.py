"""Checked access to the JSON objects that record files are made of."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from autograder.errors import RecordError

REMEDY = "Run 'make grade' to write the record files again."


@dataclass(frozen=True)
class Notice:
    """A problem or a flag of a submission.

    Attributes:
        code: short name, for programs.
        message: what is the matter and what to do, for people.
    """

    code: str
    message: str


class CheckedFields:
    """One line's JSON object, with checked access to its fields."""

    def __init__(self, place: str, values: dict[str, Any]) -> None:
        self.place = place
        self.values = values

    def refuse(self, problem: str) -> RecordError:
        """The error that says what is wrong with this line."""
        return RecordError(f"{self.place}: {problem}.", REMEDY)

    def text(self, name: str) -> str:
        """A text."""
        value = self.values[name]
        if not isinstance(value, str):
            raise self.refuse(f"'{name}' must be text, not {_kind(value)}")
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """One of the allowed texts."""
        value = self.text(name)
        if value not in allowed:
            raise self.refuse(f"'{name}' must be one of {', '.join(allowed)}")
        return value

    def number(self, name: str) -> float:
        """A finite number, 0 or more."""
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
        """True or false."""
        value = self.values[name]
        if not isinstance(value, bool):
            raise self.refuse(f"'{name}' must be true or false, not {_kind(value)}")
        return value

    def notices(self, name: str) -> tuple[Notice, ...]:
        """A list of notices."""
        value = self.values[name]
        if not isinstance(value, (list, tuple)):
            raise self.refuse(f"'{name}' must be a list, not {_kind(value)}")
        return tuple(self._notice(name, item) for item in value)

    def _notice(self, name: str, item: Any) -> Notice:
        if not isinstance(item, dict) or set(item) != {"code", "message"}:
            raise self.refuse(f"each of '{name}' must have 'code' and 'message', and only these")
        inner = CheckedFields(f"{self.place}, {name}", item)
        return Notice(inner.text("code"), inner.text("message"))


def parsed(place: str, line: bytes) -> Any:
    """The JSON value of a line.

    Raises:
        RecordError: it is no JSON; says so of `place`.
    """
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:  # bad UTF-8 is a ValueError too
        raise RecordError(f"{place}: this is not JSON ({error}).", REMEDY) from error


def checked_fields(place: str, value: Any, kind: type) -> CheckedFields:
    """A JSON value as an object with exactly the fields of a dataclass.

    Raises:
        RecordError: it is none; says so of `place`.
    """
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
    return CheckedFields(place, value)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", dict: "an object", list: "a list", str: "text"}
    return names.get(type(value), "a number")
