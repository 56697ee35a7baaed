"""How much of its time limit a cell has used: what a busy machine takes away does not count.

While a box computes, its processor time counts; while it waits (sleeps, or wants input), the
time on the clock. So a loop without an end and a sleep without an end are both over when the
limit is, on any machine; and a training that shares a core with others gets the time that it
would get alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable

# Below this share of a core, a box waits rather than computes: a core shared by ten would be
# far too many for grading.
COMPUTES = 0.1
# The clock's say in the end: a limit is over after so many times its length, come what may.
BACKSTOP = 4.0


class FairTime:
    """Counts from when it is made; to be looked at about once a second.

    Args:
        limit: in seconds.
        cpu_seconds: gives the processor time that the box has used so far.
        clock: gives the time.

    Attributes:
        spent: seconds that count, as of the last look.
    """

    def __init__(
        self,
        limit: float,
        cpu_seconds: Callable[[], float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = limit
        self.spent = 0.0
        self._cpu_seconds, self._clock = cpu_seconds, clock
        self._started = self._last = clock()
        self._used = cpu_seconds()

    def look(self) -> None:
        """Count what has passed since the last look."""
        now, used = self._clock(), self._cpu_seconds()
        passed = now - self._last
        computed = max(0.0, used - self._used)  # less: a process has ended, and took its time along
        self.spent += min(passed, computed) if computed >= COMPUTES * passed else passed
        self._last, self._used = now, used

    @property
    def over(self) -> bool:
        """Whether the limit was reached, as of the last look."""
        return self.spent >= self.limit or self._last - self._started >= BACKSTOP * self.limit
