"""The connection to a Dask scheduler, and the cluster as a place to grade."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from autograder.course.layout import Course
from autograder.engine.class_request import ClassRequest
from autograder.engine.device import DEVICES, choose_device
from autograder.engine.pool import Pool
from autograder.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 30.0  # a machine that is busy grading may be slow to answer
GPU = "GPU"  # the resource that workers with a GPU offer
_ADDRESS = re.compile(r"((tcp|tls|ws|wss)://)?[^/\s]+:[0-9]{1,5}/?")
_HOW = "Start one with 'dask scheduler' and give its address, as in tcp://machine:8786."
_LOGS = ("distributed", "distributed.client", "distributed.core", "distributed.comm")


class Cluster:
    """See `Place`: a Dask cluster whose workers have this package and MNIST.

    Attributes:
        address: of the scheduler.
        client: connected to it.
    """

    def __init__(self, address: str, client: Client) -> None:
        self.address, self.client = address, client

    def workers(self) -> Mapping[str, Mapping[str, Any]]:
        """Address -> what the scheduler knows of a worker, of those that are there now."""
        # Older releases of distributed tell of all workers without being asked.
        workers: Mapping[str, Mapping[str, Any]] = self.client.scheduler_info(n_workers=-1)[
            "workers"
        ]
        return workers

    def choose_device(self, wanted: str) -> tuple[str, tuple[str, ...]]:
        """The GPU when it is wanted, or with "auto" when a worker offers one; remarks."""
        if wanted not in DEVICES or wanted == "cpu":
            return choose_device(wanted)
        if any(worker["resources"].get(GPU) for worker in self.workers().values()):
            return "gpu", ()
        if wanted == "auto":
            return "cpu", ()
        remark = f"No worker offers the resource {GPU} (dask worker --resources {GPU}=1) yet."
        return "gpu", (remark,)

    def open_pool(
        self,
        course: Course,
        request: ClassRequest,
        names: list[str],
        device: str,
        remark: Callable[[str], None],
    ) -> AbstractContextManager[Pool]:
        """See `Place`."""
        from autograder.engine.cluster.cluster_pool import cluster_pool

        return cluster_pool(self, course, request, names, device, remark)


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """A cluster, connected meanwhile.

    Raises:
        ClusterError: Dask is not installed, or no scheduler answers.
    """
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "--cluster needs Dask, which is not installed.",
            'Install it: pip install "distributed>=2024.8", or ".[cluster]" in this folder.',
        ) from error
    # A kept run goes as part of a task, since it must not be lost with the worker that has it.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "10GB"})
    for name in _LOGS:  # what goes wrong is told by us, in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not _ADDRESS.fullmatch(address):
        raise ClusterError(f"'{address}' is no address of a Dask scheduler.", _HOW)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, name="autograder", set_as_default=False)
    except Exception as error:  # of many types, by what answers there, if anything does
        raise ClusterError(f"No Dask scheduler answers at {address}.", _HOW) from error
    try:
        yield Cluster(address, client)
    finally:
        with contextlib.suppress(Exception):  # the scheduler may be gone
            client.close(timeout=5)
