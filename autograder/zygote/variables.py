"""Variables of the environment that are read when a library is imported."""

from __future__ import annotations

from collections.abc import Mapping

# Read when they are needed, or put right in every child; see `renewal`.
_LATE = {"HOME", "IPYTHONDIR", "KERAS_HOME", "MPLBACKEND", "MPLCONFIGDIR", "PATH", "TMPDIR"}
_OURS = "AUTOGRADER_"


def read_at_import(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that have to be the same in the zygote and in its child.

    All are, except those known to be read late.
    """
    return {
        name: value
        for name, value in environment.items()
        if name not in _LATE and not name.startswith(_OURS)
    }
