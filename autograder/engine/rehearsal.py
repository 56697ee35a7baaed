"""Grades the reference solutions before a class hands in.

The instructor hears in time when one of them loses points on this machine, and what they train
need not be trained any more when the class is graded.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from autograder.course.layout import Course, OutputFolders
from autograder.engine.class_request import ClassRequest
from autograder.engine.place import ThisMachine
from autograder.engine.pool import Desk, Pool


@dataclass(frozen=True)
class Rehearsed:
    """What came of one reference solution.

    Attributes:
        assignment: its name.
        remark: what the instructor should know; empty if it got all points.
        seconds: what running and judging it took, on the clock.
    """

    assignment: str
    remark: str
    seconds: float


def rehearse(
    course: Course, names: list[str], out: OutputFolders, remark: Callable[[str], None]
) -> Generator[Rehearsed, None, None]:
    """Grade the reference solutions of assignments side by side; a result for each, as it comes.

    A run that was kept is judged again; nothing is recorded in the gradebook.

    Args:
        course: has the assignments, and keeps what they train.
        names: of assignments, which were built.
        out: where the class's results go.
        remark: is told what the instructor should know of the machine.

    Raises:
        AutograderError: nothing can be graded here, for example without a sandbox.
    """
    request = ClassRequest(names, course.root / "submitted", out)
    place = ThisMachine()
    device, remarks = place.choose_device(request.device)
    for text in remarks:
        remark(text)
    with place.open_pool(course, request, names, device, remark) as pool:
        yield from _side_by_side(pool, names)


def _side_by_side(pool: Pool, names: list[str]) -> Generator[Rehearsed, None, None]:
    desks: list[Desk] = []

    def graded(name: str) -> Rehearsed:
        began = time.monotonic()
        with contextlib.closing(pool.desk()) as desk:
            desks.append(desk)
            remark = desk.learn(name)
        return Rehearsed(name, remark, time.monotonic() - began)

    threads = ThreadPoolExecutor(max(1, min(pool.jobs, len(names))))
    try:
        for future in as_completed([threads.submit(graded, name) for name in names]):
            yield future.result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)  # after Ctrl-C, none begins
        for desk in list(desks):
            desk.close()
        threads.shutdown(wait=True)
        pool.save_counts()
