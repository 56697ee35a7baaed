"""A box begins when it is told to, and nothing of it is left at its end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from autograder.sandbox.box import Confined, Sandbox
from autograder.zygote.process import ZygoteProcess
from tests.conftest import ROOT
from tests.unit.sandbox.boxes import attempt, box_for, start
from tests.waiting import soon


def mounts() -> int:
    return len(Path("/proc/self/mountinfo").read_text().splitlines())


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def marked(marker: str) -> list[int]:
    """Daemons that have a marker in their arguments."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if "import time; time.sleep(60)" in (line := process.info["cmdline"] or []) and (
            marker in line
        ):
            found.append(process.pid)
    return found


def first_word(confined: Confined) -> str:
    assert confined.process.stdout is not None
    return str(json.loads(confined.process.stdout.readline()))


def test_the_module_waits_for_go(any_sandbox: Sandbox, tmp_path: Path) -> None:
    confined = start(any_sandbox, box_for(tmp_path / "s", "nothing"))
    try:
        time.sleep(0.3)
        assert confined.process.poll() is None
        (confined.private / "home" / "given").write_text("from outside")
        confined.give(confined.private / "home" / "given")
        confined.go()
        assert first_word(confined) == "done"
    finally:
        confined.close()


def test_files_pass_both_ways(any_sandbox: Sandbox, tmp_path: Path) -> None:
    confined = start(any_sandbox, box_for(tmp_path / "s", "write", "{private}/home/given"))
    try:
        given = confined.private / "home" / "given"
        given.write_text("from outside")
        given.chmod(0o600)
        confined.give(given)
        confined.go()
        assert json.loads(confined.process.communicate()[0]) == {
            str(confined.inside / "home" / "given"): "1"
        }
        assert given.read_text() == "x"
    finally:
        confined.close()


