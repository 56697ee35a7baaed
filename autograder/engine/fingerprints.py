"""Digests of all that a result depends on: equal digests, equal results.

Nothing heavy is imported here: an unchanged class is known to be unchanged before TensorFlow,
nbgrader or nbformat is there.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course.layout import Course
from autograder.data.secret_file import SECRET_FILE
from autograder.intake.folders import SubmittedFiles
from autograder.run.released_files import released_files

if TYPE_CHECKING:
    import nbformat

    from autograder.run.environment import RunSettings

FORMAT = 1  # of digests and of what is kept under them
PACKAGE = Path(__file__).resolve().parent.parent
MNIST_FILE = "mnist.npz"
# What student notebooks compute with. What is not listed is not of this course.
RUN_PACKAGES = (
    *("tensorflow", "tensorflow-cpu", "keras", "numpy", "matplotlib", "scipy", "pandas"),
    *("scikit-learn", "h5py", "ml-dtypes", "pillow", "ipykernel", "ipython", "nbclient"),
    *("matplotlib-inline", "torch", "jax", "seaborn"),
)
JUDGE_PACKAGES = ("nbgrader", "nbformat", "nbconvert", "math-core", "rapidfuzz")
# Parts of this package that have no say in a result.
_NO_SAY = {"cli", "calibration", "report", "nbgrader_plugin"}
# Parts that decide what a run gives; intake's work shows in the notebook that is run.
_RUN_PARTS = {
    *("run", "student_kernel", "sandbox", "evidence", "data", "processes", "zygote"),
    "known_activations.py",
}


def digest_of(value: Any) -> str:
    """SHA-256 of a JSON value, in hexadecimal."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def run_key(
    notebook: nbformat.NotebookNode, settings: RunSettings, digits: str, environment: str
) -> str:
    """The digest of all that a run depends on.

    Texts and hidden tests have no say, nor has the visible part of a test: where a test
    stands, evidence is taken, and no more.

    Args:
        notebook: as intake laid it.
        settings: how it is run.
        digits: `digits_digest` of the course.
        environment: `run_environment`.
    """
    return digest_of(
        {
            "format": FORMAT,
            "cells": [_run_cell(cell) for cell in notebook.cells],
            "limits": asdict(settings.limits),
            "seed": settings.seed,
            "device": settings.device,
            "sandbox": settings.sandbox,
            "released": files_digest(released_files(settings.released)),
            "digits": digits,
            "environment": environment,
        }
    )


def inputs_digest(submitted: SubmittedFiles, assignment: str) -> str:
    """The digest of all that the result of a submission depends on.

    Args:
        submitted: what was handed in.
        assignment: `assignment_digest`.
    """
    return digest_of([assignment, asdict(submitted)])


def assignment_digest(course: Course, name: str, policy: tuple[str, ...]) -> str:
    """The digest of all that the results of an assignment depend on, but the submissions.

    Args:
        course: the course.
        name: of the assignment.
        policy: how it is to be run: device, sandbox, and whether without one.
    """
    settings = replace(course.settings, assignments=(course.settings.entry(name),))
    released = course.student_notebook(name)
    files = [course.source(name), course.thresholds(name), course.instructor_notebook(name)]
    return digest_of(
        {
            "format": FORMAT,
            "settings": asdict(settings),
            "files": files_digest([*files, released, *released_files(released.parent)]),
            "policy": policy,
            "digits": digits_digest(course),
            "environment": environment(),
        }
    )


def digits_digest(course: Course) -> str:
    """The digest of all that graded digits are made of."""
    files = [course.source_data / MNIST_FILE, course.private / SECRET_FILE]
    return digest_of([files_digest(files), course.settings.holdout_size])


def files_digest(paths: Iterable[Path]) -> str:
    """A digest of the names and contents of files; a missing one counts as missing."""
    return digest_of([[path.name, _file_digest(path)] for path in paths])


@lru_cache(maxsize=1)
def run_environment() -> str:
    """A digest of Python, of the libraries of student notebooks, and of our code for runs."""
    return digest_of([_python(), _versions(RUN_PACKAGES), _code_digest(only=_RUN_PARTS)])


@lru_cache(maxsize=1)
def environment() -> str:
    """A digest of Python, of the libraries that a result depends on, and of our code."""
    return digest_of(
        [_python(), _versions(RUN_PACKAGES + JUDGE_PACKAGES), _code_digest(without=_NO_SAY)]
    )


@lru_cache(maxsize=1)
def environment_parts() -> dict[str, str]:
    """What `environment` is a digest of, by name: two machines can say in what they differ."""
    packages = (line.rpartition(" ") for line in _versions(RUN_PACKAGES + JUDGE_PACKAGES))
    return {
        "Python": " ".join(_python()),
        **{name: version for name, _, version in packages},
        "this package": _code_digest(without=_NO_SAY)[:12],
    }


def _run_cell(cell: nbformat.NotebookNode) -> list[str]:
    if cell.cell_type != "code":
        return ["text"]
    marks = cell.metadata.get("nbgrader", {})
    if marks.get("grade"):
        return ["test", marks["grade_id"]]
    return ["code", cell.source, marks.get("grade_id", "")]


def _file_digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"


def _python() -> list[str]:
    return [platform.python_version(), platform.python_implementation(), platform.machine()]


def _versions(packages: tuple[str, ...]) -> list[str]:
    """Names with versions; on the CPU, TensorFlow's two packages are the same program."""
    found = {}
    for name in packages:
        try:
            found[name.removesuffix("-cpu")] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return [f"{name} {version}" for name, version in found.items()]


def _code_digest(
    only: set[str] | None = None, without: set[str] | frozenset[str] = frozenset()
) -> str:
    """A digest of the package's own files: a mended check is a reason to judge again."""
    files = []
    for path in sorted(PACKAGE.rglob("*")):
        part = path.relative_to(PACKAGE).parts[0]
        wanted = part in only if only is not None else part not in without
        if wanted and path.suffix in (".py", ".json", ".toml") and path.is_file():
            files.append([path.relative_to(PACKAGE).as_posix(), _file_digest(path)])
    return digest_of(files)
