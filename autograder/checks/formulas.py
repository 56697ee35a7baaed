"""A student's rule or numbers against the right ones, with the well-known mistakes by name.

A wrong program of a counting exercise nearly always follows one of a few wrong rules. Each is
written down as a `Mistake`; where it explains all that is wrong, its message is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks.registry import CheckFailed, check, fail, require
from autograder.errors import JudgeError

MAX_SHOWN = 60  # characters of a student's value that a message repeats
MAX_QUOTE = 160  # characters of a student's error message that are repeated


@dataclass(frozen=True)
class Mistake:
    """A wrong rule that students follow.

    Attributes:
        rule: what it gives for the arguments of a case.
        observed: what it does, a clause that follows "f(3, 2) gives 6: ".
        concept: the idea that was missed, one sentence.
    """

    rule: Callable[..., Any]
    observed: str
    concept: str


@dataclass(frozen=True)
class _Result:
    label: str
    case: tuple[Any, ...]
    value: Any


@check(concept="A rule holds for every input, also for those that the text does not name.")
def follows_rule(
    function: Any,
    right: Callable[..., Any],
    cases: Sequence[tuple[Any, ...]],
    *,
    name: str,
    mistakes: Sequence[Mistake] = (),
) -> None:
    """A student's function gives what `right` gives, for all cases.

    Numbers are equal by value (14.0 is 14), lists and tuples by their members.

    Args:
        function: the student's function, called with the members of a case.
        right: the right rule.
        cases: arguments; together they should tell every mistake from the right rule.
        name: the function's name in messages.
        mistakes: wrong rules to name, the likeliest first.

    Raises:
        CheckFailed: it is no function, it raises, or a result differs.
    """
    require(
        callable(function),
        observed=f"{name} is a value of type {type(function).__name__}, not a function.",
        expected=f"Define it with def {name}(...).",
    )
    results = [_Result(_call_text(name, case), case, _call(function, name, case)) for case in cases]
    _compare(results, right, mistakes, verb="gives")


@check(concept="Take the rule and the text's drawing, and work the number out once more.")
def right_numbers(
    answers: Any,
    right: Callable[[str], Any],
    keys: Sequence[str],
    *,
    name: str,
    mistakes: Sequence[Mistake] = (),
) -> None:
    """A student's dict holds the right number under every key; the rules get the key.

    Raises:
        CheckFailed: it is no dict, an entry is missing or None, or a number is wrong.
    """
    require(
        isinstance(answers, Mapping),
        observed=f"{name} is a value of type {type(answers).__name__}, not a dict.",
        expected="Keep the dict of the cell and fill in its values.",
    )
    results = []
    for key in keys:
        label = f'{name}["{key}"]'
        require(
            answers.get(key) is not None,
            observed=f"{label} is still None or missing.",
            expected="It should be a whole number.",
        )
        results.append(_Result(label, (key,), answers[key]))
    _compare(results, right, mistakes, verb="is")


def _compare(
    results: Sequence[_Result],
    right: Callable[..., Any],
    mistakes: Sequence[Mistake],
    verb: str,
) -> None:
    wrong = [result for result in results if not _same(result.value, right(*result.case))]
    if not wrong:
        return
    first = wrong[0]
    for mistake in mistakes:
        if all(_same(result.value, mistake.rule(*result.case)) for result in wrong):
            fail(
                observed=f"{first.label} {verb} {_shown(first.value)}: {mistake.observed}.",
                concept=mistake.concept,
            )
    others = len(wrong) - 1
    also = (
        f" So {'is' if others == 1 else 'are'} {others} more of {len(results)}." if others else ""
    )
    fail(observed=f"{first.label} {verb} {_shown(first.value)}, which is not right.{also}")


def _call(function: Any, name: str, case: tuple[Any, ...]) -> Any:
    try:
        value = function(*case)
    except (CheckFailed, JudgeError):
        raise
    except Exception as error:
        text = str(error)[:MAX_QUOTE]
        fail(
            observed=f"{_call_text(name, case)} raised {type(error).__name__}: {text}.",
            expected="It should return a result.",
            concept="A function gets its arguments in the order that the text names them.",
        )
    require(
        value is not None,
        observed=f"{_call_text(name, case)} gives None.",
        expected="It should return a result.",
        concept="A function without a return statement gives None.",
    )
    return value


def _call_text(name: str, case: tuple[Any, ...]) -> str:
    return f"{name}({', '.join(repr(argument) for argument in case)})"


def _shown(value: Any) -> str:
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return f"{int(value):,}"
    text = repr(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."


def _same(value: Any, wanted: Any) -> bool:
    """Equal as numbers or as sequences of numbers; never raises, whatever the value is."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(wanted, tuple | list):
        return (
            isinstance(value, tuple | list)
            and len(value) == len(wanted)
            and all(_same(one, other) for one, other in zip(value, wanted, strict=True))
        )
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return is_number and bool(value == wanted)