def test_nothing_is_given_through_links(any_sandbox: Sandbox, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").touch()
    owner = (outside / "file").stat().st_uid
    confined = start(any_sandbox, box_for(tmp_path / "s", "nothing"))
    try:
        (confined.private / "home" / "link").symlink_to(outside)
        with contextlib.suppress(OSError):
            confined.give(confined.private / "home" / "link" / "file")
    finally:
        confined.close()
    assert (outside / "file").stat().st_uid == owner


def test_nothing_is_left(any_sandbox: Sandbox, tmp_path: Path, warm: ZygoteProcess) -> None:
    others = children(warm)  # with browsers of other tests
    assert warm.pid in others
    attempt(any_sandbox, tmp_path / "s", "honest")
    before = (mounts(), descriptors())
    attempt(any_sandbox, tmp_path / "s", "honest")
    assert (mounts(), descriptors()) == before
    assert list((tmp_path / "s").iterdir()) == []
    assert soon(lambda: children(warm) <= others)


def children(warm: ZygoteProcess) -> set[int]:
    """Numbers of this process's children, and of all processes below the warm one."""
    below = psutil.Process(warm.pid).children(recursive=True)
    return {child.pid for child in [*psutil.Process().children(), *below]}


def test_a_deaf_process_is_ended(any_sandbox: Sandbox, tmp_path: Path) -> None:
    confined = start(any_sandbox, box_for(tmp_path / "s", "deaf"))
    confined.go()
    assert first_word(confined) == "deaf"
    started = time.monotonic()
    confined.kill()
    confined.process.wait(10)
    confined.close()
    assert time.monotonic() - started < 5
    assert confined.breach() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's adoption of orphans")
@pytest.mark.parametrize("early", [False, True])
def test_a_daemon_does_not_outlive_its_box(
    any_sandbox: Sandbox, tmp_path: Path, early: bool
) -> None:
    marker = f"marker-{os.urandom(8).hex()}"
    confined = start(any_sandbox, box_for(tmp_path / "s", "daemon", marker))
    confined.go()
    if early:
        assert soon(lambda: bool(marked(marker)))
    else:
        assert first_word(confined) == "left"
    confined.close()
    assert marked(marker) == []


def test_kill_and_close_work_from_any_thread_and_twice(
    any_sandbox: Sandbox, tmp_path: Path
) -> None:
    confined = start(any_sandbox, box_for(tmp_path / "s", "sleep", "x"))
    confined.go()
    assert first_word(confined) == "sleeping"
    threads = [threading.Thread(target=confined.kill) for _ in range(4)]
    threads += [threading.Thread(target=confined.close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    confined.close()
    confined.kill()
    assert confined.process.returncode is not None


def test_a_box_that_never_went_can_be_closed(any_sandbox: Sandbox, tmp_path: Path) -> None:
    confined = start(any_sandbox, box_for(tmp_path / "s", "nothing"))
    confined.close()
    assert list((tmp_path / "s").iterdir()) == []


def test_a_box_outlives_the_thread_that_started_it(any_sandbox: Sandbox, tmp_path: Path) -> None:
    started: list[Confined] = []
    box = box_for(tmp_path / "s", "sleep", "x")
    thread = threading.Thread(target=lambda: started.append(start(any_sandbox, box)))
    thread.start()
    thread.join()
    confined = started[0]
    confined.go()
    assert first_word(confined) == "sleeping"
    time.sleep(0.3)
    assert confined.process.poll() is None
    confined.close()


STARTER = """
import sys, time
from pathlib import Path
from autograder.sandbox.choose import sandbox_named
from autograder.zygote.launch import WarmLaunch
from tests.unit.sandbox.boxes import box_for, start
name, scratch, marker, address = sys.argv[1:]
sandbox = sandbox_named(name, WarmLaunch(Path(address))) if address else sandbox_named(name)
confined = start(sandbox, box_for(Path(scratch), "daemon", marker))
confined.go()
print(confined.process.stdout.readline(), flush=True)
time.sleep(60)
"""


def test_a_box_ends_with_its_starter(
    any_sandbox: Sandbox, tmp_path: Path, request: pytest.FixtureRequest, warm: ZygoteProcess
) -> None:
    marker = f"marker-{os.urandom(8).hex()}"
    address = str(warm.address) if "warm" in request.node.name else ""
    command = [sys.executable, "-c", STARTER, any_sandbox.name]
    command += [str(tmp_path / "s"), marker, address]
    starter = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert starter.stdout is not None
    assert soon(lambda: bool(marked(marker)))
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    starter.stdout.close()
    assert soon(lambda: not marked(marker))
    assert soon(lambda: not list((tmp_path / "s").iterdir()))


def keepers(warm: ZygoteProcess) -> list[psutil.Process]:
    """The processes that wait for the first process of a box: cold ones, and the zygote's."""
    cold = [one for one in psutil.Process().children() if one.pid != warm.pid]
    return [one for one in (*cold, *psutil.Process(warm.pid).children()) if one.children()]


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's signal at the parent's end")
def test_what_a_killed_keeper_kept_ends_with_it(
    kept_sandbox: Sandbox, tmp_path: Path, warm: ZygoteProcess
) -> None:
    before = keepers(warm)
    confined = start(kept_sandbox, box_for(tmp_path / "s", "sleep", "x"))
    try:
        confined.go()
        assert first_word(confined) == "sleeping"
        (keeper,) = [one for one in keepers(warm) if one not in before]
        (kept,) = keeper.children()
        keeper.kill()
        assert soon(lambda: not kept.is_running())
    finally:
        confined.close()


KEEPING = """
import os, sys, threading, time
from autograder.sandbox.keeper import keep
starter, told = os.getpid(), os.pipe()

def begin():
    if not (child := os.fork()):
        keep(os.fork() or sleep(), starter, sys.argv[1])
    time.sleep(0.5)  # until it keeps; then this thread ends, as threads of a killed process do

def sleep():
    time.sleep(60)

thread = threading.Thread(target=begin)
thread.start()
thread.join()
time.sleep(0.3)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's signal at the parent's end")
def test_threads_of_the_starter_may_end_one_after_the_other(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir()
    subprocess.run([sys.executable, "-c", KEEPING, str(private)], cwd=ROOT, check=True, timeout=60)
    assert soon(lambda: not private.exists())
