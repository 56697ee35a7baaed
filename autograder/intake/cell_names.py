"""Which names a cell of code binds and uses, read from its syntax tree; nothing is run."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.notebook_code.cell_code import read_cell

MAX_CELL_CHARACTERS = 50_000  # a tree takes about 200 bytes for each character
MAX_CHARACTERS = 400_000
_BUILTINS = frozenset(dir(builtins))
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class CellNames:
    """The names of a cell.

    Attributes:
        bound: by statements of the cell itself, not within its functions.
        used: anywhere in it, without Python's own.
        parsed: whether it is Python at all.
    """

    bound: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    parsed: bool = False


@dataclass
class NameReader:
    """Reads cells of one notebook; what is beyond its room has no names.

    Attributes:
        room: characters that may still be read.
    """

    room: int = MAX_CHARACTERS
    _known: dict[str, CellNames] = field(default_factory=dict)

    def names_of(self, source: str) -> CellNames:
        """The names of a cell of code."""
        if source not in self._known:
            self._known[source] = self._read(source)
        return self._known[source]

    def tree_of(self, source: str) -> ast.Module | None:
        """The tree of a cell, magics and shell lines set aside; None if there is none."""
        if len(source) > min(MAX_CELL_CHARACTERS, self.room):
            return None
        self.room -= len(source)
        return parse(source)

    def _read(self, source: str) -> CellNames:
        tree = self.tree_of(source)
        if tree is None:
            return CellNames()
        used = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        return CellNames(frozenset(bound_by(tree.body)), frozenset(used - _BUILTINS), True)


def parse(source: str) -> ast.Module | None:
    """The tree of a cell, lines counted from its first one that is not empty; None if none is."""
    return read_cell(source.lstrip("\n")).tree


def bound_by(statements: list[ast.stmt]) -> set[str]:
    """The names that statements bind in their own scope."""
    return {name for statement in statements for name in _bound_in(statement)}


def _bound_in(statement: ast.AST) -> Iterator[str]:
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0]
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if not isinstance(node, (*_SCOPES, *_COMPREHENSIONS)):
            waiting += ast.iter_child_nodes(node)
