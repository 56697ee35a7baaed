"""Points taken off for handing in late, by nbgrader's own mechanism.

nbgrader asks its late submission plugin once, while it autogrades, when written answers have no
points yet. So that the rule holds for all points, the commands that show or export points ask
the plugin again first.
"""

from __future__ import annotations

from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Float

from autograder.authoring.gradebook import open_gradebook
from autograder.course.layout import Course, OutputFolders
from autograder.course.settings import LatePolicy
from autograder.errors import RecordError


class LatePolicyPlugin(LateSubmissionPlugin):
    """The rule of course.toml, [late]."""

    grace_minutes = Float(0, help="Lateness that costs nothing.").tag(config=True)
    per_day_percent = Float(0, help="Per cent of the points, for each day begun.").tag(config=True)
    most_percent = Float(100, help="The most that is taken off.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        """Points to take off.

        Args:
            student_id: not used; the rule is the same for all.
            score: points reached.
            total_seconds_late: time after the due date, which extensions have moved.
        """
        policy = LatePolicy(self.grace_minutes, self.per_day_percent, self.most_percent)
        return policy.penalty(score, total_seconds_late)


def refresh_late_penalties(course: Course, out: OutputFolders) -> int:
    """Apply the rule to the points as they are now; how many submissions it changed.

    Raises:
        RecordError: the gradebook can't be read or written.
    """
    if out.lacks_gradebook:
        return 0
    try:
        return _refresh(course, out)
    except SQLAlchemyError as error:
        raise RecordError(
            f"The gradebook in {out.root} can't be read or written: {type(error).__name__}.",
            "Close what else uses it, or run 'make release grade' to make it again.",
        ) from error


def _refresh(course: Course, out: OutputFolders) -> int:
    changed = 0
    with open_gradebook(course, out.gradebook_url) as gradebook:
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                late = submission.total_seconds_late
                for notebook in submission.notebooks:
                    due = course.settings.late.penalty(notebook.score, late) or None
                    if notebook.late_submission_penalty != due:
                        notebook.late_submission_penalty = due
                        changed += 1
        if changed:
            gradebook.db.commit()
    return changed
