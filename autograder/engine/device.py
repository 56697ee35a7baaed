"""Chooses between CPU and GPU."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from autograder.errors import AutograderError

DEVICES = ("cpu", "gpu", "auto")


def gpu_problem() -> str:
    """Why no GPU can be used on this machine; empty when one can."""
    if not any(Path("/dev").glob("nvidia[0-9]*")):
        return "no NVIDIA GPU was found"
    try:
        importlib.metadata.version("tensorflow")
    except importlib.metadata.PackageNotFoundError:
        return "TensorFlow was installed without GPU support (make setup GPU=1)"
    return ""


def choose_device(wanted: str) -> tuple[str, tuple[str, ...]]:
    """The device to use, and remarks for the instructor.

    Raises:
        AutograderError: `wanted` is not a device.
    """
    if wanted not in DEVICES:
        raise AutograderError(f"Unknown device '{wanted}'.", f"Choose from {', '.join(DEVICES)}.")
    if wanted == "cpu":
        return "cpu", ()
    problem = gpu_problem()
    if not problem:
        return "gpu", ()
    remark = f"Grading on the CPU: {problem}."
    return "cpu", (remark,) if wanted == "gpu" else ()
