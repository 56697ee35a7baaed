"""Whether a program leaves the work to a machine learning framework: its text is read, not run."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.checks.context import context
from autograder.checks.registry import check, require

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
# Loading the digits is no machine learning.
LOADERS = frozenset({("keras.datasets", "mnist"), ("tensorflow.keras.datasets", "mnist")})
MAX_QUOTE = 80  # characters of a student's statement that a message repeats


@dataclass(frozen=True)
class FrameworkUse:
    """A place where a program turns to a framework.

    Attributes:
        framework: what it is called, such as "TensorFlow".
        code: the statement's first line, shortened.
    """

    framework: str
    code: str


def framework_uses(sources: Iterable[str]) -> list[FrameworkUse]:
    """Imports of frameworks, by whatever name, and uses of their names, in order.

    Args:
        sources: cells of a notebook; those that are not valid Python are left out.
    """
    return [use for source in sources for use in _uses_in(source)]


@check(concept="What a library does for you stays hidden from you: here NumPy is enough.")
def without_frameworks(sources: Iterable[str]) -> None:
    """The program uses no machine learning framework, except to load the digits.

    Raises:
        CheckFailed: it does; names the framework and the statement.
    """
    found = framework_uses(sources)
    require(
        not found,
        observed=f"Your code uses {found[0].framework}: `{found[0].code}`." if found else "",
        expected="It should do its work with NumPy and plain Python only.",
    )


def numpy_only(*cells: str) -> None:
    """The functions of the solution cells with these ids use no machine learning framework.

    What stands in a cell besides its functions, and is used by none of them, may: a student who
    compares the own result with that of Keras does well. Outside the judge, where nothing was
    handed in, every cell passes.

    Raises:
        CheckFailed: one does.
    """
    sources = context().sources
    without_frameworks(_of_functions(sources[cell]) for cell in cells if cell in sources)


def _of_functions(source: str) -> str:
    """The functions and classes of a cell, and what they use of the cell's own names.

    A cell that has none is given back whole, as is one that can't be read.
    """
    tree = _parsed(source)
    body = tree.body if tree else []
    kept = [node for node in body if _defines(node)]
    if not kept:
        return source
    size = 0
    while len(kept) > size:
        size = len(kept)
        used = {name for node in kept for name in _used(node)}
        kept = [node for node in body if node in kept or _bound(node) & used]
    return "\n".join(ast.get_source_segment(source, node) or "" for node in kept)


def _defines(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return True
    # f = lambda x: ..., and f = g: an expression that is called later.
    value = getattr(node, "value", None)
    return isinstance(node, ast.Assign) and isinstance(value, ast.Lambda | ast.Name | ast.Attribute)


def _used(node: ast.stmt) -> set[str]:
    """Names that a statement uses and does not bind itself, as arguments or inside."""
    own = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    return {*_names(node, ast.Load)} - own - {*_names(node, ast.Store)}


def _names(node: ast.AST, context: type[ast.expr_context]) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, context):
            yield part.id


def _bound(node: ast.stmt) -> set[str]:
    """Names that a statement binds, imports included."""
    imported = (
        (alias.asname or alias.name).partition(".")[0]
        for part in ast.walk(node)
        if isinstance(part, ast.Import | ast.ImportFrom)
        for alias in part.names
    )
    return {*_names(node, ast.Store), *imported}


def _parsed(source: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd backslash in a text is nobody's concern
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _uses_in(source: str) -> Iterator[FrameworkUse]:
    tree = _parsed(source)
    if tree is None:
        return
    own = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    own |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    for statement in tree.body:
        for node in ast.walk(statement):
            for name in _frameworks_of(node, own):
                lines = (ast.get_source_segment(source, node) or name).splitlines()
                yield FrameworkUse(FRAMEWORKS[name], lines[0][:MAX_QUOTE])


def _frameworks_of(node: ast.AST, own: set[str]) -> Iterator[str]:
    """Keys of FRAMEWORKS that a node imports or, not being a name of its own, uses."""
    roots: list[str] = []
    if isinstance(node, ast.Import):
        roots = [alias.name.partition(".")[0] for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
        if any((node.module, alias.name) not in LOADERS for alias in node.names):
            roots = [node.module.partition(".")[0]]
    elif isinstance(node, ast.Call) and _imports(node.func):
        texts = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
        roots = [text.partition(".")[0] for text in texts if isinstance(text, str)]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in own:
        roots = [node.id]
    yield from (root for root in roots if root in FRAMEWORKS)


def _imports(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "import_module"
    return isinstance(function, ast.Name) and function.id in ("__import__", "import_module")
