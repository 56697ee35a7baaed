"""Runs in a box: each function tries one thing and returns what came of it.

What hurts a machine without a sandbox is bounded: at most 2000 processes, 1 GB of memory, 300 MB
of files. It calls the system as directly as it can, so the rules for paths do not apply.
"""

# ruff: noqa: PTH101, PTH104, PTH108, PTH109, PTH123, PTH208, SIM115

from __future__ import annotations

import ctypes
import json
import mmap
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIBC = ctypes.CDLL(None, use_errno=True)
MB = 1 << 20


def attempt(action: Callable[[], Any]) -> str:
    """What an action gives, or the name of the error that it raises."""
    try:
        return str(action())
    except Exception as error:
        return type(error).__name__


def nothing() -> str:
    return "done"


def who() -> dict[str, Any]:
    lines = Path("/proc/self/status").read_text().splitlines()
    status = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    return {"uid": os.getuid(), "cwd": os.getcwd(), "path": sys.path, "argv": sys.argv, **status}


def read(*paths: str) -> dict[str, str]:
    return {path: attempt(lambda path=path: len(Path(path).read_bytes())) for path in paths}


def write(*paths: str) -> dict[str, str]:
    return {path: attempt(lambda path=path: Path(path).write_text("x")) for path in paths}


def change(path: str) -> dict[str, str]:
    """Everything that changes a file without opening it to write."""
    return {
        "chmod": attempt(lambda: os.chmod(path, 0)),
        "utime": attempt(lambda: os.utime(path, (1, 1))),
        "truncate": attempt(lambda: os.truncate(path, 0)),
        "cut when opened": attempt(lambda: os.open(path, os.O_RDONLY | os.O_TRUNC)),
        "rename": attempt(lambda: os.rename(path, path + ".moved")),
        "remove": attempt(lambda: os.unlink(path)),
        "link": attempt(lambda: os.link(path, "linked")),
    }


def sockets(port: str, path: str) -> dict[str, str]:
    def connect(family: int, kind: int, address: Any) -> str:
        with socket.socket(family, kind) as client:
            client.settimeout(1)
            client.connect(address)
        return "connected"

    def send(address: str) -> str:
        one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        return str(one.sendto(b"x", address))

    return {
        "tcp": attempt(
            lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int(port)))
        ),
        "udp": attempt(
            lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int(port)))
        ),
        "local": attempt(lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, path)),
        "datagram": attempt(lambda: send(path)),
        "netlink": attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
        "vsock": attempt(lambda: socket.socket(40, socket.SOCK_STREAM)),
        "pair": attempt(lambda: socket.socketpair()[0].family.name),
    }


def calls() -> dict[str, int]:
    """Errors of system calls that a box refuses; 0 where one is allowed."""

    def error_of(name: str, *arguments: Any) -> int:
        ctypes.set_errno(0)
        result = getattr(LIBC, name)(*arguments)
        return ctypes.get_errno() if result == -1 else 0

    return {
        "unshare": error_of("unshare", 0x10000000),
        "mount": error_of("mount", b"none", b"/tmp", b"tmpfs", 0, None),
        "ptrace": error_of("ptrace", 0, 0, 0, 0),
        "memfd_create": error_of("memfd_create", b"name", 0),
        "shmget": error_of("shmget", 0, 4096, 0o600),
        "setuid": error_of("setuid", 0),
        "dumpable": error_of("prctl", 4, 0, 0, 0, 0),
        "survive": error_of("prctl", 1, 0, 0, 0, 0),
        "io_uring_setup": error_of("syscall", 425, 1, None),
        "type": error_of("ioctl", 0, 0x5412, b"x"),
    }


def signals(*pids: str) -> dict[str, str]:
    found = {pid: attempt(lambda pid=pid: os.kill(int(pid), 0)) for pid in pids}
    found["self"] = attempt(lambda: os.kill(os.getpid(), 0))
    return found


def processes(*pids: str) -> dict[str, Any]:
    seen = {pid: attempt(lambda pid=pid: Path(f"/proc/{pid}/cmdline").read_bytes()) for pid in pids}
    return {"listed": attempt(lambda: sorted(filter(str.isdigit, os.listdir("/proc")))), **seen}


def memory_of_others(*pids: str) -> dict[str, str]:
    """Other programs in the box have the same user, where it is an ordinary one."""
    others = {str(number) for number in range(1, 20)} | set(pids)
    places = {pid: f"/proc/{pid}/mem" for pid in others - {str(os.getpid())}}
    return {
        pid: attempt(lambda place=place: os.open(place, os.O_RDWR)) for pid, place in places.items()
    }


def change_what_is_open() -> str:
    """Standard input, opened anew, to write."""
    return attempt(lambda: os.write(os.open("/proc/self/fd/0", os.O_WRONLY), b"x"))


