"""A PostgreSQL server of the test's own: unprivileged, reached by a socket in a private folder."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

USER = "nobody"  # the server refuses to run as root
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """A server with an empty database; gives its SQLAlchemy address.

    Skips the test where no server is installed, or where root can't become another user.
    """
    binaries = _binaries()
    # Near the root: the path of a socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    data = folder / "data"
    try:
        unprivileged = _unprivileged(folder)
        initialise = ("--auth=trust", "--username=grader", "--encoding=UTF8", "--no-sync")
        _run(folder, *unprivileged, str(binaries / "initdb"), "-D", str(data), *initialise)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        control = (*unprivileged, str(binaries / "pg_ctl"), "-D", str(data), "-w")
        _run(folder, *control, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://grader@/postgres?host={folder}"
        finally:
            _run(folder, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """The folder of the server's programs; Debian does not put it on the PATH."""
    found = [path.parent for place in _PLACES for path in Path("/").glob(f"{place[1:]}/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    if not found:
        pytest.skip("no PostgreSQL server is installed (Debian's package: postgresql)")
    return max(found)


def _unprivileged(folder: Path) -> tuple[str, ...]:
    """How to start a command that may not be root's; the folder is that user's then."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no setpriv")
    try:
        user = pwd.getpwnam(USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
    except (KeyError, OSError) as error:
        pytest.skip(f"PostgreSQL does not run as root, nor as {USER} here: {error}")
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")


def _run(folder: Path, *command: str) -> None:
    # The server keeps what it inherits: with a pipe, this would wait for the server's end.
    with (folder / "said").open("wb") as said:
        ended = subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=60,
            check=False,
        )  # fmt: skip
    assert ended.returncode == 0, (folder / "said").read_text()
