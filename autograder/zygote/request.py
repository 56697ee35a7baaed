"""What a starter of boxes asks of the zygote: data, and open files in a fixed order."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.sandbox.frames import receive_frame, send_frame

STANDARD_STREAMS = 3
_MOST_DESCRIPTORS = 6


@dataclass(frozen=True)
class Request:
    """One program to fork for one box.

    Attributes:
        variables: those that must be the zygote's own, name to value.
        namespaces: flags of the namespaces to move into; 0 for none.
        channel: socket to the starter, for the steps that every box takes.
        streams: standard input, output and error.
        status: pipe that gets the exit status, as a line.
        anchor: descriptor of a process in the namespaces to move into (a pidfd); -1 for none.
    """

    variables: dict[str, str]
    namespaces: int
    channel: int
    streams: tuple[int, int, int]
    status: int
    anchor: int = -1

    def send(self, connection: socket.socket) -> None:
        """Send it."""
        data = {"variables": self.variables, "namespaces": self.namespaces}
        send_frame(connection, json.dumps(data).encode(), self.descriptors)

    @property
    def descriptors(self) -> list[int]:
        """All open files."""
        last = [] if self.anchor < 0 else [self.anchor]
        return [self.channel, *self.streams, self.status, *last]

    @staticmethod
    def receive(connection: socket.socket) -> Request:
        """Receive one.

        Raises:
            OSError, EOFError, ValueError: there is none, or it is malformed.
        """
        payload, descriptors = receive_frame(connection, _MOST_DESCRIPTORS)
        data = json.loads(payload)
        channel, stdin, stdout, stderr, status, *anchor = descriptors
        return Request(
            variables=data["variables"],
            namespaces=data["namespaces"],
            channel=channel,
            streams=(stdin, stdout, stderr),
            status=status,
            anchor=anchor[0] if anchor else -1,
        )

    def close(self) -> None:
        """Close all its open files."""
        for descriptor in self.descriptors:
            os.close(descriptor)


def reply(
    connection: socket.socket, *, refusal: str = "", pid: int = 0, descriptors: Sequence[int] = ()
) -> None:
    """Answer a request.

    Args:
        connection: where it came from.
        refusal: why nothing was forked; empty when something was.
        pid: the process forked, where it stays.
        descriptors: of that process (a pidfd).
    """
    send_frame(connection, json.dumps({"refusal": refusal, "pid": pid}).encode(), descriptors)
