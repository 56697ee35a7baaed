"""Which digits a submission trains on, read from its source: calls of `fit`.

A History does not tell which arrays it came from, so the code is read, not run. Names are
followed through assignments, unpacking and calls of the student's own functions, in the order
in which they are written, so it does not matter how the arrays are called. What can't be
followed, such as a dict of training and test digits, is taken for training data: a doubt never
costs a point.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.notebook_code.cell_code import read_cell

# What keeps several things apart, so that one of them can be taken out again.
_CONTAINERS = {"dict", "list", "tuple", "zip", "SimpleNamespace"}
# Whose results are numbers about data, not data.
_MEASURES = {"len", "range", "max", "min", "mean", "std", "evaluate", "fit", "shape", "print"}


@dataclass(frozen=True)
class FitCall:
    """One call of `fit`, or of a student's function that passes its argument to `fit`.

    Attributes:
        code: the call as written, on one line, at most 100 characters.
        trains_on_test: its images or labels come from the test digits.
        validates_on_test: its validation_data come from the test digits.
    """

    code: str
    trains_on_test: bool
    validates_on_test: bool


def fit_calls(
    sources: Iterable[str], test_names: Iterable[str] = ("x_test", "y_test")
) -> list[FitCall]:
    """All calls of `fit` in the order in which they are written.

    Args:
        sources: cells of a notebook in order; those that are no Python are left out.
        test_names: names bound to test digits before the first source.
    """
    reader = _Reader(set(test_names))
    for source in sources:
        tree = read_cell(source).tree
        with contextlib.suppress(RecursionError):
            reader.read(tree.body if tree else [])
    return reader.found


class _Reader:
    def __init__(self, test_names: set[str]) -> None:
        self.test = test_names
        self.functions: dict[str, ast.FunctionDef] = {}
        self.found: list[FitCall] = []
        self._depth = 0

    def read(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, ast.FunctionDef):
                self.functions[statement.name] = statement
                continue
            for expression in _own_expressions(statement):
                self._find_calls(expression)
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    self._bind(target, statement.value)
            elif isinstance(statement, ast.For):
                self._go_through(statement)
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                self._bind(statement.target, statement.value)
            for part in ("body", "orelse", "finalbody"):
                self.read(getattr(statement, part, []) or [])

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            self._unpack(target.elts, value)
        elif isinstance(target, ast.Name):
            apart = _keeps_apart(value) and self._is_mixed(*_handed_over(value))
            if self._from_test(value) and not apart:
                self.test.add(target.id)
            else:
                self.test.discard(target.id)

    def _unpack(self, targets: list[ast.expr], value: ast.expr) -> None:
        if _is_load_data(value) and len(targets) == 2:
            for name in _names(targets[0]):
                self.test.discard(name)
            self.test.update(_names(targets[1]))
            return
        parts = _parts(value, len(targets))
        if parts:
            for target, part in zip(targets, parts, strict=True):
                self._bind(target, part)
        elif not self._is_mixed(value):  # otherwise each name stays what it was
            for target in targets:
                self._bind(target, value)

    def _go_through(self, loop: ast.For) -> None:
        """In each turn the names of a loop stand for something else, whatever they were."""
        of_test = self._from_test(loop.iter) and not self._is_mixed(*_handed_over(loop.iter))
        change = self.test.update if of_test else self.test.difference_update
        change(_names(loop.target))

    def _from_test(self, value: ast.expr | None) -> bool:
        return value is not None and any(name in self.test for name in _data_names(value))

    def _is_mixed(self, *values: ast.expr) -> bool:
        """Whether test digits and other data go into a value, or into several."""
        return len({name in self.test for value in values for name in _data_names(value)}) == 2

    def _find_calls(self, expression: ast.expr) -> None:
        for node in ast.walk(expression):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Attribute) and node.func.attr == "fit":
                self._record(node)
            elif isinstance(node.func, ast.Name) and node.func.id in self.functions:
                self._follow(node, self.functions[node.func.id])

    def _record(self, call: ast.Call) -> None:
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        data = [*call.args[:2], named.get("x"), named.get("y")]
        code = " ".join(ast.unparse(call).split())
        self.found.append(
            FitCall(
                code if len(code) <= 100 else f"{code[:97]}...",
                any(self._from_test(value) for value in data),
                self._from_test(named.get("validation_data")),
            )
        )

    def _follow(self, call: ast.Call, function: ast.FunctionDef) -> None:
        if self._depth >= 3 or any(isinstance(value, ast.Starred) for value in call.args):
            return
        names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
        given = dict(zip(names, call.args, strict=False))
        given.update({word.arg: word.value for word in call.keywords if word.arg is not None})
        inside = {name for name in self.test if name not in names}
        inside |= {name for name, value in given.items() if self._from_test(value)}
        outside, self.test = self.test, inside
        self._depth += 1
        try:
            self.read(function.body)
        finally:
            self._depth -= 1
            self.test = outside


def _own_expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    """Expressions of the statement itself, without those of statements inside it."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.withitem):
            yield child.context_expr


def _is_load_data(value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return False
    function = value.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "load_data"


def _parts(value: ast.expr, count: int) -> list[ast.expr]:
    """What the single results of an expression are made of, where this can be told.

    `(a, b)` and `[f(x) for x in (a, b)]`, `map(f, (a, b))` and `prepare(a, b)` each give one
    result for a and one for b.
    """
    if isinstance(value, ast.ListComp | ast.GeneratorExp) and len(value.generators) == 1:
        value = value.generators[0].iter
    if isinstance(value, ast.Call):
        for argument in value.args:
            if isinstance(argument, ast.Tuple | ast.List) and len(argument.elts) == count:
                return argument.elts
        return value.args if len(value.args) == count else []
    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == count:
        return value.elts
    return []


def _keeps_apart(value: ast.expr) -> bool:
    """Whether the value is a container, or an object, from which its parts can be taken.

    By its capital letter, a call makes an object: `Digits(x_train, x_test)`.
    """
    if isinstance(value, ast.Call):
        function = value.func
        called = function.attr if isinstance(function, ast.Attribute) else _id(function)
        return called in _CONTAINERS or called[:1].isupper()
    return isinstance(value, ast.Dict | ast.List | ast.Tuple | ast.ListComp | ast.DictComp)


def _handed_over(value: ast.expr) -> list[ast.expr]:
    """What a call is given, without the name of the function; another expression as it is."""
    if not isinstance(value, ast.Call):
        return [value]
    return [*value.args, *(keyword.value for keyword in value.keywords)]


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _data_names(value: ast.expr) -> Iterator[str]:
    """Names whose data the value is made of: not those that are only measured."""
    if isinstance(value, ast.Name):
        yield value.id
        return
    if isinstance(value, ast.Call):
        function = value.func
        called = function.attr if isinstance(function, ast.Attribute) else _id(function)
        if called in _MEASURES:
            return
    if isinstance(value, ast.Attribute) and value.attr in _MEASURES:
        return
    for child in ast.iter_child_nodes(value):
        if isinstance(child, ast.expr):
            yield from _data_names(child)
        elif isinstance(child, ast.keyword):
            yield from _data_names(child.value)


def _id(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
