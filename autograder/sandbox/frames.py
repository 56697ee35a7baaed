"""Messages between a box's starter and the program that waits inside: length, bytes, files."""

from __future__ import annotations

import socket
from collections.abc import Sequence

_LENGTH_BYTES = 4
_LARGEST = 1 << 22


def send_frame(channel: socket.socket, payload: bytes, descriptors: Sequence[int] = ()) -> None:
    """Send one message of at most 4 MiB, with open files."""
    message = len(payload).to_bytes(_LENGTH_BYTES, "big") + payload
    sent = socket.send_fds(channel, [message], list(descriptors))
    # Nothing may follow a message that is complete: the receiver may be gone by then.
    if sent < len(message):
        channel.sendall(message[sent:])


def receive_frame(channel: socket.socket, most_descriptors: int = 0) -> tuple[bytes, list[int]]:
    """Receive one message: its bytes, and the files that came with it.

    Raises:
        EOFError: the other side is gone, or does not keep to the format.
        TimeoutError: nothing came within the channel's time limit.
    """
    header, descriptors, _, _ = socket.recv_fds(channel, _LENGTH_BYTES, most_descriptors)
    header += _receive(channel, _LENGTH_BYTES - len(header)) if header else b""
    length = int.from_bytes(header, "big")
    if len(header) != _LENGTH_BYTES or length > _LARGEST:
        raise EOFError("no message")
    return _receive(channel, length), descriptors


def _receive(channel: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        piece = channel.recv(length - len(received))
        if not piece:
            raise EOFError("the message is cut off")
        received += piece
    return received
