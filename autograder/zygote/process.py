"""The zygote as its owner holds it: started once, asked by many, ended with its owner."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from autograder.errors import SandboxError
from autograder.sandbox.box import Sandbox
from autograder.sandbox.frames import receive_frame
from autograder.sandbox.launch import spawn
from autograder.sandbox.probe import problem_of, sandbox_named
from autograder.zygote.launch import WarmLaunch

_MODULE = "autograder.zygote.server"
_IMPORT_SECONDS = 120.0
_END_SECONDS = 5.0
_WAITING_REQUESTS = 64
_LAST_WORDS = 500


class ZygoteProcess:
    """A running zygote. Use as a context manager, or call `close`.

    Args:
        folder: for its socket; nobody else may enter it. Paths of sockets are short.
        modules: to import.
        environment: all its variables.

    Attributes:
        address: the socket to ask it by.
        environment: its variables.

    Raises:
        SandboxError: it can't be started, can't import, or the imports started threads.
    """

    def __init__(self, folder: Path, modules: Sequence[str], environment: dict[str, str]) -> None:
        if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
            raise SandboxError("Warm starts need Linux.")
        self.address = folder / "zygote"
        self.environment = environment
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as it
        self._control, theirs = socket.socketpair()
        try:
            with theirs, _listener(self.address) as listener:
                numbers = (listener.fileno(), theirs.fileno())
                command = [sys.executable, "-m", _MODULE, *map(str, numbers), *modules]
                silent = subprocess.DEVNULL
                streams = (silent, silent, self._log.fileno())
                self._process = spawn(command, environment, numbers, streams)
        except BaseException as error:
            self._control.close()
            self._log.close()
            if isinstance(error, OSError):
                raise SandboxError(f"The warm process can't be started: {error}.") from None
            raise
        try:
            threads = self._wait_for_imports()
            if threads != 1:
                raise SandboxError(f"Its imports start {threads - 1} threads.")
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def __enter__(self) -> ZygoteProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sandbox(self, level: str) -> Sandbox:
        """A level of confinement whose programs this zygote forks."""
        return sandbox_named(level, WarmLaunch(self.address))

    def problem_of(self, level: str) -> str:
        """Why a level does not keep its promises when it starts warm; empty when it does."""
        return problem_of(self.sandbox(level), self.environment)

    def close(self) -> None:
        """End it; what it has forked goes on."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
        self._process.kill()
        self._process.wait()
        self._log.close()
        self.address.unlink(missing_ok=True)

    def _wait_for_imports(self) -> int:
        self._control.settimeout(_IMPORT_SECONDS)
        begun = time.monotonic()
        try:
            return int(json.loads(receive_frame(self._control)[0])["threads"])
        except TimeoutError:
            seconds = time.monotonic() - begun
            raise SandboxError(f"The warm process imports since {seconds:.0f} s.") from None
        except (OSError, EOFError):
            self._log.seek(0, os.SEEK_END)
            self._log.seek(max(0, self._log.tell() - _LAST_WORDS))
            said = self._log.read().decode(errors="replace").strip()
            raise SandboxError("The warm process ended.", f"It said: {said}") from None


def _listener(address: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(address))
        address.chmod(0o600)
        listener.listen(_WAITING_REQUESTS)
    except OSError:
        listener.close()
        raise
    return listener
