"""The zygote: `python -m autograder.zygote.server LISTENER CONTROL MODULE...`.

Imports modules, says how many threads there are, and forks for each request on the socket
LISTENER. It ends when the other end of the socket CONTROL is closed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.sandbox import rights
from autograder.sandbox.frames import send_frame
from autograder.zygote.child import live
from autograder.zygote.request import Request, reply
from autograder.zygote.variables import read_at_import

_REAP_SECONDS = 1.0
_REQUEST_SECONDS = 5.0


class Zygote:
    """Forks on request.

    Args:
        listener: socket that requests come from.
        control: socket whose end is that of the zygote.
        environment: the variables before the imports.
    """

    def __init__(
        self, listener: socket.socket, control: socket.socket, environment: Mapping[str, str]
    ) -> None:
        self._listener = listener
        self._control = control
        self._variables = read_at_import(environment)
        self._threads = threads()

    def serve(self) -> tuple[Request, socket.socket] | None:
        """Fork until the end.

        Returns:
            In the zygote, at its end, None; in each child, the request that it is for, and the
            connection that stays open as long as the one who asked lives.
        """
        while True:
            ready, _, _ = select.select([self._listener, self._control], [], [], _REAP_SECONDS)
            _reap()
            if self._control in ready:
                return None
            if self._listener in ready:
                connection, _ = self._listener.accept()
                request = self._answer(connection)
                if request is not None:
                    self._listener.close()
                    self._control.close()
                    return request, connection
                connection.close()

    def _answer(self, connection: socket.socket) -> Request | None:
        """Fork for one request; the request in the child, None in the zygote."""
        connection.settimeout(_REQUEST_SECONDS)
        try:
            request = Request.receive(connection)
        except (OSError, EOFError, ValueError, KeyError):
            return None
        try:
            refusal = self._refusal(request)
            child = 0 if refusal else os.fork()
            if not refusal and child == 0:
                return request
            _tell(connection, request, child, refusal)
        except OSError as error:
            _tell(connection, request, 0, f"{error.strerror}")
        request.close()
        return None

    def _refusal(self, request: Request) -> str:
        """Why a child would not be like a process that is started cold; empty when it would."""
        if threads() != self._threads:
            return "The warm process has started threads."
        if request.variables != self._variables:
            names = {name for name, _ in request.variables.items() ^ self._variables.items()}
            return f"Variables that are read at import differ: {', '.join(sorted(names))}."
        return ""


def _tell(connection: socket.socket, request: Request, child: int, refusal: str) -> None:
    try:
        if refusal:
            reply(connection, refusal=refusal)
        elif request.namespaces:
            os.waitpid(child, 0)  # the program itself is the box's by now
            reply(connection)
        else:
            keeper = os.pidfd_open(child)
            reply(connection, pid=child, descriptors=[keeper])
            os.close(keeper)
    except OSError:
        return  # whoever asked is gone, and the child notices


def _reap() -> None:
    """Take notice of children that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def set_by_imports(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that libraries have set for themselves.

    Args:
        environment: the variables before the imports.
    """
    return {name: value for name, value in os.environ.items() if name not in environment}


def threads() -> int:
    """Number of threads of this process."""
    return len(list(Path("/proc/self/task").iterdir()))


def main(listener: int, control: int, modules: Sequence[str]) -> None:
    """Import, then serve."""
    rights.die_with_parent()
    sys.path[:] = [place for place in sys.path if place not in ("", "/")]
    listening = socket.socket(fileno=listener)
    controlling = socket.socket(fileno=control)
    for opened in (listening, controlling):
        opened.set_inheritable(False)
    environment = dict(os.environ)
    # As in a kernel: TensorFlow looks at its import whether there is a prompt.
    sys.ps1 = "In : "
    for name in modules:
        importlib.import_module(name)
    del sys.ps1
    # Nothing that has been imported is looked at again, so that its pages stay shared.
    gc.collect()
    gc.freeze()
    zygote = Zygote(listening, controlling, environment)
    send_frame(controlling, json.dumps({"threads": threads()}).encode())
    forked = zygote.serve()
    del zygote, listening, controlling
    if forked is not None:
        live(*forked, set_by_imports(environment))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
