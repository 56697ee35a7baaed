"""Which names a cell binds, and which work stands in a cell that is not the student's."""

from __future__ import annotations

import pytest

from autograder.intake.cell_names import NameReader
from autograder.intake.extra_work import extra_work


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("x = 1\ny, z = x", {"x", "y", "z"}),
        ("x = (a\n     / b\n     % c)", {"x"}),
        ("def f(z):\n    return (np.exp(z)\n            / np.sum(z))", {"f"}),
        ("%%time\nx = 1", {"x"}),
        ("%time x = 1", {"x"}),
        ("files = !ls\nx = 1", {"files", "x"}),
        ("x = 1\nx?", {"x"}),
        (">>> x = 1", {"x"}),
        ("%%bash\nx=1", set()),
        ("\n\n%matplotlib inline\nx = 1", {"x"}),
    ],
)
def test_names_that_a_cell_binds(source: str, bound: set[str]) -> None:
    found = NameReader().names_of(source)
    assert found.parsed
    assert found.bound == bound


@pytest.mark.parametrize(
    "source", ["x = (", "\u00a0x = 1", "x = \u201ca\u201d", "no Python at all"]
)
def test_what_is_no_python_binds_nothing(source: str) -> None:
    found = NameReader().names_of(source)
    assert (found.parsed, found.bound) == (False, frozenset())


@pytest.mark.parametrize("before", ["", "\n", "%%time\n", "!ls\n", "y = (1\n     / 2)\n"])
def test_work_in_a_test_is_taken_line_by_line(before: str) -> None:
    released = f"{before}assert x == 3"
    work = "for i in range(3):\n    x = i + 1"
    found = extra_work(f"{before}{work}\nassert x == 3", released, frozenset("x"), NameReader())
    assert found.replace("!ls\n", "") == work
