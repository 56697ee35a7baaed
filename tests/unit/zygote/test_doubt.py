"""Whatever is in doubt starts cold, and nothing of the zygote is left."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from autograder.course.settings import Limits
from autograder.errors import SandboxError
from autograder.run import warm_start
from autograder.run.environment import RunSettings
from autograder.run.warm_start import OWN_VARIABLES, WarmStarts
from autograder.sandbox.choose import choose_sandbox
from autograder.zygote.process import ZygoteProcess
from autograder.zygote.warm_or_cold import WarmOrCold
from tests.conftest import ROOT
from tests.unit.zygote.conftest import ENVIRONMENT, MODULES, box_for, result_of
from tests.waiting import soon

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
StartZygote = Callable[..., ZygoteProcess]


def level() -> str:
    return choose_sandbox(unsafe=True).name


def test_without_doubt_it_starts_warm(start_zygote: StartZygote, tmp_path: Path) -> None:
    sandbox = WarmOrCold(level(), start_zygote("numpy").address)
    said, status, _ = result_of(sandbox, box_for(tmp_path / "s", "chance"))
    assert (len(said), status, sandbox.cold_because) == (2, 0, "")


def test_imports_that_start_threads_are_refused(start_zygote: StartZygote) -> None:
    with pytest.raises(SandboxError, match="Its imports start 1 threads"):
        start_zygote("busy")


def test_a_module_that_is_missing_is_told(start_zygote: StartZygote) -> None:
    with pytest.raises(SandboxError, match="no_such_module"):
        start_zygote("no_such_module")


def test_a_zygote_with_a_new_thread_forks_no_more(
    start_zygote: StartZygote, tmp_path: Path
) -> None:
    zygote = start_zygote("lively")
    sandbox = WarmOrCold(level(), zygote.address)
    os.kill(zygote.pid, signal.SIGUSR1)
    assert soon(lambda: psutil.Process(zygote.pid).num_threads() == 2)
    assert result_of(sandbox, box_for(tmp_path / "s", "surroundings"))[1] == 0
    assert sandbox.cold_because == (
        "The warm process refused: The warm process has started threads."
    )


def test_a_dead_zygote_is_replaced_by_cold_starts(
    start_zygote: StartZygote, tmp_path: Path
) -> None:
    zygote = start_zygote()
    sandbox = WarmOrCold(level(), zygote.address)
    os.kill(zygote.pid, signal.SIGKILL)
    assert soon(lambda: psutil.Process(zygote.pid).status() == psutil.STATUS_ZOMBIE)
    assert result_of(sandbox, box_for(tmp_path / "s", "surroundings"))[1] == 0
    assert "does not answer" in sandbox.cold_because


@pytest.mark.parametrize("name", ["bubblewrap", "landlock"])
def test_what_was_forked_outlives_the_zygote(
    start_zygote: StartZygote, tmp_path: Path, name: str
) -> None:
    try:
        choose_sandbox(name)
    except SandboxError as error:
        pytest.skip(error.problem)
    zygote = start_zygote()
    pipe = subprocess.PIPE
    box = box_for(tmp_path / "s", "surroundings")
    confined = zygote.sandbox(name).start(box, stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        os.kill(zygote.pid, signal.SIGKILL)
        assert soon(lambda: psutil.Process(zygote.pid).status() == psutil.STATUS_ZOMBIE)
        confined.go()
        assert "environment" in confined.process.communicate(timeout=60)[0]
    finally:
        confined.close()


def test_variables_that_are_read_at_import_must_be_the_same(
    start_zygote: StartZygote, tmp_path: Path
) -> None:
    sandbox = WarmOrCold(level(), start_zygote().address)
    box = box_for(tmp_path / "s", "surroundings", KERAS_BACKEND="jax")
    said, status, _ = result_of(sandbox, box)
    assert (said["environment"]["KERAS_BACKEND"], status) == ("jax", 0)
    assert sandbox.cold_because.endswith("read at import differ: KERAS_BACKEND.")


def test_programs_with_devices_start_cold(start_zygote: StartZygote, tmp_path: Path) -> None:
    sandbox = WarmOrCold(level(), start_zygote().address)
    box = box_for(tmp_path / "s", "surroundings")
    box = dataclasses.replace(box, devices=(Path("/dev/null"),))
    assert result_of(sandbox, box)[1] == 0
    assert sandbox.cold_because == "Programs that use a GPU start cold."


OWNER = """
import sys, time
from pathlib import Path
from autograder.zygote.process import ZygoteProcess
zygote = ZygoteProcess(Path(sys.argv[1]), ["numpy"], {"OPENBLAS_NUM_THREADS": "1"})
print(zygote.pid, flush=True)
time.sleep(60)
"""


def test_the_zygote_ends_with_its_owner(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    owner = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert owner.stdout is not None
    zygote = int(owner.stdout.readline())
    assert psutil.pid_exists(zygote)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    assert soon(lambda: not psutil.pid_exists(zygote))


@pytest.fixture
def settings(tmp_path: Path) -> RunSettings:
    return RunSettings(tmp_path, Limits(), 0, "cpu", tmp_path, level())


def test_a_level_that_does_not_hold_warm_is_not_used_warm(
    monkeypatch: pytest.MonkeyPatch, settings: RunSettings
) -> None:
    monkeypatch.setattr(warm_start, "MODULES", ())
    monkeypatch.setattr(ZygoteProcess, "problem_of", lambda *_: "It does not hold: a hole.")
    remarks: list[str] = []
    with WarmStarts(settings, True, remarks.append) as warm:
        assert warm.address() is None
        assert warm.address() is None
        warm.tell("Something else.")
    assert remarks == ["Kernels start cold: It does not hold: a hole."]


def test_a_zygote_that_can_not_import_is_remarked_once(
    monkeypatch: pytest.MonkeyPatch, settings: RunSettings
) -> None:
    monkeypatch.setattr(warm_start, "MODULES", ("no_such_module",))
    remarks: list[str] = []
    with WarmStarts(settings, True, remarks.append) as warm:
        assert warm.address() is None
    assert len(remarks) == 1
    assert "no_such_module" in remarks[0]


def test_where_a_box_could_change_what_confines_it_kernels_start_cold(
    monkeypatch: pytest.MonkeyPatch, settings: RunSettings
) -> None:
    monkeypatch.setattr("autograder.sandbox.bubblewrap.may_change_user", lambda: False)
    monkeypatch.setattr("autograder.sandbox.landlock_rules.version", lambda: 1)
    remarks: list[str] = []
    shut = dataclasses.replace(settings, sandbox="bubblewrap")
    with WarmStarts(shut, True, remarks.append) as warm:
        assert warm.address() is None
    assert remarks == [f"Kernels start cold: {warm_start._OPEN}"]


def test_nothing_is_started_before_it_is_needed(settings: RunSettings) -> None:
    before = psutil.Process().children()  # of fixtures and of tests before this one
    with WarmStarts(settings, True):
        assert psutil.Process().children() == before
    with WarmStarts(settings, False) as cold:
        assert cold.address() is None
        assert psutil.Process().children() == before


def test_notebooks_with_variables_of_their_own_are_no_remark(settings: RunSettings) -> None:
    remarks: list[str] = []
    with WarmStarts(settings, True, remarks.append) as warm:
        warm.tell(OWN_VARIABLES)
        warm.tell("")
    assert remarks == []


def test_the_modules_of_these_tests_are_found() -> None:
    assert ENVIRONMENT["PYTHONPATH"] == str(MODULES)
    assert (MODULES / "inside_a_box.py").exists()
