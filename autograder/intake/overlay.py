"""Lays a submitted notebook over the released one.

Whatever happened to metadata, ids and test cells on the way, the notebook that goes on has
each released cell exactly once, with the release's metadata and, unless it is the student's
to change, the release's source. The student's own cells stay where they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.authoring.earlier_releases import (
    Fingerprints,
    digest_of_cell,
    fingerprints,
    received,
)
from autograder.intake.cell_names import NameReader
from autograder.intake.extra_work import extra_work
from autograder.intake.notebook_json import TYPOGRAPHIC, entry, text_entry
from autograder.intake.reading_order import LaidCell, in_reading_order
from autograder.intake.recognition import Recognised, recognise
from autograder.intake.released_cells import LOCKED, MARKED, UNMARKED, ReleasedCell, ReleasedCells
from autograder.intake.submission import Problem

# Of the release's marked cells, what a notebook of another assignment may happen to have too.
FOREIGN_SHARE = 0.15
MOST_MARKS = 3  # marked cells from which on marks say whose notebook it is


def overlay(
    submitted: nbformat.NotebookNode,
    released: nbformat.NotebookNode,
    earlier: Sequence[Fingerprints] = (),
) -> tuple[nbformat.NotebookNode, list[Problem]]:
    """The submitted cells with every released cell in its place, and what was mended.

    Args:
        submitted: as handed in.
        released: what students get now.
        earlier: the releases before it, oldest first; what was changed since then is no edit.
    """
    names, known = NameReader(), ReleasedCells.of(released)
    found = recognise(submitted.cells, known, names)
    state = _Overlay(
        submitted.cells,
        known.cells,
        found,
        names,
        _received(submitted, released, earlier, known, found),
    )
    foreign = _foreign(submitted, known, found)
    if foreign:
        state.remark("foreign_notebook", foreign)
    for here, cell in enumerate(submitted.cells):
        state.take(here, cell)
    state.put_in_order()
    state.insert_missing()
    state.remark_old_cells()
    laid = nbformat.from_dict(
        {
            "cells": [one.cell for one in state.cells],
            "metadata": released.metadata,
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
    return laid, state.problems


@dataclass
class _Overlay:
    submitted: Sequence[nbformat.NotebookNode]
    released: Sequence[ReleasedCell]
    found: Recognised
    names: NameReader
    received: Fingerprints  # of the release that the student got
    old_cells: bool = False  # whether any cell is as in that release, and not as in the present one
    cells: list[LaidCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = {
            there: self.submitted[here].source.strip() for here, there in self.found.known.items()
        }
        self.wanted = frozenset(
            name
            for known in self.released
            if known.role == "solution"
            for name in self.names.names_of(known.source).bound
        )

    def remark(self, code: str, message: str) -> None:
        """Note what was mended."""
        self.problems.append(Problem(code, message))

    def take(self, here: int, cell: nbformat.NotebookNode) -> None:
        """Put one submitted cell, or the released one that it is, behind those before."""
        there = self.found.known.get(here)
        if there is not None:
            self._take_known(here, cell, there)
        elif here in self.found.copies:
            self._take_copy(here, cell, self.found.copies[here])
        else:
            self._own(here, cell.source, cell.cell_type)

    def put_in_order(self) -> None:
        """Let nothing stand before what it needs."""
        self.cells, changed = in_reading_order(self.cells, self.names)
        if changed:
            self.remark(
                "reordered_cells",
                "Cells used what only later ones defined; they were run in the released order.",
            )

    def insert_missing(self) -> None:
        """Put what is not there into its place."""
        for index, known in enumerate(self.released):
            if known.role in UNMARKED or any(one.released == index for one in self.cells):
                continue
            holder = self.found.held.get(index)
            position = self._place_of(index, holder)
            # What would set the student's own names to None again stays away.
            source = known.source if holder is None else ""
            self.cells.insert(position, LaidCell(_as_released(known, source), index, -1))
            if known.role in LOCKED and known.ident not in self.received:
                self.old_cells = True  # there was no such cell yet
            elif holder is None:
                self.remark("missing_cell", f"{known.title} was missing.")
            else:
                self.remark("merged_cell", f"{known.title} was merged into another cell.")

    def remark_old_cells(self) -> None:
        """Say once if the release has changed since the student got it."""
        if self.old_cells:
            self.remark(
                "earlier_release",
                "It was made from an earlier release of the notebook; the present tests and given "
                "cells were used.",
            )

    def _place_of(self, index: int, holder: int | None) -> int:
        """Behind all that comes before it in the release, and behind what does its work."""
        before = [
            place
            for place, one in enumerate(self.cells)
            if (one.released is not None and one.released < index) or one.submitted == holder
        ]
        return max(before, default=-1) + 1

    def _take_known(self, here: int, cell: nbformat.NotebookNode, there: int) -> None:
        known = self.released[there]
        if known.role == "check":
            extra = extra_work(cell.source, known.source, self.wanted, self.names)
            if extra:
                self.remark("work_in_test", "The last cell held work of the student; it was run.")
                self._own(here, extra, "code")
            return
        if known.is_students and _kind(cell) != known.cell.cell_type:
            self.remark(
                "converted_cell",
                f"{known.title} was turned into another type of cell; it was turned back.",
            )
        extra = ""
        if known.role in ("test", "given") and cell.source.strip() != known.source.strip():
            extra = self._edited(known, cell.source)
        if extra and known.role == "test":
            self._own(here, extra, "code")
        source = cell.source if known.is_students or known.role == "text" else known.source
        if known.role == "solution":
            source = self._straight(source, known.title)
        self.cells.append(LaidCell(_as_released(known, source), there, here))
        if extra and known.role == "given":
            self._own(here, extra, "code")

    def _edited(self, known: ReleasedCell, source: str) -> str:
        """Say that a cell was changed; the work that stands in it, if any."""
        if digest_of_cell(source) == self.received.get(known.ident):
            self.old_cells = True
            return ""
        self.remark("edited_cell", f"{known.title} was changed; the released one was used.")
        extra = extra_work(source, known.source, self.wanted, self.names)
        if extra:
            self.remark("work_in_test", f"{known.title} held work of the student; it was run.")
        return extra

    def _take_copy(self, here: int, cell: nbformat.NotebookNode, there: int) -> None:
        """A second copy: a test or given cell adds nothing; a solution may hold the work."""
        known = self.released[there]
        source = cell.source.strip()
        if known.role == "check" and source == known.source.strip():
            return
        if known.is_students and source == known.source.strip() != self.taken.get(there, ""):
            said = f"{known.title} was there untouched too; the one with work in it was used."
            self.remark("untouched_copy", said)
            return
        self.remark("duplicated_cell", f"{known.title} occurs twice.")
        if known.is_students and source != self.taken.get(there):
            self._own(here, cell.source, cell.cell_type)

    def _own(self, here: int, source: str, kind: str) -> None:
        """A cell of the student's own, with nothing but its source."""
        if kind == "code":
            made = new_code_cell(self._straight(source, f"Cell {here + 1}"))
        else:
            made = new_markdown_cell(source)
        self.cells.append(LaidCell(made, None, here))

    def _straight(self, source: str, title: str) -> str:
        """Code with straight quotes and plain spaces, if it is code only then."""
        plain = source.translate(TYPOGRAPHIC)
        if plain == source or self.names.names_of(source).parsed:
            return source
        if not self.names.names_of(plain).parsed:
            return source
        self.remark(
            "typographic_quotes", f"{title} had typographic quotes or spaces; plain ones were put."
        )
        return plain


