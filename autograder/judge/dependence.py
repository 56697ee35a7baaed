"""Which tests of an assignment depend on which: what has to run for another's sake.

Tests share one namespace: a name that an earlier test binds is there for later ones.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from autograder.judge.names import Names, names_of
from autograder.judge.results import TestCell


def needed_by(tests: Sequence[TestCell]) -> dict[str, frozenset[str]] | str:
    """Test id -> ids of the earlier tests without which it might end otherwise.

    Returns:
        The mapping; or, as text, why it can't be known: then all tests belong together.
    """
    every = [names_of(test.source) for test in tests]
    for test, names in zip(tests, every, strict=True):
        if names.doubt:
            return f"{test.ident}: {names.doubt}"
    found: dict[str, frozenset[str]] = {}
    for index, test in enumerate(tests):
        needed = {
            tests[before].ident
            for before in range(index)
            if every[index].read & _handed_on(every[: before + 1])
        }
        found[test.ident] = frozenset(needed.union(*(found[one] for one in needed)))
    return found


def to_run(
    needed: Mapping[str, frozenset[str]], changed: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The tests whose result is not known, and all that have to run to know it.

    Args:
        needed: `needed_by`.
        changed: ids of tests that are not as they were, or whose result was not kept.
    """
    unknown = {test for test, before in needed.items() if test in changed or before & set(changed)}
    return frozenset(unknown), frozenset(unknown.union(*(needed[test] for test in unknown)))


def _handed_on(tests: Sequence[Names]) -> set[str]:
    """Names whose values come from the last of some tests, or may have been changed by it."""
    *before, last = tests
    values = set[str]().union(*(one.values for one in before))
    return set(last.bound | (last.read & values))
