"""Student notebooks on a student's machine: TensorFlow, NumPy, Matplotlib, ipykernel, no more.

Each notebook is run twice from an empty folder, in a virtual environment that knows nothing of
this project: with the reference solution's cells pasted in, and untouched. Only the download of
MNIST is stood in for (stand_in/sitecustomize.py): tests need no network once the environment
is there. AUTOGRADER_PLAIN_VENV names a folder in which to keep that environment between runs.
"""

from __future__ import annotations

import ast
import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.examples import example_notebook, load_examples
from autograder.authoring.publication import publish
from autograder.course.layout import Course, find_course
from autograder.course.source import load_assignment
from tests.course.plain_environment import CellRun, PlainEnvironment

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
NAMES = find_course(ROOT).settings.assignment_names
OURS_ALONE = ("autograder", "nbgrader", "nbformat", "nbclient", "jupytext", "pandas", "scipy")
SLOWEST_MINUTES = 5
LONG = {"08-weight-decay": 12, "09-experiment-report": 5}  # minutes; solved only when asked for
SOLVED = [pytest.param(name, marks=pytest.mark.extra) if name in LONG else name for name in NAMES]

Run = Callable[[str, str], list[CellRun]]  # assignment, kind of submission


@pytest.fixture(scope="session")
def plain(course: Course, tmp_path_factory: pytest.TempPathFactory) -> PlainEnvironment:
    """The plain environment, made once, whichever worker needs it first."""
    kept = os.environ.get("AUTOGRADER_PLAIN_VENV")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = Path(kept).absolute() if kept else shared / "plain-venv"
    public = tmp_path_factory.mktemp("public")
    publish(course, public)
    made = PlainEnvironment(folder, course.source_data / "mnist.npz", public / "assignments")
    with folder.with_name(folder.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made.install(ROOT / "constraints.txt")
    return made


@pytest.fixture
def run(course: Course, plain: PlainEnvironment, tmp_path: Path) -> Run:
    """Runs one submission of an assignment from an empty folder."""

    def run_submission(name: str, kind: str) -> list[CellRun]:
        folder = tmp_path / "empty"
        folder.mkdir()
        return plain.run(submission(course, name, kind), folder)

    return run_submission


def submission(course: Course, name: str, kind: str) -> nbformat.NotebookNode:
    """The student notebook of an assignment as the reference or an untouched submission."""
    assignment = load_assignment(course, name)
    released = nbformat.read(course.student_notebook(name), as_version=4)
    example = next(e for e in load_examples(course, assignment) if e.kind == kind)
    return example_notebook(assignment, example, released)


def own_words(source: str) -> list[str]:
    """The constant pieces of the messages of a test cell's asserts and raised errors."""
    pieces = []
    for node in ast.walk(ast.parse(source)):
        message = node.msg if isinstance(node, ast.Assert) else getattr(node, "exc", None)
        for part in ast.walk(message) if message is not None else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                pieces.append(part.value.strip())
    return [piece for piece in pieces if len(piece) > 12]


def test_environment_is_plain(plain: PlainEnvironment) -> None:
    needed = ["tensorflow", "keras", "numpy", "matplotlib", "ipykernel"]
    assert plain.importable(*needed, *OURS_ALONE) == needed


def test_errors_and_warnings_are_seen(plain: PlainEnvironment, tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("from tensorflow import keras\nprint(keras.__version__)"),
            nbformat.v4.new_code_cell("keras.layers.Dense(1, input_shape=(2,))"),
            nbformat.v4.new_code_cell("assert False, 'a message'"),
        ]
    )
    folder = tmp_path / "empty"
    folder.mkdir()
    good, warned, failed = plain.run(notebook, folder)
    assert (good.error, good.warnings) == ("", ""), "TensorFlow's own log is no warning"
    assert good.printed.startswith("3.")
    assert "Do not pass an `input_shape`" in warned.warnings
    assert (failed.error, failed.message) == ("AssertionError", "a message")


@pytest.mark.parametrize("name", SOLVED)
def test_solved_notebook_runs(run: Run, name: str) -> None:
    cells = run(name, "reference")
    assert [(cell.ident, cell.error, cell.message) for cell in cells if cell.error] == []
    assert [(cell.ident, cell.warnings) for cell in cells if cell.warnings] == []
    assert any(cell.is_test for cell in cells)
    assert sum(cell.seconds for cell in cells) < 60 * LONG.get(name, SLOWEST_MINUTES)


@pytest.mark.parametrize("name", NAMES)
def test_untouched_notebook_says_what_is_missing(run: Run, name: str) -> None:
    cells = run(name, "untouched")
    assert [(cell.ident, cell.warnings) for cell in cells if cell.warnings] == []
    for cell in cells:
        if not cell.is_test:
            assert not cell.error, f"{cell.ident}: {cell.error}: {cell.message}"
            continue
        assert cell.error in ("AssertionError", "NotImplementedError"), (
            f"{cell.ident}: {cell.error or 'no error'}: {cell.message}"
        )
        assert any(words in cell.message for words in own_words(cell.source)), (
            f"{cell.ident}: this is no message of ours: {cell.message}"
        )
