"""Writes docs/mutation.md: `python -m tests.mutation.page`.

Survivors are listed with the judgement of a person, from judged.toml: a table for each mutant's
key, or one for all mutants of a kind, `[[rule]]` with the fields that they share.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.course.layout import find_course
from tests.mutation.campaign import FOLDER, RESULTS, all_mutants, results_of
from tests.mutation.operators import Mutant

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

JUDGED = FOLDER / "judged.toml"
VERDICTS = {
    "equivalent": "no error: the answer is still what the text asks for",
    "allowed": "an error within a tolerance that is wanted, or one that no test can see",
    "open": "a test should see it and does not",
}


def judgement(assignment: str, line: dict[str, Any], rules: list[dict[str, Any]]) -> dict[str, str]:
    """The verdict and the reason for a survivor: of the first rule all of whose fields fit."""
    known = {**line, "assignment": assignment}
    for rule in rules:
        wanted = {key: value for key, value in rule.items() if key not in ("verdict", "reason")}
        if all(_fits(known.get(key), value) for key, value in wanted.items()):
            return {"verdict": rule["verdict"], "reason": rule["reason"]}
    return {"verdict": "open", "reason": "not judged yet"}


def score(results: list[str], equivalent: int) -> float:
    """Share of the mutants killed, 0 to 1, of those that are not equivalent."""
    counts = Counter(results)
    real = counts["killed"] + counts["survived"] - equivalent
    return counts["killed"] / real if real else 1.0


def write_page(root: Path) -> None:
    """Write docs/mutation.md."""
    course = find_course(root)
    rules = tomllib.loads(JUDGED.read_text(encoding="utf-8"))["rule"]
    parts = [_part(course, name, rules) for name in course.settings.assignment_names]
    lines = [
        *_head(),
        *(part[0] for part in parts),
        "",
        *(line for part in parts for line in part[1]),
    ]
    (root / "docs" / "mutation.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _part(course: Any, name: str, rules: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """The row of an assignment, and its section."""
    mutants = all_mutants(course, name)
    known = results_of(RESULTS / f"{name}.jsonl")
    tried = [known[mutant.key] for mutant in mutants if mutant.key in known]
    if not tried:
        return f"| {name} | {len(mutants)} | 0 | | | | | |", []
    survivors = [line for line in tried if line["result"] == "survived"]
    judged = [(line, judgement(name, line, rules)) for line in survivors]
    verdicts = Counter(verdict["verdict"] for _, verdict in judged)
    counts = Counter(line["result"] for line in tried)
    share = score([line["result"] for line in tried], verdicts["equivalent"])
    row = (
        f"| [{name}](#{name}) | {len(mutants)} | {len(tried)} | {counts['killed']} | "
        f"{counts['same'] + verdicts['equivalent']} | {verdicts['allowed']} | {verdicts['open']} | "
        f"{100 * share:.1f} % |"
    )
    cells = "Tried in each cell: " + tried_in_cells(mutants, known) + "."
    return row, [f"## {name}", "", *_killers(tried), "", cells, "", *_survivors(judged), ""]


def tried_in_cells(mutants: Iterable[Mutant], known: Collection[str]) -> str:
    """How many mutants of each cell were tried, such as "build 2 of 5, train 0 of 3".

    Args:
        mutants: all mutants of an assignment.
        known: keys of those that have a result.
    """
    mutants = list(mutants)
    made = Counter(mutant.cell for mutant in mutants)
    tried = Counter(mutant.cell for mutant in mutants if mutant.key in known)
    return ", ".join(f"{cell} {tried[cell]} of {number}" for cell, number in made.items())


def _killers(tried: list[dict[str, Any]]) -> Iterator[str]:
    by_test = Counter(line["test"] for line in tried if line["result"] == "killed")
    yield "Killed by the tests: " + ", ".join(f"{t} {n}" for t, n in by_test.most_common()) + "."


def _survivors(judged: list[tuple[dict[str, Any], dict[str, str]]]) -> Iterator[str]:
    if not judged:
        yield "No survivor."
        return
    yield "| cell, line | change | before | after | judged |"
    yield "| --- | --- | --- | --- | --- |"
    for line, verdict in sorted(judged, key=lambda pair: (pair[0]["cell"], pair[0]["line"])):
        before, after = (line[key].replace("|", "\\|") for key in ("before", "after"))
        yield (
            f"| {line['cell']}, {line['line']} | {line['operator']} | `{before}` | `{after}` | "
            f"{verdict['verdict']}: {verdict['reason']} |"
        )


def _head() -> Iterator[str]:
    yield from (
        "# Mutation testing of the reference solutions",
        "",
        "Made by `python -m tests.mutation.page` from what `python -m tests.mutation.campaign",
        "ASSIGNMENT` found. Each mutant is the reference solution with one small error: a number,",
        "an operator, an argument, a name, a returned value changed, a statement or (where",
        "comments are the work) a comment deleted. It is *killed* when any test, visible or",
        "hidden, takes off points. No mutants are made that change nothing but wording, output,",
        "styling or seeds; `tests/mutation/operators.py` says which. They run in one process, with",
        "the hold-out of a graded run, and stop at the first lost test. Those tried are drawn at",
        "random, all cells alike or, where each needs a new training of minutes, from the others.",
        "",
        "*Equivalent*: everything came out the same, or a person judged that it is no error.",
        "*Allowed*: an error that the tests let pass on purpose. *Open*: a gap. The score",
        "is the share killed of all that are not equivalent.",
        "",
        "| assignment | mutants | tried | killed | equivalent | allowed | open | score |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    )


def _fits(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted


if __name__ == "__main__":
    write_page(Path.cwd())
