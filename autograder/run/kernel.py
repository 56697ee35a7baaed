"""One student kernel: started, fed with cells, watched, and ended whatever it does."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import nbformat
import zmq
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync

from autograder.errors import SubmissionError
from autograder.processes.fair_time import BACKSTOP, FairTime
from autograder.run.confined_kernel import start_kernel
from autograder.run.environment import HOME, RunSettings
from autograder.run.local_paths import Replacement, variants
from autograder.run.streams import joined_streams
from autograder.sandbox.box import Sandbox
from autograder.sandbox.process_tree import descendants

KILL_AFTER = 10.0  # seconds that an interrupt may take before the kernel is killed
START_SECONDS = 120
LOOK_EVERY = 1  # seconds between two looks at how much of its time a cell has used
LEAST_PAUSE = 0.02  # between two looks, in seconds: nbclient asks at once after a stray message
OUTPUT_NOTICE = "\n[More output was not kept: the notebook printed more than {megabytes:g} MB.]\n"


class CappedClient(NotebookClient):
    """A notebook client that keeps only so much output of a notebook, and counts time fairly."""

    most_bytes = 5_000_000
    kept_bytes = 0
    time_left: FairTime
    give_up: Callable[[], None]
    interrupted: float | None = None

    async def _async_handle_timeout(
        self, timeout: int, cell: nbformat.NotebookNode | None = None
    ) -> dict[str, Any] | None:
        """Called whenever a cell has run for another `timeout` seconds: is its time over?

        It is interrupted then, and a kernel that does not listen is killed. nbclient looks by
        itself, each time, whether the kernel is still there.
        """
        await asyncio.sleep(LEAST_PAUSE)
        self.time_left.look()
        if self.interrupted is None and self.time_left.over:
            self.interrupted = time.monotonic()
            return await super()._async_handle_timeout(timeout, cell)
        if self.interrupted is not None and time.monotonic() > self.interrupted + KILL_AFTER:
            self.give_up()
        return None

    def output(self, outs: Any, msg: Any, display_id: str | None, cell_index: int) -> Any:
        """Keep the output, or a single notice once the notebook has printed too much."""
        if self.kept_bytes > self.most_bytes:
            return None
        self.kept_bytes += _size(msg["content"])
        if self.kept_bytes > self.most_bytes:
            notice = OUTPUT_NOTICE.format(megabytes=self.most_bytes / 1e6)
            return outs.append(nbformat.v4.new_output("stream", name="stderr", text=notice))
        return super().output(outs, msg, display_id, cell_index)

    def handle_comm_msg(self, outs: Any, msg: Any, cell_index: int) -> None:
        """Let widgets talk to nobody: nbclient's stand-in for a browser may fail over them."""


