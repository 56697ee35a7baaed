"""Fixtures: the course of this checkout, and a tiny course for tests of the engine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.authoring.examples import write_examples
from autograder.authoring.release import build_assignment
from autograder.course.layout import Course, find_course

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of this checkout."""
    return find_course(ROOT)


@pytest.fixture
def tiny_course(tmp_path: Path) -> Course:
    """A fresh copy of tests/tiny_course, with MNIST, built."""
    root = tmp_path / "tiny"
    shutil.copytree(ROOT / "tests" / "tiny_course", root)
    (root / "source_data").symlink_to(ROOT / "source_data")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    made = find_course(root)
    build_assignment(made, "small")
    return made


@dataclass(frozen=True)
class Finished:
    """A command that has ended: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


def environment() -> dict[str, str]:
    """This process's variables, with this environment's programs first on the PATH."""
    binaries = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": binaries + os.pathsep + os.environ["PATH"]}


def run_command(folder: Path, *command: str, timeout: float = 300) -> Finished:
    """Run a command in a folder with this environment's programs first on the PATH."""
    ended = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Finished(ended.returncode, ended.stdout, ended.stderr)


def autograder(folder: Path, *arguments: str, timeout: float = 300) -> Finished:
    """Run `autograder ...` in a folder."""
    return run_command(folder, sys.executable, "-m", "autograder", *arguments, timeout=timeout)


def submit(course: Course, student: str, example: str = "reference", **cells: str) -> Path:
    """Hand in an example under a student's name, with some solution cells replaced."""
    submitted = course.root / "submitted"
    write_examples(course, "small", course.root / "made", [example])
    place = submitted / student / "small"
    place.mkdir(parents=True)
    path = place / "small.ipynb"
    notebook = nbformat.read(course.root / "made" / example / "small" / "small.ipynb", as_version=4)
    for cell in notebook.cells:
        ident = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("solution-")
        if cell.metadata.get("nbgrader", {}).get("solution") and ident in cells:
            cell.source = cells[ident]
    nbformat.write(notebook, path)
    return path


def records(course: Course, file: str, assignment: str = "small") -> list[dict[str, Any]]:
    """The lines of a record file."""
    path = course.root / "reports" / assignment / f"{file}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Ids without memory addresses: parallel runs must collect the same ids."""
    return argname if " at 0x" in repr(val) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first, so that parallel runs don't wait for a late one at the end."""
    slow_files = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path.name != "test_examples.py", item.path not in slow_files))
