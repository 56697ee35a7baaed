"""A box as its starter holds it: the handshake, and the end, the same for every level."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from autograder.errors import SandboxError
from autograder.sandbox.account import give_back_user
from autograder.sandbox.box import PRIVATE, Box
from autograder.sandbox.frames import receive_frame, send_frame
from autograder.sandbox.plan import Plan
from autograder.sandbox.process_tree import descendants, end, end_descendants, is_dead
from autograder.sandbox.removal import remove_tree
from autograder.sandbox.watchdog import Watchdog, WatchedFolder

Stream = int | IO[str] | None
_HANDSHAKE_SECONDS = 30.0
_END_SECONDS = 10.0
_LAST_WORDS = 2000

# The kernel ends a box when the thread that started it ends: this one lives as long as we do.
_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starts boxes")
if hasattr(os, "register_at_fork"):

    def _renew_starter() -> None:
        global _STARTER
        _STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starts boxes")

    os.register_at_fork(after_in_child=_renew_starter)


@dataclass(frozen=True)
class Start:
    """How a level starts a box.

    Attributes:
        box: what is asked for.
        plan: orders for the program inside.
        prefix: command that confines; the program inside is appended.
        inside: the private folder as the process sees it.
        filter_for: the seccomp filter for the first process's number; empty for none.
        ended_by_outermost: whether killing the outermost process ends all others.
        own_processes: processes below the outermost one that are the level's own.
        private: the private folder on this machine, to be removed at the end; None if it
            and all that is watched are file systems of their own.
        files: open files that the command needs.
    """

    box: Box
    plan: Plan
    inside: Path
    prefix: Sequence[str] = ()
    filter_for: Callable[[int], bytes] = lambda pid: b""
    ended_by_outermost: bool = False
    own_processes: int = 0
    private: Path | None = None
    files: Sequence[int] = field(default=())


class ConfinedProcess:
    """A process in its box; see `autograder.sandbox.box.Confined`."""

    def __init__(self, start: Start, stdin: Stream, stdout: Stream, stderr: Stream) -> None:
        self._start = start
        self._limits = start.box.limits
        self._folders: list[int] = []
        self._inner = -1
        self._ending = threading.RLock()
        self._closed = False
        self._watchdog: Watchdog | None = None
        self.inside = start.inside
        self._channel, theirs = socket.socketpair()
        self._channel.settimeout(_HANDSHAKE_SECONDS)
        try:
            with theirs:
                command = _command(start, theirs.fileno())
                given = (theirs.fileno(), *start.files)
                self.process = _STARTER.submit(
                    _popen, command, start, given, (stdin, stdout, stderr)
                ).result()
        except OSError as error:
            self._channel.close()
            self._clean()
            raise SandboxError(f"{command[0]} can't be started: {error.strerror}.") from None
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
        self._inner = _descriptor_of(descendants(self.process.pid)[:1])
        if len(self._folders) != wanted:
            raise SandboxError("The box did not hand over its private folder.")
        self.private = Path(f"/proc/self/fd/{self._folders[0]}")
        if self._start.private is not None:
            self.private = self._start.private
        watched = [WatchedFolder(folder, self._start.private) for folder in self._folders]
        self._watchdog = Watchdog(
            self.process.pid, self._limits, watched, self.kill, self._start.own_processes
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

    def breach(self) -> str:
        """Which limit the box was ended for, as a sentence; empty when for none."""
        return self._watchdog.breach if self._watchdog is not None else ""

    def kill(self) -> None:
        """End everything in the box at once; may be called from any thread, any time."""
        with self._ending:
            if self.process.returncode is not None:
                return
            inner = descendants(self.process.pid)
            if self._start.ended_by_outermost:
                # First the one whose end the kernel makes the end of all others.
                end(inner[:1])
                self.process.kill()
            else:
                end_descendants(self.process.pid)
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
            inner = descendants(self.process.pid) if self.process.poll() is None else []
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
        for descriptor in (*self._folders, self._inner):
            if descriptor >= 0:
                os.close(descriptor)
        if self._start.private is not None:
            remove_tree(self._start.private)
        give_back_user(self._start.plan.uid)


def _command(start: Start, descriptor: int) -> list[str]:
    program = [sys.executable, "-m", "autograder.sandbox.enter", str(descriptor)]
    return [*start.prefix, *program]


def _popen(
    command: list[str],
    start: Start,
    descriptors: Sequence[int],
    streams: tuple[Stream, Stream, Stream],
) -> subprocess.Popen[str]:
    values = start.box.environment.items()
    stdin, stdout, stderr = streams
    return subprocess.Popen(
        command,
        cwd="/",
        env={name: filled(value, start.inside) for name, value in values},
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=descriptors,
        start_new_session=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _descriptor_of(pids: list[int]) -> int:
    """A descriptor that tells when a process ends; -1 where there is none."""
    if not pids or not hasattr(os, "pidfd_open"):
        return -1
    try:
        return os.pidfd_open(pids[0])
    except OSError:
        return -1


def filled(text: str, inside: Path) -> str:
    """A text with the private folder's place filled in."""
    return text.replace(PRIVATE, str(inside))
