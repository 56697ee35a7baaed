"""Small errors made on purpose: one change of one place in a solution cell.

Left out on purpose, since no test should see them: texts (titles, labels, names of keys), what
is printed, styling (colours, sizes, widths of lines), `verbose`, and seeds. Statements that
only print, show or style are neither changed nor deleted. Deleting an assignment of a new name
is left out as well: the name is missing then, so any test would notice.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutation.siblings import siblings
from tests.mutation.vocabulary import (
    ARITHMETIC,
    COMPARISONS,
    EXCHANGED_CALLS,
    EXCHANGED_TEXTS,
    FORMATTED_CALLS,
    OUTPUT_CALLS,
    STYLING,
    SYMMETRIC_CALLS,
)


@dataclass(frozen=True)
class Mutant:
    """One changed solution cell.

    Attributes:
        cell: id of the solution cell.
        operator: which kind of change.
        line: line of the cell where it is, from 1.
        before: code of the place, on one line.
        after: what it was changed into.
        source: the whole cell, changed.
    """

    cell: str
    operator: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        """12 hexadecimal digits that stay the same as long as the changed cell does."""
        return hashlib.sha256(f"{self.cell}\n{self.source}".encode()).hexdigest()[:12]


Change = tuple[str, ast.AST, str]  # operator, place, new code


def mutants_of(cell: str, source: str, *, comments: bool = False) -> list[Mutant]:
    """All mutants of one solution cell, each with another syntax tree than the original.

    Args:
        cell: id of the cell.
        source: its code in the reference solution.
        comments: whether comments are part of the answer, so that deleting one is an error.
    """
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    made = []
    for operator, place, code in _changes(tree):
        changed = _spliced(source, place, code)
        try:
            dump = ast.dump(ast.parse(changed))
        except SyntaxError:
            continue
        if dump in seen:
            continue
        seen.add(dump)
        before = ast.unparse(place)
        made.append(
            Mutant(cell, operator, place.lineno, _one_line(before), _one_line(code), changed)  # type: ignore[attr-defined]
        )
    return made + (_comment_deletions(cell, source) if comments else [])


def _changes(tree: ast.Module) -> Iterator[Change]:
    exchangeable = siblings(tree)
    for node in _judged_nodes(tree):
        for make in (_numbers, _arithmetic, _comparisons, _signs, _calls, _arguments, _returns):
            for operator, place, changed in make(node):
                yield operator, place, _code(changed)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            for other in exchangeable.get(node.id, ()):
                yield "name exchanged", node, other
        if _deletable(node):
            yield "statement deleted", node, "pass"


def _judged_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The tree's nodes without those that only print, show or style."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and _is_output(child.value):
            continue
        if isinstance(child, ast.keyword) and child.arg in STYLING:
            continue
        if isinstance(child, ast.JoinedStr):
            continue
        if isinstance(node, ast.Dict) and child in _styling_values(node):
            continue
        yield child
        yield from _judged_nodes(child)


def _styling_values(node: ast.Dict) -> list[ast.expr]:
    """Values under keys such as "verbose": keyword arguments kept in a dict."""
    pairs = zip(node.keys, node.values, strict=True)
    return [value for key, value in pairs if getattr(key, "value", None) in STYLING]


def _is_output(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) or (
        isinstance(value, ast.Call) and _called(value) in OUTPUT_CALLS
    )


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


Made = Iterator[tuple[str, ast.AST, ast.AST]]


def _numbers(node: ast.AST) -> Made:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield "truth turned round", node, ast.Constant(not value)
    elif isinstance(value, int):
        for other in (value + 1, value - 1):
            yield "number changed", node, ast.Constant(other)
    elif isinstance(value, float):
        for factor in (2.0, 0.5) if value else ():
            yield "number changed", node, ast.Constant(value * factor)
        if not value:
            yield "number changed", node, ast.Constant(1.0)


def _arithmetic(node: ast.AST) -> Made:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in ARITHMETIC:
        yield "operator exchanged", node, _with(node, op=ARITHMETIC[type(node.op)]())


def _comparisons(node: ast.AST) -> Made:
    if not isinstance(node, ast.Compare):
        return
    for position, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            operators = [*node.ops[:position], other(), *node.ops[position + 1 :]]
            yield "comparison exchanged", node, _with(node, ops=operators)


def _signs(node: ast.AST) -> Made:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield "sign dropped", node, node.operand
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "operator exchanged", node, _with(node, op=other)


def _calls(node: ast.AST) -> Made:
    if not isinstance(node, ast.Call):
        return
    name = _called(node)
    other = EXCHANGED_CALLS.get(name)
    if other and isinstance(node.func, ast.Attribute) and name != "round":
        yield "function exchanged", node, _with(node, func=_with(node.func, attr=other))
    elif other and isinstance(node.func, ast.Name) and other != "mean":
        yield "function exchanged", node, _with(node, func=ast.Name(other))


def _arguments(node: ast.AST) -> Made:
    if not isinstance(node, ast.Call) or _called(node) in OUTPUT_CALLS:
        return
    for position, word in enumerate(node.keywords):
        rest = [*node.keywords[:position], *node.keywords[position + 1 :]]
        if word.arg in STYLING:
            continue
        yield "argument dropped", node, _with(node, keywords=rest)
        texts = EXCHANGED_TEXTS.get(word.arg or "", ())
        value = getattr(word.value, "value", None)
        for other in texts if value in texts else ():
            if other != value:
                changed = ast.keyword(word.arg, ast.Constant(other))
                keywords = [*node.keywords[:position], changed, *node.keywords[position + 1 :]]
                yield "argument changed", node, _with(node, keywords=keywords)
    plain = [value for value in node.args if not isinstance(value, ast.Starred)]
    if len(node.args) >= 2 and not _is_format(node):
        yield "argument dropped", node, _with(node, args=node.args[:-1])
    if len(plain) == len(node.args) >= 2 and _called(node) not in SYMMETRIC_CALLS:
        turned = [node.args[1], node.args[0], *node.args[2:]]
        yield "arguments exchanged", node, _with(node, args=turned)


def _is_format(call: ast.Call) -> bool:
    """Whether the last argument is the "o-" of a plot."""
    return _called(call) in FORMATTED_CALLS and isinstance(call.args[-1], ast.Constant)


def _returns(node: ast.AST) -> Made:
    if not isinstance(node, ast.Return) or node.value is None:
        return
    if isinstance(node.value, ast.Tuple):
        turned = [*node.value.elts[1:], node.value.elts[0]]
        yield "returned value changed", node, _with(node, value=ast.Tuple(turned, ast.Load()))
    else:
        negated = ast.UnaryOp(ast.USub(), node.value)
        yield "returned value changed", node, _with(node, value=negated)


def _deletable(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr | ast.AugAssign | ast.If):
        return True
    if isinstance(node, ast.Assign):  # of a part: the whole is still there
        return all(isinstance(target, ast.Subscript | ast.Attribute) for target in node.targets)
    return False


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _code(node: ast.AST) -> str:
    code = ast.unparse(ast.fix_missing_locations(node))
    loose = (ast.BinOp, ast.BoolOp, ast.Compare, ast.UnaryOp)
    return f"({code})" if isinstance(node, loose) else code


def _spliced(source: str, place: ast.AST, code: str) -> str:
    """The source with other code at one place; everything else, comments too, stays."""
    lines = source.encode().splitlines(keepends=True)
    first, last = place.lineno - 1, place.end_lineno - 1  # type: ignore[attr-defined]
    start = sum(map(len, lines[:first])) + place.col_offset  # type: ignore[attr-defined]
    end = sum(map(len, lines[:last])) + place.end_col_offset  # type: ignore[attr-defined]
    whole = b"".join(lines)
    return (whole[:start] + code.encode() + whole[end:]).decode()


def _comment_deletions(cell: str, source: str) -> list[Mutant]:
    """A comment deleted, or replaced by the one before it."""
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    ]
    lines = source.split("\n")
    made = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        row, column = token.start
        changes: list[tuple[str, str]] = [("comment deleted", "")]
        if before is not None:
            changes.append(("comment repeated", before.string))
        for operator, text in changes:
            changed = [*lines]
            changed[row - 1] = lines[row - 1][:column] + text
            made.append(
                Mutant(cell, operator, row, _one_line(token.string), text, "\n".join(changed))
            )
    return made


def _one_line(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= 100 else f"{line[:97]}..."
