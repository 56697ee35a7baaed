"""Writes the folder that students get: notebooks, and the way to the data. Nothing else."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

from autograder.authoring.release import build_assignment
from autograder.course.layout import Course
from autograder.errors import ReleaseError

# Students work in the files that they get; these stay as they are, for `autograder check`.
ORIGINALS = ".released"
LIMITS = "limits.json"
MARKER = ".published-by-autograder"

README = """\
# {name}

Notebooks of the course, in order. Open one in Colab with the badge at its top, or download it
and open it in JupyterLab.

| no. | notebook | time | points |
| --- | --- | --- | --- |
{rows}

## What you need

Python 3.10 or newer with `tensorflow`, `numpy` and `matplotlib`; Colab has them all. In
JupyterLab on your own machine:

    pip install tensorflow matplotlib jupyterlab
    jupyter lab

## The data

The notebooks load MNIST, 70,000 handwritten digits, with
`keras.datasets.mnist.load_data()`. The first call downloads 11 MB and keeps them. MNIST is by
Yann LeCun and Corinna Cortes, under CC BY-SA 3.0.

## How to work and submit

Run the cells from top to bottom, write your code where it says `# YOUR CODE HERE`, and read
what the checks say. Before you hand a notebook in, restart the kernel and run all cells; the
last one says whether the file is whole. Keep the file's name.

The hidden folder `.released` holds the notebooks as they were. If your course gave you its
package, `autograder check NOTEBOOK` compares yours with them and runs it from top to bottom.
"""


def publish(course: Course, folder: Path) -> list[Path]:
    """Write the student folder; files of an earlier publication that are gone go away too.

    Raises:
        ReleaseError: the folder holds something else, or an assignment can't be released.
    """
    if not _may_be_replaced(folder):
        raise ReleaseError(
            f"{folder} is not empty and was not written by 'publish'.", "Name another folder."
        )
    built = [build_assignment(course, name).assignment for name in course.settings.assignment_names]
    for name in ("assignments", ORIGINALS):
        shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for assignment in built:
        place = folder / "assignments" / assignment.name / f"{assignment.name}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(course.student_notebook(assignment.name), place)
        written.append(place)
        if assignment.files:
            files = course.students_files(assignment.files)
            written += _copied_files(files, place.parent / assignment.files)
    written += _originals(course, folder / ORIGINALS)
    rows = "\n".join(
        f"| {number} | [{a.title}](assignments/{a.name}/{a.name}.ipynb) "
        f"| {a.minutes} minutes | {a.points:g} |"
        for number, a in enumerate(built, 1)
    )
    readme = folder / "README.md"
    readme.write_text(README.format(name=course.settings.name, rows=rows), encoding="utf-8")
    requirements = folder / "requirements.txt"
    requirements.write_text("tensorflow\nnumpy\nmatplotlib\n", encoding="utf-8")
    marker = folder / MARKER
    marker.write_text("Written by 'autograder publish'; it replaces this folder's content.\n")
    return [*written, readme, requirements, marker]


def _originals(course: Course, place: Path) -> list[Path]:
    """A copy of each notebook to compare with, and the limits of a graded run."""
    place.mkdir()
    written = []
    for name in course.settings.assignment_names:
        written.append(place / f"{name}.ipynb")
        shutil.copyfile(course.student_notebook(name), written[-1])
    limits = place / LIMITS
    limits.write_text(json.dumps(asdict(course.settings.limits), indent=1) + "\n", "utf-8")
    return [*written, limits]


def _copied_files(source: Path, target: Path) -> list[Path]:
    shutil.copytree(source, target)
    return sorted(target.iterdir())


def _may_be_replaced(folder: Path) -> bool:
    """Whether there is nothing in the place but what an earlier publication, or git, put there."""
    if not folder.is_dir():
        return not folder.exists()
    return (folder / MARKER).exists() or all(p.name == ".git" for p in folder.iterdir())
