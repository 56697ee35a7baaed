"""Jupyter settings under which `mnist.load_data()` is answered from source_data/."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.course.layout import Course
from autograder.data.mnist import FILE_NAME

# Holds kernels/python3/kernel.json, which Jupyter finds before the one of the environment.
JUPYTER_FOLDER = Path(__file__).parent / "jupyter"


def jupyter_environment(course: Course) -> dict[str, str]:
    """Environment variables for Jupyter processes of an instructor, and for their kernels."""
    before = os.environ.get("JUPYTER_PATH", "")
    folders = [str(JUPYTER_FOLDER), *([before] if before else [])]
    return {
        "JUPYTER_PATH": os.pathsep.join(dict.fromkeys(os.pathsep.join(folders).split(os.pathsep))),
        "AUTOGRADER_DIGITS": str(course.source_data / FILE_NAME),
        "TF_CPP_MIN_LOG_LEVEL": os.environ.get("TF_CPP_MIN_LOG_LEVEL", "3"),
    }
