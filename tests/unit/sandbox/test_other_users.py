"""The other tests of this folder once more, as other users of this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.sandbox.ordinary_user import (
    as_ordinary_user,
    as_root_with_open_python,
    ordinary_user_possible,
)

HERE = Path(__file__).parent
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ordinary_user_possible(), reason="needs root, to become somebody else"),
]


def run_of_tests(*options: str) -> list[str]:
    files = [str(path) for path in sorted(HERE.glob("test_*.py")) if path != Path(__file__)]
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, *files]


def passes(command: list[str], **variables: str) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    environment.pop("PYTEST_XDIST_WORKER", None)
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-2000:]


def test_all_levels_hold_as_an_ordinary_user() -> None:
    passes(as_ordinary_user(run_of_tests()), HOME="/nonexistent")


def test_landlock_holds_with_users_of_its_own() -> None:
    """As root on a machine where any user can reach Python."""
    passes(as_root_with_open_python(run_of_tests("-k", "landlock")), EXPECT_OWN_USER="1")
