"""One run of a correct submission, by the engine itself: other random numbers, other digits."""

from __future__ import annotations

import copy
import hashlib
import shutil
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

from autograder.atomic_file import replace_file
from autograder.authoring.examples import example_notebook
from autograder.authoring.release import notebook_text
from autograder.calibration.subject import Subject
from autograder.course.layout import Course
from autograder.data.graded_digits import GradedDigits, prepare_graded_digits
from autograder.data.secret_file import SECRET_FILE
from autograder.engine.fingerprints import MNIST_FILE, digest_of, files_digest
from autograder.engine.plan import GradingPlan
from autograder.engine.task import GradingTask
from autograder.intake.folders import SubmittedFiles


class NumberedDigits:
    """Hold-out splits by the number of a run: made when first needed, removed after the last.

    Any thread may call.

    Args:
        source_data: folder with MNIST.
        scratch: where the splits are made, 60 MB each.
        size: number of hold-out digits.
        uses: number of a run -> how often its digits will be needed.
    """

    def __init__(self, source_data: Path, scratch: Path, size: int, uses: Counter[int]) -> None:
        self._source_data, self._scratch, self._size = source_data, scratch, size
        self._uses = uses
        self._lock = threading.Lock()

    def take(self, number: int) -> GradedDigits:
        """The digits of runs with this number.

        Raises:
            DataError: MNIST is missing or damaged.
            RecordError: they can't be written.
        """
        with self._lock:
            folder = self._folder(number)
            if not (folder / SECRET_FILE).exists():
                folder.mkdir(mode=0o700)
                replace_file(folder / SECRET_FILE, secret_of(number).encode())
            return prepare_graded_digits(self._source_data, folder, self._size)

    def give_back(self, number: int) -> None:
        """Say that one run is over."""
        with self._lock:
            self._uses[number] -= 1
            if self._uses[number] <= 0:
                shutil.rmtree(self._folder(number), ignore_errors=True)

    def _folder(self, number: int) -> Path:
        return self._scratch / f"digits-{number}"


def secret_of(number: int) -> str:
    """The hold-out secret of all runs with a number, in hexadecimal."""
    return hashlib.sha256(f"calibration {number}".encode()).hexdigest()


def plan_with_digits(
    base: GradingPlan, course: Course, subject: Subject, number: int, digits: GradedDigits
) -> GradingPlan:
    """The plan of one run: its submission's assignment, judged on its own hold-out digits."""
    mnist = files_digest([course.source_data / MNIST_FILE])
    return replace(
        base,
        assignments={subject.plan.assignment.name: subject.plan},
        digits=digits,
        digits_digest=digest_of([mnist, secret_of(number), digits.size]),
        run=replace(base.run, digits=digits.students),
    )


def task_of(subject: Subject, number: int) -> GradingTask:
    """The submission of one run, as a student would hand it in."""
    plan, example = subject.plan, subject.example
    released = copy.deepcopy(plan.released)
    notebook = example_notebook(plan.assignment, example, released)
    name = plan.assignment.name
    submitted = SubmittedFiles(f"{name}.ipynb", notebook_text(notebook))
    return GradingTask(example.name, name, submitted, number=number)
