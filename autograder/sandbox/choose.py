"""Chooses the level of confinement: the best that keeps its promises on this machine."""

from __future__ import annotations

import sys

from autograder.errors import SandboxError
from autograder.sandbox.box import Sandbox
from autograder.sandbox.levels import LEVELS, NAMES, NONE, level_named
from autograder.sandbox.probe import LevelFinding, finding, sandbox_named, survey

__all__ = ["AUTO", "LevelFinding", "choose_sandbox", "sandbox_named", "survey"]

AUTO = "auto"
_ELSEWHERE = "Grade on Linux, for example in Docker, or use --unsafe if you trust every submission."


def choose_sandbox(wanted: str = AUTO, *, unsafe: bool = False) -> Sandbox:
    """A level that was tried on this machine and works.

    Args:
        wanted: name of a level, or "auto" for the best one.
        unsafe: whether "none" may be taken, where it is wanted or nothing else works.

    Raises:
        SandboxError: no such level works here; says what was tried and what to do.
    """
    if wanted not in (AUTO, *NAMES):
        sandbox_named(wanted)  # tells the names that there are
    if wanted == NONE and not unsafe:
        raise SandboxError(
            "The sandbox 'none' confines nothing.", "Add --unsafe if you trust every submission."
        )
    candidates = [level for level in LEVELS if level.name != NONE and wanted in (AUTO, level.name)]
    tried = []
    for level in candidates:
        found = finding(level)
        if found.works:
            return sandbox_named(level.name)
        tried.append(found)
    if unsafe and wanted in (AUTO, NONE):
        return sandbox_named(NONE)
    raise refusal(tried)


def refusal(tried: list[LevelFinding]) -> SandboxError:
    """The error that tells of each level why it does not work, and what would help."""
    reasons = " ".join(f"[{found.level.name}] {found.problem}" for found in tried)
    if sys.platform != "linux":
        return SandboxError("Submissions can be confined on Linux only.", _ELSEWHERE)
    advice = [f"[{found.level.name}] {level_named(found.level.name).remedy}" for found in tried]
    return SandboxError(
        f"Submissions can't be confined on this machine. {reasons}",
        " ".join(["What helps:", *advice, f"Or: {_ELSEWHERE}"]),
    )