class StudentKernel:
    """A running student kernel.

    Use as a context manager: on leaving, the kernel and all that it started are gone.

    Attributes:
        alive: whether it can be asked to run anything.
        died: whether it ended by itself, or somebody else ended it; not for being too slow.
        spent: seconds that what ran last has used of its limit.
        exchange: descriptor of the folder of evidence and calls, opened before the student's
            code ran: whatever takes the folder's name later is not looked at.
    """

    def __init__(
        self, notebook: nbformat.NotebookNode, sandbox: Sandbox, settings: RunSettings
    ) -> None:
        self._notebook = notebook
        self._sandbox = sandbox
        self._settings = settings
        self.alive = False
        self.died = False
        self.spent = 0.0

    def __enter__(self) -> StudentKernel:
        self._started = start_kernel(self._sandbox, self._settings)
        self._confined, self._manager = self._started.confined, self._started.manager
        self.exchange = self._started.exchange
        self._client = CappedClient(
            self._notebook,
            km=self._manager,
            allow_errors=True,
            interrupt_on_timeout=True,
            startup_timeout=START_SECONDS,
            store_widget_state=False,
            record_timing=False,
        )
        self._client.give_up = self.kill
        self._client.most_bytes = int(self._settings.limits.output_mb * 1e6)
        try:
            self._started.await_sockets(START_SECONDS)
            run_sync(self._client.async_start_new_kernel_client)()
        except BaseException as error:
            self._started.close()
            if isinstance(error, RuntimeError):
                raise SubmissionError(
                    "kernel_start", f"The student kernel did not start: {error}"
                ) from error
            raise
        self.alive = True
        return self

    def __exit__(self, *_: object) -> None:
        self.alive = False
        self._confined.kill()
        client: Any = self._client.kc
        with contextlib.suppress(Exception):
            client.stop_channels()
        with contextlib.suppress(Exception):
            run_sync(self._manager._async_cleanup_resources)()
        self._started.close()

    def folders(self) -> list[Replacement]:
        """Its own folders, and what is shown of them: no more than a home folder."""
        places = (self._confined.private, self._confined.inside)
        return [
            replacement
            for place in places
            for folder in (place / HOME, place)
            for replacement in variants(folder, "~")
        ]

    def breach(self) -> str:
        """Which limit the kernel was ended for, as a sentence; empty when for none."""
        return self._confined.breach()

    def processes(self) -> list[int]:
        """The numbers of all processes of its box."""
        return descendants(self._confined.process.pid)

    def kill(self) -> None:
        """End the kernel and all that it started at once."""
        self._confined.kill()

    def run_cell(self, index: int, seconds: float) -> str:
        """Run the notebook's code cell at `index`; its outputs land in the notebook.

        Args:
            index: of the cell.
            seconds: that it may take, as `FairTime` counts them.

        Returns:
            "ok" or "error" (the cell raised), "timeout", or "died" (the kernel is gone).
        """
        cell = self._client.nb.cells[index]
        try:
            return self._run_cell(cell, index, seconds)
        finally:
            cell.outputs = joined_streams(cell.outputs)

    def _run_cell(self, cell: nbformat.NotebookNode, index: int, seconds: float) -> str:
        self._client.timeout = LOOK_EVERY
        self._client.interrupted = None
        self._client.time_left = FairTime(max(1.0, seconds), self._confined.cpu_seconds)
        try:
            with self._watchdog(BACKSTOP * max(1.0, seconds) + KILL_AFTER):
                self._client.execute_cell(cell, index)
        except CellTimeoutError:
            return self._timed_out()
        except DeadKernelError:
            return self._gone()
        except zmq.Again:
            cell.outputs.append(_error_output("ConnectionError", "the kernel can't be reached"))
            return self._gone()
        except Exception as error:  # replies and outputs of a hostile kernel may be anything
            cell.outputs.append(_error_output(type(error).__name__, "malformed kernel reply"))
            return self._gone()
        finally:
            self._client.time_left.look()
            self.spent = self._client.time_left.spent
        if self._client.interrupted is not None:
            return self._timed_out()  # nbclient interrupted the cell and went on
        failed = any(output.output_type == "error" for output in cell.outputs)
        return "error" if failed else "ok"

    def _gone(self) -> str:
        """After an end that nobody has asked for, or that an interrupt has led to."""
        self.alive = False
        self.died = self._client.interrupted is None
        return "died" if self.died else "timeout"

    def _timed_out(self) -> str:
        """After an interrupt: a kernel that the watchdog had to kill is gone."""
        self.alive = bool(run_sync(self._manager.is_alive)())
        return "timeout"

    def run_silently(self, code: str, seconds: float) -> bool:
        """Run code of our own in the kernel; True when it ended by itself in time.

        What it says is not believed: results are read from files, as data.
        """
        if not self.alive:
            return False
        client: Any = self._client.kc  # its methods are made by a factory that types don't see
        assert client is not None
        try:
            message_id = client.execute(code, silent=True, store_history=False, allow_stdin=False)
        except zmq.Again:  # nobody is there to send it to
            self.kill()
            self.alive, self.died = False, True
            return False
        left = FairTime(seconds, self._confined.cpu_seconds)
        while not left.over:
            try:
                reply = run_sync(client.get_shell_msg)(timeout=min(LOOK_EVERY, seconds))
            except queue.Empty:
                reply = None
            except Exception:  # not a message at all; a later one may be
                time.sleep(LEAST_PAUSE)
                reply = {}
            left.look()
            self.spent = left.spent
            if reply is None:
                if not run_sync(self._manager.is_alive)():
                    self.alive, self.died = False, True
                    return False
                continue
            parent = reply.get("parent_header")
            if isinstance(parent, dict) and parent.get("msg_id") == message_id:
                return True
        self._interrupt()
        return False

    def _interrupt(self) -> None:
        """Stop what runs; kill a kernel that does not listen."""
        with contextlib.suppress(Exception):
            self._manager.interrupt_kernel()
        client: Any = self._client.kc
        try:
            run_sync(client.get_shell_msg)(timeout=KILL_AFTER)
        except Exception:  # no answer, or one of a hostile kernel, which may be anything
            self.alive = False
            self.kill()

    @contextlib.contextmanager
    def _watchdog(self, seconds: float) -> Iterator[None]:
        """Kill the kernel when the body takes longer: a cell may ignore interrupts."""
        timer = threading.Timer(seconds, self.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _size(content: Any) -> int:
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(_size(value) for value in content.values())
    if isinstance(content, (list, tuple)):
        return sum(_size(value) for value in content)
    return 8


def _error_output(name: str, value: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("error", ename=name, evalue=value, traceback=[f"{name}: {value}"])
