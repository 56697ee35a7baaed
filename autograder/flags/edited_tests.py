"""Test cells that were changed, doubled or deleted, from what intake had to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.flags.flag import Flag, listed
from autograder.intake.submission import Problem

VERBS = {"edited_cell": "changed", "duplicated_cell": "doubled", "missing_cell": "deleted"}
# Intake's own words for a test; a given cell or a question reads otherwise.
_TEST = re.compile(r"The test '([^']+)' ")


def edited_test_flags(problems: Iterable[Problem]) -> list[Flag]:
    """One flag that lists all tests whose cells are not as released; empty if all are."""
    problems = list(problems)
    if any(problem.code == "foreign_notebook" for problem in problems):
        return []  # there is no test in it at all, and the problem says so
    done = {}
    for code, verb in VERBS.items():
        matches = (_TEST.match(problem.message) for problem in problems if problem.code == code)
        names = sorted({match[1] for match in matches if match})
        if names:
            done[verb] = names
    if not done:
        return []
    what = "; ".join(f"{verb}: {listed(names)}" for verb, names in done.items())
    return [
        Flag(
            "test_cells_changed",
            f"Test cells are not as released ({what}). The released tests were used, so nothing "
            "was gained or lost. A print put in to try something out is harmless; a weakened "
            "assert is worth a question.",
        )
    ]
