"""A kept run judged again: only what has changed, with the results of judging all of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring.release import build_assignment
from autograder.course.layout import Course
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
from tests.conftest import submit

pytestmark = pytest.mark.slow

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

# %% test="number" title="x is three" points=2
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

# %% test="double" title="double() doubles" points=4
### BEGIN HIDDEN TESTS
NOTE double
assert double(np.ones(2))[0] == 2, "not doubled"
assert double(np.zeros(2))[0] == 0, "not doubled"
### END HIDDEN TESTS

# %% test="helped" title="It uses a function of the first" points=2
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
from autograder import checks

assert checks.holdout_accuracy(another[0], preprocess) <= 0.9, "It reads too well."
assert double(np.ones(2))[0] == 2, "not doubled"
### END HIDDEN TESTS
'''
ALL = ["number", "double", "helped", "reads", "again"]


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
        self.first = self._graded(plan)
        assert self.ran() == ALL

    def ran(self) -> list[str]:
        found = self.log.read_text().split() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return found

    def change(
        self,
        *edits: tuple[str, str],
        tests: Callable[[list[TestCell]], list[TestCell]] = list,
        **thresholds: float,
    ) -> list[str]:
        """Grade as after a change, both ways, and compare; the tests that ran at first."""
        plan = self._plan(edits, tests, thresholds)
        again = self._graded(plan)
        ran = self.ran()
        for note in self.store.folder.rglob("*.note"):
            note.unlink()
        whole = self._graded(plan)
        assert self.ran() == [test.ident for test in plan.assignments["small"].tests]
        assert comparable(again) == comparable(whole)
        assert again.from_cache
        # As it was before the change.
        self._graded(self.plan)
        self.ran()
        return ran

    def _graded(self, plan: GradingPlan) -> Graded:
        graded = grade_task(plan, self.task, self.grader, self.store)
        assert graded.status == "graded", graded.problems
        return graded

    def _plan(
        self,
        edits: tuple[tuple[str, str], ...],
        tests: Callable[[list[TestCell]], list[TestCell]],
        thresholds: dict[str, float],
    ) -> GradingPlan:
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


@pytest.fixture
def bench(tiny_course: Course, tmp_path: Path) -> Iterator[Bench]:
    log = tmp_path / "log"
    source = SOURCE
    for name in ALL:
        noting = f"with open({str(log)!r}, 'a') as log_file:\n    print({name!r}, file=log_file)"
        source = source.replace(f"NOTE {name}\n", f"{noting}\n")
    tiny_course.source("small").write_text(source, encoding="utf-8")
    shutil.rmtree(tiny_course.root / "tests" / "examples")
    build_assignment(tiny_course, "small")
    scratch = tmp_path / "s"
    scratch.mkdir()
    plan = make_plan(tiny_course, ["small"], "cpu", scratch, sandbox_named("none"))
    with Grader(plan) as grader:
        yield Bench(tiny_course, plan, grader, log)


def test_only_what_has_changed_is_judged(bench: Bench) -> None:
    assert [result.outcome for result in bench.first.results] == ["passed"] * 5
    # Nothing that the judge would have to look at.
    renamed = [("number", "Another title", 6.0), ("reads", "It reads", 0.5)]

    def other_points(tests: list[TestCell]) -> list[TestCell]:
        new = {ident: {"title": title, "points": points} for ident, title, points in renamed}
        return [replace(test, **new.get(test.ident, {})) for test in tests]  # type: ignore[arg-type]

    assert bench.change(tests=other_points) == []
    # A message, and a limit, of a test that nobody depends on.
    assert bench.change(("not doubled", "It is not doubled")) == ["double", "again"]
    assert bench.change(('<= 0.9, "It reads', '>= 0.9, "It reads')) == ["reads", "again"]
    assert bench.change(("np.zeros(2))[0] == 0", "np.zeros(2))[0] == 1")) == ["double"]
    # A function that a later test uses; the later test alone, which needs the first.
    assert bench.change(("number >= 3", "number > 3")) == ["number", "helped"]
    assert bench.change(("1 / 3", "1 / 7"), ("not is_large", "is_large")) == ["number", "helped"]
    # A threshold concerns those that ask for it; one that nobody asks for, none.
    assert bench.change(enough=4) == ["number", "helped"]
    assert bench.change(unused=4) == []
    # A limit of time.
    assert bench.change(tests=lambda t: [*t[:3], replace(t[3], seconds=9), t[4]]) == ["reads"]


def test_with_a_doubt_all_is_judged(bench: Bench) -> None:
    everything = [*ALL]
    # A test is gone, is new, has another name or another place.
    assert bench.change(tests=lambda tests: tests[:4]) == ALL[:4]
    assert bench.change(tests=lambda tests: [*tests[1:2], tests[0], *tests[2:]]) == [
        "double",
        "number",
        *ALL[2:],
    ]
    # What it reads is not what was read before: pages and flags may be others.
    changed = bench.change(("(another[0], preprocess)", "(network, preprocess)"))
    assert changed[-5:] == everything
    assert bench.change(("(another[0], preprocess)", "(network, preprocess)"))[-5:] == everything
    # It calls once more what a later test calls too.
    once, twice = ("assert double(np.zeros(2))", "double(np.ones(2))\nassert double(np.zeros(2))")
    assert bench.change((once, twice))[-5:] == everything
    # A name that its text does not show.
    assert bench.change(("number >= 3", "globals()['x'] >= 3")) == everything


def test_a_test_that_changes_the_students_model_is_found_out(bench: Bench) -> None:
    plan = bench.plan
    small = plan.assignments["small"]
    changing = small.tests[3].source + "\nnetwork.set_weights([w + 1 for w in network.weights])\n"
    tests = (*small.tests[:3], replace(small.tests[3], source=changing), small.tests[4])
    bench.plan = replace(plan, assignments={"small": replace(small, tests=tests)})
    assert bench.change()[-5:] == ALL
    assert (
        bench.change(("is_large(number)", "is_large(other)"), ("number >= 3", "other >= 3")) == ALL
    )
