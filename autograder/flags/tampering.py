"""Signs that a notebook works on the machinery around it instead of on the task.

The student's own code is read as a syntax tree; nothing of it is run. Names put together at
run time escape: these are hints for people, and marks do not depend on them.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from autograder.flags.dotted_names import DottedNames
from autograder.flags.flag import Flag, Sighting, flag_of, quoted
from autograder.flags.syntax import ParsedCell
from autograder.flags.tampering_classes import class_sightings
from autograder.flags.tampering_environment import environment_sightings
from autograder.flags.tampering_rules import (
    ATTRIBUTES,
    CHANGING_METHODS,
    ENVIRONMENT_COMMAND,
    HARMLESS_ATTRIBUTES,
    LIBRARY_NAMES,
    MEASURING_METHODS,
    PROTECTED,
    REASONS,
    TELLING_NAMES,
    TEST_BUILTINS,
    TEXTS,
    USES,
)
from autograder.flags.tokens import tokens

# (line, code, what)
Found = Iterator[tuple[int, str, str]]


def tampering_flags(cells: Iterable[ParsedCell], names: DottedNames) -> list[Flag]:
    """One flag for each kind of sign, with the places where it was seen."""
    found: dict[str, list[Sighting]] = defaultdict(list)
    for cell in cells:
        for line, code, what in sorted(set(_sightings(cell, names))):
            found[code].append(Sighting(code, cell.place(line), what))
    return [flag_of(code, found[code], why) for code, why in REASONS.items() if code in found]


def _sightings(cell: ParsedCell, names: DottedNames) -> Found:
    for line, command in cell.commands:
        yield from _text_sightings(line, command)
        if ENVIRONMENT_COMMAND.match(command):
            yield line, "looks_for_grader", "lists the environment"
    if cell.tree is None:
        yield from _token_sightings(cell.cell.source)
        return
    yield from environment_sightings(cell.tree, names)
    for node in ast.walk(cell.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from _import_sightings(node)
        elif isinstance(node, (ast.Attribute, ast.Name, ast.Subscript)):
            yield from _reference_sightings(node, names)
        elif isinstance(node, ast.Call):
            yield from _call_sightings(node, names)
        elif isinstance(node, ast.ClassDef):
            yield from class_sightings(node, names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _text_sightings(node.lineno, node.value)
        yield from _hidden_builtins(node)


def _import_sightings(node: ast.Import | ast.ImportFrom) -> Found:
    imported = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        imported = [f"{node.module or ''}.{name}" for name in imported]
    for name, alias in zip(imported, node.names, strict=True):
        code = _code_of(name, USES)
        if code:
            yield node.lineno, code, f"imports {quoted(name)}"
        due = LIBRARY_NAMES.get(alias.asname or alias.name)
        if alias.asname and due and name.rpartition(".")[2] not in (due, "v1", "v2"):
            yield node.lineno, "patched_library", f"calls {quoted(name)} '{alias.asname}'"


def _reference_sightings(
    node: ast.Attribute | ast.Name | ast.Subscript, names: DottedNames
) -> Found:
    if not isinstance(node.ctx, ast.Load):
        yield from _change_sightings(node, names)
        return
    name = names.of(node)
    code = USES.get(name)
    if isinstance(node, ast.Attribute):
        code = code or ATTRIBUTES.get(node.attr)
        if node.attr in ("register", "callbacks") and _attribute_name(node.value) == "events":
            code = "notebook_hooks"
    if code:
        yield node.lineno, code, f"uses {_shown(name, node)}"


def _change_sightings(node: ast.Attribute | ast.Name | ast.Subscript, names: DottedNames) -> Found:
    """What an assignment or a `del` changes."""
    if isinstance(node, ast.Name):
        return
    target = node.value if isinstance(node, ast.Subscript) else node
    whole = isinstance(node, ast.Attribute)
    yield from _change_of(target, names, node.lineno, whole)
    if isinstance(node, ast.Attribute):
        base = names.of(node.value)
        if node.attr in MEASURING_METHODS and base != "self" and not names.is_in_library(base):
            yield node.lineno, "model_overrides", f"replaces {_shown(names.of(node), node)}"
        if node.attr == "__class__":
            yield node.lineno, "lying_values", "changes the class of an object"
    if _attribute_name(target) == "history" and names.of(target) != "self.history":
        yield node.lineno, "model_overrides", "changes the history of a training"


def _change_of(target: ast.AST, names: DottedNames, line: int, whole: bool) -> Found:
    """Whether a thing belongs to tests, the notebook or a library, which is set or has an
    item set: the latter is usual for settings, such as rcParams and os.environ.
    """
    name = names.of(target)
    code = _code_of(name, PROTECTED)
    if code is None and isinstance(target, ast.Attribute):
        code = ATTRIBUTES.get(target.attr)
        if whole and names.is_in_library(name) and target.attr not in HARMLESS_ATTRIBUTES:
            code = "patched_library"
    if code:
        yield line, code, f"replaces {_shown(name, target)}"


def _call_sightings(node: ast.Call, names: DottedNames) -> Found:
    name = names.of(node.func)
    if name in ("setattr", "delattr", "builtins.setattr") and len(node.args) >= 2:
        yield from _setattr_sightings(node, names)
    elif name in ("exec", "builtins.exec"):
        yield node.lineno, "hidden_code", "runs text as code with exec"
    elif isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING_METHODS:
        base = names.of(node.func.value).removesuffix(".__dict__")
        if base == "sys.modules" or (
            names.of(node.func.value).endswith(".__dict__") and names.is_in_library(f"{base}.x")
        ):
            yield node.lineno, "patched_library", f"changes {quoted(base)}"


def _setattr_sightings(node: ast.Call, names: DottedNames) -> Found:
    """`setattr(x, "name", value)` is `x.name = value`."""
    base, attribute = node.args[0], node.args[1]
    name = attribute.value if isinstance(attribute, ast.Constant) else "?"
    target = ast.Attribute(base, str(name), ast.Store())
    ast.copy_location(target, node)
    yield from _change_sightings(target, names)


def _hidden_builtins(node: ast.AST) -> Found:
    """A function or class of the student's own under a name that tests rely on."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        if node.name in TEST_BUILTINS:
            yield node.lineno, "patched_tests", f"defines its own {node.name}"
        if node.name in LIBRARY_NAMES:
            yield node.lineno, "patched_library", f"defines its own {node.name}"
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id in TEST_BUILTINS:
                yield node.lineno, "patched_tests", f"defines its own {target.id}"


def _text_sightings(line: int, text: str) -> Found:
    for pattern, what in TEXTS:
        seen = pattern.search(text[:20_000])
        if seen:
            yield line, "looks_for_grader", f"mentions {what} ('{quoted(seen[0])}')"


def _token_sightings(source: str) -> Found:
    """For a cell that can't be parsed: names that tell enough by themselves."""
    for token in tokens(source[:200_000]):
        if token.kind == "name" and token.text in TELLING_NAMES:
            yield token.line, TELLING_NAMES[token.text], f"names {quoted(token.text)}"


def _code_of(name: str, rules: dict[str, str]) -> str | None:
    """The rule for a dotted name or for anything that it is a part of."""
    while name:
        if name in rules:
            return rules[name]
        name = name.rpartition(".")[0]
    return None


def _attribute_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""


def _shown(name: str, node: ast.AST) -> str:
    return quoted(name or f"….{_attribute_name(node)}")
