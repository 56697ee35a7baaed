"""What a process in a box can't see, change or call."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import landlock_rules
from autograder.sandbox.box import Sandbox
from autograder.sandbox.landlock import Landlock
from tests.conftest import ROOT
from tests.unit.sandbox.boxes import INSIDE, attempt, box_for

REFUSED = {"PermissionError", "FileNotFoundError", "NotADirectoryError", "OSError"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that any user of this machine may read and write."""
    folder = tmp_path / "outside"
    folder.mkdir()
    folder.chmod(0o777)
    path = folder / "secret.txt"
    path.write_text("the answers")
    path.chmod(0o666)
    return path


def test_only_what_is_named_can_be_read(sandbox: Sandbox, tmp_path: Path, secret: Path) -> None:
    hidden = ["/etc/shadow", "/root/.bashrc", ROOT / "course.toml", ROOT / "solutions", secret]
    named = INSIDE / "attempts.py"
    found = attempt(sandbox, tmp_path / "s", "read", *hidden, named, "/etc/passwd").result
    assert {found[str(path)] for path in hidden} <= REFUSED
    assert found[str(named)] == str(named.stat().st_size)
    assert found["/etc/passwd"].isdigit()


def test_what_the_level_none_allows_shows_that_the_tests_can_fail(
    tmp_path: Path, secret: Path
) -> None:
    from autograder.sandbox.unconfined import Unconfined

    assert attempt(Unconfined(), tmp_path / "s", "read", secret).result[str(secret)] == "11"
    assert attempt(Unconfined(), tmp_path / "s", "change", secret).result["chmod"] == "None"
    assert "0" not in attempt(Unconfined(), tmp_path / "s", "signals", os.getpid()).result


def test_only_private_folders_can_be_written(
    sandbox: Sandbox, tmp_path: Path, secret: Path
) -> None:
    package = ROOT / "autograder" / "written.py"
    places = [secret, "/usr/written", "/etc/written", package, INSIDE / "w", "/written"]
    places += [f"{sys.prefix}/written", "/proc/sys/kernel/hostname", "/dev/written"]
    writable = tmp_path / "writable"
    writable.mkdir()
    command = ("write", *places, "own", "home/own", writable / "own")
    found = attempt(sandbox, tmp_path / "s", *command, writable=(writable,)).result
    assert {found[str(place)] for place in places} <= REFUSED
    assert [found["own"], found["home/own"]] == ["1", "1"]
    assert found[str(writable / "own")] == "1"
    assert (writable / "own").read_text() == "x"
    assert secret.read_text() == "the answers"


def test_readable_files_can_not_be_changed(sandbox: Sandbox, tmp_path: Path, secret: Path) -> None:
    before = secret.stat()
    attempt(sandbox, tmp_path / "s", "change", secret, read_only=(secret.parent,))
    _unchanged(secret, before)


@pytest.mark.parametrize("abi", [1, 2, 3])
def test_older_landlock_changes_nothing_either(tmp_path: Path, secret: Path, abi: int) -> None:
    before = secret.stat()
    attempt(Landlock(abi), tmp_path / "s", "change", secret, read_only=(secret.parent,))
    _unchanged(secret, before)


def _unchanged(secret: Path, before: os.stat_result) -> None:
    after = secret.stat()
    assert (after.st_mode, after.st_mtime, after.st_size, after.st_nlink) == (
        *(before.st_mode, before.st_mtime, before.st_size, before.st_nlink),
    )
    assert secret.read_text() == "the answers"


def test_no_socket_leads_out(sandbox: Sandbox, tmp_path: Path) -> None:
    place = tmp_path / "open"
    place.mkdir()
    with socket.socket() as network, socket.socket(socket.AF_UNIX) as local:
        network.bind(("127.0.0.1", 0))
        network.listen()
        local.bind(str(place / "socket"))
        local.listen()
        (place / "socket").chmod(0o777)
        command = ("sockets", network.getsockname()[1], place / "socket")
        found = attempt(sandbox, tmp_path / "s", *command, read_only=(place,)).result
    assert found.pop("pair") == "AF_UNIX"
    assert found.pop("local") == "PermissionError"
    assert set(found.values()) == {"OSError"}


