"""The class pages: one per assignment, and an index over all."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.record.atomic_file import replace_file
from autograder.record.lines import (
    GRADES_FILE,
    SUBMISSIONS_FILE,
    SubmissionLine,
    read_grades,
    read_submissions,
)
from autograder.report.class_statistics import ClassStatistics, class_statistics
from autograder.report.feedback_preprocessors import style_sheet
from autograder.report.feedback_view import OUTCOME_LABELS
from autograder.report.hand_grading import HandGrading
from autograder.report.safe_html import clean_text

PAGE = "index.html"
STATUS_LABELS = {
    "graded": "Graded",
    "needs_attention": "Needs attention",
    "rejected": "Rejected",
}


@dataclass(frozen=True)
class SubmissionRow:
    """A submission in the table of all: its line, points by hand, and links."""

    line: SubmissionLine
    hand: HandGrading | None
    feedback: str | None
    regrade: str

    @property
    def total(self) -> float:
        """Points of the machine and by hand, less what is taken off for handing in late."""
        if self.hand is None:
            return self.line.score
        return max(0.0, self.line.score + self.hand.points - self.hand.late_penalty)

    @property
    def status_label(self) -> str:
        """The status in words."""
        return STATUS_LABELS[self.line.status]


@dataclass(frozen=True)
class AssignmentReport:
    """What the page of one assignment shows, and its line in the index."""

    name: str
    title: str
    statistics: ClassStatistics
    rows: list[SubmissionRow]
    gradebook_read: bool
    recorded: str
    link: str

    @property
    def by_student(self) -> dict[str, SubmissionRow]:
        """Rows by student id."""
        return {row.line.student: row for row in self.rows}


def write_class_pages(
    reports_dir: Path,
    feedback_dir: Path,
    titles: Mapping[str, str],
    course_name: str,
    points_by_hand: Mapping[tuple[str, str], HandGrading] | None,
) -> Path:
    """Write `<reports_dir>/<assignment>/index.html` for each, and the index over all.

    Args:
        reports_dir: holds a folder with record files for each graded assignment.
        feedback_dir: holds `<student>/<assignment>/<assignment>.html` where it was made.
        titles: assignment -> title, in teaching order; those not graded yet are listed so.
        course_name: as people read it.
        points_by_hand: by (student, assignment); None if the gradebook was not read.

    Returns:
        The index.

    Raises:
        RecordError: a record file is malformed, or a page can't be written.
    """
    reports = []
    for name in titles:
        folder = reports_dir / name
        if not (folder / SUBMISSIONS_FILE).exists() and not (folder / GRADES_FILE).exists():
            continue
        report = _read_report(folder, feedback_dir, titles[name], points_by_hand)
        _write(folder / PAGE, "assignment.html.j2", report=report, course_name=course_name)
        reports.append(report)
    graded = {report.name for report in reports}
    index = reports_dir / PAGE
    _write(
        index,
        "course.html.j2",
        course_name=course_name,
        reports=reports,
        ungraded=[title for name, title in titles.items() if name not in graded],
    )
    return index


def _read_report(
    folder: Path,
    feedback_dir: Path,
    title: str,
    points_by_hand: Mapping[tuple[str, str], HandGrading] | None,
) -> AssignmentReport:
    name = folder.name
    submissions = read_submissions(folder / SUBMISSIONS_FILE)
    grades = read_grades(folder / GRADES_FILE)
    known = {line.student for line in submissions}
    hand = {
        student: entry
        for (student, assignment), entry in (points_by_hand or {}).items()
        if assignment == name and student in known
    }
    return AssignmentReport(
        name=name,
        title=title,
        statistics=class_statistics(submissions, grades, hand),
        rows=_rows(submissions, hand, folder, feedback_dir),
        gradebook_read=points_by_hand is not None,
        recorded=_time_of(folder / SUBMISSIONS_FILE),
        link=f"{quote(name)}/{PAGE}",
    )


def _rows(
    submissions: Sequence[SubmissionLine],
    hand: Mapping[str, HandGrading],
    folder: Path,
    feedback_dir: Path,
) -> list[SubmissionRow]:
    return [
        SubmissionRow(
            line=line,
            hand=hand.get(line.student),
            feedback=_feedback_link(line.student, folder, feedback_dir),
            regrade=f"autograder grade {shlex.quote(folder.name)} "
            f"--student={shlex.quote(line.student)} --force",
        )
        for line in sorted(submissions, key=lambda line: line.student)
    ]


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


def _write(path: Path, template: str, **values: Any) -> None:
    html = (
        _templates()
        .get_template(template)
        .render(style=style_sheet("page.css", "report.css"), labels=OUTCOME_LABELS, **values)
    )
    replace_file(path, html.encode("utf-8"))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.report", "templates/pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.filters["points"] = _points
    environment.filters["percent"] = lambda share: f"{share:.0%}".replace("%", " %")
    environment.filters["duration"] = _duration
    return environment


def _printable(value: Any) -> Any:
    """What every value passes before it is escaped: no control characters in a page."""
    return clean_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _points(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", "−")


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
