"""The same notebook with other random numbers, also where it sets its seeds by itself."""

from __future__ import annotations

import ast
import copy
from dataclasses import replace

from autograder.intake.submission import Submission
from autograder.intake.syntax_tree import syntax_tree

SEED_STEP = 1000  # a notebook's own seeds, all small, stay different from those of other runs
_SEEDING = {"set_random_seed", "set_seed", "seed", "default_rng", "RandomState"}


def submission_with_other_seeds(submission: Submission, number: int) -> Submission:
    """The submission with the seeds of another run, in all cells but the tests.

    Args:
        submission: as it was taken in.
        number: of the run; 0 leaves everything as it is.
    """
    if not number:
        return submission
    notebook = copy.deepcopy(submission.notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = with_other_seeds(cell.source, number)
    return replace(submission, notebook=notebook)


def with_other_seeds(code: str, number: int) -> str:
    """Code in which every call that sets a seed adds `number` times 1000 to it.

    Calls are known by their names: `set_random_seed(1)` becomes `set_random_seed((1) + 3000)`.
    A seed that is not plainly a number, such as a tuple, stays as it is.

    Args:
        code: a cell; as it stands if it is no plain Python.
        number: of the run; 0 leaves everything as it is.
    """
    tree = syntax_tree(code)
    if tree is None:
        return code
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    seeds = [call.args[0] for call in calls if _sets_a_seed(call)]
    lines = code.encode().split(b"\n")
    for seed in sorted(seeds, key=lambda seed: (seed.lineno, seed.col_offset), reverse=True):
        _replace(lines, seed, number * SEED_STEP)
    return b"\n".join(lines).decode()


def _sets_a_seed(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    name = call.func.id if isinstance(call.func, ast.Name) else name
    if name not in _SEEDING or len(call.args) != 1:
        return False
    seed = call.args[0]
    number = isinstance(seed, ast.Constant) and type(seed.value) is int
    return (number or isinstance(seed, (ast.Name, ast.BinOp))) and seed.lineno == seed.end_lineno


def _replace(lines: list[bytes], seed: ast.expr, added: int) -> None:
    """Put a sum in the place of a seed; columns are counted in bytes."""
    if not added:
        return
    line, start, end = lines[seed.lineno - 1], seed.col_offset, seed.end_col_offset
    told = b"(" + line[start:end] + b") + " + str(added).encode()
    lines[seed.lineno - 1] = line[:start] + told + line[end:]
