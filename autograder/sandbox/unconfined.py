"""The level "none": a private folder and a clean end, and no confinement at all."""

from __future__ import annotations

import sys

from autograder.errors import SandboxError
from autograder.sandbox.box import Box
from autograder.sandbox.confined import ConfinedProcess
from autograder.sandbox.launch import Launch, Start, Stream, launch_cold
from autograder.sandbox.levels import NONE
from autograder.sandbox.ordering import folder_on_disk, plan_for


class Unconfined:
    """Starts processes that may do all that this user may.

    Args:
        launch: brings the program inside to life.
    """

    name = NONE

    def __init__(self, launch: Launch = launch_cold) -> None:
        self._launch = launch

    def start(
        self, box: Box, *, stdin: Stream = None, stdout: Stream = None, stderr: Stream = None
    ) -> ConfinedProcess:
        """Start a process; it waits for `go`.

        Raises:
            SandboxError: it can't be started.
        """
        if sys.platform == "win32":
            raise SandboxError("Windows can't run submissions.", "Use WSL (Linux in Windows).")
        private = folder_on_disk(box.scratch)
        plan = plan_for(box, private)
        plan.confine = False
        plan.keep = True
        plan.rlimits = {"CORE": 0}
        start = Start(box, plan, inside=private, private=private)
        return ConfinedProcess(start, self._launch, (stdin, stdout, stderr))
