"""The client of a student kernel connects to what the kernel made, once, and to nothing else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.settings import Limits
from autograder.errors import SubmissionError
from autograder.run.environment import RunSettings
from autograder.run.kernel import StudentKernel
from autograder.run.kernel_sockets import await_sockets
from autograder.sandbox.choose import sandbox_named

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="sockets are found by descriptor"),
]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[socket.socket]:
    """A socket of the host that a student has no business with."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "host"))
        listener.listen()
        listener.settimeout(0.1)
        yield listener


def settings(scratch: Path) -> RunSettings:
    return RunSettings(scratch, Limits(cell_seconds=5), 0, "cpu", scratch, "none")


def notebook(*sources: str) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell(source) for source in sources])


LEAD_ELSEWHERE = """
import os
from pathlib import Path
folder = Path(os.environ["AUTOGRADER_EXCHANGE"]).parent / "connection"
for path in folder.glob("k-*"):
    path.unlink()
    path.symlink_to({target!r})
{end}
"""
ENDS = {
    "exit": "os._exit(0)",
    "slow": "import time; time.sleep(60)",
    "closed": "import time; os.closerange(3, 500); time.sleep(9)",
    "moved": "folder.rename(folder.parent / 'x'); folder.symlink_to('x'); os._exit(0)",
}


@pytest.mark.parametrize("way", ENDS)
def test_links_in_place_of_sockets_are_never_connected_to(
    tmp_path: Path, elsewhere: socket.socket, way: str
) -> None:
    source = LEAD_ELSEWHERE.format(target=str(tmp_path / "host"), end=ENDS[way])
    with StudentKernel(
        notebook("print(1)", source), sandbox_named("none"), settings(tmp_path)
    ) as k:
        assert k.run_cell(0, 5) == "ok"
        assert k.run_cell(1, 3) in ("died", "timeout")
        assert k.alive == (way == "slow")  # it was interrupted, over a connection made before
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            with pytest.raises(TimeoutError):
                elsewhere.accept()


ONE_MESSAGE = """
k = get_ipython().kernel
content = {{"name": "stdout", "text": "a" * {size}}}
k.session.send(k.iopub_socket, "stream", content, parent=k.get_parent())
"""


def test_a_message_beyond_all_bounds_is_not_even_received(tmp_path: Path) -> None:
    cells = notebook(*(ONE_MESSAGE.format(size=size) for size in (1_000_000, 80_000_000)))
    with StudentKernel(cells, sandbox_named("none"), settings(tmp_path)) as kernel:
        kernel.run_cell(0, 20)
        kernel.run_cell(1, 20)
    assert len(cells.cells[0].outputs[0].text) == 1_000_000
    assert cells.cells[1].outputs == []  # not even the notice that output was left out


ENDS_AMID_A_MESSAGE = """
import time
socket = get_ipython().kernel.iopub_socket.io_thread.socket
socket.send_multipart([b"x"] * 300_000)  # reading so many parts takes longer than what follows
socket.close(linger=-1)
time.sleep(9)
"""


def test_a_connection_that_ends_amid_a_message_ends_no_more_than_the_kernel(tmp_path: Path) -> None:
    """ZeroMQ ended the whole process of its client here, which graded the student's work."""
    cells = notebook("print(1)", ENDS_AMID_A_MESSAGE)
    with StudentKernel(cells, sandbox_named("none"), settings(tmp_path)) as kernel:
        assert kernel.run_cell(0, 5) == "ok"
        assert kernel.run_cell(1, 3) in ("died", "timeout")


BREAKS_THE_PROTOCOL = """
import os, socket, stat, threading, time
def spoil():
    time.sleep(1)  # the cell has ended well
    for number in range(3, 400):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                connection = socket.socket(fileno=os.dup(number))
                connection.setblocking(False)
                connection.send(bytes([4, 200]) + b"\\x04PING" + b"\\xff" * 400)
        except OSError:
            pass
threading.Thread(target=spoil).start()
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("asked", ["cell", "values"])
def test_a_kernel_that_can_not_be_sent_anything_is_given_up(tmp_path: Path, asked: str) -> None:
    """ZeroMQ waits for ever where a connection has been cut off."""
    cells = notebook(BREAKS_THE_PROTOCOL, "print(1)")
    with StudentKernel(cells, sandbox_named("none"), settings(tmp_path)) as kernel:
        assert kernel.run_cell(0, 5) == "ok"
        time.sleep(2)
        started = time.monotonic()
        if asked == "cell":
            assert kernel.run_cell(1, 5) in ("died", "timeout")
        else:
            assert not kernel.run_silently("1", 5)
        # Four times its limit, an interrupt, and a slow machine.
        assert time.monotonic() - started < 100
        assert not kernel.alive


def listening(folder: Path, name: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(folder / name))
    made.listen()
    return made


def awaited(folder: Path, seconds: float = 0.3, *, ended: bool = False) -> str:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        await_sockets(descriptor, folder, ["k-1", "k-2"], seconds, lambda: ended)
    except SubmissionError as error:
        return str(error)
    finally:
        os.close(descriptor)
    return ""


def test_sockets_are_waited_for(tmp_path: Path) -> None:
    with listening(tmp_path, "k-1"):
        assert "did not answer within 0.3 s" in awaited(tmp_path)
        assert "its process ended" in awaited(tmp_path, ended=True)
        with listening(tmp_path, "k-2"):
            assert awaited(tmp_path) == ""


def test_a_socket_is_waited_for_until_it_listens(tmp_path: Path) -> None:
    late = (
        "import socket, time\n"
        "made = [socket.socket(socket.AF_UNIX) for _ in range(2)]\n"
        "[one.bind(f'k-{n}') for n, one in enumerate(made, 1)]\n"
        "time.sleep(0.5)\n[one.listen() for one in made]\ntime.sleep(9)"
    )
    kernel = subprocess.Popen([sys.executable, "-c", late], cwd=tmp_path)
    try:
        assert awaited(tmp_path, 10) == ""
    finally:
        kernel.kill()
        kernel.wait()


@pytest.mark.parametrize("kind", ["link", "file", "folder"])
def test_what_is_no_socket_is_refused(tmp_path: Path, kind: str) -> None:
    with listening(tmp_path, "real"):
        place = tmp_path / "k-1"
        if kind == "link":
            place.symlink_to("real")
        elif kind == "file":
            place.write_text("")
        else:
            place.mkdir()
        assert "'k-1' is no socket" in awaited(tmp_path)
