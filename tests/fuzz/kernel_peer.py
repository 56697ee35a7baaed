"""A kernel that speaks ZeroMQ's protocol wrongly, byte by byte, and the grader's client of it.

The student's process holds the kernel's ends of the connections and can write anything there.
Whatever it writes, the client must get messages, errors or nothing: libzmq ends the process of its
user where it finds itself in a state that it holds to be impossible.

    python -m tests.fuzz.kernel_peer --cases 2000 --seed 1

runs until a case ends the process; the number of the last case is printed. The frames follow
ZMTP 3.1 (https://rfc.zeromq.org/spec/37/).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import socket
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import zmq

from autograder.run.confined_kernel import CHANNELS, ConfinedKernelManager
from autograder.sandbox.box import Confined

MORE, LONG, COMMAND = 1, 2, 4  # bits of a frame's first byte
PEERS = {"shell": b"ROUTER", "iopub": b"PUB", "stdin": b"ROUTER", "control": b"ROUTER"}
LENGTHS = (0, 1, 255, 2**31, 63_999_999, 64_000_001, 2**63, 2**64 - 1)  # bytes, as announced
CASES = 150  # the fault that led to this test showed within some thirty
READ_SECONDS = 0.03  # that the client reads in each case


def frame(flags: int, body: bytes) -> bytes:
    """A frame whose length is true."""
    if len(body) > 255:
        return bytes([flags | LONG]) + struct.pack(">Q", len(body)) + body
    return bytes([flags & ~LONG, len(body)]) + body


def greeting(minor: int) -> bytes:
    """What both sides say first: version 3 and no encryption."""
    return b"\xff" + bytes(8) + b"\x7f\x03" + bytes([minor]) + b"NULL".ljust(52, b"\0")


def ready(peer: bytes) -> bytes:
    """The command that ends the handshake."""
    named = b"\x0bSocket-Type" + struct.pack(">I", len(peer)) + peer
    return frame(COMMAND, b"\x05READY" + named)


def hostile(chance: random.Random) -> bytes:
    """One frame, or what looks like one."""
    some = chance.randbytes(chance.randrange(40))
    commands = (
        b"\x04PING",
        b"\x04PONG",
        b"\x09SUBSCRIBE",
        b"\x06CANCEL",
        b"\x05ERROR",
        b"\x05READY",
    )
    return chance.choice(
        (
            some,
            frame(chance.randrange(8), some * chance.randrange(20)),
            frame(COMMAND, chance.choice(commands) + some),
            frame(COMMAND | MORE, chance.choice(commands) + some),
            bytes([chance.randrange(256)]) + struct.pack(">Q", chance.choice(LENGTHS)),
            frame(MORE, b"x") * chance.randrange(500),
            frame(MORE, b"") + frame(0, b"<IDS|MSG>"),
            frame(0, b"\1" + some),
        )
    )


def speech(chance: random.Random, peer: bytes) -> list[bytes]:
    """All that is said on one connection."""
    more = [hostile(chance) for _ in range(chance.randrange(1, 40))]
    begin = chance.choice(
        (
            [greeting(1), ready(peer)],
            [greeting(1), ready(peer)],
            [greeting(0), ready(peer)],
            [greeting(1), ready(b"REP")],
            [greeting(1)],
            [greeting(1)[: chance.randrange(64)]],
            [],
        )
    )
    return [*begin, *more]


def speak(listener: socket.socket, chance: random.Random, peer: bytes) -> None:
    """Take one connection, say everything, end it."""
    with contextlib.suppress(OSError), listener, listener.accept()[0] as connection:
        connection.settimeout(1)
        for part in speech(chance, peer):
            connection.sendall(part)
        time.sleep(chance.choice((0, 0.002, READ_SECONDS)))


@contextlib.contextmanager
def forged_kernel(folder: Path, chance: random.Random) -> Iterator[None]:
    """Something that listens at all sockets of a kernel."""
    speakers = []
    for number, channel in enumerate(CHANNELS, start=1):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(folder / f"k-{number}"))
        listener.listen()
        listener.settimeout(1)
        peer = PEERS.get(channel.removesuffix("_port"))
        if peer is None:  # the client leaves the heartbeat alone
            listener.close()
            continue
        own = random.Random(chance.random())
        speakers.append(threading.Thread(target=speak, args=(listener, own, peer)))
    for speaker in speakers:
        speaker.start()
    try:
        yield
    finally:
        for speaker in speakers:
            speaker.join()


async def read_all(manager: ConfinedKernelManager) -> None:
    """Read from all channels for a moment."""
    client = manager.client()
    client.start_channels()
    with contextlib.suppress(zmq.Again):  # cut off already
        client.kernel_info()
    end = time.monotonic() + READ_SECONDS
    channels = [getattr(client, f"{name}_channel") for name in PEERS]
    while time.monotonic() < end:
        for channel in channels:
            with contextlib.suppress(Exception):  # what the client of a kernel allows for
                await channel.get_msg(timeout=0.003)
    client.stop_channels()


def run_case(seed: int, case: int) -> None:
    """One kernel that speaks wrongly at all its sockets."""
    chance = random.Random(f"{seed} {case}")
    with tempfile.TemporaryDirectory() as name, forged_kernel(Path(name), chance):
        ports: dict[str, Any] = {
            channel: number for number, channel in enumerate(CHANNELS, start=1)
        }
        connection = {"transport": "ipc", "key": "k", "signature_scheme": "hmac-sha256", **ports}
        manager = ConfinedKernelManager(cast(Confined, None), {**connection, "ip": f"{name}/k"})
        manager.context.setsockopt(zmq.SNDTIMEO, 20)  # milliseconds; many cases cut the client off
        asyncio.run(read_all(manager))
        manager.context.destroy(linger=0)


def main() -> None:
    """Run the cases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    for case in range(given.cases):
        print(case, flush=True)
        run_case(given.seed, case)


if __name__ == "__main__":
    main()
