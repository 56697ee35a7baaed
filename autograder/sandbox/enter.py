"""Runs first in every box: gives up all rights, then runs the module (python -m ... DESCRIPTOR).

The starter of the box sends a Plan over the inherited socket, and gets back open folders.
Nothing of the module is imported before the starter's second message, and before that
message is answered, the process is confined for good.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import socket
import sys
from pathlib import Path
from typing import NoReturn

from autograder.sandbox import landlock_rules, rights
from autograder.sandbox.frames import receive_frame, send_frame
from autograder.sandbox.keeper import keep
from autograder.sandbox.plan import Plan

FAILED = 125


def main(descriptor: int) -> None:
    """Enter the box of which the starter holds the other end of a socket."""
    channel = socket.socket(fileno=descriptor)
    channel.set_inheritable(False)
    plan = Plan.decode(receive_frame(channel)[0])
    if plan.keep:
        keeper = os.getpid()
        child = os.fork()
        if child:
            channel.close()
            keep(child, plan.starter, plan.private)
        rights.end_with(keeper)
        os.setsid()
    confine(channel, plan)
    run_module(plan)


def confine(channel: socket.socket, plan: Plan, spare: tuple[int, ...] = ()) -> None:
    """Give up all rights, and return when the starter says so; or end this process.

    Args:
        channel: to the starter; closed at the end.
        plan: what to give up.
        spare: descriptors that stay open, besides the standard streams.
    """
    try:
        _wait_for_go(channel, plan, spare)
    except EOFError:
        os._exit(FAILED)
    except Exception as error:
        refuse(channel, error)
    channel.close()


def refuse(channel: socket.socket, error: Exception) -> NoReturn:
    """Tell the starter why there will be no box, and end this process."""
    with contextlib.suppress(OSError):
        send_frame(channel, json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
    os._exit(FAILED)


def _wait_for_go(channel: socket.socket, plan: Plan, spare: tuple[int, ...]) -> None:
    if plan.confine:
        rights.die_with_parent()
        _own(plan)
        rights.become(plan.uid)
    folders = _open_folders(plan)
    send_frame(channel, json.dumps({"pid": os.getpid()}).encode(), folders)
    program = receive_frame(channel)[0]
    rights.close_all_but(channel.fileno(), *spare)
    rights.limit(plan.rlimits)
    os.chdir(plan.cwd)
    if plan.landlock is not None:
        landlock_rules.restrict(plan.landlock)
    if program:
        rights.filter_calls(program)
    send_frame(channel, b"{}")


def _own(plan: Plan) -> None:
    """Make the private folder, still as root, the property of the user to become."""
    if plan.uid is not None:
        os.chown(plan.private, plan.uid, plan.uid)
    if plan.uid is not None or Path(plan.private).stat().st_uid == os.geteuid():
        Path(plan.private).chmod(0o700)


def _open_folders(plan: Plan) -> list[int]:
    for name in plan.folders:
        (Path(plan.private) / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW
    return [os.open(path, flags) for path in (plan.private, *plan.watched)]


def run_module(plan: Plan) -> None:
    """Run the module as `python -m` does."""
    # `python -m` put the folder of the start, "/", first: no module of the box lies there.
    sys.path[:] = [place for place in sys.path if place not in ("", "/")]
    sys.argv = [plan.module, *plan.arguments]
    runpy.run_module(plan.module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
