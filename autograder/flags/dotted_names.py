"""What an expression refers to, as a dotted name: `npt.assert_equal` -> numpy.testing..."""

from __future__ import annotations

import ast
from collections.abc import Iterable

# What notebooks call these libraries even where an import is missing or was not understood.
USUAL_NAMES = {"np": "numpy", "tf": "tensorflow", "plt": "matplotlib.pyplot"}
SAME_AS = (("tensorflow.keras", "keras"), ("tensorflow.python.keras", "keras"),
           ("keras.api", "keras"), ("__builtins__", "builtins"))  # fmt: skip
MAX_DEPTH = 30
MAX_CHARACTERS = 300


class DottedNames:
    """Resolves names by the imports and the plain assignments of a notebook."""

    def __init__(self, trees: Iterable[ast.AST]) -> None:
        self._names = dict(USUAL_NAMES)
        self._libraries = {"keras", "builtins", "sys", "numpy", "tensorflow", "matplotlib"}
        for tree in trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    self._take_import(node)
                elif isinstance(node, ast.ImportFrom):
                    self._take_import_from(node)
                elif isinstance(node, ast.Assign):
                    self._take_assignment(node)

    def of(self, node: ast.AST) -> str:
        """The dotted name of an expression, with "()" for a call; empty if it has none."""
        parts: list[str] = []
        for _ in range(MAX_DEPTH):
            if isinstance(node, ast.Attribute):
                parts.append(f".{node.attr}")
                node = node.value
            elif isinstance(node, ast.Call):
                parts.append("()")
                node = node.func
            elif isinstance(node, ast.Name):
                known = self._names.get(node.id, node.id)
                name = _canonical(known + "".join(reversed(parts)))
                return name if len(name) <= MAX_CHARACTERS else ""
            else:
                return ""
        return ""

    def is_in_library(self, name: str) -> bool:
        """Whether a dotted name is something inside a module, not a value made by a call."""
        return "()" not in name and "." in name and name.partition(".")[0] in self._libraries

    def _take_import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._libraries.add(alias.name.partition(".")[0])
            if alias.asname:
                self._names[alias.asname] = alias.name

    def _take_import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if node.module and alias.name != "*":
                self._libraries.add(node.module.partition(".")[0])
                self._names[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def _take_assignment(self, node: ast.Assign) -> None:
        """`shell = get_ipython()` and `data = keras.datasets.mnist` give other names."""
        name = self.of(node.value)
        if name == "get_ipython()" or self.is_in_library(name):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self._names[target.id] = name


def _canonical(name: str) -> str:
    if name.startswith("IPython.") and "get_ipython()" in name:
        name = name[name.index("get_ipython()") :]
    for long, short in SAME_AS:
        if name == long or name.startswith(f"{long}."):
            name = short + name[len(long) :]
    return name
