"""Registers cells with the gradebook, also when tests came or went after grading began."""

from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.api import Comment, Grade, MissingEntry, Notebook
from nbgrader.preprocessors import SaveCells


class SaveChangedCells(SaveCells):
    """nbgrader's SaveCells, which refuses other cells once there are submissions.

    A cell that is gone takes its points along. A new one gets an empty grade in every
    submission, to be filled when submissions are graded again.
    """

    def _create_notebook(self, nb: NotebookNode) -> None:
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is not None and notebook.submissions:
            self._remove_cells(notebook)
            self._add_cells(notebook)
            self.gradebook.db.commit()
        super()._create_notebook(nb)

    def _remove_cells(self, notebook: Notebook) -> None:
        database = self.gradebook.db
        for cells, kept in (
            (notebook.grade_cells, self.new_grade_cells),
            (notebook.solution_cells, self.new_solution_cells),
            (notebook.task_cells, self.new_task_cells),
            (notebook.source_cells, self.new_source_cells),
        ):
            for cell in [cell for cell in cells if cell.name not in kept]:
                for row in [*getattr(cell, "grades", ()), *getattr(cell, "comments", ())]:
                    database.delete(row)
                database.delete(cell)
        database.commit()
        database.refresh(notebook)

    def _add_cells(self, notebook: Notebook) -> None:
        place = (self.notebook_id, self.assignment_id)
        book = self.gradebook
        rows: tuple[tuple[Any, list[Any], dict[str, Any], tuple[Any, ...]], ...] = (
            (book.add_grade_cell, notebook.grade_cells, self.new_grade_cells, (Grade,)),
            (book.add_solution_cell, notebook.solution_cells, self.new_solution_cells, (Comment,)),
            (book.add_task_cell, notebook.task_cells, self.new_task_cells, (Grade, Comment)),
            (book.add_source_cell, notebook.source_cells, self.new_source_cells, ()),
        )
        for add, present, wanted, kinds in rows:
            known = {cell.name for cell in present}
            for name in [name for name in wanted if name not in known]:
                cell = add(name, *place, **wanted[name])
                for submission in notebook.submissions:
                    for kind in kinds:
                        book.db.add(kind(cell_id=cell.id, notebook=submission))