def test_other_processes_are_out_of_reach(sandbox: Sandbox, tmp_path: Path) -> None:
    others = [os.getpid(), os.getppid()]
    found = attempt(sandbox, tmp_path / "s", "signals", *others).result
    assert found.pop("self") == "None"
    assert set(found.values()) <= {"PermissionError", "ProcessLookupError"}
    seen = attempt(sandbox, tmp_path / "s", "processes", *others).result
    listed = seen.pop("listed")
    assert listed == "PermissionError" or len(numbers(listed)) <= 3
    assert set(seen.values()) <= REFUSED


def test_other_programs_of_the_box_can_not_be_changed(sandbox: Sandbox, tmp_path: Path) -> None:
    """What bubblewrap leaves in the box has no filter of system calls."""
    found = attempt(sandbox, tmp_path / "s", "memory_of_others", os.getpid()).result
    assert len(found) > 10
    assert set(found.values()) <= REFUSED


@pytest.mark.skipif(landlock_rules.version() < 2, reason="needs Landlock")
def test_open_files_of_the_same_user_can_not_be_changed(sandbox: Sandbox, tmp_path: Path) -> None:
    """As the program is one that runs: a warm one was started outside the box."""
    path = tmp_path / "outside"
    path.write_text("unchanged")
    with path.open() as given:
        box = box_for(tmp_path / "s", "change_what_is_open")
        confined = sandbox.start(box, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            confined.go()
            said, _ = confined.process.communicate(timeout=60)
        finally:
            confined.close()
    assert json.loads(said) == "PermissionError"
    assert path.read_text() == "unchanged"


def numbers(text: str) -> list[str]:
    return text.strip("[]").replace("'", "").split(", ")


@pytest.mark.parametrize("abi", [1, 5])
def test_older_landlock_sends_no_signals_either(tmp_path: Path, abi: int) -> None:
    found = attempt(Landlock(abi), tmp_path / "s", "signals", os.getpid()).result
    assert found == {str(os.getpid()): "PermissionError", "self": "None"}


def test_calls_are_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    found = attempt(sandbox, tmp_path / "s", "calls").result
    assert set(found.values()) == {1}, found


def test_no_right_is_left(sandbox: Sandbox, tmp_path: Path) -> None:
    status = attempt(sandbox, tmp_path / "s", "who").result
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(status[name][0], 16) == 0
    assert status["NoNewPrivs"] == ["1"]
    assert status["Seccomp"] == ["2"]
    if os.geteuid() == 0:
        assert int(status["CapBnd"][0], 16) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a box a user of its own")
def test_each_box_has_a_user_of_its_own(tmp_path: Path) -> None:
    from autograder.sandbox.bubblewrap import Bubblewrap

    users = {attempt(Bubblewrap(), tmp_path / "s", "who").result["uid"] for _ in range(3)}
    assert len(users) == 3
    assert all(61184 <= user <= 65519 for user in users)


def test_the_working_folder_is_not_on_the_import_path(sandbox: Sandbox, tmp_path: Path) -> None:
    status = attempt(sandbox, tmp_path / "s", "who", cwd="{private}/home").result
    assert status["cwd"].endswith("/home")
    assert not {"", ".", "/", status["cwd"]} & set(status["path"])
    assert status["argv"][1:] == ["who"]


def test_honest_programs_work(sandbox: Sandbox, tmp_path: Path) -> None:
    assert attempt(sandbox, tmp_path / "s", "honest").result == {
        "program": "hi",
        "python": "1",
        "file": "1",
        "descriptors": "True",
        "thread": "ran",
        "processors": "True",
        "null": "1",
        "random": "4",
    }


def test_pools_and_terminals_work(tmp_path: Path, sandbox: Sandbox) -> None:
    found = attempt(sandbox, tmp_path / "s", "pool_and_terminal").result
    if sandbox.name != "landlock":
        assert found == {"pool": "[1, 2]", "terminal": "2"}
    else:
        assert found["pool"] == "PermissionError"
        assert found["terminal"] == ("2" if "EXPECT_OWN_USER" in os.environ else "OSError")
