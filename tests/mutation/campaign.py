"""Tries mutants of one assignment: `python -m tests.mutation.campaign ASSIGNMENT [--limit N]`.

Each result is one line of tests/mutation/results/<assignment>.jsonl (or --out). A second start
goes on where the first ended: mutants that have a line are not tried again. `--again KEY ...`
tries some again, `--survivors` all that survived: after a test has been strengthened.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from autograder.course.layout import find_course
from autograder.course.source import load_assignment
from tests.mutation.operators import Mutant, mutants_of

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results"
# Assignments whose comments are part of the answer, with the cell that holds them.
COMMENTED = {("01-comment-the-code", "first-program")}


def all_mutants(course: Any, name: str) -> list[Mutant]:
    """Every mutant of an assignment's reference solution."""
    cells = load_assignment(course, name).of_kind("solution")
    return [
        mutant
        for cell in cells
        for mutant in mutants_of(
            cell.ident, cell.reference, comments=(name, cell.ident) in COMMENTED
        )
    ]


def results_of(path: Path) -> dict[str, dict[str, Any]]:
    """The last line of each mutant, by key."""
    if not path.exists():
        return {}
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {line["key"]: line for line in lines}


def chosen(mutants: list[Mutant], limit: int, seed: int, only: list[str]) -> list[Mutant]:
    """A random choice, the same for the same seed; a larger limit adds to it."""
    picked = [mutant for mutant in mutants if not only or mutant.cell in only]
    random.Random(seed).shuffle(picked)
    return picked[:limit] if limit else picked


def verdict(bench: Any, mutant: Mutant) -> dict[str, Any]:
    """One line of results: killed, survived, same (nothing came out differently), or timeout."""
    from tests.mutation.workbench import OutOfTime

    line = {
        "key": mutant.key, "cell": mutant.cell, "operator": mutant.operator, "line": mutant.line,
        "before": mutant.before, "after": mutant.after,
    }  # fmt: skip
    started = time.monotonic()
    try:
        comment = mutant.operator.startswith("comment")
        trial = bench.try_cells({mutant.cell: mutant.source}, code_only=comment)
    except OutOfTime:
        seconds = round(time.monotonic() - started, 1)
        return {**line, "result": "killed", "test": "(time limit)", "seconds": seconds}
    if trial.lost:
        first = trial.lost[0]
        line |= {"result": "killed", "test": first.test, "message": first.message}
    elif not trial.reached and not trial.errors and not comment:
        line |= {"result": "same"}
    else:
        line |= {"result": "survived", "reached": list(trial.reached), "errors": trial.errors}
    return {**line, "seconds": trial.seconds}


def run(options: argparse.Namespace) -> None:
    """Try the mutants that have no result yet."""
    course = find_course(Path.cwd())
    path = (options.out or RESULTS / f"{options.assignment}.jsonl").resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    known = results_of(path)
    again = set(options.again)
    if options.survivors:
        again |= {key for key, line in known.items() if line["result"] == "survived"}
    mutants = all_mutants(course, options.assignment)
    todo = [m for m in mutants if m.key in again] or [
        mutant
        for mutant in chosen(mutants, options.limit, options.seed, options.cells)
        if mutant.key not in known
    ]
    print(f"{len(mutants)} mutants, {len(known)} with a result, {len(todo)} to do", flush=True)
    if options.list or not todo:
        print(Counter(mutant.cell for mutant in todo))
        return
    from tests.mutation.workbench import Workbench

    bench = Workbench(course, options.assignment)
    print(f"reference: {bench.seconds:.0f} s", file=sys.stderr, flush=True)
    end = time.monotonic() + options.seconds if options.seconds else float("inf")
    with path.open("a", encoding="utf-8") as file:
        for number, mutant in enumerate(todo, 1):
            if time.monotonic() > end:
                break
            line = verdict(bench, mutant)
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            if line["result"] != "killed" or options.verbose:
                print(f"{number}/{len(todo)}", json.dumps(line, ensure_ascii=False), flush=True)
    print(Counter(line["result"] for line in results_of(path).values()), flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment")
    parser.add_argument("--limit", type=int, default=0, help="how many mutants, 0 for all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cells", nargs="*", default=[], help="only mutants of these cells")
    parser.add_argument("--seconds", type=float, default=0, help="stop after this time")
    parser.add_argument("--again", nargs="*", default=[], metavar="KEY")
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--list", action="store_true", help="count only")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--out", type=Path, default=None)
    run(parser.parse_args())


if __name__ == "__main__":
    main()
