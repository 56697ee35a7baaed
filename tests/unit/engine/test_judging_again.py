"""A kept run judged again: only what has changed, with the results of judging all of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from autograder.judge.results import TestCell
from tests.unit.engine.judged_again import ALL, Bench, bench_in, comparable

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One for all tests of this file: its notebook is run once."""
    with bench_in(tmp_path_factory.mktemp("again")) as made:
        yield made


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
