"""What came out otherwise than it must for one submission of an attacked class."""

from __future__ import annotations

from typing import Any

from tests.attacks.ground import SECRET_TEXT, ClassResult
from tests.attacks.suite import POINTS, Attack, expected_points

MOST_SECONDS_EACH = 300.0  # of one submission: limits of the course, and grace
BREACH = "BREACH"  # what an attack prints that got somewhere


def line_of(result: ClassResult, student: str) -> dict[str, Any]:
    lines = result.submissions.get(student, [])
    assert len(lines) == 1, f"{student} has {len(lines)} lines; {result.finished.err[-2000:]}"
    return lines[0]


def points_of(result: ClassResult, student: str) -> dict[str, float]:
    grades = result.grades.get(student, {})
    return {test: grades[test]["points"] if test in grades else 0.0 for test in POINTS}


def messages_of(result: ClassResult, student: str) -> str:
    problems = [problem["message"] for problem in line_of(result, student)["problems"]]
    tests = [grade["message"] for grade in result.grades.get(student, {}).values()]
    return "\n".join([*problems, *tests])


def shortcomings(result: ClassResult, student: str, attack: Attack) -> list[str]:
    """What came out otherwise than it must, one sentence each."""
    line, found = line_of(result, student), []
    points, wanted = points_of(result, student), expected_points(attack)
    for test, earned in points.items():
        if abs(earned - wanted[test]) > 1e-6:
            message = result.grades.get(student, {}).get(test, {}).get("message", "")
            found.append(f"'{test}' gives {earned:g} points, not {wanted[test]:g}. {message}")
    if abs(line["score"] - sum(points.values())) > 1e-6:
        found.append(f"its line says {line['score']:g} points")
    if student in result.exported and abs(result.exported[student] - line["score"]) > 1e-6:
        found.append(f"the gradebook says {result.exported[student]:g} points")
    if line["status"] not in attack.expect_status:
        found.append(f"its status is {line['status']}")
    missing = set(attack.flags) - {flag["code"] for flag in line["flags"]}
    if missing:
        found.append(f"it lacks the flags {sorted(missing)}")
    if attack.says not in messages_of(result, student):
        found.append(f"nothing says {attack.says!r}")
    told = result.outputs.get(student, "") + messages_of(result, student)
    if BREACH in told or SECRET_TEXT in told:
        found.append("it got where it must not: see the outputs of its notebook")
    if line["seconds_run"] + line["seconds_judge"] > MOST_SECONDS_EACH:
        found.append(f"it took {line['seconds_run']} s and {line['seconds_judge']} s")
    return found
