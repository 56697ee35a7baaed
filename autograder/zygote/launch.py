"""Brings the program inside a box to life: a fork of the zygote, behind what confines it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from autograder.errors import SandboxError
from autograder.sandbox.frames import receive_frame
from autograder.sandbox.launch import Launched, Start, Streams, spawn
from autograder.sandbox.process_tree import descendants, end_descendants
from autograder.zygote.namespaces import kinds_of_its_own
from autograder.zygote.request import Request
from autograder.zygote.streams import GivenStreams
from autograder.zygote.variables import read_at_import

_ANSWER_SECONDS = 20.0
_ANCHOR_SECONDS = 10.0
# Holds the namespaces; ends with the exit status that it reads, or with 1 if there is none.
_ANCHOR = 'echo; exec >/dev/null; read -r status; exit "${status:-1}"'


@dataclass(frozen=True)
class WarmLaunch:
    """Asks the zygote for a child.

    Attributes:
        address: the zygote's socket.
    """

    address: Path

    def __call__(self, start: Start, channel: socket.socket, streams: Streams) -> Launched:
        """Start the program inside.

        Raises:
            SandboxError: the zygote refuses, or is not there.
        """
        if start.box.devices:
            raise SandboxError("Programs that use a GPU start cold.")
        connection = self._connect()
        try:
            with GivenStreams(streams) as given, _pipe() as (reader, status):
                with _anchor(start, reader, given.given[2]) as anchor:
                    launched = _launch(start, anchor, connection, channel, given, status)
                given.attach(anchor)
        except BaseException as error:
            connection.close()
            if isinstance(error, (OSError, EOFError, ValueError)):
                raise SandboxError(f"The warm process broke off: {error}.") from None
            raise
        if launched.keeper is None:
            connection.close()
        return launched

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(_ANSWER_SECONDS)
        try:
            connection.connect(str(self.address))
        except OSError as error:
            connection.close()
            raise SandboxError(f"The warm process does not answer: {error.strerror}.") from None
        return connection


@contextlib.contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for descriptor in ends:
            os.close(descriptor)


@contextlib.contextmanager
def _anchor(start: Start, pipe: int, stderr: int) -> Iterator[subprocess.Popen[str]]:
    """A small program in the box's namespaces, if it has any; ended after an error.

    Its end is that of the box. It stays with whoever started it, as its exit status does. In
    the box it is confined by the same filter, since it may have the same user.
    """
    with tempfile.TemporaryFile() as program:
        program.write(start.filter_for(0))
        program.seek(0)
        more = _confining_bubblewrap(program) if start.ended_by_outermost else []
        command = [*start.prefix[:-1], *more, *start.prefix[-1:]]
        command += ["/bin/sh", "-c", _ANCHOR]
        given = (program.fileno(), *start.files)
        anchor = spawn(command, {}, given, (pipe, subprocess.PIPE, stderr))
    try:
        _wait_for(anchor)
        yield anchor
    except BaseException:
        anchor.kill()
        anchor.wait()
        raise


def _confining_bubblewrap(program: IO[bytes]) -> list[str]:
    return ["--cap-drop", "ALL", "--seccomp", str(program.fileno())]


def _wait_for(anchor: subprocess.Popen[str]) -> None:
    """Wait until everything is mounted and the anchor runs."""
    assert anchor.stdout is not None
    said = anchor.stdout
    anchor.stdout = None
    with said:
        ready, _, _ = select.select([said], [], [], _ANCHOR_SECONDS)
        if not ready or not said.readline():
            raise SandboxError("The box ended while it was set up.")


def _launch(
    start: Start,
    anchor: subprocess.Popen[str],
    connection: socket.socket,
    channel: socket.socket,
    given: GivenStreams,
    status: int,
) -> Launched:
    """Have the program forked: into the anchor's namespaces, or with a keeper of its own."""
    variables = read_at_import(start.box.environment)
    if not start.ended_by_outermost:
        request = Request(variables, 0, channel.fileno(), given.given, status)
        pid, keeper = _ask(request, connection)
        return Launched(anchor, pid, start.own_processes, WarmKeeper(pid, keeper, connection))
    inside = next(reversed(descendants(anchor.pid)), 0)
    place = os.pidfd_open(inside)
    try:
        namespaces = kinds_of_its_own(inside)
        request = Request(
            variables, namespaces, channel.fileno(), given.given, status, anchor=place
        )
        _ask(request, connection)
    finally:
        os.close(place)
    return Launched(anchor, anchor.pid, start.own_processes + 1, watch_module=True)


def _ask(request: Request, connection: socket.socket) -> tuple[int, int]:
    """The number and descriptor of the process forked; 0 and -1 for one inside a box."""
    request.send(connection)
    payload, descriptors = receive_frame(connection, 1)
    answer = json.loads(payload)
    if answer["refusal"]:
        raise SandboxError(f"The warm process refused: {answer['refusal']}")
    return answer["pid"], descriptors[0] if descriptors else -1


class WarmKeeper:
    """The keeper of a warm box without namespaces, a child of the zygote.

    Args:
        pid: its number.
        descriptor: of the process (a pidfd).
        connection: by whose end it notices ours.
    """

    def __init__(self, pid: int, descriptor: int, connection: socket.socket) -> None:
        self._pid = pid
        self._descriptor = descriptor
        self._connection = connection

    def end(self) -> None:
        """End all processes below it, and itself; nothing if it has ended."""
        if self._descriptor < 0 or select.select([self._descriptor], [], [], 0)[0]:
            return
        end_descendants(self._pid)
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def close(self) -> None:
        """Let go of it, after its end."""
        self._connection.close()
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
