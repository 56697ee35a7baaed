"""Compares what example submissions got with what they were expected to get."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.authoring.examples import Example, Loss
from autograder.record.lines import GradeLine, SubmissionLine


def surprises(
    example: Example, submission: SubmissionLine | None, grades: Iterable[GradeLine]
) -> list[str]:
    """What came out otherwise than expected, one sentence each; empty when all is as it should.

    The reference and correct examples keep all machine points, the untouched notebook has
    none, a wrong example loses exactly what it names, with the message it names.
    """
    place = f"{example.assignment} {example.name}"
    if submission is None or submission.status != "graded":
        status = submission.status if submission else "missing"
        return [f"{place}: not graded ({status})"]
    found = []
    for line in grades:
        if line.outcome == "manual":
            continue
        if example.kind == "untouched":
            expected: Loss | None = Loss(0.0, "")
        else:
            expected = example.loses.get(line.test)
        problem = _problem(line, expected)
        if problem:
            found.append(f"{place}: {line.test} {problem}")
    return found


def _problem(line: GradeLine, expected: Loss | None) -> str:
    fraction = 1.0 if expected is None else expected.fraction
    if abs(line.points - fraction * line.max_points) > 1e-6:
        return (
            f"got {line.points:g} of {line.max_points:g} points instead of "
            f"{fraction * line.max_points:g} ({line.outcome}): {line.message}"
        )
    if line.outcome in ("error", "timeout", "not_run"):
        return f"ended as {line.outcome}: {line.message}"
    if expected is not None and expected.message not in line.message:
        return f"says {line.message!r}, without {expected.message!r}"
    return ""
