"""Points as they stand, late penalties and points by hand included, from nbgrader's gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.authoring.gradebook import open_gradebook
from autograder.course.layout import Course, OutputFolders


@dataclass(frozen=True)
class FinalGrade:
    """What one student has in one assignment.

    Attributes:
        student: student id.
        assignment: its name.
        raw: points without late penalty, 0 or more.
        late_penalty: points taken off for handing in late, 0 or more.
        max_points: points possible.
        waiting: whether an answer still waits for a person.
        handed_in: when, in UTC, or None when nobody knows.
        due: until when it was due for this student, in UTC, or None.
        name: last and first name and address, as far as the gradebook knows.
        submitted: whether anything was graded.
    """

    student: str
    assignment: str
    raw: float
    late_penalty: float
    max_points: float
    waiting: bool
    handed_in: datetime | None
    due: datetime | None
    name: tuple[str, str, str]
    submitted: bool = True

    @property
    def points(self) -> float:
        """What counts, rounded to hundredths as platforms do."""
        return round(max(0.0, self.raw - self.late_penalty), 2)


def final_grades(
    course: Course, out: OutputFolders, assignments: Sequence[str]
) -> list[FinalGrade]:
    """All grades of some assignments: one for each student in the gradebook, by assignment."""
    grades = []
    with open_gradebook(course, out.gradebook_url) as gradebook:
        students = {student.id: student for student in gradebook.students}
        for assignment in gradebook.assignments:
            if assignment.name not in assignments:
                continue
            most = float(assignment.max_score or 0)
            handed_in = {submission.student_id: submission for submission in assignment.submissions}
            for ident, student in sorted(students.items()):
                found = handed_in.get(ident)
                grades.append(
                    FinalGrade(
                        student=ident,
                        assignment=assignment.name,
                        raw=float(found.score or 0) if found else 0.0,
                        late_penalty=float(found.late_submission_penalty or 0) if found else 0.0,
                        max_points=most,
                        waiting=bool(found and found.needs_manual_grade),
                        handed_in=found.timestamp if found else None,
                        due=found.duedate if found else assignment.duedate,
                        name=(
                            student.last_name or "",
                            student.first_name or "",
                            student.email or "",
                        ),
                        submitted=found is not None,
                    )
                )
    return sorted(grades, key=lambda grade: (assignments.index(grade.assignment), grade.student))
