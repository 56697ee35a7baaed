"""Runs an assignment in one process, and again with some cells changed: only what they reach.

The reference solution runs once, and the namespace is kept before and after each cell. A
changed cell starts from what was there before it; a later cell runs again only where it uses a
name that came out differently. Random numbers start anew in each cell, so equal code gives equal
results. Only for code of our own: there is no sandbox, and no second process. The hold-out is
the one of a graded run.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.update(
    CUDA_VISIBLE_DEVICES="",
    MPLBACKEND="agg",
    OMP_NUM_THREADS="1",
    TF_CPP_MIN_LOG_LEVEL="3",
    TF_NUM_INTEROP_THREADS="1",
    TF_NUM_INTRAOP_THREADS="1",
)

import numpy as np

from autograder.checks.context import CheckContext, Digits, read_thresholds, set_context
from autograder.checks.registry import PartialCredit
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.data.graded_digits import prepare_graded_digits
from autograder.student_kernel.acceleration import accelerate_training
from autograder.student_kernel.datasets import answer_offline
from tests.mutation.snapshots import fresh, is_mutable, kept, same
from tests.mutation.steps import CODE, Step, step_of
from tests.mutation.trial import Outcome, Trial


class OutOfTime(BaseException):
    """A trial took too long; no `except Exception` of a cell keeps it."""


class Workbench:
    """An assignment whose reference solution has run."""

    def __init__(self, course: Course, name: str) -> None:
        """Run the reference solution.

        Raises:
            RuntimeError: it loses a test.
        """
        self._folder = tempfile.TemporaryDirectory()
        self._prepare(course, name)
        assignment = load_assignment(course, name)
        released = {cell.ident: cell.released for cell in assignment.of_kind("solution")}
        self.reference = {cell.ident: cell.reference for cell in assignment.of_kind("solution")}
        path = course.solutions / name / "thresholds.toml"
        self._context = CheckContext(
            self._holdout, read_thresholds(path) if path.exists() else {}, originals=released
        )
        code = [cell for cell in assignment.cells if cell.kind in ("given", "solution", "test")]
        self._steps = [step_of(cell, self.reference.get(cell.ident, "")) for cell in code]
        self._space: dict[str, Any] = {}
        self._before: list[dict[str, Any]] = []
        self._after: list[dict[str, Any]] = []
        started = time.monotonic()
        first = self._run_reference()
        self.seconds = time.monotonic() - started
        if first.lost or first.errors:
            raise RuntimeError(f"the reference loses {first.lost}, errors {first.errors}")

    def try_cells(
        self,
        cells: Mapping[str, str],
        *,
        stop_at_loss: bool = True,
        code_only: bool = False,
        seconds: float = 0,
    ) -> Trial:
        """Run the notebook with some solution cells changed.

        Args:
            cells: id -> new source.
            stop_at_loss: end with the first test that is lost.
            code_only: run only the tests that look at the code: nothing but comments changed.
            seconds: limit, or 0 for five times the reference's time and a minute.

        Raises:
            OutOfTime: it took longer.
        """
        set_context(replace(self._context, sources={**self.reference, **cells}))
        started = time.monotonic()
        limit = seconds or 60 + 5 * self.seconds
        trial = _Run(self, cells, stop_at_loss)
        with _alarm(limit):
            trial.run(code_only)
        return Trial(
            tuple(trial.outcomes),
            tuple(sorted(trial.reached - {CODE})),
            trial.errors,
            round(time.monotonic() - started, 2),
        )

    def _prepare(self, course: Course, name: str) -> None:
        folder = Path(self._folder.name)
        private = folder / "private"
        private.mkdir()
        size = course.settings.holdout_size
        digits = prepare_graded_digits(course.source_data, private, size)
        self._holdout = Digits(*(np.load(digits.judge / f"{n}.npy") for n in ("images", "labels")))
        answer_offline(digits.students, allow_downloads=False)
        accelerate_training()
        files = load_assignment(course, name).files
        work = folder / "work"
        work.mkdir()
        if files:
            shutil.copytree(course.students_files(files), work / files)
        os.chdir(work)

    def _run_reference(self) -> Trial:
        set_context(replace(self._context, sources=self.reference))
        self._space.clear()
        self._space.update(__name__="__main__", In=[""])
        trial = _Run(self, {}, stop_at_loss=False)
        for number, step in enumerate(self._steps):
            self._before.append(kept(self._space))
            trial.execute(number, step, step.code)
            self._after.append(kept(self._space))
        return Trial(tuple(trial.outcomes), (), trial.errors, 0)


class _Run:
    """One pass through the cells."""

    def __init__(self, bench: Workbench, cells: Mapping[str, str], stop_at_loss: bool) -> None:
        self.bench, self.cells, self.stop_at_loss = bench, cells, stop_at_loss
        self.outcomes: list[Outcome] = []
        self.reached: set[str] = {CODE} if cells else set()
        self.errors: dict[str, str] = {}

    def run(self, code_only: bool) -> None:
        """Code-only tests first, then the changed cells and what they reach."""
        steps = self.bench._steps
        changed = [n for n, step in enumerate(steps) if self._new_code(step) is not None]
        first = min(changed)
        static = self._static_tests()
        for number in static:
            self._restore(number)
            self._set_sources(number)
            self.execute(number, steps[number], steps[number].code)
            if self.stop_at_loss and self.outcomes and not self.outcomes[-1].passed:
                return
        if code_only:
            return
        self._restore(first)
        for number in range(first, len(steps)):
            step = steps[number]
            new = self._new_code(step)
            if number in static or (new is None and not self._reaches(step)):
                self._take_over(number)
                continue
            self._set_sources(number)
            self.execute(number, step, step.code if new is None else new)
            if step.cell.kind == "test":
                if self.stop_at_loss and not self.outcomes[-1].passed:
                    return
            else:
                self._compare(number, step if new is None else step_of(step.cell, new))

    def execute(self, number: int, step: Step, code: str) -> None:
        """Run one cell; its outcome or error is kept."""
        _seed(number)
        space = self.bench._space
        error: BaseException | None = None
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            try:
                exec(compile(code, f"<{step.cell.grade_id}>", "exec"), space)
            except Exception as raised:
                error = raised
        if step.cell.kind == "test":
            text = "" if error is None else str(error) or type(error).__name__
            if error is not None and not isinstance(error, AssertionError | PartialCredit):
                text = f"{type(error).__name__}: {text}"
            self.outcomes.append(Outcome(step.cell.ident, error is None, text[:300]))
        else:
            space["In"].append(code)
            if error is not None:
                self.errors[step.cell.ident] = f"{type(error).__name__}: {error}"[:200]

    def _new_code(self, step: Step) -> str | None:
        return self.cells.get(step.cell.ident) if step.cell.kind == "solution" else None

    def _static_tests(self) -> list[int]:
        """Tests that look at the code and at nothing that a solution cell makes."""
        steps = self.bench._steps
        made = {name for s in steps if s.cell.kind == "solution" for name in s.stores}
        found, unsafe = [], set(made)
        for number, step in enumerate(steps):
            if step.cell.kind != "test":
                continue
            if CODE in step.loads and not step.loads & unsafe:
                found.append(number)
            elif step.loads & unsafe:
                unsafe |= step.stores
        return found

    def _reaches(self, step: Step) -> bool:
        return bool(step.loads & self.reached)

    def _restore(self, number: int) -> None:
        space = self.bench._space
        space.clear()
        space.update(fresh(self.bench._before[number]))

    def _take_over(self, number: int) -> None:
        """What the reference's run of a cell left."""
        after = self.bench._after[number]
        names = [name for name in self.bench._steps[number].stores if name in after]
        self.bench._space.update(fresh({name: after[name] for name in names}))
        step = self.bench._steps[number]
        if step.cell.kind != "test":
            self.bench._space["In"].append(step.code)

    def _set_sources(self, number: int) -> None:
        cells = [s for s in self.bench._steps[:number] if s.cell.kind != "test"]
        sources = [self.cells.get(s.cell.ident, s.code) if s.cell.kind == "solution" else s.code
                   for s in cells]  # fmt: skip
        self.bench._space["In"] = ["", *sources]

    def _compare(self, number: int, step: Step) -> None:
        """Add the names that came out differently."""
        space, after = self.bench._space, self.bench._after[number]
        touched = step.stores | self.bench._steps[number].stores
        touched |= {name for name in step.loads if is_mutable(space.get(name))}
        for name in touched & (set(space) | set(after)):
            one, other = space.get(name, _MISSING), after.get(name, _MISSING)
            if not same(one, other, self.reached):
                self.reached.add(name)


_MISSING = object()


def _seed(number: int) -> None:
    import keras
    import matplotlib.pyplot as plt

    plt.close("all")
    random.seed(number)
    keras.utils.set_random_seed(1000 + number)


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
