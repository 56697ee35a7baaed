"""The steps that nbgrader's GenerateFeedback runs over an autograded notebook, in this order:
ReadGrades, HideHiddenTests, PreparePage.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets import Bool

from autograder.record.measured import read_measured
from autograder.report.beside_gradebook import reports_beside
from autograder.report.feedback_view import feedback_view
from autograder.report.hidden_regions import (
    HIDDEN_TESTS,
    MARK_SCHEME,
    has_region,
    region,
    without_regions,
)
from autograder.report.model_view import models_html
from autograder.report.result_rows import CellGrade
from autograder.report.style import style_sheet
from autograder.report.unsafe_runs import submission_ran_unsafe


class ReadGrades(GetGrades):
    """nbgrader's GetGrades, which also keeps who gave the points: the judge or a person."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Points and comments into the cells' metadata, and grades into the resources."""
        resources["autograder_grades"] = {}
        return super().preprocess(nb, resources)

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        resources["autograder_grades"][name] = CellGrade(
            score=grade.score or 0.0,
            max_score=grade.max_score or 0.0,
            by_machine=grade.auto_score,
            by_hand=grade.manual_score,
        )


class HideHiddenTests(Preprocessor):
    """Takes hidden tests, outputs of test cells, and mark schemes out of the notebook."""

    enabled = Bool(True, help="Whether to hide at all.").tag(config=True)
    show_mark_scheme = Bool(
        False, help="Whether students see the mark schemes of written answers."
    ).tag(config=True)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Clean one cell. Students' own cells stay as they are: a mark in them hides nothing."""
        cell.metadata.pop("autograder_hidden", None)
        cell.metadata.pop("autograder_scheme", None)
        if is_task(cell):
            if self.show_mark_scheme:
                cell.metadata["autograder_scheme"] = region(cell.source, MARK_SCHEME)
            cell.source = without_regions(cell.source, MARK_SCHEME)
        elif is_grade(cell) and not is_solution(cell):
            if has_region(cell.source, HIDDEN_TESTS):
                cell.metadata["autograder_hidden"] = True
            cell.source = without_regions(cell.source, HIDDEN_TESTS)
            # A traceback would quote the hidden part.
            cell.outputs = []
        return cell, resources


class PreparePage(Preprocessor):
    """Turns the notebook into the values that the template shows, all of it sanitised."""

    enabled = Bool(True, help="The page can't be made without it.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Put the view and the style sheet into the resources."""
        names = resources["nbgrader"]
        view = feedback_view(nb, names, resources["autograder_grades"])
        resources["feedback"] = view
        resources["models"] = _models(names, view.titles)
        resources["ran_unsafe"] = submission_ran_unsafe(
            names["db_url"], names["assignment"], names["student"]
        )
        resources["style"] = style_sheet("page.css", "models.css", "notebook.css")
        return nb, resources


def _models(names: Mapping[str, Any], titles: Mapping[str, str]) -> Markup:
    """The section on models, from the judge's file beside the gradebook; empty without one."""
    reports = reports_beside(names["db_url"])
    measured = reports and read_measured(reports / names["assignment"], names["student"])
    return models_html(measured.models, titles) if measured else Markup()
