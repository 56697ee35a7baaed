"""Whether a program leaves the work to a machine learning framework: its text is read, not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.checks.context import context
from autograder.checks.groundwork import comes_from_outside, groundwork
from autograder.checks.registry import check, require
from autograder.checks.statement_names import Statement, statements_of

CONCEPT = "What a library does for you stays hidden from you: here NumPy is enough."

# What is imported -> what it is called.
FRAMEWORKS = {
    "tensorflow": "TensorFlow",
    "tf": "TensorFlow",  # the usual short name, bound by a cell above
    "keras": "Keras",
    "tf_keras": "Keras",
    "torch": "PyTorch",
    "jax": "JAX",
    "flax": "JAX",
    "optax": "JAX",
    "sklearn": "scikit-learn",
    "autograd": "Autograd",
    "mxnet": "MXNet",
    "paddle": "PaddlePaddle",
    "theano": "Theano",
    "tinygrad": "tinygrad",
}
# What is no framework, but does what a function of "NumPy alone" is to do.
BEYOND_NUMPY = {**FRAMEWORKS, "scipy": "SciPy"}
# Loading the digits is no machine learning.
LOADERS = frozenset({("keras.datasets", "mnist"), ("tensorflow.keras.datasets", "mnist")})
_LINE_ENDS = re.compile(r"\r\n|\r|\n")  # as Python counts lines
MAX_QUOTE = 80  # characters of a student's line that a message repeats


@dataclass(frozen=True)
class FrameworkUse:
    """A place where a program turns to a framework.

    Attributes:
        framework: what it is called, such as "TensorFlow".
        code: the line, shortened.
    """

    framework: str
    code: str


def framework_uses(sources: Iterable[str]) -> list[FrameworkUse]:
    """Imports of frameworks, by whatever name, and uses of their names, in order.

    Args:
        sources: cells of a notebook; those that are not valid Python are left out.
    """
    program = _program(sources)
    return [use for place in range(len(program)) for use in _uses_at(program, place)]


@check(concept=CONCEPT)
def without_frameworks(sources: Iterable[str]) -> None:
    """The program uses no machine learning framework, except to load the digits.

    Raises:
        CheckFailed: it does; names the framework and the statement.
    """
    _require_none(framework_uses(sources))


@check(concept=CONCEPT)
def numpy_only(*cells: str) -> None:
    """The functions of the solution cells with these ids use no framework, and no SciPy.

    These are the functions that the released cells define, and all that they rest on, in other
    cells that ran before the test, too. What stands beside them may use one: a student who
    compares the own result with that of Keras does well. Where a cell's functions are defined
    nowhere, all of it counts. Outside the judge, where nothing was handed in, every cell passes.

    Raises:
        CheckFailed: one does.
    """
    for cell in cells:
        if cell in context().sources:
            _require_none(_uses_of_functions(cell))


def _require_none(found: list[FrameworkUse]) -> None:
    require(
        not found,
        observed=f"Your code uses {found[0].framework}: `{found[0].code}`." if found else "",
        expected="It should do its work with NumPy and plain Python only.",
    )


def _uses_of_functions(cell: str) -> list[FrameworkUse]:
    """What the functions of a cell rest on, where it turns to a framework; that cell first."""
    originals, cells = context().originals, _cells_until(cell)
    own = max(number for number, (ident, _) in enumerate(cells) if ident == cell)
    program = _program(source for _, source in cells)
    wanted = {name for one in statements_of(originals.get(cell, "")) for name in one.defines}
    judged_there = {
        (number, name)
        for number, (ident, _) in enumerate(cells)
        for one in statements_of(originals.get(ident, ""))
        for name in one.defines - wanted
        if number != own
    }
    found = groundwork(program, wanted, own, judged_there)
    found = found or {place for place, one in enumerate(program) if one.cell == own}
    order = sorted(found, key=lambda place: (program[place].cell != own, place))
    return [use for place in order for use in _uses_at(program, place, BEYOND_NUMPY)]


def _cells_until(cell: str) -> list[tuple[str, str]]:
    """The student's cells that ran before the test; or, if that one did not, those up to it."""
    written = list(context().written)
    if any(ident == cell for ident, _ in written):
        return written
    cells = list(context().sources.items())
    return cells[: [ident for ident, _ in cells].index(cell) + 1]


def _program(cells: Iterable[str]) -> list[Statement]:
    return [one for number, cell in enumerate(cells) for one in statements_of(cell, number)]


def _uses_at(
    program: Sequence[Statement], place: int, names_of: Mapping[str, str] = FRAMEWORKS
) -> Iterator[FrameworkUse]:
    """The places in a statement that turn to one of these, which are as FRAMEWORKS is."""
    statement = program[place]
    known = names_of.keys() & (statement.at_once | statement.later)
    names = {name for name in known if comes_from_outside(program, place, name)}
    lines = _LINE_ENDS.split(statement.source)
    for node in ast.walk(statement.node):
        for name in (root for root in _roots_of(node, names) if root in names_of):
            line = lines[getattr(node, "lineno", statement.node.lineno) - 1]
            yield FrameworkUse(names_of[name], line.strip()[:MAX_QUOTE])


def _roots_of(node: ast.AST, names: Collection[str]) -> list[str]:
    """First parts of the modules that a node imports or, as one of these names, uses."""
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        if any((node.module, alias.name) not in LOADERS for alias in node.names):
            return [node.module.partition(".")[0]]
    elif isinstance(node, ast.Call):
        return _roots_of_call(node)
    elif isinstance(node, ast.Subscript) and _holds_modules(node.value):
        return [text.partition(".")[0] for text in _texts([node.slice])]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        return [node.id]
    return []


def _roots_of_call(call: ast.Call) -> list[str]:
    if _imports(call.func):
        return [text.partition(".")[0] for text in _texts(call.args)]
    if _runs_text(call.func):
        return [root for text in _texts(call.args) for root in _roots_in(text)]
    return []


def _roots_in(text: str) -> list[str]:
    """The same for all nodes of code in a text, whose names come from outside of it."""
    nodes = (node for one in statements_of(text) for node in ast.walk(one.node))
    return [root for node in nodes for root in _roots_of(node, BEYOND_NUMPY)]


def _texts(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _holds_modules(value: ast.expr) -> bool:
    """Whether a value is `sys.modules` or `globals()`, by name."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in ("globals", "vars", "locals")
    return (value.attr if isinstance(value, ast.Attribute) else "") == "modules"


def _imports(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "import_module"
    return isinstance(function, ast.Name) and function.id in ("__import__", "import_module")


def _runs_text(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "run_cell"
    return isinstance(function, ast.Name) and function.id in ("exec", "eval")
