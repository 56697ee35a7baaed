"""A submission that is graded again and again, while its tests change; each notes that it ran."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from autograder.authoring.release import build_assignment
from autograder.course.layout import Course, find_course
from autograder.engine.grader import Grader
from autograder.engine.grading import grade_task
from autograder.engine.kept_runs import kept_runs
from autograder.engine.plan import GradingPlan, make_plan
from autograder.engine.store import Store
from autograder.engine.task import Graded, GradingTask
from autograder.intake.folders import read_submitted
from autograder.intake.submission import SubmissionFolder
from autograder.judge.results import TestCell
from autograder.sandbox.choose import sandbox_named
from tests.conftest import ROOT, submit

SOURCE = '''\
# /// assignment
# title = "Tests that depend on one another"
# minutes = 5
# summary = "Some tests do, some do not."
# ///

# %% given="imports"
import numpy as np
from tensorflow import keras

# %% solution="number"
x = None
### BEGIN SOLUTION
x = 3
### END SOLUTION

# %% test="number" title="x is three" points=1
### BEGIN HIDDEN TESTS
NOTE number
from autograder import checks

def is_large(number):
    return number >= 3

assert x >= checks.threshold("enough"), "It should be larger."
### END HIDDEN TESTS

# %% solution="double"
def double(values):
    """Twice the values."""
    ### BEGIN SOLUTION
    return 2 * np.asarray(values)
    ### END SOLUTION

# %% test="double" title="double() doubles" points=2
### BEGIN HIDDEN TESTS
NOTE double
assert double(np.ones(2))[0] == 2, "not doubled"
assert double(np.zeros(2))[0] == 0, "not doubled"
### END HIDDEN TESTS

# %% test="helped" title="It uses a function of the first" points=1
### BEGIN HIDDEN TESTS
NOTE helped
from autograder import checks

if not is_large(x):
    checks.award(1 / 3, observed="It is small.", expected="It should be large.", concept="Size.")
### END HIDDEN TESTS

# %% solution="network"
network = another = None
### BEGIN SOLUTION
network = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])
another = [keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])]
rows_of_networks = [[keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])] * 2]
### END SOLUTION
def preprocess(images):
    return images.reshape(-1, 784) / 255.0

# %% test="reads" title="It reads digits" points=1
### BEGIN HIDDEN TESTS
NOTE reads
from autograder import checks

assert checks.holdout_accuracy(network, preprocess) <= 0.9, "It reads too well."
### END HIDDEN TESTS

# %% test="again" title="It is not another" points=1
### BEGIN HIDDEN TESTS
NOTE again
assert another[0].count_params() == 7850, "It is of another size."
assert double(np.ones(2))[0] == 2, "not doubled"
input = 5
### END HIDDEN TESTS

# %% test="starts" title="It starts a list" points=1
### BEGIN HIDDEN TESTS
NOTE starts
rows = []
### END HIDDEN TESTS

# %% test="fills" title="It fills the list" points=1
### BEGIN HIDDEN TESTS
NOTE fills
rows.append(1)
### END HIDDEN TESTS

# %% test="counts" title="It looks into the list" points=1
### BEGIN HIDDEN TESTS
NOTE counts
assert rows, "The list is empty."
### END HIDDEN TESTS

# %% test="hides" title="It uses a name of Python's own" points=1
### BEGIN HIDDEN TESTS
NOTE hides
assert input == 5, "It is not five."
### END HIDDEN TESTS
'''
ALL = ["number", "double", "helped", "reads", "again", "starts", "fills", "counts", "hides"]


class Bench:
    """One submission, graded again and again, by one grader.

    Attributes:
        log: tests that ran since it was looked at last.
    """

    def __init__(self, course: Course, plan: GradingPlan, grader: Grader, log: Path) -> None:
        self.course, self.plan, self.grader, self.log = course, plan, grader, log
        self.store: Store = kept_runs(course.private)
        folder = submit(course, "anna").parent
        submitted = read_submitted(SubmissionFolder("anna", "small", folder))
        self.task = GradingTask("anna", "small", submitted)
        self.first = self.graded(plan)
        assert self.ran() == ALL

    def ran(self) -> list[str]:
        found = self.log.read_text().split() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return found

    def change(
        self,
        *edits: tuple[str, str],
        first: tuple[tuple[str, str], ...] = (),
        tests: Callable[[list[TestCell]], list[TestCell]] = list,
        runs: bool = False,
        **thresholds: float,
    ) -> list[str]:
        """Grade as after a change, both ways, and compare; the tests that ran at first.

        Args:
            edits: of the tests' sources.
            first: edits of the sources that the submission is judged by before.
            tests: changes their list.
            runs: whether the notebook has to be run again.
            thresholds: those that are others.
        """
        plan = self.plan_with(edits, tests, thresholds)
        with self.put_back() as note:
            if first:
                self.graded(self.plan_with(first))
                self.ran()
            again = self.graded(plan)
            ran = self.ran()
            note.unlink()
            whole = self.graded(plan)
        assert self.ran() == [test.ident for test in plan.assignments["small"].tests]
        assert comparable(again) == comparable(whole)
        assert again.from_cache != runs
        return ran

    @contextmanager
    def put_back(self) -> Iterator[Path]:
        """The file of what is known of the tests; it and the run are as they were, afterwards."""
        (note,) = self.store.folder.rglob("*.note")
        before, run = note.read_bytes(), self.store.peek(note.stem)
        assert run is not None
        yield note
        self.store.put(note.stem, run)
        note.write_bytes(before)

    def graded(self, plan: GradingPlan) -> Graded:
        graded = grade_task(plan, self.task, self.grader, self.store)
        assert graded.status == "graded", graded.problems
        return graded

    def plan_with(
        self,
        edits: tuple[tuple[str, str], ...],
        tests: Callable[[list[TestCell]], list[TestCell]] = list,
        thresholds: Mapping[str, float] = MappingProxyType({}),
    ) -> GradingPlan:
        """The plan as it is after a change."""
        small = self.plan.assignments["small"]
        made = list(small.tests)
        for before, after in edits:
            assert any(before in test.source for test in made)
            made = [replace(one, source=one.source.replace(before, after)) for one in made]
        changed = replace(
            small, tests=tuple(tests(made)), thresholds={**small.thresholds, **thresholds}
        )
        return replace(self.plan, assignments={"small": changed})


def comparable(graded: Graded) -> dict[str, object]:
    """All that is recorded of a grading, but times."""
    return {
        "results": [replace(result, seconds=0) for result in graded.results],
        "rest": replace(
            graded, results=(), seconds_judge=0, execution=None, submission=None, from_cache=True
        ),
        "outputs": graded.execution and graded.execution.notebook,
    }


@contextmanager
def bench_in(place: Path) -> Iterator[Bench]:
    """A bench in an empty folder; its notebook is run once."""
    log, scratch, root = place / "log", place / "s", place / "tiny"
    shutil.copytree(ROOT / "tests" / "tiny_course", root)
    shutil.rmtree(root / "tests" / "examples")
    (root / "source_data").symlink_to(ROOT / "source_data")
    course = find_course(root)
    source = SOURCE
    for name in ALL:
        noting = f"with open({str(log)!r}, 'a') as log_file:\n    print({name!r}, file=log_file)"
        source = source.replace(f"NOTE {name}\n", f"{noting}\n")
    course.source("small").write_text(source, encoding="utf-8")
    build_assignment(course, "small")
    scratch.mkdir()
    plan = make_plan(course, ["small"], "cpu", scratch, sandbox_named("none"))
    with Grader(plan) as grader:
        yield Bench(course, plan, grader, log)
