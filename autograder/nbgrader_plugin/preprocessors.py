"""Preprocessors for nbgrader's Autograde: repair, then run and judge instead of Execute."""

from __future__ import annotations

import os
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.authoring.earlier_releases import earlier_releases
from autograder.course.layout import Course, OutputFolders, find_course
from autograder.engine.class_flags import with_class_flags
from autograder.engine.grader import Grader
from autograder.engine.plan import make_plan
from autograder.engine.recording import record_measured, submission_line
from autograder.engine.scratch import scratch_folder
from autograder.engine.second_look import grade_submission_fairly
from autograder.errors import AutograderError
from autograder.intake.folders import names_in
from autograder.intake.overlay import overlay
from autograder.intake.submission import Problem, Submission, SubmissionFolder
from autograder.record.grades import grade_lines, update_records
from autograder.record.outputs import insert_outputs
from autograder.report.beside_gradebook import reports_beside
from autograder.sandbox.choose import choose_sandbox


class OverlayRelease(NbGraderPreprocessor):
    """Lays the submitted notebook over the released one, so that nothing is lost or doubled."""

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """The notebook with every released cell exactly once.

        What was mended stands in the notebook's metadata, for RunAndJudge: between the two,
        nbgrader writes the notebook to a file and reads it again.
        """
        course = find_course()
        name = resources["nbgrader"]["assignment"]
        released = nbformat.read(course.student_notebook(name), as_version=4)
        laid, problems = overlay(nb, released, earlier_releases(course, name))
        laid.metadata["autograder"] = {"problems": [[p.code, p.message] for p in problems]}
        return laid, resources


class RunAndJudge(NbGraderPreprocessor):
    """Takes the place of Execute: student cells in their kernel, tests in the judge."""

    def preprocess(
        self, nb: nbformat.NotebookNode, resources: dict[str, Any]
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """The notebook with outputs, and the record files brought up to date.

        Raises:
            AutograderError: the notebook could not be run or judged.
        """
        course = find_course()
        names = resources["nbgrader"]
        student, assignment = names["student"], names["assignment"]
        mended = nb.metadata.pop("autograder", {}).get("problems", [])
        problems = tuple(Problem(code, message) for code, message in mended)
        folder = SubmissionFolder(
            student, assignment, course.root / "submitted" / student / assignment
        )
        submission = Submission(student, assignment, nb, problems)
        sandbox = choose_sandbox(unsafe=os.environ.get("AUTOGRADER_UNSAFE") == "1")
        with scratch_folder() as scratch:
            plan = make_plan(course, [assignment], "auto", scratch, sandbox)
            with Grader(plan) as grader:
                names_found = tuple(names_in(folder))
                graded = grade_submission_fairly(plan, submission, grader, names_found)
        if graded.execution is None:
            raise AutograderError(f"{assignment} of {student} could not be run.")
        results = {result.test: result for result in graded.results}
        if _tests(nb) != results.keys():
            raise AutograderError(
                f"The tests of {assignment} have changed since it was released.",
                "Run 'make release'.",
            )
        source = plan.assignments[assignment].assignment
        filled = insert_outputs(nb, source, graded.execution.notebook, results)
        out = _out(course, names["db_url"])
        line = with_class_flags(out, submission_line(source, graded))
        update_records(out, line, grade_lines(source, student, graded.results))
        record_measured(out, graded)
        return filled, resources


def _tests(notebook: nbformat.NotebookNode) -> set[str]:
    marks = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    return {mark["grade_id"] for mark in marks if mark.get("grade")}


def _out(course: Course, db_url: str) -> OutputFolders:
    """The folder of the gradebook that nbgrader works on."""
    reports = reports_beside(db_url)
    return OutputFolders(course.root if reports is None else reports.parent)
