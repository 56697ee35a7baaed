"""The class pages: one per assignment, one per submission, and an index over all."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from autograder.record.lines import (
    GRADES_FILE,
    SUBMISSIONS_FILE,
    GradeLine,
    SubmissionLine,
    read_grades,
    read_submissions,
)
from autograder.record.measured import Measured, read_measured
from autograder.report.assistant_page import SubmissionRow, page_link, write_assistant_page
from autograder.report.class_figures import (
    pass_rate_figure,
    score_figure,
    spread_figure,
    time_figure,
)
from autograder.report.class_statistics import ClassStatistics, class_statistics
from autograder.report.hand_grading import HandGrading
from autograder.report.honour import HonourRow, table_of_honour
from autograder.report.page_templates import write_page
from autograder.report.result_rows import OUTCOME_LABELS

PAGE = "index.html"
STATUS_LABELS = {
    "graded": "Graded",
    "needs_attention": "Needs attention",
    "rejected": "Rejected",
}


@dataclass(frozen=True)
class Reported:
    """What the class pages are made from, besides the record files.

    Attributes:
        reports: folder with a folder of record files for each graded assignment.
        feedback: holds `<student>/<assignment>/<assignment>.html` where it was made.
        titles: assignment -> title, in teaching order; those not graded yet are listed so.
        course_name: as people read it.
        points_by_hand: by (student, assignment); None if the gradebook was not read.
        honour: assignment -> accuracy, 0 to 1, of its table of honour.
        replay_options: what `autograder grade` must be told to work on these folders.
    """

    reports: Path
    feedback: Path
    titles: Mapping[str, str]
    course_name: str
    points_by_hand: Mapping[tuple[str, str], HandGrading] | None
    honour: Mapping[str, float] = field(default_factory=dict)
    replay_options: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssignmentReport:
    """What the page of one assignment shows, and its line in the index."""

    name: str
    title: str
    statistics: ClassStatistics
    rows: list[SubmissionRow]
    gradebook_read: bool
    recorded: str
    folder: str
    honour_target: float | None
    honour: list[HonourRow]

    @property
    def link(self) -> str:
        """Address of its page as seen from the index."""
        return f"{self.folder}/{PAGE}"

    @property
    def by_student(self) -> dict[str, SubmissionRow]:
        """Rows by student id."""
        return {row.line.student: row for row in self.rows}


def write_class_pages(reported: Reported) -> Path:
    """Write `<reports>/<assignment>/index.html` for each, and the index over all.

    Each submission gets a page of its own, for people who grade.

    Returns:
        The index.

    Raises:
        RecordError: a record file is malformed, or a page can't be written.
    """
    reports = []
    for name, title in reported.titles.items():
        folder = reported.reports / name
        if (folder / SUBMISSIONS_FILE).exists() or (folder / GRADES_FILE).exists():
            reports.append(_write_assignment(reported, folder, title))
    graded = {report.name for report in reports}
    index = reported.reports / PAGE
    write_page(
        index,
        "course.html.j2",
        course_name=reported.course_name,
        reports=reports,
        spread=_spread(reports),
        ungraded=[title for name, title in reported.titles.items() if name not in graded],
    )
    return index


def _write_assignment(reported: Reported, folder: Path, title: str) -> AssignmentReport:
    submissions = read_submissions(folder / SUBMISSIONS_FILE)
    grades = read_grades(folder / GRADES_FILE)
    measured = {
        line.student: found
        for line in submissions
        if (found := read_measured(folder, line.student)) is not None
    }
    report = _report(reported, folder, title, submissions, grades, measured)
    by_student: dict[str, list[GradeLine]] = {}
    for grade in grades:
        by_student.setdefault(grade.student, []).append(grade)
    for row in report.rows:
        student = row.line.student
        write_assistant_page(folder, title, row, by_student.get(student, []), measured.get(student))
    write_page(
        folder / PAGE,
        "assignment.html.j2",
        report=report,
        course_name=reported.course_name,
        labels=OUTCOME_LABELS,
        statuses=STATUS_LABELS,
        **_figures(report.statistics),
    )
    return report


def _report(
    reported: Reported,
    folder: Path,
    title: str,
    submissions: Sequence[SubmissionLine],
    grades: Sequence[GradeLine],
    measured: Mapping[str, Measured],
) -> AssignmentReport:
    name = folder.name
    known = {line.student for line in submissions}
    hand = {
        student: entry
        for (student, assignment), entry in (reported.points_by_hand or {}).items()
        if assignment == name and student in known
    }
    target = reported.honour.get(name)
    return AssignmentReport(
        name=name,
        title=title,
        statistics=class_statistics(submissions, grades, hand),
        rows=[
            _row(reported, folder, line, hand.get(line.student))
            for line in sorted(submissions, key=lambda line: line.student)
        ],
        gradebook_read=reported.points_by_hand is not None,
        recorded=_time_of(folder / SUBMISSIONS_FILE),
        folder=quote(name),
        honour_target=target,
        honour=table_of_honour(measured, target) if target else [],
    )


def _row(
    reported: Reported, folder: Path, line: SubmissionLine, hand: HandGrading | None
) -> SubmissionRow:
    command = ["autograder", "grade", folder.name, f"--student={line.student}", "--force"]
    return SubmissionRow(
        line=line,
        hand=hand,
        feedback=_feedback_link(line.student, folder, reported.feedback),
        page=page_link(line.student),
        replay=shlex.join([*command, *reported.replay_options]),
    )


def _figures(numbers: ClassStatistics) -> dict[str, Markup]:
    """The page's figures; one that has nothing to show is empty."""
    has_scores = numbers.scored and numbers.machine_max

    def drawn(wanted: object, draw: Callable[[], Markup]) -> Markup:
        return draw() if wanted else Markup()

    return {
        "scores": drawn(has_scores, lambda: score_figure(numbers.bins, numbers.scored)),
        "pass_rates": drawn(
            any(not test.by_hand for test in numbers.tests),
            lambda: pass_rate_figure(numbers.tests),
        ),
        "times": drawn(len(numbers.seconds) > 4, lambda: time_figure(numbers.seconds)),
    }


def _spread(reports: Sequence[AssignmentReport]) -> Markup:
    """The figure of the index: where the scores of each assignment lie."""
    found = [
        (report.title, report.statistics)
        for report in reports
        if report.statistics.quartiles and report.statistics.machine_max
    ]
    return spread_figure(found) if found else Markup()


def _feedback_link(student: str, folder: Path, feedback_dir: Path) -> str | None:
    """Address of the feedback page as seen from the class page, if there is one."""
    # A student id names a folder: one that would lead elsewhere gets no link.
    if student in ("", ".", "..") or any(mark in student for mark in "/\\\0"):
        return None
    page = feedback_dir / student / folder.name / f"{folder.name}.html"
    try:
        if not page.is_file():
            return None
    except (OSError, ValueError):  # ids too long, or not expressible as a file name
        return None
    return quote(os.fsencode(os.path.relpath(page, folder)))


def _time_of(path: Path) -> str:
    written = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return f"{written:%d %B %Y, %H:%M} ({written.tzname()})"
