"""Fixtures: every level of confinement that works here."""

from __future__ import annotations

import pytest

from autograder.sandbox.box import Sandbox
from autograder.sandbox.choose import sandbox_named, survey

CONFINING = ("bubblewrap", "bubblewrap-host-proc", "landlock")


def _level(name: str) -> Sandbox:
    finding = next(one for one in survey() if one.level.name == name)
    if not finding.works:
        pytest.skip(finding.problem)
    return sandbox_named(name)


@pytest.fixture(params=CONFINING)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """A level that confines."""
    return _level(request.param)


@pytest.fixture(params=(*CONFINING, "none"))
def any_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Any level."""
    return _level(request.param)
