"""Which of our own code has a say in what a calibration finds, as digests.

Two of them: what decides what notebooks compute and hand over, and what the judge makes of it. Of
the checks, only those that an assignment's tests call, what these import, and what the judge
itself needs: a check of figures has no say where no test looks at one. Nor have comments and
docstrings; nor intake, runner and sandbox, which hand on what is computed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from autograder.engine.fingerprints import PACKAGE, digest_of

# What a student's kernel runs of ours, what evidence it writes, and the digits. It reads arguments
# of calls by the judge's decoder, which is left out: they are plain values.
_RUN = (
    "autograder.student_kernel",
    "autograder.evidence.namespace",
    "autograder.evidence.bundle",
    "autograder.data.graded_digits",
)
_JUDGE = ("autograder.judge", "autograder.evidence")
_CHECKS = "autograder.checks"
_READING = "autograder.notebook_code"  # by it, checks read what students wrote
_ACTIVATIONS = "autograder.known_activations"  # known to evidence and to checks
# No say in what notebooks compute: the first reads a file whose content has a digest of its own;
# the others describe figures, in which nothing is measured that varies from run to run. Whether
# they are read rightly, the example submissions tell. What the judge makes of them has a say.
_MNIST = "autograder.data.mnist"
_FIGURES = ("autograder.evidence.figure_describe", "autograder.evidence.artist_describe")


def code_of_runs() -> str:
    """A digest of the code that decides what a notebook computes and hands over."""
    within = ("autograder.evidence", "autograder.data", _ACTIVATIONS)
    return _digest(_closure(_RUN, within, without=_FIGURES))


def code_of_judging(sources: Iterable[str]) -> str:
    """A digest of the code that decides what results come of it.

    Args:
        sources: of the tests, hidden parts included.
    """
    named = {module for source in sources for module in _called(source)}
    called = [module for module in named if module.startswith(f"{_CHECKS}.")]
    return _digest(_closure([*_JUDGE, *called], within=(_CHECKS, _READING, _ACTIVATIONS)))


def _digest(paths: Iterable[Path]) -> str:
    return digest_of(
        [[path.relative_to(PACKAGE).as_posix(), _meaning(path)] for path in sorted(paths)]
    )


def _called(source: str) -> Iterator[str]:
    """Modules of the checks that a test names; also others, which it merely imports."""
    homes = _homes()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "checks" and node.attr in homes:
                yield homes[node.attr]
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (home for name in node.names if (home := homes.get(name.name)))
            yield node.module


@lru_cache(maxsize=1)
def _homes() -> dict[str, str]:
    """Name of a check -> the module that defines it."""
    tree = ast.parse((PACKAGE / "checks" / "__init__.pyi").read_text(encoding="utf-8"))
    return {
        alias.name: f"{_CHECKS}.{node.module}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _closure(
    roots: Iterable[str], within: tuple[str, ...], without: tuple[str, ...] = ()
) -> set[Path]:
    """The files of modules and packages, and of the modules that these import.

    Args:
        roots: names of modules; a package stands for all of its modules.
        within: packages in which imports are followed.
        without: names of modules that are left out.
    """
    no_say = {_MNIST, *without}
    waiting = [path for root in roots for path in _files(root)]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            names = [
                name for name in _imports(path) if name.startswith(within) and name not in no_say
            ]
            waiting += [_file(name) for name in names if _file(name).is_file()]
    return found


def _files(module: str) -> list[Path]:
    """The file of a module, or those of a package; none if it is neither."""
    path = _file(module)
    return [path] if path.is_file() else sorted(path.with_suffix("").rglob("*.py"))


@lru_cache(maxsize=256)
def _imports(path: Path) -> tuple[str, ...]:
    """Names of modules that a module may import from; some are names of what is in them."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return tuple(found)


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
