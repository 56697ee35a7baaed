"""What a class run needs of those that grade for it, wherever they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from autograder.engine.plan import AssignmentPlan
    from autograder.engine.task import Graded, GradingTask
    from autograder.intake.submission import SubmissionFolder


class Desk(Protocol):
    """Grades one submission after another, for one thread of the coordinator."""

    def grade(self, task: GradingTask) -> Graded:
        """Grade a submission; never raises for what is wrong with it.

        Raises:
            AutograderError: nothing can be graded any more.
        """

    def learn(self, assignment: str) -> str:
        """Grade the reference solution of an assignment; what it trains is kept.

        Returns:
            What the instructor should know of it; empty if all is well.
        """

    def close(self) -> None:
        """Give up what is being graded; may be called from any thread."""


class Pool(Protocol):
    """Desks, and what they grade by.

    Attributes:
        assignments: name -> plan, of all assignments that are graded.
        jobs: how many desks to use.
        side_by_side: how many submissions are about to be graded at any one time.
    """

    assignments: dict[str, AssignmentPlan]
    jobs: int
    side_by_side: int

    def desk(self) -> Desk:
        """A new desk."""

    def to_learn(self, waiting: Sequence[SubmissionFolder]) -> list[str]:
        """The assignments whose reference solution is to be run before these submissions."""

    def reference_seconds(self, names: Iterable[str]) -> dict[str, float]:
        """Assignment -> what its reference solution took, as far as that is known."""

    def save_counts(self) -> None:
        """Add to the counts of kept runs how often one was found here."""
