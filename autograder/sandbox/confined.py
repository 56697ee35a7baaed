"""A box as its starter holds it: the handshake, and the end, the same for every level."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import threading
import time
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox.account import give_back_user
from autograder.sandbox.frames import receive_frame, send_frame
from autograder.sandbox.launch import Keeper, Launch, Start, Streams
from autograder.sandbox.process_tree import descendants, end, end_descendants, is_dead, usage
from autograder.sandbox.removal import remove_tree
from autograder.sandbox.watchdog import Watchdog, WatchedFolder

_HANDSHAKE_SECONDS = 30.0
_END_SECONDS = 10.0
_LAST_WORDS = 2000


class ConfinedProcess:
    """A process in its box; see `autograder.sandbox.box.Confined`.

    Args:
        start: what to start, and how it is confined.
        launch: brings the program inside to life.
        streams: standard input, output and error of the module, as for `Popen`.
    """

    def __init__(self, start: Start, launch: Launch, streams: Streams) -> None:
        self._start = start
        self._limits = start.box.limits
        self._folders: list[int] = []
        self._inner = -1
        self._module = -1
        self._ending = threading.RLock()
        self._closed = False
        self._watchdog: Watchdog | None = None
        self._keeper: Keeper | None = None
        self.inside = start.inside
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(_HANDSHAKE_SECONDS)
        try:
            with theirs:
                self._launched = launch(start, theirs, streams)
        except BaseException:
            self._channel.close()
            self._clean()
            raise
        self.process, self._root = self._launched.process, self._launched.root
        self._keeper = self._launched.keeper
        try:
            self._meet()
        except BaseException:
            self.close()
            raise

    def _meet(self) -> None:
        """Send the plan; receive the private folder."""
        with contextlib.suppress(OSError):  # a box that is gone has last words, read below
            send_frame(self._channel, self._start.plan.encode())
        wanted = 1 + len(self._start.plan.watched)
        answer, self._folders = self._receive(wanted)
        self._first = int(str(answer["pid"]))
        inner = descendants(self._root)
        self._inner = _descriptor_of(inner[:1])
        if self._launched.watch_module:
            self._module = _descriptor_of(inner[-1:])
        if len(self._folders) != wanted:
            raise SandboxError("The box did not hand over its private folder.")
        self.private = Path(f"/proc/self/fd/{self._folders[0]}")
        if self._start.private is not None:
            self.private = self._start.private
        watched = [WatchedFolder(folder, self._start.private) for folder in self._folders]
        self._watchdog = Watchdog(
            self._root,
            self._limits,
            watched,
            self.kill,
            self._launched.own_processes,
            self._module,
        )
        self._watchdog.start()

    def _receive(self, most_descriptors: int = 0) -> tuple[dict[str, object], list[int]]:
        try:
            payload, descriptors = receive_frame(self._channel, most_descriptors)
        except TimeoutError:
            raise SandboxError(
                f"The box did not answer within {_HANDSHAKE_SECONDS:g} s.", self._last_words()
            ) from None
        except (EOFError, OSError):
            raise SandboxError("The box ended while it was set up.", self._last_words()) from None
        answer = json.loads(payload)
        if "error" in answer:
            raise SandboxError(f"The box can't be set up: {answer['error']}.")
        return answer, descriptors

    def _last_words(self) -> str:
        """The end of standard error, where it is a pipe."""
        self.kill()
        stream = self.process.stderr
        if stream is None or not select.select([stream], [], [], 1.0)[0]:
            return ""
        os.set_blocking(stream.fileno(), False)
        with contextlib.suppress(OSError):
            text = os.read(stream.fileno(), 1 << 16).decode(errors="replace")
            return f"It said: {text[-_LAST_WORDS:].strip()}"
        return ""

    def go(self) -> None:
        """Confine the process for good, then let the module start.

        Raises:
            SandboxError: it could not be confined; no code of the module has run.
        """
        try:
            send_frame(self._channel, self._start.filter_for(self._first))
            self._receive()
        except OSError:
            raise SandboxError("The box ended before it was used.", self._last_words()) from None
        finally:
            self._channel.close()

    def give(self, path: Path) -> None:
        """Make a file or folder below `private`, made from here, the process's own."""
        uid = self._start.plan.uid
        if uid is None:
            return
        *folders, name = path.relative_to(self.private).parts
        with contextlib.ExitStack() as opened:
            place = self._folders[0]
            for folder in folders:
                flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
                place = os.open(folder, flags, dir_fd=place)
                opened.callback(os.close, place)
            os.chown(name, uid, uid, dir_fd=place, follow_symlinks=False)

    def cpu_seconds(self) -> float:
        """Processor time that the processes that are in the box now have used."""
        used = 0.0
        for pid in descendants(self._root, self._limits.processes):
            with contextlib.suppress(OSError, ValueError, IndexError):  # it is just ending
                used += usage(pid).cpu_seconds
        return used

    def breach(self) -> str:
        """Which limit the box was ended for, as a sentence; empty when for none."""
        return self._watchdog.breach if self._watchdog is not None else ""

    def kill(self) -> None:
        """End everything in the box at once; may be called from any thread, any time."""
        with self._ending:
            if self._keeper is None and self.process.returncode is not None:
                return
            if self._start.ended_by_outermost:
                # First the one whose end the kernel makes the end of all others.
                end(descendants(self._root)[:1])
            elif self._keeper is None:
                end_descendants(self._root)
            else:
                self._keeper.end()
            self.process.kill()

    def close(self) -> None:
        """End everything in the box, wait until it is gone, and remove what was private.

        Raises:
            SandboxError: a process of the box can't be ended.
        """
        with self._ending:
            if self._closed:
                return
            self._closed = True
            inner = descendants(self._root) if self.process.poll() is None else []
            self.kill()
        if self._watchdog is not None:
            self._watchdog.stop()
        left = self._wait_for_end(inner)
        self._channel.close()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._clean()
        if left:
            raise SandboxError(f"Processes of a box can't be ended: {left}.")

    def _wait_for_end(self, inner: list[int]) -> list[int]:
        deadline = time.monotonic() + _END_SECONDS
        if self._inner >= 0:
            # The first process of a process namespace ends when all others have ended.
            select.select([self._inner], [], [], _END_SECONDS)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_END_SECONDS)
        while (left := [pid for pid in inner if not is_dead(pid)]) and time.monotonic() < deadline:
            time.sleep(0.002)
        return left

    def _clean(self) -> None:
        for descriptor in (*self._folders, self._inner, self._module):
            if descriptor >= 0:
                os.close(descriptor)
        if self._keeper is not None:
            self._keeper.close()
        if self._start.private is not None:
            remove_tree(self._start.private)
        give_back_user(self._start.plan.uid)


def _descriptor_of(pids: list[int]) -> int:
    """A descriptor that tells when a process ends; -1 where there is none."""
    if not pids or not hasattr(os, "pidfd_open"):
        return -1
    try:
        return os.pidfd_open(pids[0])
    except OSError:
        return -1
