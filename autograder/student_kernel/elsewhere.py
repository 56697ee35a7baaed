"""What notebooks use that were written in Colab or another place, made harmless when graded.

There is no network, no keyboard, no Drive and nothing to install in a graded run. What asks for
them says so and goes on, since the work of a cell often stands in the lines after it. Nothing
here changes what a student wrote.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

COLAB = "google.colab"
COLAB_PARTS = (
    *("auth", "data_table", "drive", "files", "output", "patches", "runtime", "snippets"),
    *("userdata", "widgets"),
)
# Commands of Colab, or of packages that a grader need not have.
QUIET_MAGICS = ("tensorflow_version", "tensorboard", "bigquery", "shell_install")
_INSTALLS = re.compile(
    r"""(?:^|[\s;&|/"'])(?:pip3?|conda|mamba|apt|apt-get)["']?\s+(?:-\S+\s+)*"""
    r"(?:install|uninstall|update|upgrade|download|remove)\b"
)
_NOT_RUN = "[Not done when graded: {what}]"


def settle(kernel: Any) -> None:
    """Make a student's kernel answer what belongs to another place.

    Args:
        kernel: ipykernel's kernel, whose shell has been made.
    """
    shell = kernel.shell
    shell.ast_transformers.append(_ColabImports())
    for name in QUIET_MAGICS:
        shell.register_magic_function(_quiet(f"%{name}"), "line", name)
    shell.system = _without_installs(shell.system)
    shell.getoutput = _without_installs(shell.getoutput)
    for name in ("matplotlib", "load_ext"):
        _forgive(shell, name)
    kernel.raw_input = _no_answer
    kernel.getpass = _no_answer


class _ColabImports(ast.NodeTransformer):
    """Has stand-ins ready for a cell that imports Colab's modules outright.

    An import within `try` or `if` asks whether this is Colab, and learns that it is not.
    """

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Look at the statements of a cell; it stays as it is."""
        for statement in node.body:
            names: list[str] = []
            if isinstance(statement, ast.Import):
                names = [alias.name for alias in statement.names]
            elif isinstance(statement, ast.ImportFrom) and not statement.level:
                module = statement.module or ""
                names = [module, *(f"{module}.{alias.name}" for alias in statement.names)]
            if any(name == COLAB or name.startswith(f"{COLAB}.") for name in names):
                stand_in_for_colab()
        return node


class _Quiet(ModuleType):
    """A module whose functions do nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return _quiet(f"{self.__name__}.{name}")


def stand_in_for_colab() -> None:
    """Make `google.colab` importable; its functions say that they did nothing."""
    if COLAB in sys.modules:
        return
    try:
        import google  # type: ignore[import-untyped, unused-ignore]  # shared by packages
    except ImportError:
        google = sys.modules["google"] = ModuleType("google")
        google.__path__ = []
    colab = _Quiet(COLAB)
    sys.modules[COLAB] = colab
    google.colab = colab  # type: ignore[attr-defined, unused-ignore]
    for part in COLAB_PARTS:
        made = _Quiet(f"{COLAB}.{part}")
        sys.modules[made.__name__] = made
        setattr(colab, part, made)
    sys.modules[f"{COLAB}.files"].upload = lambda *_, **__: {}  # type: ignore[attr-defined]
    sys.modules[f"{COLAB}.userdata"].get = lambda *_, **__: ""  # type: ignore[attr-defined]


def _quiet(what: str) -> Callable[..., None]:
    def nothing(*_: Any, **__: Any) -> None:
        print(_NOT_RUN.format(what=what))

    return nothing


def _without_installs(run: Callable[..., Any]) -> Callable[..., Any]:
    """A shell's way to run a command, which installs nothing: that waits for a network."""

    def run_unless_it_installs(command: str, *args: Any, **kwargs: Any) -> Any:
        if _INSTALLS.search(str(command)[:2000]):
            print(_NOT_RUN.format(what=str(command).strip()[:200]))
            return None
        return run(command, *args, **kwargs)

    return run_unless_it_installs


def _forgive(shell: Any, name: str) -> None:
    """Let a magic fail without ending its cell: a display or a package is not there."""
    magic = shell.find_line_magic(name)
    if magic is None:
        return

    def forgiving(line: str) -> Any:
        try:
            return magic(line)
        except Exception as error:  # of any library
            print(_NOT_RUN.format(what=f"%{name} {line} ({type(error).__name__})"))

    shell.register_magic_function(forgiving, "line", name)


def _no_answer(prompt: str = "", *_: Any, **__: Any) -> str:
    """In the place of a person: an empty line."""
    print(f"{prompt}\n{_NOT_RUN.format(what='input; the answer is an empty line')}")
    return ""