def honest() -> dict[str, str]:
    """What ordinary notebooks do."""

    def said(*command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    return {
        "program": attempt(lambda: said("echo", "hi")),
        "python": attempt(lambda: said(sys.executable, "-c", "print(1)")),
        "file": attempt(lambda: Path("home/file").write_text("x")),
        "descriptors": attempt(lambda: "0" in os.listdir("/proc/self/fd")),
        "thread": attempt(in_thread),
        "processors": attempt(lambda: os.cpu_count() > 0),
        "null": attempt(lambda: Path("/dev/null").write_text("x")),
        "random": attempt(lambda: len(os.urandom(4))),
    }


def in_thread() -> str:
    said = []
    thread = threading.Thread(target=lambda: said.append("ran"))
    thread.start()
    thread.join()
    return said[0]


def pool_and_terminal() -> dict[str, str]:
    import multiprocessing
    import pty

    def pool() -> list[int]:
        with multiprocessing.get_context("fork").Pool(2) as workers:
            return workers.map(abs, [-1, -2])

    return {"pool": attempt(pool), "terminal": attempt(lambda: len(pty.openpty()))}


def fork_bomb(most: str) -> int:
    made = 0
    for _ in range(int(most)):
        try:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
        except OSError:
            break
        made += 1
    time.sleep(1)
    return made


def wild_fork_bomb(most: str) -> str:
    """Children fork as well; each at most so often that 2000 are never passed by far."""
    refused = mmap.mmap(-1, 1)
    for _ in range(int(most)):
        try:
            os.fork()
        except OSError:
            refused[0] = 1
            time.sleep(0.01)
    for _ in range(15):  # on a busy machine a watchdog may need that long
        if not refused[0]:
            time.sleep(1)
    time.sleep(2)
    # Every process says this; the last one knows of all.
    return "some refused" if refused[0] else "none refused"


def take_memory(megabytes: str) -> str:
    held = bytearray(0)
    for _ in range(int(megabytes) // 16):
        held += b"x" * (16 * MB)
    return "taken"


def share_memory(megabytes: str) -> str:
    held = []
    for _ in range(int(megabytes) // 16):
        shared = mmap.mmap(-1, 16 * MB)
        shared.write(b"x" * (16 * MB))
        held.append(shared)
    time.sleep(30)
    return "survived"


def share_one_memory(megabytes: str, processes_: str) -> str:
    """Many processes with the same pages: little memory, though each seems to have it all."""
    shared = mmap.mmap(-1, int(megabytes) * MB)
    shared.write(b"x" * (int(megabytes) * MB))
    children = []
    for _ in range(int(processes_)):
        child = os.fork()
        if child == 0:
            for place in range(0, len(shared), 4096):
                shared[place]
            time.sleep(1)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return "survived"


def memory_without_first_thread(megabytes: str) -> None:
    """The first thread ends; /proc/PID then tells of no memory, while another takes it."""

    def take() -> None:
        time.sleep(0.2)
        share_memory(megabytes)

    threading.Thread(target=take).start()
    LIBC.syscall(60 if os.uname().machine == "x86_64" else 93, 0)


def page_tables(gigabytes: str) -> str:
    """Reads of empty memory: no page is used, but the tables of pages grow."""
    size = int(gigabytes) << 30
    LIBC.mmap.restype = ctypes.c_void_p
    LIBC.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
    kind = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000  # no memory set aside for it
    place = LIBC.mmap(None, size, mmap.PROT_READ, kind, -1, 0)
    LIBC.madvise(ctypes.c_void_p(place), ctypes.c_size_t(size), 15)  # no huge pages
    for offset in range(0, size, 2 * MB):
        ctypes.string_at(place + offset, 1)
    time.sleep(30)
    return "survived"


def fill_disk(megabytes: str) -> str:
    written = 0
    try:
        for number in range(int(megabytes) // 4):
            Path(f"big{number}").write_bytes(b"x" * (4 * MB))
            written += 4
    except OSError as error:
        return f"{type(error).__name__} {error.errno} after {written}"
    time.sleep(5)
    return "survived"


def fill_disk_unseen(megabytes: str) -> str:
    held = []
    for number in range(int(megabytes) // 4):
        held.append(open(f"gone{number}", "wb"))
        os.unlink(f"gone{number}")
        held[-1].write(b"x" * (4 * MB))
        held[-1].flush()
    time.sleep(5)
    return "survived"


def fill_inodes(folder: str, most: str) -> str:
    try:
        for number in range(int(most)):
            os.close(os.open(f"{folder}/{number}", os.O_CREAT | os.O_WRONLY))
    except OSError as error:
        return f"{type(error).__name__} {error.errno}"
    time.sleep(5)
    return "survived"


def burn() -> None:
    while True:
        pass


def deaf() -> None:
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    print(json.dumps("deaf"), flush=True)
    burn()


def daemon(marker: str) -> str:
    """A grandchild in a session of its own, with closed pipes, and a marker in its arguments."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for descriptor in range(3):
                os.close(descriptor)
            os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(60)", marker])
        os._exit(0)
    os.wait()
    time.sleep(0.3)
    return "left"


def sleep(marker: str) -> None:
    subprocess.Popen(["sleep", "60"])
    print(json.dumps("sleeping"), flush=True)
    time.sleep(60)


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])), flush=True)
