"""Runs inside a box and tries to break out, harmlessly; prints what it could do, as JSON.

Its arguments are a JSON object: a file `secret` outside the box, a `port` of 127.0.0.1 and a
`socket` that somebody listens on, and the `digests` of other processes' command lines.
"""

from __future__ import annotations

import hashlib
import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def reads_files(facts: dict[str, Any]) -> bool:
    """Whether it can read a file outside the box."""
    return bool(Path(facts["secret"]).read_bytes())


def writes_files(facts: dict[str, Any]) -> bool:
    """Whether it can make a file outside the box."""
    (Path(facts["secret"]).parent / "written").write_text("from inside", encoding="ascii")
    return True


def uses_network(facts: dict[str, Any]) -> bool:
    """Whether it can connect to a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(1.0)
        client.connect(("127.0.0.1", facts["port"]))
    return True


def uses_sockets(facts: dict[str, Any]) -> bool:
    """Whether it can connect to a local socket of somebody else."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(facts["socket"])
    return True


def sees_processes(facts: dict[str, Any]) -> bool:
    """Whether it can read the command line of a process outside."""
    for number in {*_listed("/proc"), *map(str, facts["processes"])}:
        try:
            line = Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            continue
        if hashlib.sha256(line).hexdigest() in facts["digests"]:
            return True
    return False


def _listed(folder: str) -> list[str]:
    try:
        return [entry.name for entry in Path(folder).iterdir() if entry.name.isdigit()]
    except OSError:
        return []


def has_capabilities(facts: dict[str, Any]) -> bool:
    """Whether it has rights of root."""
    status = _status()
    return any(int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"))


def may_gain_rights(facts: dict[str, Any]) -> bool:
    """Whether it could gain rights by starting a program, or call the kernel at will."""
    status = _status()
    return status.get("NoNewPrivs") != "1" or status.get("Seccomp") != "2"


def lacks_private_folder(facts: dict[str, Any]) -> bool:
    """Whether it can't write to its private folder."""
    try:
        Path("own").write_text("mine", encoding="ascii")
    except OSError:
        return True
    return False


def _status() -> dict[str, str]:
    lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


HOLES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "files outside the box can be read": reads_files,
    "files outside the box can be written": writes_files,
    "the network can be used": uses_network,
    "sockets of other programs can be used": uses_sockets,
    "other processes can be looked into": sees_processes,
    "root's capabilities are left": has_capabilities,
    "rights can be gained anew": may_gain_rights,
    "the private folder can't be written": lacks_private_folder,
}


def holes(facts: dict[str, Any]) -> list[str]:
    """What this process can do and should not, a phrase each."""
    found = []
    for phrase, is_open in HOLES.items():
        try:
            if is_open(facts):
                found.append(phrase)
        except OSError:
            continue  # refused, as it should be
    return found


if __name__ == "__main__":
    print(json.dumps(holes(json.loads(sys.argv[1]))))
