"""What the text of a test does with the names that all tests of an assignment share.

Nothing is run to find out. A name counts as read where it may be read, and as bound where it is
bound for certain.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.judge.verdict import bound_names

# With these, a test can reach names that its text does not show, or change what is not its own.
_REACHING = frozenset(
    ["globals", "locals", "vars", "exec", "eval", "compile", "setattr", "delattr"]
)
# Methods and attributes that change the state of a whole process. That a test changes a model of
# the student's, the judge sees for itself.
_CHANGING = frozenset(
    [
        *("seterr", "filterwarnings", "simplefilter", "set_floatx", "set_dtype_policy"),
        *("set_printoptions", "setrecursionlimit", "environ", "putenv", "modules", "rcParams"),
        *("rcdefaults", "set_global_policy", "set_image_data_format", "__dict__", "__globals__"),
        *("clear_session", "chdir", "patch"),
    ]
)
_DEFINITIONS = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_UNUSUAL = (ast.Global, ast.Nonlocal, ast.Delete, ast.AsyncFunctionDef, ast.Match)


@dataclass(frozen=True)
class Names:
    """What the text of one test does with names of the shared namespace.

    Attributes:
        read: names that it may read before it has bound them itself, Python's own included:
            an earlier test may have bound them.
        bound: names that it binds, perhaps.
        functions: those of them that are a function which keeps nothing from call to call, with
            the names that it may read.
        values: those of them that may keep something: neither such a function nor an import.
        doubt: why nothing can be said of it; empty when something can.
    """

    read: frozenset[str]
    bound: frozenset[str]
    functions: Mapping[str, frozenset[str]]
    values: frozenset[str]
    doubt: str


def names_of(source: str) -> Names:
    """What a test does with names.

    Raises:
        SyntaxError: it is no Python.
    """
    tree = ast.parse(source)
    bound = frozenset(bound_names(source))
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    plain = [node for node in tree.body if isinstance(node, ast.FunctionDef) and _is_plain(node)]
    others = [node for node in tree.body if node not in imports and node not in plain]
    functions: dict[str, frozenset[str]] = {}
    for node in plain:
        functions[node.name] = functions.get(node.name, frozenset()) | _read([node])
    keeping_nothing = set(functions).union(*map(_bound_by_definition, imports))
    return Names(
        read=_read(tree.body),
        bound=bound,
        functions=functions,
        values=bound - (keeping_nothing - set[str]().union(*map(_local, others))),
        doubt=next(filter(None, map(_doubt, ast.walk(tree))), ""),
    )


def _read(body: Iterable[ast.AST]) -> frozenset[str]:
    reading = _Reading()
    reading.block(body)
    return frozenset(reading.read)


def _is_plain(node: ast.FunctionDef) -> bool:
    """Whether a function keeps nothing: by a default, or by what a decorator makes of it."""
    defaults = [*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)]
    known = (ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp)
    return not node.decorator_list and all(isinstance(one, known) for one in defaults)


def _doubt(node: ast.AST) -> str:
    """Why a test may reach further than its names say; empty if it does not."""
    if isinstance(node, ast.Name) and node.id in _REACHING:
        return f"it uses {node.id}"
    if isinstance(node, ast.Attribute):
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        if node.attr in _CHANGING:
            return f"it uses .{node.attr}"
        if not isinstance(node.ctx, ast.Load) and not own:
            return f"it sets .{node.attr}"
    if isinstance(node, _UNUSUAL) or type(node).__name__ == "TryStar":
        return f"it has a statement {type(node).__name__.lower()}"
    if isinstance(node, ast.ImportFrom) and any(one.name == "*" for one in node.names):
        return "it imports all names of a module"
    return ""


class _Reading(ast.NodeVisitor):
    """Follows statements in their order.

    Attributes:
        read: names that may be read before they are bound.
    """

    def __init__(self) -> None:
        self.read: set[str] = set()
        self._bound: frozenset[str] = frozenset()

    def block(self, body: Iterable[ast.AST], own: Iterable[str] = ()) -> frozenset[str]:
        """Follow a block that may be left at any place; the names bound at its end.

        Args:
            body: statements or expressions.
            own: names that are bound before it, and for it alone.
        """
        before = self._bound
        self._bound = before.union(own)
        for node in body:
            self.visit(node)
        after, self._bound = self._bound, before
        return after

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id not in self._bound:
            self.read.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        self._bound |= _stored(*node.targets)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.generic_visit(node)
        if node.value is not None:
            self._bound |= _stored(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.read |= _stored(node.target) - self._bound
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self._bound |= _bound_by_definition(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._bound |= _bound_by_definition(node)

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        one, other = self.block(node.body), self.block(node.orelse)
        if _leaves(node.body):
            self._bound = other
        else:
            self._bound = one if _leaves(node.orelse) else one & other

    def visit_For(self, node: ast.For) -> None:
        self.visit(node.iter)
        self.block([node.target, *node.body], _stored(node.target))
        self.block(node.orelse)

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        self.block(node.body)
        self.block(node.orelse)

    def visit_With(self, node: ast.With) -> None:
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars is not None:
                self._bound |= _stored(item.optional_vars)
        self.block(node.body)  # the context may swallow what they raise

    def visit_Try(self, node: ast.Try) -> None:
        self.block([*node.body, *node.orelse])
        for handler in node.handlers:
            name = [handler.name] if handler.name else []
            self.block([*([handler.type] if handler.type else []), *handler.body], name)
        for statement in node.finalbody:
            self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.block([*node.decorator_list, *node.bases, *node.keywords, *node.body], [node.name])
        self._bound |= {node.name}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.block([*node.decorator_list, *([node.returns] if node.returns else [])])
        self._bound |= {node.name}
        self._function(node.args, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node.args, [node.body])

    def _function(self, arguments: ast.arguments, body: list[Any]) -> None:
        """What it reads counts where it is defined, though it is called later."""
        own = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        own += [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
        outside = [*arguments.defaults, *arguments.kw_defaults, *(one.annotation for one in own)]
        self.block(one for one in outside if one is not None)
        names = {one.arg for one in own}.union(*map(_local, body))
        self.block(body, names)

    def _comprehension(self, node: Any, *results: ast.expr) -> None:
        first, *others = node.generators
        self.visit(first.iter)
        inside = [*first.ifs, *(part for one in others for part in (one.iter, *one.ifs))]
        targets = _stored(*(one.target for one in node.generators))
        self.block([*inside, *results], targets)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node, node.elt)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node, node.elt)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node, node.elt)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node, node.key, node.value)


def _own_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that belong to the same scope, or to a comprehension in it."""
    for node in ast.iter_child_nodes(tree):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            yield from _own_nodes(node)


def _local(node: ast.AST) -> set[str]:
    """Names that a part of a function's body makes the function's own."""
    names: set[str] = set()
    for inner in (node, *_own_nodes(node)):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            names.add(inner.id)
        elif isinstance(inner, _DEFINITIONS):
            names |= _bound_by_definition(inner)
        elif isinstance(inner, ast.ExceptHandler) and inner.name:
            names.add(inner.name)
    return names


def _bound_by_definition(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {one.asname or one.name.partition(".")[0] for one in node.names}
    return {getattr(node, "name", "")}


def _stored(*targets: ast.AST) -> frozenset[str]:
    return frozenset(
        node.id
        for target in targets
        for node in ast.walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def _leaves(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Raise)
