"""Runs a command as an ordinary user of this machine, for tests that are started by root."""

from __future__ import annotations

import functools
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

USER = 2000
_PROGRAMS = ("unshare", "setpriv", "mount")


def as_ordinary_user(command: list[str]) -> list[str]:
    """The command that runs another as user 2000, without capabilities.

    Where Python lies below a folder of root alone, the user sees an empty folder with nothing
    but Python in its place; files of root that others may read stay readable.
    """
    return _with_open_python(_dropped(command))


def as_root_with_open_python(command: list[str]) -> list[str]:
    """The command that runs another as root, where any user can reach this Python."""
    return _with_open_python(command)


def _with_open_python(command: list[str]) -> list[str]:
    base = Path(sys.base_prefix).resolve()
    script = [f"exec {shlex.join(command)}"]
    closed = next((place for place in reversed(base.parents) if not _open(place)), None)
    if closed is not None:
        hidden, place = shlex.quote(str(closed)), shlex.quote(str(base))
        script = [
            f"exec 9< {place}",
            f"mount -t tmpfs -o mode=0755 tmpfs {hidden}",
            f"mkdir -p {place}",
            # The name of descriptor 9 leads to an empty folder now, itself still to Python.
            f"mount --no-canonicalize --bind /proc/self/fd/9 {place}",
            "exec 9<&-",
            *script,
        ]
    return ["unshare", "--mount", "--propagation", "private", "sh", "-ec", "\n".join(script)]


def _dropped(command: list[str]) -> list[str]:
    user = [f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
    return ["setpriv", *user, "--inh-caps=-all", "--bounding-set=-all", "--", *command]


def _open(place: Path) -> bool:
    return bool(place.stat().st_mode & 0o001)


@functools.cache
def ordinary_user_possible() -> bool:
    """Whether this process may become an ordinary user that can run Python."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    if any(shutil.which(program) is None for program in _PROGRAMS):
        return False
    command = as_ordinary_user([sys.executable, "-c", "import os; print(os.getuid())"])
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return ended.stdout.strip() == str(USER)
