"""A Dask cluster on this machine's loopback: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT, environment

_SCHEDULER = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
_WORKER = ("--host", "127.0.0.1", "--no-nanny", "--no-dashboard")


class DaskCluster:
    """Processes that were started and will be ended.

    Attributes:
        address: of the scheduler.
        workers: that were started, dead ones too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = (folder / "log").open("ab")
        file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._start("dask_scheduler", *_SCHEDULER, "--scheduler-file", str(file))
        self.address = self._address()

    def start_worker(self, threads: int = 1) -> subprocess.Popen[bytes]:
        """One more worker; it has the package and MNIST, and no course."""
        worker = self._start("dask_worker", self.address, *_WORKER, "--nthreads", str(threads))
        self.workers.append(worker)
        return worker

    def close(self) -> None:
        """End all processes that are left; workers first, since they look for the scheduler."""
        for worker in self.workers:
            worker.terminate()
        for process in (*self.workers, self._scheduler):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
        self._log.close()

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        folder = self._folder / "elsewhere"
        folder.mkdir(exist_ok=True)
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
            cwd=folder,
            env={**environment(), "AUTOGRADER_DATA": str(ROOT / "source_data")},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def _address(self) -> str:
        """What the scheduler wrote into its file."""
        end = time.monotonic() + 60
        while time.monotonic() < end and self._scheduler.poll() is None:
            with contextlib.suppress(OSError, ValueError):
                return str(json.loads((self._folder / "scheduler.json").read_text())["address"])
            time.sleep(0.1)
        raise AssertionError((self._folder / "log").read_text())


@contextlib.contextmanager
def dask_cluster(folder: Path) -> Iterator[DaskCluster]:
    """A scheduler without workers."""
    folder.mkdir()
    cluster = DaskCluster(folder)
    try:
        yield cluster
    finally:
        cluster.close()
        print((folder / "log").read_text())  # pytest shows it when a test fails
