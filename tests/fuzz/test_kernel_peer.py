"""Kernels that break ZeroMQ's protocol in hundreds of ways do not end the grader's process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.fuzz import kernel_peer
from tests.fuzz.kernel_peer import CASES

SEED = os.environ.get("AUTOGRADER_FUZZ_SEED", "0")
MANY = 5_000
SECONDS_EACH = 3.0  # far more than a case takes, on a machine that does much else


def run(cases: int) -> None:
    """Run cases in a process of their own, which one of them might end."""
    ended = subprocess.run(
        [
            *(sys.executable, "-m", kernel_peer.__name__),
            *("--cases", str(cases), "--seed", SEED),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60 + SECONDS_EACH * cases,
        check=False,
    )
    told = ended.stdout.splitlines()
    assert ended.returncode == 0, f"It ended in case {told[-1:]}: {ended.stderr[-2000:]}"
    assert len(told) == cases


@pytest.mark.slow
def test_a_kernel_that_speaks_wrongly_ends_nothing() -> None:
    run(CASES)


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.timeout(3600)
def test_thousands_of_kernels_that_speak_wrongly_end_nothing() -> None:
    run(MANY)
