"""What a feedback page shows, as plain values: the template only lays it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.report.highlighting import highlighted_python
from autograder.report.markdown import markdown_html, plain_text_html
from autograder.report.outputs import PageBudget, outputs_html
from autograder.report.result_rows import (
    CellGrade,
    ResultRow,
    hand_outcome,
    message_parts,
    one_line,
    test_outcome,
)
from autograder.report.safe_html import clean_text

# What nbgrader itself remarks on an untouched cell; it reads as if a person had asked something.
NBGRADERS_UNTOUCHED = "No response."
UNTOUCHED = "This cell was handed in as it was given out."
MAX_COMMENT_CHARACTERS = 10_000
MAX_PAGE_MARKDOWN = 150_000


@dataclass(frozen=True)
class CellView:
    """One cell: `kind` is text, code, given, answer, test or question.

    `body` is the source, coloured or rendered; `partly_hidden` says that a hidden part was
    taken out of it; `scheme` is the mark scheme, where students may see it. Points and comment
    of a question stand at its answer, `answer_row`, where that follows (`answered_below`).
    """

    anchor: str
    name: str
    kind: str
    is_code: bool
    body: Markup
    outputs: list[Markup] = field(default_factory=list)
    comment: Markup | None = None
    row: ResultRow | None = None
    partly_hidden: bool = False
    scheme: Markup | None = None
    answered_below: bool = False
    answer_row: ResultRow | None = None


@dataclass(frozen=True)
class FeedbackView:
    """The whole page; `titles` are those of tests by their id.

    Points in `machine` and `hand` add up to `score` plus `late_penalty`.
    """

    student: str
    title: str
    score: float
    max_score: float
    machine: float
    machine_max: float
    hand: float
    hand_max: float
    waiting: int
    waiting_points: float
    late_penalty: float
    rows: list[ResultRow]
    cells: list[CellView]
    titles: dict[str, str]


def feedback_view(
    nb: NotebookNode, nbgrader: Mapping[str, Any], grades: Mapping[str, CellGrade]
) -> FeedbackView:
    """The page of one autograded notebook.

    Args:
        nb: the notebook after GetGrades and HideHiddenTests.
        nbgrader: nbgrader's resources: student, assignment, score, max_score, late_penalty.
        grades: by nbgrader's grade_id.
    """
    reader = _NotebookReader(grades, _places_of_answers(nb))
    cells = [reader.cell(cell, number) for number, cell in enumerate(nb.cells, start=1)]
    rows = [cell.row for cell in cells if cell.row]
    by_hand = [row for row in rows if row.outcome in ("manual", "waiting")]
    by_machine = [row for row in rows if row.outcome not in ("manual", "waiting")]
    waiting = [row for row in rows if row.outcome == "waiting"]
    return FeedbackView(
        student=clean_text(str(nbgrader["student"])),
        title=_title(nb, str(nbgrader["assignment"])),
        score=float(nbgrader.get("score") or 0),
        max_score=float(nbgrader.get("max_score") or 0),
        machine=sum(row.points for row in by_machine),
        machine_max=sum(row.max_points for row in by_machine),
        hand=sum(row.points for row in by_hand),
        hand_max=sum(row.max_points for row in by_hand),
        waiting=len(waiting),
        waiting_points=sum(row.max_points for row in waiting),
        late_penalty=float(nbgrader.get("late_penalty") or 0),
        rows=rows,
        cells=cells,
        titles=reader.titles,
    )


class _NotebookReader:
    """Turns cells into views; keeps the budgets of the page."""

    def __init__(self, grades: Mapping[str, CellGrade], moved: Mapping[str, int]) -> None:
        self.grades = grades
        self.moved = moved
        self.questions: dict[int, tuple[ResultRow | None, Markup | None]] = {}
        self.titles: dict[str, str] = {}
        self.outputs = PageBudget()
        self.markdown = MAX_PAGE_MARKDOWN

    def cell(self, cell: NotebookNode, number: int) -> CellView:
        marks = _mapping(cell.metadata.get("nbgrader"))
        anchor, name = f"cell-{number}", f"cell {number}"
        row = self._row(cell, marks, anchor)
        is_code = cell.cell_type == "code"
        answer_row, comment = self.questions.get(number, (None, _comment(marks.get("comment"))))
        answered_below = bool(marks.get("task")) and str(marks.get("grade_id")) in self.moved
        if answered_below:
            self.questions[self.moved[str(marks.get("grade_id"))]] = (row, comment)
            comment = None
        return CellView(
            anchor=anchor,
            name=name,
            kind="answer" if number in self.moved.values() else _kind(cell, marks),
            is_code=is_code,
            body=highlighted_python(cell.source) if is_code else self._text(cell),
            outputs=outputs_html(cell.get("outputs", []), name, self.outputs) if is_code else [],
            comment=comment,
            row=row,
            answered_below=answered_below,
            answer_row=answer_row,
            partly_hidden=cell.metadata.get("autograder_hidden") is True,
            scheme=_comment(cell.metadata.get("autograder_scheme")),
        )

    def _text(self, cell: NotebookNode) -> Markup:
        self.markdown -= len(cell.source)
        if self.markdown < 0 or cell.cell_type != "markdown":
            return plain_text_html(clean_text(cell.source))
        return markdown_html(cell.source, _mapping(cell.get("attachments")))

    def _row(self, cell: NotebookNode, marks: Mapping[str, Any], anchor: str) -> ResultRow | None:
        grade = self.grades.get(str(marks.get("grade_id")))
        if grade is None or not (marks.get("grade") or marks.get("task")):
            return None
        # What the record step wrote. Only cells that nbgrader restored from the source can
        # carry it: elsewhere it could be the student's own.
        recorded = _mapping(cell.metadata.get("autograder"))
        is_test = bool(marks.get("grade")) and not marks.get("solution")
        title = recorded.get("title") if is_test or marks.get("task") else None
        if is_test and one_line(title):
            self.titles[str(marks.get("grade_id"))] = one_line(title)
        outcome, message = test_outcome(recorded, grade) if is_test else (hand_outcome(grade), "")
        return ResultRow(
            anchor=anchor,
            title=one_line(title) or _first_words(cell) or str(marks.get("grade_id")),
            outcome=outcome,
            message=message,
            parts=message_parts(recorded, message),
            points=grade.score,
            max_points=grade.max_score,
            changed=is_test and grade.by_hand is not None,
        )


def _places_of_answers(nb: NotebookNode) -> dict[str, int]:
    """Where the answer to a question stands: its cell's number, by the question's id.

    nbgrader keeps points and comment at the question; they are read better at the answer, if
    that is where it was released, in the cell that follows.
    """
    places = {}
    for number, (question, answer) in enumerate(pairwise(nb.cells), start=2):
        marks = _mapping(question.metadata.get("nbgrader"))
        name = _mapping(answer.metadata.get("autograder")).get("answer")
        if marks.get("task") and name == marks.get("grade_id") and isinstance(name, str):
            places[name] = number
    return places


def _kind(cell: NotebookNode, marks: Mapping[str, Any]) -> str:
    if marks.get("task"):
        return "question"
    if marks.get("solution"):
        return "answer"
    if cell.cell_type != "code":
        return "text"
    if marks.get("grade"):
        return "test"
    return "given" if marks.get("locked") else "code"


def _title(nb: NotebookNode, assignment: str) -> str:
    recorded = one_line(_mapping(nb.metadata.get("autograder")).get("title"))
    if recorded:
        return recorded
    for cell in nb.cells:
        heading = re.search(r"^# +(.+)$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and heading:
            return one_line(heading[1])
    return clean_text(assignment)


def _first_words(cell: NotebookNode) -> str:
    """A question's heading, or its first line, where no title was recorded."""
    if cell.cell_type != "markdown":
        return ""
    lines = (line.strip("#*_ \t") for line in cell.source.split("\n"))
    return one_line(next((line for line in lines if line), ""))


def _comment(value: Any) -> Markup | None:
    text = value.strip() if isinstance(value, str) else ""
    text = UNTOUCHED if text == NBGRADERS_UNTOUCHED else text
    return markdown_html(text[:MAX_COMMENT_CHARACTERS]) if text else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
