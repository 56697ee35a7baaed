"""A child of the zygote: becomes the program inside a box."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from typing import NoReturn

from autograder.sandbox import rights
from autograder.sandbox.enter import confine, refuse, run_module
from autograder.sandbox.frames import receive_frame
from autograder.sandbox.plan import Plan
from autograder.zygote.keeping import keep
from autograder.zygote.namespaces import move_into
from autograder.zygote.renewal import renew
from autograder.zygote.request import Request

_LONGEST_PAUSE_SECONDS = 10.0


def live(request: Request, connection: socket.socket, imported: Mapping[str, str]) -> NoReturn:
    """Do what a request asks, to the end of this process.

    Args:
        request: what to do.
        connection: to the one who asked; its end is theirs.
        imported: variables that imports have set.
    """
    channel = socket.socket(fileno=request.channel)
    try:
        if request.namespaces:
            move_into(request.anchor, request.namespaces)
        os.setsid()
        _take(request.streams)
        plan = Plan.decode(receive_frame(channel)[0])
        keeper = os.getpid()
        if plan.keep and (child := os.fork()):
            channel.close()
            keep(child, connection, request.status, plan.private)
        if plan.keep:
            rights.end_with(keeper)
            os.setsid()
    except EOFError:
        os._exit(1)
    except Exception as error:
        refuse(channel, error)
    spare = () if plan.keep else (request.status,)
    confine(channel, plan, spare)
    status = _run(plan, imported)
    if not plan.keep:
        _say(status, request.status)
    os._exit(status)


def _take(streams: tuple[int, int, int]) -> None:
    """Make them the standard ones."""
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)


def _run(plan: Plan, imported: Mapping[str, str]) -> int:
    """Run the module, and end as Python does; the exit status."""
    status = 0
    try:
        renew(plan.environment, imported)
        run_module(plan)
    except SystemExit as end:
        status = _status_of(end)
    except BaseException:
        traceback.print_exc()
        status = 1
    with contextlib.suppress(Exception):
        threading._shutdown()  # type: ignore[attr-defined]
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    return status


def _status_of(end: SystemExit) -> int:
    if end.code is None:
        return 0
    if isinstance(end.code, int):
        return end.code & 0xFF
    print(end.code, file=sys.stderr)
    return 1


def _say(status: int, pipe: int) -> None:
    """Tell the box's anchor, whose end is that of the box."""
    with contextlib.suppress(OSError):
        os.write(pipe, f"{status}\n".encode())
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
        time.sleep(_LONGEST_PAUSE_SECONDS)
