"""A page per submission for people who grade: what students don't see of how it was graded.

It lies beside the records, `reports/<assignment>/submissions/<student>.html`, never in the
folder that nbgrader hands out to students.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from autograder.record.lines import GradeLine, Notice, SubmissionLine
from autograder.record.measured import CellTime, Measured, page_stem
from autograder.report.advice import next_steps
from autograder.report.class_statistics import LIMIT_CODES, hit_limits
from autograder.report.hand_grading import HandGrading
from autograder.report.model_view import models_html
from autograder.report.page_templates import write_page
from autograder.report.result_rows import OUTCOME_LABELS
from autograder.report.unsafe_runs import ran_unsafe

FOLDER = "submissions"
# Shown by name; the others are given cells of a few milliseconds.
SLOW_CELLS = 8


@dataclass(frozen=True)
class SubmissionRow:
    """A submission in the table of all: its line, points by hand, and links.

    `feedback` and `page` are addresses as seen from the class page, `replay` the command that
    grades it once more.
    """

    line: SubmissionLine
    hand: HandGrading | None
    feedback: str | None
    page: str
    replay: str

    @property
    def total(self) -> float:
        """Points of the machine and by hand, less what is taken off for handing in late."""
        if self.hand is None:
            return self.line.score
        return max(0.0, self.line.score + self.hand.points - self.hand.late_penalty)

    @property
    def steps(self) -> list[str]:
        """What to do about its problems."""
        return next_steps([problem.code for problem in self.line.problems])

    @property
    def limits(self) -> list[Notice]:
        """The problems that tell of a limit."""
        return hit_limits(self.line)

    @property
    def unsafe(self) -> bool:
        """Whether it ran without a sandbox."""
        return ran_unsafe(self.line.sandbox)

    @property
    def cannot_wait(self) -> bool:
        """Whether a person must look at it."""
        return self.line.status != "graded"


def page_link(student: str) -> str:
    """Address of a submission's page as seen from the class page."""
    return f"{FOLDER}/{page_stem(student)}.html"


def write_assistant_page(
    folder: Path,
    title: str,
    row: SubmissionRow,
    grades: Sequence[GradeLine],
    measured: Measured | None,
) -> None:
    """Write the page of one submission.

    Args:
        folder: `reports/<assignment>`.
        title: of the assignment.
        row: the submission.
        grades: its grade lines, in the notebook's order.
        measured: its measurements, where there are any.

    Raises:
        RecordError: the page can't be written.
    """
    titles = {line.test: line.title for line in grades}
    write_page(
        folder / page_link(row.line.student),
        "submission.html.j2",
        title=title,
        row=row,
        others=[p for p in row.line.problems if p.code not in LIMIT_CODES],
        grades=grades,
        labels=OUTCOME_LABELS,
        seed=measured.seed if measured else None,
        cells=_slowest(measured.cells if measured else ()),
        models=models_html(measured.models, titles) if measured else Markup(),
    )


def _slowest(cells: Sequence[CellTime]) -> list[CellTime]:
    """The cells that took longest, and all that did not end well, in the notebook's order."""
    slow = sorted(cells, key=lambda cell: -cell.seconds)[:SLOW_CELLS]
    return [cell for cell in cells if cell in slow or cell.status != "ok"]
