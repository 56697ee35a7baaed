"""What of the time on the clock counts against a limit."""

from __future__ import annotations

import pytest

from autograder.processes.fair_time import BACKSTOP, FairTime


class Machine:
    """A clock and a box that gets a share of a core."""

    def __init__(self) -> None:
        self.now = self.used = 0.0

    def limit(self, seconds: float) -> FairTime:
        return FairTime(seconds, lambda: self.used, lambda: self.now)

    def pass_time(self, limit: FairTime, seconds: int, share: float) -> None:
        for _ in range(seconds):
            self.now += 1
            self.used += share
            limit.look()


@pytest.mark.parametrize(
    ("share", "spent"),
    [
        (1.0, 10.0),  # alone on its core
        (0.5, 5.0),  # shares it with another
        (0.11, 1.1),
        (0.02, 10.0),  # sleeps, or waits for input: the clock counts
        (0.0, 10.0),
        (4.0, 10.0),  # threads on several cores cost no more than the clock says
    ],
)
def test_computing_and_waiting(share: float, spent: float) -> None:
    machine = Machine()
    limit = machine.limit(100)
    machine.pass_time(limit, 10, share)
    assert limit.spent == pytest.approx(spent)
    assert not limit.over


def test_a_limit_is_over_in_the_end() -> None:
    for share, over_after in ((1.0, 10), (0.5, 20), (0.0, 10), (0.12, 10 * int(BACKSTOP))):
        machine = Machine()
        limit = machine.limit(10)
        machine.pass_time(limit, over_after - 1, share)
        assert not limit.over, share
        machine.pass_time(limit, 1, share)
        assert limit.over, share


def test_a_process_that_ends_takes_its_time_along() -> None:
    machine = Machine()
    machine.used = 50.0
    limit = machine.limit(10)
    machine.used = 1.0  # a child of 49 seconds is gone
    machine.now = 2.0
    limit.look()
    assert limit.spent == 2.0
