"""A student's formula for arrays against the right one, with the well-known mistakes by name.

What `formulas` does for counting rules, for functions whose results are arrays: numbers agree
when they are close, and NaN is a value like any other, so that a mistake can be known by it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.checks.formulas import Mistake
from autograder.checks.registry import CheckFailed, check, fail, require
from autograder.errors import JudgeError

MAX_QUOTE = 160  # characters of a student's error message that are repeated

Arrays = list[np.ndarray]


@check(concept="A formula holds for arrays of every size, also those that the text never shows.")
def computes(
    function: Any,
    right: Callable[..., Any],
    cases: Mapping[str, tuple[Any, ...]],
    *,
    name: str,
    mistakes: Sequence[Mistake] = (),
    relative: float = 1e-4,
    absolute: float = 1e-6,
) -> None:
    """A student's function gives the same numbers as `right`, for all cases.

    Args:
        function: the student's function; returns a number, an array, or a tuple of these.
        right: the right formula, with results of the same form.
        cases: what a case is, in words that follow "for ", -> arguments.
        name: the function's name in messages.
        mistakes: wrong formulas to name, the likeliest first. `observed` follows "softmax, for
            large logits: ".
        relative: difference allowed, as a share of the largest number of the right array.
        absolute: difference allowed besides.

    Raises:
        CheckFailed: it is no function, it raises, or numbers differ.
    """
    require(
        callable(function),
        observed=f"{name} is a value of type {type(function).__name__}, not a function.",
        expected=f"Define it with def {name}(...).",
    )
    wrong: dict[str, Arrays] = {}
    first = ""
    for label, case in cases.items():
        wanted = _quietly(right, case)
        found = _result(function, case, wanted, f"{name}, for {label}")
        if not _agree(found, wanted, relative, absolute):
            wrong[label] = found
            first = first or _difference(found, f"{name}, for {label}")
    if not wrong:
        return
    for mistake in mistakes:
        if all(
            _agree(found, _quietly(mistake.rule, cases[label]), relative, absolute)
            for label, found in wrong.items()
        ):
            fail(
                observed=f"{name}, for {next(iter(wrong))}: {mistake.observed}.",
                concept=mistake.concept,
            )
    fail(observed=first, expected="Go through the formula once more, term by term.")


def _result(function: Any, case: tuple[Any, ...], wanted: Arrays, place: str) -> Arrays:
    """What the student's function gives, in the form of the right result."""
    try:
        value = function(*copy.deepcopy(case))  # a function that changes them spoils only these
    except (CheckFailed, JudgeError):
        raise
    except Exception as error:
        fail(
            observed=f"{place}: an error stops it: {str(error)[:MAX_QUOTE]}.",
            expected="It should return a result.",
        )
    require(
        value is not None,
        observed=f"{place}: the result is None.",
        expected="It should return a result.",
        concept="A function without a return statement gives None.",
    )
    found = _arrays(value if len(wanted) > 1 else (value,))
    if found is None:
        fail(
            f"{place}: the result is a value of type {type(value).__name__}.",
            "It should be made of numbers.",
        )
    require(
        len(found) == len(wanted),
        observed=f"{place}: the result has {len(found)} parts.",
        expected=f"It should have {len(wanted)}.",
    )
    for one, other in zip(found, wanted, strict=True):
        require(
            one.shape == other.shape,
            observed=f"{place}: an array of shape {one.shape} comes out.",
            expected=f"Its shape should be {other.shape}."
            if other.shape
            else "One number should come out.",
        )
    return found


def _quietly(rule: Callable[..., Any], case: tuple[Any, ...]) -> Arrays:
    """What a formula of ours gives; a wrong one may divide by zero."""
    with np.errstate(all="ignore"):
        value = rule(*case)
    return _arrays(value if isinstance(value, tuple) else (value,)) or []


def _arrays(value: Any) -> Arrays | None:
    """The parts of a result as float arrays; None where one is not made of numbers."""
    if isinstance(value, np.ndarray) and value.ndim:
        value = list(value)
    if not isinstance(value, tuple | list):
        return None
    try:
        parts = [np.asarray(part) for part in value]
    except ValueError:
        return None
    if any(part.dtype.kind not in "biuf" for part in parts):
        return None
    return [part.astype(float) for part in parts]


def _agree(found: Arrays, wanted: Arrays, relative: float, absolute: float) -> bool:
    return len(found) == len(wanted) and all(
        one.shape == other.shape and _close(one, other, relative, absolute)
        for one, other in zip(found, wanted, strict=True)
    )


def _close(one: np.ndarray, other: np.ndarray, relative: float, absolute: float) -> bool:
    finite = np.abs(other[np.isfinite(other)])
    allowed = absolute + relative * (float(finite.max()) if finite.size else 0.0)
    return bool(np.allclose(one, other, rtol=0, atol=allowed, equal_nan=True))


def _difference(found: Arrays, place: str) -> str:
    if all(np.isfinite(part).all() for part in found):
        return f"{place}: other numbers come out than the formula gives."
    kind = "NaN" if any(np.isnan(part).any() for part in found) else "infinity"
    return f"{place}: {kind} comes out."