def _received(
    submitted: nbformat.NotebookNode,
    released: nbformat.NotebookNode,
    earlier: Sequence[Fingerprints],
    known: ReleasedCells,
    found: Recognised,
) -> Fingerprints:
    """The release that the student got, as far as the submitted cells show."""
    cells = {
        known.cells[there].ident: digest_of_cell(submitted.cells[here].source)
        for here, there in found.known.items()
        if known.cells[there].role in LOCKED
    }
    return received(cells, fingerprints(released), earlier)


def _kind(cell: nbformat.NotebookNode) -> str:
    return "code" if cell.cell_type == "code" else "markdown"


def _as_released(known: ReleasedCell, source: str) -> nbformat.NotebookNode:
    """The released cell with another source."""
    cell = nbformat.from_dict(json.loads(json.dumps(known.cell)))
    cell.source = source
    return cell


def _foreign(submitted: nbformat.NotebookNode, released: ReleasedCells, found: Recognised) -> str:
    """Why this is no notebook of the assignment, as a sentence; empty if it is one."""
    if not any(cell.source.strip() for cell in submitted.cells):
        return ""
    if not found.known:
        return "No cell of the released notebook was recognised."
    marks = [_grade_id(cell) for cell in submitted.cells]
    marks = [mark for mark in marks if mark]
    ours = sum((False, mark) in released.by_name for mark in marks)
    if len(marks) >= MOST_MARKS and 2 * ours < len(marks):
        return f"Of its {len(marks)} marked cells, {len(marks) - ours} are of another notebook."
    marked = [index for index, known in enumerate(released.cells) if known.role in MARKED]
    seen = {there for there in (*found.known.values(), *found.held) if there in set(marked)}
    if len(seen) < FOREIGN_SHARE * len(marked):
        return f"Only {len(seen)} of the {len(marked)} released cells were recognised."
    return ""


def _grade_id(cell: nbformat.NotebookNode) -> str:
    return text_entry(entry(cell.get("metadata"), "nbgrader"), "grade_id")
