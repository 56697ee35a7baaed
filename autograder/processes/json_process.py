"""The parent's end of a child process: requests go in, events come out, one JSON line each."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Protocol

from autograder.processes.fair_time import FairTime

LOOK_EVERY = 1.0  # seconds between two looks at how much of its time a process has used
STOP_SECONDS = 5.0  # that a process may take to end by itself once its input has ended


class Started(Protocol):
    """A process that has been started, confined or not."""

    @property
    def process(self) -> subprocess.Popen[str]:
        """The process, with pipes for its input and output."""

    def cpu_seconds(self) -> float:
        """Processor time that it has used; 0 where that is not known."""

    def kill(self) -> None:
        """End it, and all that it started, at once."""

    def close(self) -> None:
        """End it and remove what belonged to it."""


# Starts the process with pipes for input and output; its standard error goes to the given file.
Start = Callable[[IO[str]], Started]


@dataclass(frozen=True)
class PlainProcess:
    """A process started without confinement."""

    process: subprocess.Popen[str]

    def cpu_seconds(self) -> float:
        """0: it is not known."""
        return 0.0

    def kill(self) -> None:
        """End the process at once."""
        with contextlib.suppress(OSError):
            self.process.kill()

    def close(self) -> None:
        """End the process and wait for it."""
        self.kill()
        self.process.wait()


def start_module(module: str, environment: Mapping[str, str]) -> Start:
    """How to start `python -m module` without confinement, in a session of its own."""

    def start(log: IO[str]) -> PlainProcess:
        return PlainProcess(
            subprocess.Popen(
                [sys.executable, "-m", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=dict(environment),
                start_new_session=True,  # Ctrl-C is the coordinator's to handle
            )
        )

    return start


class JsonProcess:
    """A process that can be started again and again; one at a time."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._started: Started | None = None
        self._events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._log: IO[str] | None = None
        self._ending = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._started is not None and self._started.process.poll() is None

    def start(self) -> None:
        """Start the process, ending an earlier one."""
        self.stop()
        self._events = queue.Queue()
        self._log = tempfile.TemporaryFile(  # noqa: SIM115 -- lives as long as the process
            "w+", encoding="utf-8", errors="replace"
        )
        self._started = self._start(self._log)
        threading.Thread(
            target=_forward, args=(self._started.process.stdout, self._events), daemon=True
        ).start()

    def send(self, message: Mapping[str, Any]) -> None:
        """Send one request; a process that is gone is noticed by `next_event`."""
        assert self._started is not None and self._started.process.stdin is not None
        with contextlib.suppress(BrokenPipeError, ValueError):
            self._started.process.stdin.write(json.dumps(message) + "\n")
            self._started.process.stdin.flush()

    def next_event(self, deadline: float) -> dict[str, Any] | None:
        """The next event; None when the process is gone or the deadline has passed.

        Args:
            deadline: in seconds of `time.monotonic()`.
        """
        try:
            return self._events.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return None

    def next_event_within(self, limit: FairTime) -> dict[str, Any] | None:
        """The next event; None when the process is gone or the limit is over."""
        while not limit.over:
            event = self.next_event(time.monotonic() + LOOK_EVERY)
            limit.look()
            if event is not None or not self.running:
                return event
        return None

    def cpu_seconds(self) -> float:
        """Processor time that the process has used; 0 where that is not known."""
        started = self._started
        return started.cpu_seconds() if started is not None else 0.0

    def last_words(self) -> str:
        """The last line that the process wrote to standard error."""
        log, text = self._log, ""
        if log is not None:
            with contextlib.suppress(ValueError):  # another thread has just stopped the process
                log.seek(0)
                text = log.read()[-4000:]
        lines = [line for line in text.splitlines() if line.strip()]
        return lines[-1] if lines else ""

    def kill(self) -> None:
        """End the process at once; may be called from any thread."""
        started = self._started
        if started is not None:
            started.kill()

    def stop(self, *, gently: bool = False) -> None:
        """End the process; may be called from any thread.

        Args:
            gently: let it end by itself when its input ends, for some seconds.
        """
        with self._ending:  # each process and each log has one thread that ends it
            started, self._started = self._started, None
            log, self._log = self._log, None
        if started is not None:
            if gently:
                _end_input(started.process)
            started.close()
            for stream in (started.process.stdin, started.process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
        if log is not None:
            log.close()


def _end_input(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)


def _forward(stream: IO[str], events: queue.Queue[dict[str, Any] | None]) -> None:
    with contextlib.suppress(ValueError, OSError):
        for line in stream:
            events.put(json.loads(line))
    events.put(None)
