"""Network out: every way to a listener on this machine that `place` opens, and beyond it."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path

from tests.attacks.suite import Attack

NUMBER = 30
TITLE = "network out, download of answers"

TCP, UDP, TCP6 = 47113, 47114, 47115
UNIX, ABSTRACT = "/tmp/attack30.sock", "\0attack30"
MARKER = "/tmp/pwned-network-"
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\n7850"
_open: list[socket.socket] = []


def listen(_: Path) -> None:
    """Open the listeners, once a process; whoever reaches one leaves a marker."""
    for marker in Path("/tmp").glob("pwned-network-*"):
        marker.unlink()
    if _open:
        return
    Path(UNIX).unlink(missing_ok=True)
    ways: list[tuple[str, int, int, object]] = [
        ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", TCP)),
        ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", UDP)),
        ("tcp6", socket.AF_INET6, socket.SOCK_STREAM, ("::1", TCP6)),
        ("unix", socket.AF_UNIX, socket.SOCK_STREAM, UNIX),
        ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, ABSTRACT),
    ]
    for name, family, kind, address in ways:
        with contextlib.suppress(OSError):  # not every machine has IPv6
            opened = socket.socket(family, kind)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(address)
            if kind == socket.SOCK_STREAM:
                opened.listen(8)
            _open.append(opened)
            threading.Thread(target=_serve, args=(name, opened, kind), daemon=True).start()
    with contextlib.suppress(OSError):
        Path(UNIX).chmod(0o777)


def _serve(name: str, opened: socket.socket, kind: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            if kind == socket.SOCK_DGRAM:
                opened.recvfrom(100)
                Path(MARKER + name).touch()
                continue
            connected, _ = opened.accept()
            Path(MARKER + name).touch()
            with connected:
                connected.sendall(ANSWER)


SOCKETS = f"""
import socket
ways = [
    ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", {TCP})),
    ("tcp6", socket.AF_INET6, socket.SOCK_STREAM, ("::1", {TCP6})),
    ("mapped", socket.AF_INET6, socket.SOCK_STREAM, ("::ffff:127.0.0.1", {TCP})),
    ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", {UDP})),
]
for name, family, kind, address in ways:
    try:
        with socket.socket(family, kind) as opened:
            opened.settimeout(2)
            opened.connect(address)
            opened.send(b"GET / HTTP/1.0\\r\\n\\r\\n")
            if kind == socket.SOCK_STREAM:
                answer = int(opened.recv(1000)[-4:])
                print("BRE" + "ACH", name)
    except OSError as error:
        print(name, error.strerror)
"""
UNIX_SOCKETS = f"""
import os, socket
places = [{UNIX!r}, {ABSTRACT!r}, "/run/dbus/system_bus_socket", "/var/run/docker.sock",
          "/run/containerd/containerd.sock", "/run/systemd/private", "/tmp/.X11-unix/X0"]
for place in places:
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.settimeout(2)
            opened.connect(place)
            print("BRE" + "ACH", place)
            answer = int(opened.recv(1000)[-4:])
    except (OSError, ValueError) as error:
        print(repr(place), type(error).__name__)
"""
DOWNLOADS = f"""
import urllib.request
address = "http://127.0.0.1:{TCP}/answer"
def by_keras():
    return open(keras.utils.get_file("pwned.txt", address)).read()
def by_original():
    import importlib, keras.src.utils.file_utils as module
    fresh = importlib.reload(module)
    return open(fresh.get_file("pwned.txt", address)).read()
def by_urllib():
    return urllib.request.urlopen(address, timeout=2).read()
def by_curl():
    import subprocess
    return subprocess.run(["curl", "-s", "-m", "2", address], capture_output=True).stdout
for download in (by_keras, by_original, by_urllib, by_curl):
    try:
        answer = int(download())
        print("BRE" + "ACH", download.__name__)
    except Exception as error:
        print(download.__name__, type(error).__name__, error)
"""
# Families that lead out without an address of the internet.
FAMILIES = """
import socket
for name, family, kind, protocol in [
    ("packet", socket.AF_PACKET, socket.SOCK_RAW, 0x0300), ("raw", socket.AF_INET, 3, 1),
    ("vsock", 40, socket.SOCK_STREAM, 0), ("bluetooth", 31, 3, 1), ("can", 29, 3, 1),
    ("alg", 38, 5, 0), ("xdp", 44, 3, 0), ("smc", 43, 1, 0), ("tipc", 30, 1, 0),
    ("kcm", 41, 2, 0), ("rds", 21, 5, 0), ("qipcrtr", 42, 2, 0),
]:
    try:
        opened = socket.socket(family, kind, protocol)
    except OSError as error:
        print(name, error.strerror)
        continue
    print("BRE" + "ACH", "socket of family", name)
    opened.close()
"""
VSOCK = """
import socket
for cid in (2, 1, 0):
    try:
        with socket.socket(40, socket.SOCK_STREAM) as opened:
            opened.settimeout(2)
            opened.connect((cid, 22))
            print("BRE" + "ACH", "vsock", cid)
    except (OSError, AttributeError) as error:
        print(cid, error)
"""
NETLINK = """
import socket, struct
try:
    with socket.socket(16, socket.SOCK_RAW, 0) as opened:
        opened.bind((0, 0))
        opened.settimeout(2)
        # RTM_GETLINK, dump: which network devices are there?
        opened.send(struct.pack("=LHHLLBxHiLL", 32, 18, 0x301, 1, 0, 0, 0, 0, 0, 0))
        names = opened.recv(65536)
        if b"eth" in names or b"enp" in names or b"wlan" in names:
            print("BRE" + "ACH", "network devices")
except OSError as error:
    print(error.strerror)
"""
# io_uring opens sockets past a filter of system calls.
IO_URING = """
import ctypes
library = ctypes.CDLL(None, use_errno=True)
parameters = (ctypes.c_uint32 * 30)()
descriptor = library.syscall(425, 4, parameters)
print("BRE" + "ACH io_uring" if descriptor >= 0 else "refused", ctypes.get_errno())
"""
WHEN_CALLED = "def scale(images):\n" + "\n".join(
    f"    {line}" for line in SOCKETS.strip().splitlines()
)

FORMS = [
    Attack("sockets", {"answer": SOCKETS}, place=listen),
    # A filter of paths does not see a connection to a socket that lies in one: that of calls does.
    Attack("unix-sockets", {"answer": UNIX_SOCKETS}, place=listen),
    Attack("downloads", {"answer": DOWNLOADS}, place=listen),
    Attack("families", {"answer": FAMILIES}),
    Attack("vsock", {"answer": VSOCK}),
    Attack("netlink", {"answer": NETLINK}),
    Attack("io-uring", {"answer": IO_URING}),
    Attack("when-called", {"scale": WHEN_CALLED}, place=listen),
]
