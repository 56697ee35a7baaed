"""A level of confinement that starts warm where it can, and cold where anything is in doubt."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox.box import Box, Confined
from autograder.sandbox.launch import Stream
from autograder.sandbox.probe import sandbox_named
from autograder.zygote.launch import WarmLaunch


class WarmOrCold:
    """Starts processes at a level, by the zygote if it answers.

    Args:
        name: of the level.
        address: the zygote's socket, or None for cold starts alone.

    Attributes:
        name: of the level; both ways of starting confine alike.
        cold_because: why the last start was cold though a warm one was wanted; empty if not.
    """

    def __init__(self, name: str, address: Path | None) -> None:
        self.name = name
        self.cold_because = ""
        self._cold = sandbox_named(name)
        self._warm = None if address is None else sandbox_named(name, WarmLaunch(address))

    def start(
        self, box: Box, *, stdin: Stream = None, stdout: Stream = None, stderr: Stream = None
    ) -> Confined:
        """Start a process in its box; it waits for `go`.

        Raises:
            SandboxError: the box can't be made.
        """
        self.cold_because = ""
        if self._warm is not None:
            try:
                return self._warm.start(box, stdin=stdin, stdout=stdout, stderr=stderr)
            except SandboxError as error:
                self.cold_because = error.problem
        return self._cold.start(box, stdin=stdin, stdout=stdout, stderr=stderr)
