"""Which of our own code decides what the tests of an assignment measure, as a digest.

Only checks that compare something with a bound, as far as its tests call them, and what those
import: a check that looks at a figure has no say in an accuracy. Nor have comments and
docstrings.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from autograder.engine.fingerprints import PACKAGE, digest_of

CHECKS = "autograder.checks"
_NOTES = "autograder.checks.bounds"  # what every module imports that compares with a bound
_WHOLE = ("data", "student_kernel")  # the digits, and how they and training reach a notebook


def code_digest(sources: Iterable[str]) -> str:
    """A digest of the meaning of all code in use.

    Args:
        sources: of the tests, hidden parts included.
    """
    paths = {path for part in _WHOLE for path in (PACKAGE / part).rglob("*.py")}
    called = {module for source in sources for module in _called(source)}
    paths |= _closure(
        {module for module in called if module == _NOTES or _NOTES in _imports(module)}
    )
    return digest_of(
        [[path.relative_to(PACKAGE).as_posix(), _meaning(path)] for path in sorted(paths)]
    )


def _called(source: str) -> Iterator[str]:
    """Modules of the checks that a test names."""
    homes = _homes()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "checks" and node.attr in homes:
                yield homes[node.attr]
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@lru_cache(maxsize=1)
def _homes() -> dict[str, str]:
    """Name of a check -> the module that defines it."""
    tree = ast.parse((PACKAGE / "checks" / "__init__.py").read_text(encoding="utf-8"))
    return {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _closure(modules: set[str]) -> set[Path]:
    """The files of modules of checks, and of those that they import."""
    waiting, found = list(modules), set()
    while waiting:
        module = waiting.pop()
        path = _file(module)
        if module.startswith(f"{CHECKS}.") and path not in found and path.is_file():
            found.add(path)
            waiting += _imports(module)
    return found


def _imports(module: str) -> list[str]:
    """Modules that a module of checks imports from; none if it is no module."""
    path = _file(module)
    if not path.is_file():
        return []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = ast.walk(tree)
    return [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]


def _file(module: str) -> Path:
    return PACKAGE.parent.joinpath(*module.split(".")).with_suffix(".py")


@lru_cache(maxsize=256)
def _meaning(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                del node.body[0]
    return ast.dump(tree)
