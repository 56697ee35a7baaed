"""How fast the pages are made: the class report of 500 submissions, and feedback pages.

    python -m tests.bench.pages [--submissions N] [--pages N]

Nothing is graded: records, measurements and outputs are made up, notebooks are those of an
assignment of this course, and nbgrader's own commands put them into its gradebook. Times are
processor seconds of one core, so that a busy machine does not matter. Exits 1 when the report
of 500 submissions takes longer than `MOST_REPORT_SECONDS`, or fewer than `LEAST_PAGES` feedback
pages are made in a second.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat.v4 import new_output

from autograder.authoring.examples import write_examples
from autograder.authoring.gradebook import prepare_environment
from autograder.authoring.release import build_assignment, register_assignment
from autograder.cli.result_commands import write_class_pages_of
from autograder.course.assignment import Assignment
from autograder.course.layout import Course, OutputFolders, find_course
from autograder.intake.folders import find_submissions
from autograder.intake.submission import Submission
from autograder.intake.taking_in import take_in
from autograder.judge.measured import LayerRow, MeasuredModel, Reading, WrongDigit
from autograder.judge.measuring import first_features, small_image
from autograder.judge.results import TestResult
from autograder.record.gradebook import record_in_gradebook
from autograder.record.grades import grade_lines
from autograder.record.lines import (
    GRADES_FILE,
    SUBMISSIONS_FILE,
    Notice,
    SubmissionLine,
    write_grades,
    write_submissions,
)
from autograder.record.measured import CellTime, Measured, write_measured
from autograder.report.feedback import make_feedback

NAME = "05-cnn-99"
MOST_REPORT_SECONDS = 20.0
LEAST_PAGES = 5.0
FIGURES = 3
random = np.random.default_rng(0)


class _Dense:
    """Stands in for a layer of Keras."""

    def __init__(self, kernel: np.ndarray) -> None:
        self.kernel = kernel


_Dense.__name__ = "Dense"


def measured() -> Measured:
    """Two models with everything that a page can show of one."""
    digits = random.integers(0, 256, (8, 28, 28), np.uint8)
    wrong = tuple(WrongDigit(small_image(digit), i) for i, digit in enumerate(digits))
    confusion = np.diag([490] * 10) + 1
    reading = Reading("accuracy", 5000, 4910, tuple(tuple(map(int, r)) for r in confusion), wrong)
    features = first_features([_Dense(random.normal(size=(784, 100)))])
    layers = tuple(LayerRow(f"layer_{i}", "Conv2D, relu", (28, 28, 8), 1000) for i in range(8))
    model = MeasuredModel("model", False, layers, 8000, reading, features)
    cells = tuple(CellTime(i, f"cell-{i}", "ok", 1.0) for i in range(12))
    return Measured(1, cells, (model, replace(model, name="dense_model")))


def figure() -> str:
    """A figure of usual size, as base64."""
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(6, 4))
    drawn.add_subplot().imshow(random.normal(size=(40, 40)))
    buffer = io.BytesIO()
    drawn.savefig(buffer, format="png", dpi=100)
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def executed(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with an output of text in every cell, and some figures."""
    filled, picture, left = nbformat.from_dict(notebook), figure(), FIGURES
    for cell in filled.cells:
        if cell.cell_type == "code":
            text = "".join(f"epoch {i}: accuracy 0.98, loss 0.07\n" for i in range(8))
            cell.outputs = [new_output("stream", name="stdout", text=text)]
            if left and cell.metadata.get("nbgrader", {}).get("solution"):
                cell.outputs.append(new_output("display_data", data={"image/png": picture}))
                left -= 1
    return filled


def results(assignment: Assignment, seed: int) -> tuple[TestResult, ...]:
    """Made-up results: most tests passed, some failed with a message."""
    chance = np.random.default_rng(seed)
    found = []
    for cell in assignment.of_kind("test"):
        right = chance.random() < 0.8
        parts = (f"Your model reads {chance.integers(80, 99)} %.", "99 % are due.", "Measure it.")
        found.append(
            TestResult(
                cell.ident, cell.title, cell.points * right, cell.points,
                "passed" if right else "failed", "" if right else " ".join(parts), 0.2,
                () if right else parts,
            )
        )  # fmt: skip
    return tuple(found)


def write_records(out: OutputFolders, assignment: Assignment, students: list[str]) -> None:
    """Record files and measurements of a class."""
    grades, lines = [], []
    for seed, student in enumerate(students):
        found = results(assignment, seed)
        grades += grade_lines(assignment, student, found)
        flags = (Notice("near_copy", f"As that of {seed % 40}."),) * (seed % 9 == 0)
        problems = (Notice("unreadable_json", "Not JSON."),) * (seed % 50 == 0)
        lines.append(
            SubmissionLine(
                student, NAME, "needs_attention" if problems else "graded",
                sum(result.points for result in found), assignment.points, problems, flags,
                30.0 + seed % 60, 5.0, "bubblewrap", "cpu", False,
            )
        )  # fmt: skip
        write_measured(out.reports / NAME, student, measured())
    write_grades(out.reports / NAME / GRADES_FILE, grades)
    write_submissions(out.reports / NAME / SUBMISSIONS_FILE, lines)


def reference(course: Course, out: OutputFolders) -> Submission:
    """The reference solution, as handed in."""
    write_examples(course, NAME, out.root / "submitted", ["reference"])
    (folder,) = find_submissions(out.root / "submitted", [NAME])
    return take_in(folder, nbformat.read(course.student_notebook(NAME), as_version=4))


def seconds(work: Callable[[], Any]) -> float:
    """Processor seconds of a piece of work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> int:
    """Print both figures; the exit status says whether both are good enough."""
    parser = argparse.ArgumentParser(description="Speed of class report and feedback pages.")
    parser.add_argument("--submissions", type=int, default=500, help="in the report (500)")
    parser.add_argument("--pages", type=int, default=20, help="feedback pages (20)")
    wanted = parser.parse_args()
    prepare_environment()
    course = find_course()
    assignment = build_assignment(course, NAME).assignment
    students = [f"student-{number:03}" for number in range(wanted.submissions)]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        out = OutputFolders(Path(folder))
        register_assignment(course, NAME, out.gradebook_url)
        submission = reference(course, out)
        filled = executed(submission.notebook)
        write_records(out, assignment, students)
        for seed, student in enumerate(students[: wanted.pages]):
            one = replace(submission, student=student)
            found = {result.test: result for result in results(assignment, seed)}
            record_in_gradebook(course, out, assignment, one, filled, found)
        feedback = seconds(lambda: make_feedback(course, out, NAME))
        pages = list(out.feedback.glob("*/*/*.html"))
        size = sum(page.stat().st_size for page in pages) / len(pages)
        report = seconds(lambda: write_class_pages_of(course, out))
        own = len(list((out.reports / NAME / "submissions").glob("*.html")))
    speed = len(pages) / feedback
    print(f"feedback  {len(pages)} pages of {size / 1000:.0f} kB: {speed:.1f} pages a second")
    print(f"report    {len(students)} submissions, {own} pages of their own: {report:.1f} s")
    return int(speed < LEAST_PAGES or report > MOST_REPORT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
