"""What somebody may hear of a case while it is judged, besides its results."""

from __future__ import annotations

from autograder.judge.footprint import Footprint


class Listener:
    """Hears of a case's tests as they come; this one takes no notice."""

    def started(self, test: str) -> None:
        """A test begins; calls of the student's functions are now its own."""

    def left_out(self, test: str) -> None:
        """A test would come here, but is not to be run."""

    def footprint(self, footprint: Footprint) -> None:
        """A test has ended."""

    def measuring(self) -> None:
        """All tests have ended; what is called now is called for pages and flags."""

    def stopped(self) -> None:
        """The process was lost in a test; the rest is judged by another one, or by none."""
