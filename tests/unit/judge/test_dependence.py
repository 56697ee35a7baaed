"""Which tests depend on which, by their text alone."""

from __future__ import annotations

import random
from collections.abc import Set
from typing import Any

import pytest

from autograder.judge.dependence import needed_by, to_run
from autograder.judge.names import names_of
from autograder.judge.results import TestCell
from autograder.judge.verdict import bound_names, run_test


def cells(*sources: str) -> list[TestCell]:
    return [
        TestCell(f"t{number}", "A title", 1, source, 20) for number, source in enumerate(sources)
    ]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("x = 1\ny = x + z", {"z"}),
        ("print(len(x))", {"print", "len", "x"}),
        ("for i in rows:\n    y = i\nz = y", {"rows", "y"}),
        ("for i in rows:\n    pass\nelse:\n    y = 1\nz = y", {"rows", "y"}),
        ("while n:\n    y = 1\nz = y", {"n", "y"}),
        ("[a + b for a in x if a for c in a if c]", {"b", "x"}),
        ("{a: b for a, b in x.items()}\na", {"x", "a"}),
        ("if a:\n    x = 1\nelse:\n    x = 2\nx", {"a"}),
        ("if a:\n    x = 1\nx", {"a", "x"}),
        ("if a:\n    raise b\nelse:\n    x = 1\nx", {"a", "b"}),
        ("if a:\n    x = 1\nelse:\n    raise b\nx", {"a", "b"}),
        ("try:\n    x = a\nexcept E as e:\n    y = e\nx\ne", {"a", "E", "x", "e"}),
        ("try:\n    pass\nfinally:\n    x = 1\nx", set()),
        ("with a as b:\n    x = b\nx", {"a", "x"}),
        ("x += 1", {"x"}),
        ("x[0] = y", {"x", "y"}),
        ("x: T = 1\nx", {"T"}),
        ("x: T\nx", {"T", "x"}),
        ("import a.b\nfrom c import d as e\na\ne\nd", {"d"}),
        ("def f(a, *b, c=d, **e):\n    g = a\n    return b, c, e, g, h\nf", {"d", "h"}),
        ("def f(a: T) -> U:\n    return f(a)", {"T", "U"}),
        ("def f():\n    for i in x:\n        import a\n    return i, a", {"x"}),
        ("f = lambda a, b=c: a + b + d", {"c", "d"}),
        ("class A(B):\n    n = m\n    def f(self):\n        return self, A, g", {"B", "m", "g"}),
        ("x = [x for x in y]", {"y"}),
        ("(y := x)\ny", {"x", "y"}),  # on the safe side
        ("match x:\n    case 1:\n        y", {"x", "y"}),
    ],
)
def test_what_a_test_may_read_before_it_binds_it(source: str, read: set[str]) -> None:
    assert names_of(source).read == read


def test_what_a_test_binds() -> None:
    names = names_of("import a\ndef f():\n    b = 1\nx = f\ndef x():\n    pass\nfor i in []: pass")
    assert names.bound == {"a", "f", "x", "i"}
    assert names.values == {"x", "i"}


@pytest.mark.parametrize(
    "source",
    [
        "globals()['x'] = 1",
        "exec('x = 1')",
        "setattr(x, 'y', 1)",
        "x.y = 1",
        "del x",
        "def f():\n    global x\n    x = 1",
        "from math import *",
        "import warnings\nwarnings.simplefilter('error')",
        "match x:\n    case y:\n        pass",
    ],
)
def test_with_a_doubt_all_tests_belong_together(source: str) -> None:
    needed = needed_by(cells("y = 1", source))
    assert isinstance(needed, str)
    assert needed.startswith("t1: ")


def test_a_test_needs_those_before_it_whose_names_it_reads() -> None:
    needed = needed_by(
        cells(
            "import numpy as np\ndef f(a):\n    return a\nrows = []",
            "assert f(1)",
            "rows.append(1)",
            "assert rows",
            "f = 1\nassert f",
            "assert f",
            "import numpy as np\nassert np.pi\nassert student",
        )
    )
    assert needed == {
        "t0": frozenset(),
        "t1": {"t0"},
        "t2": {"t0"},
        "t3": {"t0", "t2"},  # rows may have been changed by the one that was handed them
        "t4": frozenset(),
        "t5": {"t0", "t4"},  # if t4 stops before it binds f, it is the first one's
        "t6": frozenset(),
    }


def test_a_name_of_pythons_own_is_a_tests_where_a_test_binds_it() -> None:
    needed = needed_by(cells("input = 5", "assert input == 5", "assert sum([1])"))
    assert needed == {"t0": frozenset(), "t1": {"t0"}, "t2": frozenset()}


PARTS = [
    "rows = []",
    "other = rows",
    "other = [rows]",
    "rows.append(1)",
    "other.append(1)",
    "rows = [*rows, 2]",
    "def add():\n    rows.append(1)",
    "def add(kept=rows):\n    kept.append(1)",
    "def add(kept=[]):\n    kept.append(1)\n    assert len(kept) < 2",
    "def add():\n    theirs.append(1)\n    assert len(theirs) < 2",
    "class Counter:\n    seen = []\nrows = Counter.seen",
    "def call():\n    add()",
    "add()",
    "call()",
    "assert not rows",
    "assert len(rows) < 2",
    "assert not other",
    "assert not theirs",
    "import math as other",
    "len = rows.__len__",
    "assert len() < 2",
]


def test_what_is_left_out_would_end_as_before() -> None:
    choice = random.Random(1)
    left_out = 0
    for _ in range(600):
        before = ["\n".join(choice.choices(PARTS, k=choice.choice([1, 2]))) for _ in range(7)]
        after = list(before)
        after[choice.randrange(len(after))] = choice.choice([*PARTS, "pass"])
        old, new = cells(*before), cells(*after)
        needs, needed = needed_by(old), needed_by(new)
        assert isinstance(needs, dict)
        assert isinstance(needed, dict)
        changed = [
            now.ident
            for then, now in zip(old, new, strict=True)
            if then.source != now.source or needs[now.ident] != needed[now.ident]
        ]
        unknown, running = to_run(needed, changed)
        endings, anew = judged(old, running=set(needed)), judged(new, running=set(needed))
        some = judged(new, running=running)
        if any(some[one] != endings[one] for one in running - unknown):
            continue  # then all are judged
        assert {**endings, **some} == anew, (before, after)
        left_out += len(old) - len(running)
    assert left_out > 600, "it is easy to be right when everything is judged"


def judged(tests: list[TestCell], running: Set[str]) -> dict[str, str]:
    """How tests end, where only some of them run."""
    namespace: dict[str, Any] = {}
    reserved: set[str] = set()
    endings = {}
    for test in tests:
        if test.ident in running:
            evidence = {"theirs": []}.__getitem__  # decoded for each test anew
            result = run_test(test, namespace, evidence, "", reserved)
            endings[test.ident] = f"{result.outcome}: {result.message}"
        reserved |= bound_names(test.source)
    return endings


def test_what_has_to_run() -> None:
    needed = {
        "a": frozenset[str](),
        "b": frozenset({"a"}),
        "c": frozenset({"a", "b"}),
        "d": frozenset[str](),
    }
    assert to_run(needed, []) == (frozenset(), frozenset())
    assert to_run(needed, ["d"]) == ({"d"}, {"d"})
    assert to_run(needed, ["b"]) == ({"b", "c"}, {"a", "b", "c"})
    assert to_run(needed, ["a"]) == ({"a", "b", "c"}, {"a", "b", "c"})
