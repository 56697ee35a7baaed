"""Children of the zygote look like processes that were started anew."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.choose import sandbox_named, survey
from autograder.zygote.process import ZygoteProcess
from tests.unit.zygote.conftest import box_for, result_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
LEVELS = ("bubblewrap", "bubblewrap-host-proc", "landlock", "none")


@pytest.fixture(params=LEVELS)
def both(
    request: pytest.FixtureRequest, start_zygote: Callable[..., ZygoteProcess], tmp_path: Path
) -> Callable[..., list[tuple[Any, int, str]]]:
    """Runs a function in a cold box and in a warm one; what came of each."""
    finding = next(one for one in survey() if one.level.name == request.param)
    if not finding.works:
        pytest.skip(finding.problem)
    levels = [sandbox_named(request.param), start_zygote("numpy.random").sandbox(request.param)]

    def run(*command: object) -> list[tuple[Any, int, str]]:
        return [result_of(one, box_for(tmp_path / "s", *command)) for one in levels]

    return run


def test_surroundings_are_the_same(both: Callable[..., Any], tmp_path: Path) -> None:
    (cold, *_), (warm, *_) = both("surroundings")
    for found in (cold, warm):
        # A private folder on disk has a name of its own.
        private = found["working folder"]
        found["environment"].pop("PWD", None)  # bubblewrap's own
        found["environment"] = {
            name: value.replace(private, "private") for name, value in found["environment"].items()
        }
        found["working folder"] = found["temporary"] = found["temporary"] == private
    assert warm == cold


def test_random_numbers_differ_from_child_to_child(both: Callable[..., Any]) -> None:
    first, second = both("chance")[1][0], both("chance")[1][0]
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_no_open_file_of_the_zygote_is_left(both: Callable[..., Any]) -> None:
    """Besides the pipe that tells the exit status, where there is one."""
    (cold, *_), (warm, *_) = both("descriptors")
    more = list(warm)
    for one in cold:
        more.remove(one)
    assert more in ([], ["pipe"])


@pytest.mark.parametrize(
    ("command", "status"), [(("leave", 7), 7), (("leave", 0), 0), (("fail",), 1)]
)
def test_exit_status_is_passed_on(
    both: Callable[..., Any], command: tuple[object, ...], status: int
) -> None:
    assert [found[1] for found in both(*command)] == [status, status]


def test_what_a_program_says_last_arrives(both: Callable[..., Any]) -> None:
    for _, _, complaint in both("fail"):
        assert complaint.strip().endswith("ValueError: on purpose")


def test_a_sudden_end_is_that_of_the_box(both: Callable[..., Any]) -> None:
    (_, cold, _), (_, warm, _) = both("break_off", 3)
    assert cold == 3
    assert warm in (1, 3)


def test_a_child_left_behind_ends_with_the_box(both: Callable[..., Any]) -> None:
    both("leave_child_behind")
