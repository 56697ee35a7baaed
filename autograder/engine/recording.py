"""Records graded submissions: gradebook, autograded notebook, record files."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from typing import cast

from autograder.course.assignment import Assignment
from autograder.course.layout import Course, OutputFolders
from autograder.engine.built import forget_registration, register_if_changed
from autograder.engine.plan import RUN_SEED
from autograder.engine.task import Graded
from autograder.errors import DiskFullError, RecordError
from autograder.intake.submission import Problem
from autograder.record.fold import existing, fold
from autograder.record.gradebook import record_in_gradebook
from autograder.record.grades import grade_lines
from autograder.record.journal import Entry, append
from autograder.record.lines import GRADES, GRADES_FILE, Notice, Status, SubmissionLine
from autograder.record.measured import CellTime, Measured, write_measured

FOLD_SECONDS = 30.0  # between two times that the record files are brought up to date
FOLD_SHARE = 0.05  # of a run's time, at most, goes into that


class Recorder:
    """Records the submissions of one run; there is one, in one process.

    Args:
        course: the course.
        out: where records go.
    """

    def __init__(self, course: Course, out: OutputFolders) -> None:
        self._course, self._out = course, out
        self._earlier: dict[str, dict[str, float]] = {}
        self._next_fold: dict[str, float] = {}

    def record(self, assignment: Assignment, graded: Graded, inputs: str) -> SubmissionLine:
        """Write everything that is kept of a submission; returns its line.

        When this returns, it is safe on disk. Cut off before that, it can be done again. A
        submission that could not be graded gets its line and leaves the gradebook as it is;
        one that nbgrader refuses gets status needs_attention.

        Args:
            assignment: the submission's.
            graded: what grading it gave.
            inputs: digest of all that this depends on.

        Raises:
            DiskFullError: there is no room for it.
            RecordError: the record files can't be written.
        """
        if graded.submission is not None and graded.execution is not None:
            problem = self._into_gradebook(assignment, graded)
            if problem is not None:
                problems = (*graded.problems, problem)
                graded = replace(graded, status="needs_attention", problems=problems)
        line = submission_line(assignment, graded)
        if not graded.results:
            line = self._with_earlier_score(line)
        grades = tuple(grade_lines(assignment, line.student, graded.results))
        record_measured(self._out, graded)
        lasting = inputs if graded.lasting else ""
        append(self._out.reports / assignment.name, Entry(line, grades, lasting, graded.evidence))
        self._fold_now_and_then(assignment.name)
        return line

    def _into_gradebook(self, assignment: Assignment, graded: Graded) -> Problem | None:
        """Hand a submission to nbgrader, twice if need be; what it said against it."""
        for last in (False, True):
            try:
                _hand_over(self._course, self._out, assignment, graded)
                return None
            except DiskFullError:
                raise
            except RecordError as error:
                if last:
                    return Problem("not_recorded", str(error))
                # The gradebook may be another than the one that the assignment was put into.
                forget_registration(assignment.name, self._out)
                register_if_changed(self._course, assignment.name, self._out)
        return None

    def _with_earlier_score(self, line: SubmissionLine) -> SubmissionLine:
        """What was graded before stays when a submission can't be graded now; its line says so."""
        earlier = self._earlier_scores(line.assignment).get(line.student)
        if earlier is None:
            return line
        kept = Notice("earlier_result_kept", "The result of an earlier grading was kept.")
        return replace(line, score=earlier, problems=(*line.problems, kept))

    def _earlier_scores(self, assignment: str) -> dict[str, float]:
        """Student -> points, of those that had grade lines when this was first asked."""
        if assignment not in self._earlier:
            folder = self._out.reports / assignment
            fold(folder)
            scores: dict[str, float] = defaultdict(float)
            for grade in existing(folder / GRADES_FILE, GRADES):
                scores[grade.student] += grade.points
            self._earlier[assignment] = dict(scores)
        return self._earlier[assignment]

    def _fold_now_and_then(self, assignment: str) -> None:
        """Bring the record files up to date, so seldom that it costs little."""
        now = time.monotonic()
        if now < self._next_fold.setdefault(assignment, now + FOLD_SECONDS):
            return
        fold(self._out.reports / assignment)
        took = time.monotonic() - now
        self._next_fold[assignment] = now + max(FOLD_SECONDS, took / FOLD_SHARE)


def _hand_over(course: Course, out: OutputFolders, assignment: Assignment, graded: Graded) -> None:
    assert graded.submission is not None
    assert graded.execution is not None
    results = {result.test: result for result in graded.results}
    executed = graded.execution.notebook
    record_in_gradebook(course, out, assignment, graded.submission, executed, results)


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
    folder = out.reports / graded.assignment
    write_measured(folder, graded.student, Measured(RUN_SEED, times, graded.models))


def submission_line(assignment: Assignment, graded: Graded) -> SubmissionLine:
    """The submission's line for submissions.jsonl."""
    execution = graded.execution
    return SubmissionLine(
        student=graded.student,
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
        from_cache=graded.from_cache,
    )
