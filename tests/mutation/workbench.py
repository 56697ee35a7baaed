"""Runs an assignment in one process, and again with some cells changed: only what they reach.

The reference solution runs once, and the namespace is kept before and after each cell. A
changed cell starts from what was there before it; a later cell runs again only where it uses a
name that came out differently. Random numbers start anew in each cell, so equal code gives equal
results. Only for code of our own: there is no sandbox, and no second process. The hold-out is
the one of a graded run.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import os
import random
import shutil
import signal
import symtable
import tempfile
import time
import types
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from autograder.course.assignment import SourceCell
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.data.graded_digits import prepare_graded_digits
from autograder.student_kernel.acceleration import accelerate_training
from autograder.student_kernel.datasets import answer_offline

LARGE = 1_000_000  # bytes; larger arrays are kept by reference
# What a test reads that looks at the code: never the same once a cell has changed.
CODE = "(code)"
READS_CODE = {"In", "context", "submitted_source", "numpy_only", "without_frameworks"}


@dataclass(frozen=True)
class Outcome:
    """What became of a test.

    Attributes:
        test: its id.
        passed: with all points.
        message: what it says where it did not pass.
    """

    test: str
    passed: bool
    message: str = ""


@dataclass(frozen=True)
class Trial:
    """What came of a changed notebook.

    Attributes:
        outcomes: of the tests that ran again, in order, up to the first loss where asked.
        reached: names that came out differently.
        errors: cell id -> what it raised.
        seconds: wall time.
    """

    outcomes: tuple[Outcome, ...]
    reached: tuple[str, ...]
    errors: Mapping[str, str]
    seconds: float

    @property
    def lost(self) -> list[Outcome]:
        """The tests that did not pass."""
        return [outcome for outcome in self.outcomes if not outcome.passed]


class OutOfTime(BaseException):
    """A trial took too long; no `except Exception` of a cell keeps it."""


@dataclass(frozen=True)
class _Step:
    """One code cell.

    Attributes:
        cell: the cell.
        code: what runs.
        loads, stores: names that it uses and binds.
    """

    cell: SourceCell
    code: str
    loads: frozenset[str]
    stores: frozenset[str]


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
        self._steps = [_step(cell, self.reference.get(cell.ident, "")) for cell in code]
        self._space: dict[str, Any] = {}
        self._before: list[dict[str, Any]] = []
        self._after: list[dict[str, Any]] = []
        started = time.monotonic()
        first = self._run_reference()
        self.seconds = time.monotonic() - started
        if first.lost or first.errors:
            raise RuntimeError(f"the reference loses {first.lost}, errors {first.errors}")

    def try_cells(
        self, cells: Mapping[str, str], *, stop_at_loss: bool = True, seconds: float = 0
    ) -> Trial:
        """Run the notebook with some solution cells changed.

        Args:
            cells: id -> new source.
            stop_at_loss: end with the first test that is lost.
            seconds: limit, or 0 for five times the reference's time and a minute.

        Raises:
            OutOfTime: it took longer.
        """
        set_context(replace(self._context, sources={**self.reference, **cells}))
        started = time.monotonic()
        limit = seconds or 60 + 5 * self.seconds
        trial = _Run(self, cells, stop_at_loss)
        with _alarm(limit):
            trial.run()
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
            self._before.append(_kept(self._space))
            trial.execute(number, step, step.code)
            self._after.append(_kept(self._space))
        return Trial(tuple(trial.outcomes), (), trial.errors, 0)


class _Run:
    """One pass through the cells."""

    def __init__(self, bench: Workbench, cells: Mapping[str, str], stop_at_loss: bool) -> None:
        self.bench, self.cells, self.stop_at_loss = bench, cells, stop_at_loss
        self.outcomes: list[Outcome] = []
        self.reached: set[str] = {CODE} if cells else set()
        self.errors: dict[str, str] = {}

    def run(self) -> None:
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
                self._compare(number, step if new is None else _step(step.cell, new))

    def execute(self, number: int, step: _Step, code: str) -> None:
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

    def _new_code(self, step: _Step) -> str | None:
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

    def _reaches(self, step: _Step) -> bool:
        return bool(step.loads & self.reached)

    def _restore(self, number: int) -> None:
        space = self.bench._space
        space.clear()
        space.update(_fresh(self.bench._before[number]))

    def _take_over(self, number: int) -> None:
        """What the reference's run of a cell left."""
        after = self.bench._after[number]
        names = [name for name in self.bench._steps[number].stores if name in after]
        self.bench._space.update(_fresh({name: after[name] for name in names}))
        step = self.bench._steps[number]
        if step.cell.kind != "test":
            self.bench._space["In"].append(step.code)

    def _set_sources(self, number: int) -> None:
        cells = [s for s in self.bench._steps[:number] if s.cell.kind != "test"]
        sources = [self.cells.get(s.cell.ident, s.code) if s.cell.kind == "solution" else s.code
                   for s in cells]  # fmt: skip
        self.bench._space["In"] = ["", *sources]

    def _compare(self, number: int, step: _Step) -> None:
        """Add the names that came out differently."""
        space, after = self.bench._space, self.bench._after[number]
        touched = step.stores | self.bench._steps[number].stores
        touched |= {name for name in step.loads if _is_mutable(space.get(name))}
        for name in touched & (set(space) | set(after)):
            one, other = space.get(name, _MISSING), after.get(name, _MISSING)
            if not _same(one, other, self.reached):
                self.reached.add(name)


