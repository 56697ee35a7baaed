"""What a class run needs of those that grade for it, wherever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from autograder.engine.plan import AssignmentPlan
    from autograder.engine.task import Graded, GradingTask


class Desk(Protocol):
    """Grades one submission after another, for one thread of the coordinator."""

    def grade(self, task: GradingTask) -> Graded:
        """Grade a submission; never raises for what is wrong with it.

        Raises:
            AutograderError: nothing can be graded any more.
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

    def save_counts(self) -> None:
        """Add to the counts of kept runs how often one was found here."""
