"""What a process in a box may spend, and what is said when it spends more."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from autograder.sandbox.box import BoxLimits, Sandbox
from tests.unit.sandbox.boxes import SMALL, attempt

SOON_SECONDS = 15.0
TOO_MANY_PROCESSES = "It ran more than 64 processes and threads."
TOO_MUCH_MEMORY = "It used more than 300 MB of memory."
TOO_MUCH_DISK = "It wrote more than 64 MB of files."
TOO_MANY_FILES = "It made more than 2000 files."


def test_a_fork_bomb_is_bounded(any_sandbox: Sandbox, tmp_path: Path) -> None:
    ended = attempt(any_sandbox, tmp_path / "s", "fork_bomb", 2000, limits=SMALL)
    if ended.breach:
        assert ended.breach == TOO_MANY_PROCESSES
        assert ended.seconds < SOON_SECONDS
    else:
        assert 0 < ended.result < SMALL.processes


def test_children_that_fork_are_bounded(sandbox: Sandbox, tmp_path: Path) -> None:
    ended = attempt(sandbox, tmp_path / "s", "wild_fork_bomb", 11, limits=SMALL)
    # Where the box has a user of its own, the kernel counts its processes and refuses more; the
    # watchdog sees too many for a moment at most. Without one, the watchdog has to end it.
    assert ended.breach == TOO_MANY_PROCESSES or ended.result == "some refused"
    assert ended.seconds < 2 * SOON_SECONDS


def test_memory_ends_with_an_error_that_python_tells(sandbox: Sandbox, tmp_path: Path) -> None:
    ended = attempt(sandbox, tmp_path / "s", "take_memory", 1000)
    assert ended.status != 0
    assert "MemoryError" in ended.complaint or ended.breach == TOO_MUCH_MEMORY


@pytest.mark.parametrize(
    "command", [("share_memory", 1000), ("memory_without_first_thread", 1000), ("page_tables", 250)]
)
def test_memory_of_every_kind_counts(
    sandbox: Sandbox, tmp_path: Path, command: tuple[object, ...]
) -> None:
    ended = attempt(sandbox, tmp_path / "s", *command)
    assert ended.breach == TOO_MUCH_MEMORY
    assert ended.seconds < SOON_SECONDS


def test_shared_memory_counts_once(sandbox: Sandbox, tmp_path: Path) -> None:
    ended = attempt(sandbox, tmp_path / "s", "share_one_memory", 100, 8)
    assert (ended.result, ended.breach) == ("survived", "")


def test_files_have_a_size_together(sandbox: Sandbox, tmp_path: Path) -> None:
    ended = attempt(sandbox, tmp_path / "s", "fill_disk", 300)
    no_space = isinstance(ended.result, str) and ended.result.startswith("OSError 28 after")
    assert no_space or ended.breach == TOO_MUCH_DISK


def test_one_file_has_a_size(sandbox: Sandbox, tmp_path: Path) -> None:
    limits = dataclasses.replace(SMALL, private_mb=2)
    ended = attempt(sandbox, tmp_path / "s", "fill_disk", 300, limits=limits)
    assert ended.result in {"OSError 27 after 0", "OSError 28 after 0"}


def test_deleted_files_count(tmp_path: Path, any_sandbox: Sandbox) -> None:
    ended = attempt(any_sandbox, tmp_path / "s", "fill_disk_unseen", 300)
    assert ended.result != "survived"
    assert "No space left" in ended.complaint or ended.breach == TOO_MUCH_DISK


@pytest.mark.parametrize("folder", [".", "/tmp", "/dev/shm"])
def test_files_are_counted(sandbox: Sandbox, tmp_path: Path, folder: str) -> None:
    ended = attempt(sandbox, tmp_path / "s", "fill_inodes", folder, 20_000)
    refused = folder != "." and ended.result == "PermissionError 13"
    assert refused or ended.breach == TOO_MANY_FILES


def test_processor_time_ends(any_sandbox: Sandbox, tmp_path: Path) -> None:
    limits = dataclasses.replace(SMALL, cpu_seconds=1)
    ended = attempt(any_sandbox, tmp_path / "s", "burn", limits=limits)
    assert ended.breach == "It used more than 1 s of processor time."
    assert ended.seconds < SOON_SECONDS


def test_usual_limits_hurt_nobody(any_sandbox: Sandbox, tmp_path: Path) -> None:
    ended = attempt(any_sandbox, tmp_path / "s", "honest", limits=BoxLimits())
    assert ended.status == 0
    assert ended.breach == ""
