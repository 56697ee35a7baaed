"""Asks for another look at points that a person changed, if the machine then finds others."""

from __future__ import annotations

from typing import Any

import nbformat
from nbgrader.preprocessors import SaveAutoGrades


class SaveGrades(SaveAutoGrades):
    """nbgrader's SaveAutoGrades, which asks for it in each grading, whatever the machine found.

    Until somebody has looked, exports leave the grade out.
    """

    def _add_score(self, cell: nbformat.NotebookNode, resources: dict[str, Any]) -> None:
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        score, waited = grade.auto_score, grade.needs_manual_grade
        super()._add_score(cell, resources)
        if grade.manual_score is not None and grade.auto_score == score:
            grade.needs_manual_grade = waited
            self.gradebook.db.commit()
