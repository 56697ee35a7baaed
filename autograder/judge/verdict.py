"""Runs one test cell and turns how it ended into an outcome and a message."""

from __future__ import annotations

import ast
import builtins
import contextlib
import symtable
import time
from collections.abc import Callable, Mapping, Set
from typing import Any

from autograder.checks.registry import CheckFailed, Finding, PartialCredit
from autograder.errors import EvidenceError
from autograder.evidence import NotRebuilt, OpaqueModel
from autograder.judge.calls import StudentCallError
from autograder.judge.results import Outcome, TestCell, TestResult, points_for

MOST_MESSAGE = 2000  # characters; a message may quote what a student's code says


def used_names(source: str) -> set[str]:
    """Names that a test cell reads and does not import, except Python's own."""
    tree = ast.parse(source)
    loaded = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return loaded - set(dir(builtins))


def bound_names(source: str) -> set[str]:
    """Names that a test cell binds at its top level: imports and definitions too."""
    table = symtable.symtable(source, "<test>", "exec")
    symbols = table.get_symbols()
    return {one.get_name() for one in symbols if one.is_assigned() or one.is_imported()}


def run_test(
    test: TestCell,
    namespace: dict[str, Any],
    evidence: Callable[[str], Any],
    cell_error: str,
    reserved: Set[str] = frozenset(),
) -> TestResult:
    """Execute a test cell to its end, or to what stopped it.

    Args:
        test: the test.
        namespace: names that earlier test cells defined; this test's names are added.
        evidence: gives the student's value of a name; raises KeyError when there is none and
            EvidenceError when it can't be read.
        cell_error: what went wrong in the student's cells just before, or empty.
        reserved: names that earlier tests bind. They are never taken from the student, who
            could else give up one test on purpose and set for himself what it hands on.
    """
    started = time.perf_counter()
    student: dict[str, Any] = {}
    fraction, outcome, said = _ending(test, namespace, evidence, reserved, student)
    parts: tuple[str, ...] = ()
    if isinstance(said, Finding):
        message, parts = said.message, (said.observed, said.expected, said.concept)
    else:
        message = said
    if outcome == "failed":
        message = _with_reasons(message, student)
    if outcome in ("failed", "error") and cell_error:
        message = f"{message} {cell_error}"
    return TestResult(
        test=test.ident,
        title=test.title,
        points=points_for(fraction, test),
        max_points=test.points,
        outcome=outcome,
        message=_shortened(message),
        seconds=round(time.perf_counter() - started, 3),
        parts=parts if len(message) <= MOST_MESSAGE else (),
        fraction=fraction,
    )


def _ending(  # noqa: PLR0911 -- one return for each way a test can end
    test: TestCell,
    namespace: dict[str, Any],
    evidence: Callable[[str], Any],
    reserved: Set[str],
    student: dict[str, Any],
) -> tuple[float, Outcome, str | Finding]:
    """The share of points earned, the outcome, and the message or what a check found.

    Fills in the student's values.
    """
    try:
        for name in sorted(used_names(test.source) - set(namespace) - reserved):
            try:
                student[name] = evidence(name)
            except KeyError:
                continue  # if it is needed at all, a NameError will say so
        scope = {**student, **namespace}
        before = dict(scope)
        try:
            exec(compile(test.source, f"<test {test.ident}>", "exec", dont_inherit=True), scope)
        except BaseException:
            define_the_rest(test.source, scope)
            raise
        finally:
            namespace.update(_defined(before, scope))
    except PartialCredit as credit:
        return credit.fraction, "partial", credit.finding
    except CheckFailed as failure:
        return 0, "failed", failure.finding
    except AssertionError as failure:
        return 0, "failed", str(failure) or _broken_test(failure)
    except (StudentCallError, NotRebuilt) as failure:
        return 0, "failed", str(failure)
    except EvidenceError as failure:
        return 0, "failed", f"A value could not be taken over from the notebook: {failure}"
    except NameError as failure:
        return 0, "failed", missing_name(getattr(failure, "name", None) or str(failure))
    except MemoryError:
        return 0, "error", "The test ran out of memory."
    except Exception as failure:
        return 0, "error", _broken_test(failure)
    return 1, "passed", ""


def define_the_rest(source: str, scope: dict[str, Any]) -> None:
    """Imports and functions of a test that did not end: tests after it may use them."""
    for node in ast.parse(source).body:
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
            module = ast.Module(body=[node], type_ignores=[])
            with contextlib.suppress(Exception):
                exec(compile(module, "<definitions>", "exec", dont_inherit=True), scope)


def _defined(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What the test cell defined itself: from now on its own, whatever the student calls so."""
    return {
        name: value
        for name, value in after.items()
        if name != "__builtins__" and (name not in before or before[name] is not value)
    }


def _with_reasons(message: str, student: Mapping[str, Any]) -> str:
    """The message of a failure, and why a model was no model for the test."""
    reasons = [value.explanation for value in student.values() if isinstance(value, OpaqueModel)]
    new = [reason for reason in dict.fromkeys(reasons) if reason not in message]
    return " ".join([message, *new])


def missing_name(name: str) -> str:
    """The message of a test that needs a name which nothing has defined."""
    return (
        f"The name '{name}' does not exist at this place of the notebook. "
        "A cell above should define it under exactly this name."
    )


def _broken_test(failure: Exception) -> str:
    return (
        f"The test could not work with what your notebook gave it: {type(failure).__name__}: "
        f"{failure}. Often a value has another type than the text asks for."
    )


def _shortened(message: str) -> str:
    if len(message) <= MOST_MESSAGE:
        return message
    half = MOST_MESSAGE // 2
    return f"{message[:half]} [...] {message[-half:]}"