_MISSING = object()


def _step(cell: SourceCell, reference: str) -> _Step:
    code = reference if cell.kind == "solution" else cell.source
    loads, stores = global_names(code)
    attributes = {n.attr for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Attribute)}
    if (loads | attributes) & READS_CODE:
        loads.add(CODE)
    loads -= set(dir(builtins)) | {"In"}
    return _Step(cell, code, frozenset(loads), frozenset(stores))


def global_names(code: str) -> tuple[set[str], set[str]]:
    """Names of the namespace that code uses, in functions too, and those that it binds.

    Raises:
        SyntaxError: it is no valid Python.
    """
    loads, stores = set(), set()
    tables = [symtable.symtable(code, "<cell>", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if not (top or symbol.is_global()):
                continue
            if symbol.is_referenced():
                loads.add(symbol.get_name())
            if symbol.is_assigned() or symbol.is_imported():
                stores.add(symbol.get_name())
    return loads, stores


def _kept(space: Mapping[str, Any]) -> dict[str, Any]:
    """A copy from which the namespace can be made again, models with their weights."""
    return {name: _keep(value) for name, value in space.items() if name != "__builtins__"}


@dataclass(frozen=True)
class _KeptModel:
    model: Any
    weights: list[np.ndarray]
    settings: Any  # of compile, None where it was not compiled


def _is_model(value: Any) -> bool:
    return any(base.__name__ == "Model" for base in type(value).__mro__)


def _is_mutable(value: Any) -> bool:
    return isinstance(value, list | dict | np.ndarray) or _is_model(value)


def _keep(value: Any) -> Any:
    if _is_model(value):
        settings = value.get_compile_config() if value.compiled else None
        return _KeptModel(value, [w.copy() for w in value.get_weights()], settings)
    if type(value) in (list, tuple, set):
        return type(value)(_keep(part) for part in value)
    if type(value) is dict:
        return {key: _keep(part) for key, part in value.items()}
    if isinstance(value, np.ndarray) and value.nbytes < LARGE:
        return value.copy()
    return value


def _fresh(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _renewed(value) for name, value in kept.items()}


def _renewed(value: Any) -> Any:
    if isinstance(value, _KeptModel):
        _reset(value)
        return value.model
    if type(value) in (list, tuple, set):
        return type(value)(_renewed(part) for part in value)
    if type(value) is dict:
        return {key: _renewed(part) for key, part in value.items()}
    if isinstance(value, np.ndarray) and value.nbytes < LARGE:
        return value.copy()
    return value


def _reset(kept: _KeptModel) -> None:
    model = kept.model
    if kept.weights:
        model.set_weights(kept.weights)
    if kept.settings is None:
        model.compiled, model.optimizer = False, None
    else:
        model.compile_from_config(kept.settings)


def _same(one: Any, other: Any, reached: set[str]) -> bool:
    """Whether a value is what the reference had; when in doubt, it is not."""
    if isinstance(other, _KeptModel):
        return (
            _is_model(one)
            and _configuration(one) == _configuration(other.model)
            and _equal_arrays(one.get_weights(), other.weights)
            and (one.get_compile_config() if one.compiled else None) == other.settings
        )
    if isinstance(one, types.FunctionType) and isinstance(other, types.FunctionType):
        return _same_code(one.__code__, other.__code__) and not _names_of(one.__code__) & reached
    if isinstance(one, int | float) and isinstance(other, int | float):
        return bool(one == other) or (one != one and other != other)  # 5.0 is 5, NaN is NaN
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one is other or _equal_arrays([one], [other])
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(
            _same(a, b, reached) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(one[k], other[k], reached) for k in one)
    if isinstance(one, types.ModuleType):
        return one is other
    if isinstance(one, str | bytes | type(None) | np.generic | range | Path):
        return bool(one == other)
    return False


def _configuration(model: Any) -> Any:
    try:
        return _without_names(model.get_config())
    except Exception:
        return object()


def _without_names(value: Any) -> Any:
    """A configuration without the names that Keras numbers."""
    if isinstance(value, dict):
        return {k: _without_names(v) for k, v in value.items() if k != "name"}
    if isinstance(value, list | tuple):
        return [_without_names(part) for part in value]
    return value


def _equal_arrays(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return len(some) == len(others) and all(
        a.shape == b.shape and a.dtype == b.dtype and np.array_equal(a, b)
        for a, b in zip(some, others, strict=True)
    )


def _same_code(one: types.CodeType, other: types.CodeType) -> bool:
    if one.co_code != other.co_code or one.co_names != other.co_names:
        return False
    if one.co_varnames != other.co_varnames or len(one.co_consts) != len(other.co_consts):
        return False
    return all(
        _same_code(a, b) if isinstance(a, types.CodeType) and isinstance(b, types.CodeType)
        else repr(a) == repr(b)
        for a, b in zip(one.co_consts, other.co_consts, strict=True)
    )  # fmt: skip


def _names_of(code: types.CodeType) -> set[str]:
    inner = (part for part in code.co_consts if isinstance(part, types.CodeType))
    return set(code.co_names).union(*map(_names_of, inner))


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
