"""Runs a script of small trainings in a process of its own, on one thread as students' kernels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from autograder.data.mnist import load_mnist
from tests.conftest import ROOT

DIGITS = 2_000
Found = dict[str, Any]


def some_digits(folder: Path) -> Path:
    """A file with the first digits of MNIST, for the scripts."""
    mnist = load_mnist(ROOT / "source_data")
    path = folder / "digits.npz"
    np.savez(path, images=mnist.x_train[:DIGITS], labels=mnist.y_train[:DIGITS])
    return path


def run_script(name: str, digits: Path, kind: str, *more: str) -> Found:
    """What each training of a script gave, by name; floats as hexadecimal text.

    Args:
        name: of the script, beside this module.
        digits: of `some_digits`; results are written beside it.
        kind: of run; the script's matter, as is `more`.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CUDA_VISIBLE_DEVICES": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
    }
    script, out = Path(__file__).with_name(name), digits.with_name(f"{kind}.json")
    command = [sys.executable, str(script), str(digits), str(out), kind, *more]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    found: Found = json.loads(out.read_text(encoding="utf-8"))
    return found
