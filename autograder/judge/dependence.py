"""Which tests of an assignment depend on which: what has to run for another's sake.

Tests share one namespace: a name that an earlier test binds is there for later ones.
"""

from __future__ import annotations

import builtins
from collections.abc import Collection, Mapping, Sequence

from autograder.judge.names import Names, names_of
from autograder.judge.results import TestCell

_PYTHONS = frozenset(dir(builtins))


def needed_by(tests: Sequence[TestCell]) -> dict[str, frozenset[str]] | str:
    """Test id -> ids of the earlier tests without which it might end otherwise.

    Returns:
        The mapping; or, as text, why it can't be known: then all tests belong together.
    """
    every = [names_of(test.source) for test in tests]
    for test, names in zip(tests, every, strict=True):
        if names.doubt:
            return f"{test.ident}: {names.doubt}"
    reached = [_reached(every, index) for index in range(len(tests))]
    found: dict[str, frozenset[str]] = {}
    for index, test in enumerate(tests):
        needed = {
            tests[before].ident
            for before in range(index)
            if every[index].read & every[before].bound or reached[index] & reached[before]
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


def _reached(every: Sequence[Names], index: int) -> set[int]:
    """Which tests' values a test may change, or see changed: their numbers.

    The values of one test may hold one another, and all that it could reach itself. What a
    function reads is what it was when the function was made; a value of the student's, which is
    made anew for each test, stays the same one there.
    """
    found: set[int] = set()
    seen: set[tuple[str, int]] = set()
    waiting = [(name, index) for name in every[index].read]
    while waiting:
        name, before = waiting.pop()
        if (name, before) in seen:
            continue
        seen.add((name, before))
        for number, names in enumerate(every[:before]):
            if name in names.values:
                found.add(number)
                waiting += [(one, number) for one in names.read]
            for one in names.functions.get(name, ()):
                waiting.append((one, number + 1))
                if _is_the_students(one, every[: number + 1]):
                    found.add(number)
    return found


def _is_the_students(name: str, every: Sequence[Names]) -> bool:
    return name not in _PYTHONS and not any(name in names.bound for names in every)
