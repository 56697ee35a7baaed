"""Where submissions are graded: on this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from autograder.course.layout import Course
from autograder.engine.class_request import ClassRequest
from autograder.engine.device import choose_device
from autograder.engine.pool import Pool


class Place(Protocol):
    """Somewhere to grade."""

    def choose_device(self, wanted: str) -> tuple[str, tuple[str, ...]]:
        """The device to use there, and remarks for the instructor."""

    def open_pool(
        self,
        course: Course,
        request: ClassRequest,
        names: list[str],
        device: str,
        remark: Callable[[str], None],
    ) -> AbstractContextManager[Pool]:
        """Build the named assignments and make ready to grade them.

        Raises:
            AutograderError: grading can't be started at all.
        """


class ThisMachine:
    """Grades here, in processes of its own."""

    def choose_device(self, wanted: str) -> tuple[str, tuple[str, ...]]:
        """See `Place`."""
        return choose_device(wanted)

    def open_pool(
        self,
        course: Course,
        request: ClassRequest,
        names: list[str],
        device: str,
        remark: Callable[[str], None],
    ) -> AbstractContextManager[Pool]:
        """See `Place`."""
        from autograder.engine.local_pool import local_pool

        return local_pool(course, request, names, device, remark)


@contextmanager
def chosen_place(request: ClassRequest) -> Iterator[Place]:
    """The place that a request names.

    Raises:
        ClusterError: the cluster can't be reached.
    """
    if not request.cluster:
        yield ThisMachine()
        return
    from autograder.engine.cluster.connection import connected

    with connected(request.cluster) as cluster:
        yield cluster
