"""A kept run judged again: only what has changed, with the results of judging all of it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

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


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One for all tests of this file: its notebook is run once."""
    place = tmp_path_factory.mktemp("again")
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


def test_only_what_has_changed_is_judged(bench: Bench) -> None:
    assert [result.outcome for result in bench.first.results] == ["passed"] * len(ALL)
    # Nothing that the judge would have to look at.
    renamed = [("number", "Another title", 6.0), ("reads", "It reads", 0.5)]

    def other_points(tests: list[TestCell]) -> list[TestCell]:
        new = {ident: {"title": title, "points": points} for ident, title, points in renamed}
        return [replace(test, **new.get(test.ident, {})) for test in tests]  # type: ignore[arg-type]

    assert bench.change(tests=other_points) == []
    # A message, and a limit, of a test that nobody depends on.
    assert bench.change(("not doubled", "It is not doubled")) == ["double", "again", "hides"]
    assert bench.change(('<= 0.9, "It reads', '>= 0.9, "It reads')) == ["reads"]
    assert bench.change(("np.zeros(2))[0] == 0", "np.zeros(2))[0] == 1")) == ["double"]
    # A function that a later test uses; the later test alone, which needs the first.
    assert bench.change(("number >= 3", "number > 3")) == ["number", "helped"]
    assert bench.change(("1 / 3", "1 / 7"), ("not is_large", "is_large")) == ["number", "helped"]
    # A threshold concerns those that ask for it; one that nobody asks for, none.
    assert bench.change(enough=4) == ["number", "helped"]
    assert bench.change(unused=4) == []
    # A limit of time.
    assert bench.change(tests=lambda t: [replace(t[0], seconds=9), *t[1:]]) == ["number", "helped"]


def test_a_test_that_hands_on_something_else(bench: Bench) -> None:
    filling = "rows.append(1)"
    assert bench.change((filling, "pass")) == ["starts", "fills", "counts"]
    assert bench.change((filling, "pass"), first=((filling, "rows.append(2)"),)) == [
        "starts",
        "fills",
        "counts",
    ]
    assert bench.change(("assert rows,", "assert True,")) == ["counts"]
    assert bench.change(("rows = []", "rows = [0]"), (filling, "rows.clear()")) == [
        "starts",
        "fills",
        "counts",
    ]
    # A name of Python's own is a test's, where a test binds it.
    assert bench.change(("input = 5", "input = 6")) == ["again", "hides"]
    assert bench.change(("input = 5", "pass")) == ["again", "hides"]


def test_a_doubt_that_there_was_before(bench: Bench) -> None:
    doubtful = "import warnings\nwarnings.simplefilter('error')"
    filling = "rows.append(1)"
    counting = "assert rows,"
    warns = "import warnings\nwarnings.warn('It is full.')\nassert rows,"
    first = ((filling, doubtful), (counting, warns))
    assert bench.change((filling, "pass"), (counting, warns), first=first) == ALL
    assert bench.change((filling, doubtful)) == ALL


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
    changed = bench.change(("(network, preprocess)", "(another[0], preprocess)"))
    assert changed[-len(ALL) :] == everything
    # It calls once more what a later test calls too: nobody knows what that one would get.
    once, twice = ("assert double(np.zeros(2))", "double(np.ones(2))\nassert double(np.zeros(2))")
    assert bench.change((once, twice), runs=True)[-len(ALL) :] == everything
    # A name that its text does not show.
    assert bench.change(("number >= 3", "globals()['x'] >= 3")) == everything


@pytest.mark.parametrize(
    "change",
    [
        "network.set_weights([w + 1 for w in network.weights])",
        "rows_of_networks[0][1].set_weights([w + 1 for w in rows_of_networks[0][1].weights])",
    ],
)
def test_a_test_that_changes_the_students_model_is_found_out(bench: Bench, change: str) -> None:
    plan = bench.plan
    small = plan.assignments["small"]
    changing = f"{small.tests[3].source}\n{change}\n"
    tests = (*small.tests[:3], replace(small.tests[3], source=changing), *small.tests[4:])
    changed = replace(plan, assignments={"small": replace(small, tests=tests)})
    with bench.put_back():
        first = bench.graded(changed)
        assert bench.ran() == ["reads", *ALL]  # what it did is seen, and all is judged
        assert comparable(bench.graded(changed)) == comparable(first)
        assert bench.ran()[-len(ALL) :] == ALL


def test_what_is_known_of_another_run_says_nothing(bench: Bench) -> None:
    with bench.put_back() as note:
        run, of_another = bench.store.peek(note.stem), note.read_bytes()
        assert run is not None
        bench.store.put(note.stem, _packed_otherwise(run))
        assert not note.exists()
        note.write_bytes(of_another)  # as if somebody had judged the earlier run just now
        assert comparable(bench.graded(bench.plan)) == comparable(bench.first)
        assert bench.ran() == ALL
        assert bench.graded(bench.plan).from_cache
        assert bench.ran() == []


def _packed_otherwise(run: bytes) -> bytes:
    """The same run, as if it had been run and kept once more."""
    file = io.BytesIO(run)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"another run"
    return file.getvalue()


def test_what_needs_no_model_is_judged_without_tensorflow(bench: Bench) -> None:
    grader = bench.grader
    grader.judge.abandon()
    with bench.put_back():
        again = bench.graded(bench.plan_with((("np.zeros(2))[0] == 0", "np.zeros(2))[0] == 1"),)))
        assert [result.outcome for result in again.results].count("failed") == 1
        assert bench.ran() == ["double"]
        assert grader.light.running
        assert not grader.judge.running
    # One that imports it, and does not look like it: its random numbers were not seeded.
    with bench.put_back():
        imports = 'import importlib\nimportlib.import_module("ker" + "as")\ndef is_large'
        bench.graded(bench.plan_with((("def is_large", imports),)))
        assert bench.ran() == ["number", "helped"] * 2
        assert grader.judge.running
