"""Starts a student kernel in its box and lets Jupyter's client talk to it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
from pathlib import Path
from typing import Any, cast

import zmq
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
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
from autograder.sandbox.box import PRIVATE, Box, BoxLimits, Confined, Sandbox

MODULE = "autograder.student_kernel"
CONNECTION_FILE = "kernel.json"
CHANNELS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
LARGEST_MESSAGE = 64_000_000  # bytes; a kernel that sends more is cut off
RECONNECT_MILLISECONDS = 10  # between looks whether the kernel listens; 100 by default


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


class ConfinedKernelManager(AsyncKernelManager):
    """Manages one kernel that runs in a box."""

    def __init__(self, confined: Confined, connection: dict[str, Any]) -> None:
        super().__init__(client_class=f"{PromptClient.__module__}.{PromptClient.__qualname__}")
        self.provisioner = ConfinedProvisioner(parent=self)
        self.provisioner.confined = confined
        self.context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
        self.context.setsockopt(zmq.RECONNECT_IVL, RECONNECT_MILLISECONDS)
        self.load_connection_info(cast(KernelConnectionInfo, connection))

    @property
    def kernel_spec(self) -> KernelSpec:
        """Says that interrupts are messages: the sandbox keeps signals from the kernel."""
        return KernelSpec(argv=[], display_name="Student", interrupt_mode="message")


def start_kernel(
    sandbox: Sandbox, settings: RunSettings
) -> tuple[Confined, ConfinedKernelManager, int]:
    """Start a student kernel; it may take seconds until it answers.

    Returns:
        The kernel's box, its manager, and a descriptor of its exchange folder.

    Raises:
        SandboxError: the box can't be made.
    """
    confined = sandbox.start(
        kernel_box(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        fill_home(confined, settings.released)
        connection: dict[str, Any] = {
            "transport": "ipc",
            "key": secrets.token_hex(32),
            "signature_scheme": "hmac-sha256",
            **{name: number for number, name in enumerate(CHANNELS, start=1)},
        }
        folder = confined.private / CONNECTION
        inside = {**connection, "ip": str(confined.inside / CONNECTION / "k")}
        (folder / CONNECTION_FILE).write_text(json.dumps(inside), encoding="utf-8")
        confined.give(folder / CONNECTION_FILE)
        manager = ConfinedKernelManager(confined, {**connection, "ip": str(folder / "k")})
        exchange = os.open(confined.private / EXCHANGE, os.O_RDONLY | os.O_DIRECTORY)
        confined.go()
    except BaseException:
        confined.close()
        raise
    return confined, manager, exchange


def kernel_box(settings: RunSettings) -> Box:
    """What a student kernel may see, use and spend."""
    limits = settings.limits
    return Box(
        module=MODULE,
        arguments=("-f", f"{PRIVATE}/{CONNECTION}/{CONNECTION_FILE}"),
        environment=student_environment(settings),
        scratch=settings.scratch,
        read_only=(settings.digits,),
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


def gpu_devices() -> tuple[Path, ...]:
    """The device files of NVIDIA GPUs."""
    return tuple(sorted(Path("/dev").glob("nvidia*")))
