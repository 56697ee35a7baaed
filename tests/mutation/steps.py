"""The code cells of an assignment as steps of a run: which names each uses and binds."""

from __future__ import annotations

import ast
import builtins
import symtable
from dataclasses import dataclass

from autograder.course.assignment import SourceCell

# What a test reads that looks at the code: never the same once a cell has changed.
CODE = "(code)"
READS_CODE = {"In", "context", "submitted_source", "numpy_only", "without_frameworks"}


@dataclass(frozen=True)
class Step:
    """One code cell.

    Attributes:
        cell: the cell.
        code: what runs.
        loads, stores: names that it uses and binds.
    """

    cell: SourceCell
    code: str
    loads: frozenset[str]
    stores: frozenset[str]


def step_of(cell: SourceCell, reference: str) -> Step:
    """The step of a cell; `reference` is the code of a solution cell.

    Raises:
        SyntaxError: the code is no valid Python.
    """
    code = reference if cell.kind == "solution" else cell.source
    loads, stores = global_names(code)
    attributes = {n.attr for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Attribute)}
    if (loads | attributes) & READS_CODE:
        loads.add(CODE)
    loads -= set(dir(builtins)) | {"In"}
    return Step(cell, code, frozenset(loads), frozenset(stores))


def global_names(code: str) -> tuple[set[str], set[str]]:
    """Names of the namespace that code uses, in functions too, and those that it binds.

    Raises:
        SyntaxError: it is no valid Python.
    """
    loads, stores = set(), set()
    tables = [symtable.symtable(code, "<cell>", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if not (top or symbol.is_global()):
                continue
            if symbol.is_referenced():
                loads.add(symbol.get_name())
            if symbol.is_assigned() or symbol.is_imported():
                stores.add(symbol.get_name())
    return loads, stores
