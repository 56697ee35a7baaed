"""Finds work that a student wrote into a cell that is not theirs: a test, or a given cell."""

from __future__ import annotations

import ast

from autograder.intake.cell_names import NameReader, bound_by


def extra_work(source: str, released: str, wanted: frozenset[str], names: NameReader) -> str:
    """Statements of a changed cell that do the work of a solution, as source; empty if none.

    What the released cell has, and what binds a name that it binds, is left out: a changed
    setting or a weakened test does not come back this way.

    Args:
        source: the cell as submitted.
        released: the same as released.
        wanted: names that solutions are to bind.
        names: reads cells.
    """
    theirs, ours = names.tree_of(source), names.tree_of(released)
    if theirs is None or ours is None:
        return ""
    known = {ast.dump(statement) for statement in ours.body}
    own = bound_by(ours.body)
    lines = source.lstrip("\n").split("\n")
    kept: list[ast.stmt] = []
    for statement in theirs.body:
        bound = bound_by([statement])
        if ast.dump(statement) not in known and not bound & own:
            kept.append(statement)
    if not bound_by(kept) & wanted:
        return ""
    return "\n".join(_text(lines, statement) for statement in kept)


def _text(lines: list[str], statement: ast.stmt) -> str:
    """A statement's own lines; two on one line with a semicolon come along together."""
    decorators = [node.lineno for node in getattr(statement, "decorator_list", [])]
    first = min([statement.lineno, *decorators])
    return "\n".join(lines[first - 1 : statement.end_lineno])
