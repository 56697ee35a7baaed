"""What is late loses points by one rule, in every table and for nbgrader too."""

from __future__ import annotations

import pytest
from nbgrader.preprocessors import AssignLatePenalties

from autograder.authoring.gradebook import open_gradebook
from autograder.authoring.nbgrader_config import course_config
from autograder.course.layout import Course, OutputFolders, find_course
from tests.functional.exporting import table, with_policy
from tests.in_process import CommandLine


@pytest.mark.parametrize(
    ("policy", "penalty"),
    [
        ("", 0),
        ("per_day_percent = 10", 1.0),
        ("per_day_percent = 10\nmost_percent = 15", 0.75),
        ("per_day_percent = 80", 5.0),
        ("per_day_percent = 10\ngrace_minutes = 1499", 1.0),
        ("per_day_percent = 10\ngrace_minutes = 1500", 0),
    ],
)
def test_late_penalties_count_everywhere(
    graded: Course, command_line: CommandLine, policy: str, penalty: float
) -> None:
    """25 hours late are two days begun; points by hand are in what the share is taken of."""
    with_policy(graded, policy)
    assert command_line(graded.root, "export").status == 0
    lines = {line["student_id"]: line for line in table(graded.root / "grades.csv")}
    assert float(lines["102"]["late_submission_penalty"]) == penalty
    assert float(lines["102"]["score"]) == 5 - penalty
    assert float(lines["101"]["late_submission_penalty"]) == 0
    url = OutputFolders(graded.root).gradebook_url
    with open_gradebook(graded, url) as gradebook:
        recorded = gradebook.find_submission("small", "102").late_submission_penalty
    assert (recorded or 0) == penalty


def test_nbgrader_asks_the_same_rule(graded: Course) -> None:
    with_policy(graded, "per_day_percent = 10\ngrace_minutes = 5\nmost_percent = 25")
    course = find_course(graded.root)
    preprocessor = AssignLatePenalties(config=course_config(course, ""))
    preprocessor.init_plugin()
    asked = preprocessor.plugin_inst.late_submission_penalty
    late = (0, 300, 301, 86_400, 86_401, 10**7)
    assert [asked("x", 8.0, seconds) for seconds in late] == [0, 0, 0.8, 0.8, 1.6, 2]


@pytest.mark.parametrize(
    "wrong", ["per_day = 1", "per_day_percent = -1", "per_day_percent = 101", 'grace_minutes = "1"']
)
def test_wrong_late_settings(graded: Course, command_line: CommandLine, wrong: str) -> None:
    with_policy(graded, wrong)
    ended = command_line(graded.root, "export")
    assert (ended.status, "[late]" in ended.err) == (2, True)
