"""Clocks that count a training which was laid down as if it had been computed.

Students measure how long `fit` takes. What is laid down takes no time, so the clocks that they
read are put forward by what the training took when the reference solution did it on this machine.
`time.monotonic` is left alone, since the kernel's own waiting depends on it; notebooks that name
it, or a clock that can't be moved, see their trainings computed (autograder/run/clocks.py).
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

MOVED = ("time", "perf_counter", "process_time")  # and each with _ns
_PER_SECOND = 1_000_000_000


class MovedClocks:
    """How far the clocks of this process are ahead."""

    def __init__(self) -> None:
        self._ahead = 0  # nanoseconds

    def patch(self) -> None:
        """From now on, the functions `MOVED` of `time` tell the moved time."""
        for name in MOVED:
            setattr(time, name, self._seconds(getattr(time, name)))
            setattr(time, f"{name}_ns", self._nanoseconds(getattr(time, f"{name}_ns")))

    def move_on(self, seconds: float) -> None:
        """Put the clocks forward; they never go back.

        Args:
            seconds: 0 or more; fewer count as 0.
        """
        self._ahead += max(0, round(seconds * _PER_SECOND))

    def _seconds(self, clock: Callable[[], float]) -> Callable[[], float]:
        @functools.wraps(clock)
        def moved() -> float:
            return clock() + self._ahead / _PER_SECOND

        return moved

    def _nanoseconds(self, clock: Callable[[], int]) -> Callable[[], int]:
        @functools.wraps(clock)
        def moved() -> int:
            return clock() + self._ahead

        return moved
