"""Standard streams of a program that this process does not start itself."""

from __future__ import annotations

import os
import subprocess
from types import TracebackType
from typing import IO

from autograder.sandbox.launch import Stream, Streams


class GivenStreams:
    """The program's ends of its streams, and ours of those that are pipes.

    Use as a context manager: on leaving, the program's ends are closed here, and after an
    error ours too.

    Attributes:
        given: descriptors of standard input, output and error, for the program.

    Args:
        streams: as for `subprocess.Popen`.
    """

    def __init__(self, streams: Streams) -> None:
        self._opened: list[int] = []
        self._ours: list[int | None] = []
        stdin, stdout, stderr = (
            self._descriptor(stream, number) for number, stream in enumerate(streams)
        )
        self.given = (stdin, stdout, stderr)

    def __enter__(self) -> GivenStreams:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        failed = [ours for ours in self._ours if ours is not None] if error is not None else []
        for descriptor in (*self._opened, *failed):
            os.close(descriptor)

    def attach(self, process: subprocess.Popen[str]) -> None:
        """Make our ends of pipes the streams of a process."""
        stdin, stdout, stderr = self._ours
        process.stdin = None if stdin is None else _text(stdin, "w")
        process.stdout = None if stdout is None else _text(stdout, "r")
        process.stderr = None if stderr is None else _text(stderr, "r")

    def _descriptor(self, stream: Stream, number: int) -> int:
        ours: int | None = None
        if stream is None:
            theirs = number
        elif stream == subprocess.PIPE:
            reader, writer = os.pipe()
            theirs, ours = (reader, writer) if number == 0 else (writer, reader)
            self._opened.append(theirs)
        elif stream == subprocess.DEVNULL:
            theirs = os.open(os.devnull, os.O_RDWR)
            self._opened.append(theirs)
        elif isinstance(stream, int):
            theirs = stream
        else:
            theirs = stream.fileno()
        self._ours.append(ours)
        return theirs


def _text(descriptor: int, mode: str) -> IO[str]:
    return open(descriptor, mode, encoding="utf-8", errors="replace")
