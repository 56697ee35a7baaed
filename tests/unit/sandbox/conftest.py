"""Fixtures: every level of confinement that works here, cold and warm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox.box import Sandbox
from autograder.sandbox.choose import sandbox_named, survey
from autograder.zygote.process import ZygoteProcess
from tests.unit.sandbox.boxes import ENVIRONMENT

CONFINING = ("bubblewrap", "bubblewrap-host-proc", "landlock")


WARM = "warm "


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZygoteProcess]:
    """A zygote that has imported little, with the variables of the boxes of these tests."""
    folder = tmp_path_factory.mktemp("zygote")
    environment = {**ENVIRONMENT, "HOME": str(folder), "TMPDIR": str(folder)}
    with ZygoteProcess(folder, ["numpy", "multiprocessing"], environment) as zygote:
        yield zygote


def _level(request: pytest.FixtureRequest) -> Sandbox:
    name = request.param.removeprefix(WARM)
    finding = next(one for one in survey() if one.level.name == name)
    if not finding.works:
        pytest.skip(finding.problem)
    if request.param == name:
        return sandbox_named(name)
    zygote: ZygoteProcess = request.getfixturevalue("warm")
    return zygote.sandbox(name)


@pytest.fixture(params=("landlock", "none", WARM + "landlock", WARM + "none"))
def kept_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """A level without a namespace of processes: one process waits for the others."""
    return _level(request)


def _both(*names: str) -> list[str]:
    return [*names, *(WARM + name for name in names)]


@pytest.fixture(params=_both(*CONFINING))
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """A level that confines."""
    return _level(request)


@pytest.fixture(params=_both(*CONFINING, "none"))
def any_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Any level."""
    return _level(request)
