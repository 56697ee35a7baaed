"""The statements of a cell, and the names that each binds and uses: read, not run."""

from __future__ import annotations

import ast
import contextlib
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.notebook_code.cell_code import read_cell

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp"}
# By these a statement may bind or change any name.
_ANY_NAME = {"exec", "eval", "globals", "locals", "vars", "setattr", "get_ipython"}


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell, with all that stands in it.

    Attributes:
        cell: number of its cell.
        source: the cell's text, commands of IPython set aside.
        node: the statement.
        binds: names that it binds whenever it runs.
        may_bind: names that it binds, or whose object it changes, perhaps or only in part.
        called_on: names of which it calls a method for the sake of what this does.
        at_once: names from outside of it that it uses when it runs.
        later: names from outside of it that its function or class uses.
        binds_any: whether it may bind any name at all, such as by `exec`.
    """

    cell: int
    source: str
    node: ast.stmt
    binds: frozenset[str]
    may_bind: frozenset[str]
    called_on: frozenset[str]
    at_once: frozenset[str]
    later: frozenset[str]
    binds_any: bool

    @property
    def defines(self) -> frozenset[str]:
        """The name of the function or class that it is."""
        return self.binds if isinstance(self.node, _DEFINITIONS) else frozenset()

    @property
    def imports(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))


def statements_of(source: str, cell: int = 0) -> list[Statement]:
    """The statements of a cell; none if it is no Python.

    Args:
        source: what a student wrote.
        cell: its number.
    """
    code = read_cell(source)
    return [_statement(node, code.source, cell) for node in code.tree.body] if code.tree else []


def _statement(node: ast.stmt, source: str, cell: int) -> Statement:
    stores, at_once, later = _names(node)
    outer = at_once | later
    changed = {_root(part) for part in ast.walk(node) if _is_target(part)}
    called_on = {name for part in ast.walk(node) for name in _called_on(part)}
    return Statement(
        cell=cell,
        source=source,
        node=node,
        binds=frozenset(_binds(node)),
        may_bind=frozenset(stores | changed & outer),
        called_on=frozenset(called_on & outer),
        at_once=frozenset(at_once),
        later=frozenset(later),
        binds_any=bool(outer & _ANY_NAME) or _imports_all(node),
    )


def _imports_all(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _names(node: ast.stmt) -> tuple[set[str], set[str], set[str]]:
    """Names of the module that a statement binds, uses when it runs, and in its function."""
    try:
        module = symtable.symtable(ast.unparse(node), "<cell>", "exec")
    except _UNREADABLE:  # so deep that only its names can be told
        used = _mentioned(node, ast.Load)
        return _mentioned(node, ast.Store), used, used
    stores = {name.get_name() for name in module.get_symbols() if _is_bound(name)}
    at_once = {name.get_name() for name in module.get_symbols() if name.is_referenced()}
    later: set[str] = set()
    for table in module.get_children():
        bound, used = _of_the_module(table)
        stores |= bound
        if not _runs_at_once(table):
            later |= used
        if not (isinstance(node, _DEFINITIONS) and table.get_name() == node.name):
            at_once |= used  # a lambda or a comprehension may run at once
    read = _mentioned(node, ast.Load)
    if isinstance(node, ast.AugAssign):
        read |= _mentioned(node.target, ast.Store)
    # Since Python 3.12, a table hides that a comprehension reads what its surroundings bind.
    if isinstance(node, ast.ClassDef):
        own = [part for part in node.body if not isinstance(part, _DEFINITIONS)]
        later |= read & {name for part in own for name in _mentioned(part, ast.Store)}
    elif not isinstance(node, _DEFINITIONS):
        at_once |= read & stores
    return stores, at_once - _bound_on_entry(node), later


def _bound_on_entry(node: ast.stmt) -> set[str]:
    """Names that a loop or a block binds before anything in it uses them."""
    if isinstance(node, (ast.For, ast.AsyncFor)) and not node.orelse:
        return {*_targets(node.target)} - _mentioned(node.iter, ast.Load)
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return {*_bound_surely(node)} - _mentioned(node.items[0].context_expr, ast.Load)
    return set()


def _mentioned(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, context)}


def _of_the_module(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """Names of the module that a function or class, and all in it, binds and uses."""
    bound, used = set(), set()
    tables = [table]
    while tables:
        inner = tables.pop()
        tables += inner.get_children()
        for name in inner.get_symbols():
            # What a class binds it may have read from the module before.
            if name.is_referenced() and (name.is_global() or inner.get_type() == "class"):
                used.add(name.get_name())
            if name.is_global() and _is_bound(name):
                bound.add(name.get_name())
    return bound, used


def _runs_at_once(table: symtable.SymbolTable) -> bool:
    """Whether it is a comprehension, with nothing in it that may be called later."""
    is_one = table.get_name().strip("<>") in _COMPREHENSIONS and ".0" in table.get_identifiers()
    return is_one and all(map(_runs_at_once, table.get_children()))


def _is_bound(name: symtable.Symbol) -> bool:
    return name.is_assigned() or name.is_imported()


def _binds(node: ast.stmt) -> set[str]:
    with contextlib.suppress(RecursionError):  # branches in branches
        return {*_bound_surely(node)}
    return set()


def _bound_surely(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, _DEFINITIONS):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _targets(target)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield from _targets(node.target)
    elif isinstance(node, (ast.With, ast.AsyncWith)) and node.items[0].optional_vars:
        yield from _targets(node.items[0].optional_vars)  # the first may hide errors of others
    elif isinstance(node, ast.If):
        yield from _bound_by_each([node.body, node.orelse])
    elif isinstance(node, ast.Try):
        handlers = (handler.body for handler in node.handlers)
        yield from _bound_by_each([[*node.body, *node.orelse], *handlers])


def _bound_by_each(blocks: Iterable[list[ast.stmt]]) -> set[str]:
    """Names that are bound surely whichever of the blocks runs."""
    each = [{name for node in block for name in _bound_surely(node)} for block in blocks]
    return each[0].intersection(*each[1:])


def _targets(target: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        for part in target.elts:
            yield from _targets(part)
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value)


def _is_target(part: ast.AST) -> bool:
    return isinstance(part, (ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store)


def _called_on(part: ast.AST) -> Iterator[str]:
    call = part.value if isinstance(part, ast.Expr) else None
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        yield _root(call.func)


def _root(part: ast.AST) -> str:
    """The name that attributes and items start from; empty if there is none."""
    while isinstance(part, (ast.Attribute, ast.Subscript)):
        part = part.value
    return part.id if isinstance(part, ast.Name) else ""
