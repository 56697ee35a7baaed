"""Starts a student kernel in its box and lets Jupyter's client talk to it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import zmq
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from autograder.run.environment import (
    CONNECTION,
    EXCHANGE,
    HOME,
    RunSettings,
    student_environment,
)
from autograder.run.home_folder import fill_home
from autograder.run.kernel_client import PromptClient
from autograder.run.kernel_sockets import PREFIX, await_sockets, place_of
from autograder.sandbox.box import PRIVATE, Box, BoxLimits, Confined, Sandbox

MODULE = "autograder.student_kernel"
CONNECTION_FILE = "kernel.json"
CHANNELS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
LARGEST_MESSAGE = 64_000_000  # bytes; a kernel that sends more is cut off
# Milliseconds until a lost connection is made again; no run takes as many days. A name of a socket
# may lead elsewhere by the time that the student's code has run. ZeroMQ has a word for "never",
# -1, but then drops the connection's queue at once: where it does so between the parts of one
# message, it ends the whole process ("Assertion failed: !_more", libzmq 4.3.5, fq.cpp).
NEVER = 2**30
# Sending only puts a message into a queue, but waits for as long as it takes where there is no
# queue any more: a kernel that breaks the protocol is cut off.
SEND_MILLISECONDS = 5_000


class ConfinedProvisioner(KernelProvisionerBase):
    """Tells Jupyter's kernel manager of a process that a sandbox has started."""

    confined: Confined

    @property
    def has_process(self) -> bool:
        """Whether there is a process to speak of."""
        return True

    async def poll(self) -> int | None:
        """The exit status, or None while the process runs."""
        return self.confined.process.poll()

    async def wait(self) -> int | None:
        """Wait for the process to end."""
        return self.confined.process.wait()

    async def send_signal(self, signum: int) -> None:
        """Interrupts go as messages, everything else ends the box."""
        self.confined.kill()

    async def kill(self, restart: bool = False) -> None:
        """End the box."""
        self.confined.kill()

    async def terminate(self, restart: bool = False) -> None:
        """End the box."""
        self.confined.kill()

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Never used: the sandbox has started the kernel."""
        raise NotImplementedError

    async def cleanup(self, restart: bool = False) -> None:
        """Nothing: the box cleans up after itself."""


class OneConnection(PromptClient):
    """A client that connects once: the heartbeat, which connects again and again, stays off."""

    def start_channels(
        self,
        shell: bool = True,
        iopub: bool = True,
        stdin: bool = True,
        hb: bool = True,
        control: bool = True,
    ) -> None:
        """Connect; whether the kernel lives is asked of its process."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=False, control=control)


class ConfinedKernelManager(AsyncKernelManager):
    """Manages one kernel that runs in a box."""

    def __init__(self, confined: Confined, connection: dict[str, Any]) -> None:
        super().__init__()
        self.provisioner = ConfinedProvisioner(parent=self)
        self.provisioner.confined = confined
        self.context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
        self.context.setsockopt(zmq.RECONNECT_IVL, NEVER)
        self.context.setsockopt(zmq.SNDTIMEO, SEND_MILLISECONDS)
        self.load_connection_info(cast(KernelConnectionInfo, connection))

    def client(self, **kwargs: Any) -> Any:
        """A client whose sockets have the options of this manager's context."""
        kernel = self.get_connection_info(session=True)
        self._client = OneConnection(parent=self, context=self.context, **kernel, **kwargs)
        return self._client

    def interrupt_kernel(self) -> None:  # type: ignore[override]  # its two bases disagree
        """Ask for an interrupt: with a message, since the sandbox keeps signals from the kernel.

        It goes over the connection that the client has; Jupyter's own would make another one.
        """
        self._client.control_channel.send(self._client.session.msg("interrupt_request"))


@dataclass(frozen=True)
class StartedKernel:
    """A kernel whose box has been started.

    Attributes:
        confined: its box.
        manager: for Jupyter's client.
        exchange: descriptor of the folder of evidence and calls.
        connection: descriptor of the folder of its sockets.
    """

    confined: Confined
    manager: ConfinedKernelManager
    exchange: int
    connection: int

    def await_sockets(self, seconds: float) -> None:
        """Wait until it can be connected to; no code of the student's runs before that.

        Raises:
            SubmissionError: it ended, or took too long.
        """
        names = [f"{PREFIX}-{number}" for number, _ in enumerate(CHANNELS, start=1)]
        path, process = self.confined.private / CONNECTION, self.confined.process
        await_sockets(self.connection, path, names, seconds, lambda: process.poll() is not None)

    def close(self) -> None:
        """End the kernel and all that it started, and remove what was private."""
        os.close(self.exchange)
        os.close(self.connection)
        self.confined.close()


def start_kernel(sandbox: Sandbox, settings: RunSettings) -> StartedKernel:
    """Start a student kernel; it may take seconds until it answers.

    Raises:
        SandboxError: the box can't be made.
    """
    confined = sandbox.start(
        kernel_box(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    opened: list[int] = []
    try:
        fill_home(confined, settings.released)
        ports: dict[str, Any] = {
            "transport": "ipc",
            "key": secrets.token_hex(32),
            "signature_scheme": "hmac-sha256",
            **{name: number for number, name in enumerate(CHANNELS, start=1)},
        }
        folder = confined.private / CONNECTION
        inside = {**ports, "ip": str(confined.inside / CONNECTION / PREFIX)}
        (folder / CONNECTION_FILE).write_text(json.dumps(inside), encoding="utf-8")
        confined.give(folder / CONNECTION_FILE)
        # Opened before the student's code runs: what takes their names later is not looked at.
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        opened += [os.open(confined.private / name, flags) for name in (EXCHANGE, CONNECTION)]
        exchange, connection = opened
        place = place_of(connection, folder)
        manager = ConfinedKernelManager(confined, {**ports, "ip": str(place / PREFIX)})
        confined.go()
    except BaseException:
        for descriptor in opened:
            os.close(descriptor)
        confined.close()
        raise
    return StartedKernel(confined, manager, exchange, connection)


def kernel_box(settings: RunSettings) -> Box:
    """What a student kernel may see, use and spend."""
    limits = settings.limits
    return Box(
        module=MODULE,
        arguments=("-f", f"{PRIVATE}/{CONNECTION}/{CONNECTION_FILE}"),
        environment=student_environment(settings),
        scratch=settings.scratch,
        read_only=(settings.digits, *_some(settings.known_trainings)),
        writable=_some(settings.new_trainings),
        folders=(HOME, EXCHANGE, CONNECTION),
        cwd=f"{PRIVATE}/{HOME}",
        devices=gpu_devices() if settings.device == "gpu" else (),
        limits=BoxLimits(
            memory_mb=limits.memory_mb,
            processes=int(limits.processes),
            private_mb=limits.private_mb,
            # Generous for several threads; the wall time is what usually ends a cell.
            cpu_seconds=4 * limits.notebook_seconds,
        ),
    )


def _some(folder: Path | None) -> tuple[Path, ...]:
    return () if folder is None else (folder,)


def gpu_devices() -> tuple[Path, ...]:
    """The device files of NVIDIA GPUs."""
    return tuple(sorted(Path("/dev").glob("nvidia*")))
