"""Asks for another look at answers that changed after a person had graded them."""

from __future__ import annotations

from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.course.layout import OutputFolders
from autograder.intake.submission import Submission


class ReviewChangedAnswers(NbGraderPreprocessor):
    """Marks points given by hand as needing review; the points stay.

    nbgrader's SaveAutoGrades leaves written answers alone, so that points for an earlier
    answer would pass for points for this one.
    """

    def __init__(self, unchanged: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._unchanged = unchanged

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """Mark every graded answer in the gradebook, except the unchanged ones."""
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            for ident in _answers(nb).keys() - self._unchanged:
                grade = gradebook.find_grade(
                    ident, names["notebook"], names["assignment"], names["student"]
                )
                if grade.manual_score is not None:
                    grade.needs_manual_grade = True
            gradebook.db.commit()
        return nb, resources


def unchanged_answers(out: OutputFolders, submission: Submission) -> frozenset[str]:
    """Ids of the written answers that are the same as in the autograded notebook."""
    name = submission.assignment
    path = out.autograded / submission.student / name / f"{name}.ipynb"
    if not path.exists():
        return frozenset()
    before = _answers(nbformat.read(path, as_version=4))
    now = _answers(submission.notebook)
    return frozenset(ident for ident in now if before.get(ident) == now[ident])


def _answers(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """Id -> text of the written answers."""
    found = ((cell.metadata.get("autograder", {}), cell.source) for cell in notebook.cells)
    return {marks["answer"]: text for marks, text in found if "answer" in marks}
