"""Records a graded submission: gradebook, autograded notebook, record files."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from autograder.course.assignment import Assignment
from autograder.course.layout import Course, OutputFolders
from autograder.engine.grading import Graded
from autograder.engine.plan import RUN_SEED
from autograder.errors import RecordError
from autograder.intake.submission import Problem
from autograder.record.gradebook import record_in_gradebook
from autograder.record.grades import existing_grades, grade_lines, update_records
from autograder.record.lines import Notice, Status, SubmissionLine
from autograder.record.measured import CellTime, Measured, write_measured


def record(
    course: Course, out: OutputFolders, assignment: Assignment, graded: Graded
) -> SubmissionLine:
    """Write everything that is kept of a submission; returns its line.

    A submission that could not be graded gets its line and leaves the gradebook as it is. One
    that nbgrader refuses gets status needs_attention.

    Raises:
        RecordError: the record files can't be written.
    """
    if graded.submission is not None and graded.execution is not None:
        try:
            record_in_gradebook(
                course,
                out,
                assignment,
                graded.submission,
                graded.execution.notebook,
                {result.test: result for result in graded.results},
            )
        except RecordError as error:
            problem = Problem("not_recorded", str(error))
            graded = replace(graded, status="needs_attention", problems=(*graded.problems, problem))
    line = submission_line(assignment, graded)
    if not graded.results:
        line = _with_earlier_score(out, line)
    update_records(out, line, grade_lines(assignment, line.student, graded.results))
    record_measured(out, graded)
    return line


def record_measured(out: OutputFolders, graded: Graded) -> None:
    """Write what was measured of a submission; one that was not run leaves what there is.

    Raises:
        RecordError: the file can't be written.
    """
    if graded.execution is None:
        return
    times = tuple(
        CellTime(cell.index + 1, cell.ident, cell.status, cell.seconds)
        for cell in graded.execution.cells
    )
    folder = out.reports / graded.folder.assignment
    write_measured(folder, graded.folder.student, Measured(RUN_SEED, times, graded.models))


def _with_earlier_score(out: OutputFolders, line: SubmissionLine) -> SubmissionLine:
    """What was graded before stays when a submission can't be graded now, and the line says so."""
    earlier = [
        grade for grade in existing_grades(out, line.assignment) if grade.student == line.student
    ]
    if not earlier:
        return line
    kept = Notice("earlier_result_kept", "The result of an earlier grading was kept.")
    score = sum(grade.points for grade in earlier)
    return replace(line, score=score, problems=(*line.problems, kept))


def submission_line(assignment: Assignment, graded: Graded) -> SubmissionLine:
    """The submission's line for submissions.jsonl."""
    execution = graded.execution
    return SubmissionLine(
        student=graded.folder.student,
        assignment=assignment.name,
        status=cast(Status, graded.status),
        score=round(sum(result.points for result in graded.results), 4),
        max_score=assignment.points,
        problems=tuple(Notice(problem.code, problem.message) for problem in graded.problems),
        flags=tuple(Notice(flag.code, flag.message) for flag in graded.flags),
        seconds_run=execution.seconds if execution else 0.0,
        seconds_judge=graded.seconds_judge,
        sandbox=execution.sandbox if execution else "",
        device=execution.device if execution else "",
        from_cache=False,
    )
