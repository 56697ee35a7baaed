"""What is found out about a student's notebook before it is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder.errors import AutograderError
from autograder.intake.large_notebooks import small_text
from autograder.intake.notebook_bytes import decode
from autograder.intake.notebook_reader import ReadNotebook, read_notebook
from autograder.intake.overlay import overlay
from autograder.intake.released_cells import STUDENTS, ReleasedCell
from autograder.intake.submission import Problem
from autograder.precheck.originals import Original, find_original
from autograder.precheck.plain_run import CellOutcome, run_plainly

MAX_BYTES = 150_000_000
YOU = "you"  # stands for the student in the words of intake


@dataclass(frozen=True)
class Precheck:
    """What was found.

    Attributes:
        notebook: name of the file.
        assignment: name of the assignment.
        cells: how many cells the released notebook has, text left out.
        faults: what is not as it should be.
        unsolved: solutions and answers that are still as released.
        outcomes: how cells ran; empty if they were not run.
    """

    notebook: str
    assignment: str
    cells: int
    faults: tuple[Problem, ...]
    unsolved: tuple[str, ...]
    outcomes: tuple[CellOutcome, ...]

    @property
    def broken(self) -> list[CellOutcome]:
        """Cells that did not run to their end, checks included."""
        return [outcome for outcome in self.outcomes if outcome.status != "ok"]

    @property
    def checks(self) -> list[CellOutcome]:
        """The visible checks."""
        return [outcome for outcome in self.outcomes if outcome.is_check]

    @property
    def fine(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.faults and not self.unsolved and not self.broken

    def as_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {**asdict(self), "fine": self.fine}


def precheck(
    path: Path,
    *,
    released: Path | None = None,
    run: bool = True,
    tell: Callable[[CellOutcome], None] = lambda _: None,
) -> Precheck:
    """Look at a student's own notebook, and run it.

    Args:
        path: the notebook.
        released: the notebook to compare with; None: it is looked for.
        run: whether to run it.
        tell: called after each cell that was run.

    Raises:
        AutograderError: the file is no notebook of the course.
    """
    read = _read(path)
    original = find_original(path, [cell.source for cell in read.notebook.cells], released)
    laid, mended = overlay(read.notebook, original.notebook)
    faults = [*read.problems, *mended]
    if path.name != f"{original.name}.ipynb":
        faults.insert(0, Problem("renamed", f"The file should be called {original.name}.ipynb."))
    known = [ReleasedCell.of(cell) for cell in original.notebook.cells]
    outcomes = _run(laid, path, original, tell) if run else []
    return Precheck(
        notebook=path.name,
        assignment=original.name,
        cells=sum(bool(cell.ident) for cell in known),
        faults=tuple(faults),
        unsolved=tuple(_unsolved(laid, known)),
        outcomes=tuple(outcomes),
    )


def _read(path: Path) -> ReadNotebook:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise AutograderError(f"{path.name} is too large.", "Clear its outputs, and save it.")
        decoded = decode(path.read_bytes())
    except OSError as error:
        raise AutograderError(f"{path} can't be read: {error.strerror}.") from error
    read = read_notebook(YOU, path.name, small_text(YOU, path.name, decoded.text))
    if not decoded.remark:
        return read
    problems = (Problem("encoding", decoded.remark), *read.problems)
    return ReadNotebook(read.notebook, problems, read.whole, read.language)


def _run(
    laid: nbformat.NotebookNode,
    path: Path,
    original: Original,
    tell: Callable[[CellOutcome], None],
) -> list[CellOutcome]:
    names = {}
    for index, cell in enumerate(laid.cells):
        known = ReleasedCell.of(cell)
        if known.ident and cell.cell_type == "code":
            ident = known.ident.removeprefix("solution-").removeprefix("given-")
            names[index] = f"{'check' if known.role == 'test' else known.role} '{ident}'"
    return run_plainly(laid, names, path.resolve().parent, original.limits, tell)


def _unsolved(laid: nbformat.NotebookNode, known: list[ReleasedCell]) -> list[str]:
    """Titles of solutions and answers that are as released."""
    now = {(one.role, one.ident): one.source for one in map(ReleasedCell.of, laid.cells)}
    return [
        one.title
        for one in known
        if one.role in STUDENTS and now[one.role, one.ident].strip() == one.source.strip()
    ]
