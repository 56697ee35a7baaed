"""What came of a changed notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What became of a test.

    Attributes:
        test: its id.
        passed: with all points.
        message: what it says where it did not pass.
    """

    test: str
    passed: bool
    message: str = ""


@dataclass(frozen=True)
class Trial:
    """What came of a changed notebook.

    Attributes:
        outcomes: of the tests that ran again, in order, up to the first loss where asked.
        reached: names that came out differently.
        errors: cell id -> what it raised.
        seconds: wall time.
    """

    outcomes: tuple[Outcome, ...]
    reached: tuple[str, ...]
    errors: Mapping[str, str]
    seconds: float

    @property
    def lost(self) -> list[Outcome]:
        """The tests that did not pass."""
        return [outcome for outcome in self.outcomes if not outcome.passed]
