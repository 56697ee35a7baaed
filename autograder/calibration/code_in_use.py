"""Which of our own code decides what the tests of an assignment measure, as a digest.

Only the checks that its tests call, and what those import: a new check for one assignment
leaves what was measured of the others as it is. Comments and docstrings have no say.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from autograder.engine.fingerprints import PACKAGE, digest_of

CHECKS = "autograder.checks"
_WHOLE = ("data", "student_kernel")  # the digits, and how they and training reach a notebook


def code_digest(sources: Iterable[str]) -> str:
    """A digest of the meaning of all code in use.

    Args:
        sources: of the tests, hidden parts included.
    """
    paths = {path for part in _WHOLE for path in (PACKAGE / part).rglob("*.py")}
    paths |= _closure({module for source in sources for module in _called(source)})
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
        path = PACKAGE.parent.joinpath(*module.split(".")).with_suffix(".py")
        if not module.startswith(f"{CHECKS}.") or path in found or not path.is_file():
            continue
        found.add(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                waiting.append(node.module)
    return found


@lru_cache(maxsize=256)
def _meaning(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                del node.body[0]
    return ast.dump(tree)
