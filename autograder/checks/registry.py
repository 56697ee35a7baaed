"""How a check is declared and how it fails.

A check is one small function, registered with the concept that its failure explains. It
returns when the property holds and calls `fail` when it does not.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NoReturn, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Finding:
    """What a check found, in the three sentences that a student reads.

    Attributes:
        observed: the property that was seen in the submission.
        expected: the property that was looked for, without giving the answer away.
        concept: the idea behind it.
    """

    observed: str
    expected: str = ""
    concept: str = ""

    @property
    def message(self) -> str:
        """The sentences, joined by single spaces."""
        return " ".join(part for part in (self.observed, self.expected, self.concept) if part)


class CheckFailed(AssertionError):
    """A property does not hold; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class PartialCredit(Exception):
    """A property holds in part.

    Attributes:
        fraction: share of the test's points, between 0 and 1, both excluded.
        finding: what is missing for the rest.
    """

    def __init__(self, fraction: float, finding: Finding) -> None:
        if not 0 < fraction < 1:
            raise ValueError(f"fraction must lie between 0 and 1, not {fraction}")
        super().__init__(finding.message)
        self.fraction = fraction
        self.finding = finding


@dataclass(frozen=True)
class Check:
    """A registered check.

    Attributes:
        name: the function's name, by which tests call it.
        concept: the idea that its failure explains, unless the failure names its own.
        summary: first line of the function's docstring.
    """

    name: str
    concept: str
    summary: str


REGISTRY: dict[str, Check] = {}
_current_concept: ContextVar[str] = ContextVar("concept", default="")


def check(*, concept: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function as a check with the concept that its failure explains.

    Raises:
        ValueError: the concept or the docstring is empty, or the name is taken.
    """

    def register(function: Callable[P, R]) -> Callable[P, R]:
        name = function.__name__
        summary = (function.__doc__ or "").strip().partition("\n")[0]
        if not concept or not summary or name in REGISTRY:
            raise ValueError(f"check {name} needs a concept, a docstring and a name of its own")
        REGISTRY[name] = Check(name, concept, summary)

        @functools.wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            token = _current_concept.set(concept)
            try:
                return function(*args, **kwargs)
            finally:
                _current_concept.reset(token)

        return checked

    return register


def fail(observed: str, expected: str = "", concept: str = "") -> NoReturn:
    """End the test as failed. Inside a check, the check's concept is the default."""
    raise CheckFailed(Finding(observed, expected, concept or _current_concept.get()))


def require(condition: Any, *, observed: str, expected: str = "", concept: str = "") -> None:
    """Fail with this finding unless the condition holds."""
    if not condition:
        fail(observed, expected, concept)


def award(fraction: float, *, observed: str, expected: str = "", concept: str = "") -> NoReturn:
    """End the test with a share of its points, 0 < fraction < 1.

    Raises:
        ValueError: it is no share of them, which is a fault of the test.
    """
    if not 0 <= fraction <= 1:
        raise ValueError(f"award({fraction}) is no share of a test's points")
    raise PartialCredit(fraction, Finding(observed, expected, concept or _current_concept.get()))
