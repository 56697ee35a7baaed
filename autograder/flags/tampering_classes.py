"""Classes that are made to pass comparisons, or to report what they did not measure."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from autograder.flags.dotted_names import DottedNames
from autograder.flags.flag import quoted
from autograder.flags.tampering_rules import (
    ARITHMETIC,
    COMPARISONS,
    DECIDING_METHODS,
    MEASURING_METHODS,
    MODEL_BASES,
    PLAIN_TYPES,
)

Method = ast.FunctionDef | ast.Lambda


def class_sightings(node: ast.ClassDef, names: DottedNames) -> Iterator[tuple[int, str, str]]:
    """(line, code, what) for methods of a class that no task needs."""
    bases = [names.of(base) for base in node.bases]
    plain = sorted(PLAIN_TYPES.intersection(bases))
    is_model = any(base.startswith(MODEL_BASES) for base in bases)
    is_metric = any(base.startswith("keras.metrics.") for base in bases)
    own = f"class {quoted(node.name)}"
    for name, method in _methods(node).items():
        line = method.lineno
        if name in COMPARISONS | {"__bool__"} and _answer(method) is not None:
            yield line, "lying_values", f"has a {own} whose {name} is always {_answer(method)}"
        elif name in DECIDING_METHODS:
            yield line, "lying_values", f"has a {own} with its own {name}"
        elif plain and name in COMPARISONS | ARITHMETIC:
            yield line, "lying_values", f"has a {own}, a {plain[0]} with its own {name}"
        if is_model and name in MEASURING_METHODS:
            yield line, "model_overrides", f"has a {own} with its own {name}"
        if is_metric and name == "result" and _answer(method) is not None:
            yield line, "model_overrides", f"has a metric {own} that is always {_answer(method)}"


def _methods(node: ast.ClassDef) -> Mapping[str, Method]:
    methods: dict[str, Method] = {}
    for part in node.body:
        if isinstance(part, ast.FunctionDef):
            methods[part.name] = part
        elif isinstance(part, ast.Assign) and isinstance(part.value, ast.Lambda):
            names = [target.id for target in part.targets if isinstance(target, ast.Name)]
            methods.update(dict.fromkeys(names, part.value))
    return methods


def _answer(method: Method) -> object:
    """The one constant that a method returns whatever it is asked, or None."""
    if isinstance(method, ast.Lambda):
        answers: list[ast.AST | None] = [method.body]
    else:
        answers = [part.value for part in ast.walk(method) if isinstance(part, ast.Return)]
    values = {a.value if isinstance(a, ast.Constant) else None for a in answers}
    value = values.pop() if len(values) == 1 else None
    return value if isinstance(value, (bool, int, float)) else None
