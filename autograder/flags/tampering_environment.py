"""Reading the environment of the process; setting a variable of TensorFlow is usual."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.flags.dotted_names import DottedNames
from autograder.flags.flag import quoted
from autograder.flags.tampering_rules import SECRET_VARIABLES

CODE = "looks_for_grader"
ENVIRONMENTS = {"os.environ", "os.environb"}
ONE_VARIABLE = {
    "os.getenv",
    "os.putenv",
    "os.environ.get",
    "os.environ.setdefault",
    "os.environ.pop",
}


def environment_sightings(tree: ast.AST, names: DottedNames) -> Iterator[tuple[int, str, str]]:
    """(line, code, what) for variables of the grader, and for a look at all variables.

    One variable by its name, such as os.environ["TF_CPP_MIN_LOG_LEVEL"], is nothing odd.
    """
    named: set[int] = set()  # ids of nodes that are used for one variable
    for node in ast.walk(tree):
        keys: list[ast.AST] = []
        if isinstance(node, ast.Subscript) and names.of(node.value) in ENVIRONMENTS:
            keys, used = [node.slice], node.value
        elif isinstance(node, ast.Call) and names.of(node.func) in ONE_VARIABLE:
            keys, used = list(node.args[:1]), node.func
            if isinstance(used, ast.Attribute):
                named.add(id(used.value))
        elif isinstance(node, ast.Compare) and names.of(node.comparators[0]) in ENVIRONMENTS:
            keys, used = [node.left], node.comparators[0]
        elif isinstance(node, ast.Call) and names.of(node.func) == "os.environ.update":
            keys, used = [], node.func
            named.add(id(node.func.value) if isinstance(node.func, ast.Attribute) else 0)
        else:
            if names.of(node) in ENVIRONMENTS and id(node) not in named:
                yield getattr(node, "lineno", 1), CODE, "reads all variables of the environment"
            continue
        named.add(id(used))
        for key in keys:
            yield from _key_sightings(key)


def _key_sightings(key: ast.AST) -> Iterator[tuple[int, str, str]]:
    line = getattr(key, "lineno", 1)
    if not isinstance(key, ast.Constant):
        yield line, CODE, "reads a variable of the environment whose name is made up"
    elif isinstance(key.value, str) and SECRET_VARIABLES.search(key.value):
        yield line, CODE, f"asks for the variable '{quoted(key.value)}' of the environment"
