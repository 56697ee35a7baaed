"""What people do to a copied notebook so that it looks different."""

from __future__ import annotations

import ast
import builtins
import json
import keyword
import random
import re

import nbformat
from nbformat.v4 import new_code_cell

from autograder.flags.student_code import released_sources
from autograder.flags.tokens import tokens
from autograder.intake.submission import Submission
from autograder.notebook_code.cell_code import read_cell


def disguised(
    submission: Submission,
    originals: dict[str, str],
    *,
    comments: bool = True,
    names: bool = True,
    order: bool = True,
    numbers: float = 0.0,
    more: float = 0.0,
    seed: int = 1,
) -> Submission:
    """A copy with other comments, names, order of statements and cells, and spacing.

    `numbers` is the share of numbers changed, `more` the share of statements added.
    """
    chance = random.Random(seed)
    notebook = nbformat.from_dict(json.loads(json.dumps(submission.notebook)))
    mapping = _new_names(submission, originals) if names else {}
    for place in reversed(range(len(notebook.cells))):
        cell = notebook.cells[place]
        if not cell.metadata.get("nbgrader", {}).get("solution"):
            continue
        source = read_cell(cell.source).source  # a copy goes without magics
        if order:
            source = _shuffled(source, chance)
        source = _rewritten(source, mapping, chance, comments=comments, numbers=numbers)
        added = [f"extra_{i} = len('{i}') + {i}\nprint(extra_{i})"
                 for i in range(round(more * source.count("\n")))]  # fmt: skip
        cell.source = "\n\n".join([source, *added])
        if order and place % 3 == 0:  # the work moves to a cell of its own
            notebook.cells.insert(place, new_code_cell(cell.source))
            notebook.cells[place + 1].source = ""
    return Submission("copy", submission.assignment, notebook, ())


def _new_names(submission: Submission, originals: dict[str, str]) -> dict[str, str]:
    """A new name for each name that the student chose."""
    text = "\n".join(released_sources(submission, originals))
    known = set(re.findall(r"\w+", text)) | set(dir(builtins)) | set(keyword.kwlist)
    bound: set[str] = set()
    for source in submission.sources().values():
        for node in ast.walk(ast.parse(read_cell(source).source)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                bound.add(node.id)
            elif isinstance(node, ast.arg):
                bound.add(node.arg)
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                bound.add(node.name)
    return {name: f"my_{number}" for number, name in enumerate(sorted(bound - known))}


def _shuffled(source: str, chance: random.Random) -> str:
    lines = source.split("\n")
    statements = ast.parse(source).body
    starts = [statement.lineno - 1 for statement in statements]
    pieces = [
        "\n".join(lines[0 if i == 0 else start : end])
        for i, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True))
    ]
    chance.shuffle(pieces)
    return "\n".join(pieces)


def _rewritten(
    source: str, mapping: dict[str, str], chance: random.Random, *, comments: bool, numbers: float
) -> str:
    out: list[str] = []
    previous, before = "", 0
    for token in tokens(source):
        start = source.index(token.text, before)
        gap, before = source[before:start], start + len(token.text)
        text = token.text
        if token.kind == "name" and previous != ".":
            text = mapping.get(text, text)
        elif token.kind == "comment" and comments:
            text = f"# note {chance.randrange(1000)}"
        elif token.kind == "number" and chance.random() < numbers:
            text = str(chance.randrange(1000))
        elif token.kind == "newline":
            text = "\n\n" if chance.random() < 0.3 else "\n"
        elif token.text == "=":
            text = f" {text} "
        previous = token.text
        out += [gap, text]
    return "".join(out)
