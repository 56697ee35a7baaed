"""Decides whether cells run in the student's order or in that of the release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import nbformat

from autograder.intake.cell_names import NameReader


@dataclass(frozen=True)
class LaidCell:
    """A cell on its way into the notebook that is run.

    Attributes:
        cell: the cell.
        released: index of the released cell that it is, or None for one of the student's own.
        submitted: index of the submitted cell that it comes from.
    """

    cell: nbformat.NotebookNode
    released: int | None
    submitted: int


def in_reading_order(cells: Sequence[LaidCell], names: NameReader) -> tuple[list[LaidCell], bool]:
    """The cells in an order in which they can run, and whether that is not the student's.

    The student's order stays, unless cells use what only later ones define and the release's
    order mends that. A cell of the student's own stays behind the cell that it follows.
    """
    as_submitted, as_released = list(cells), _as_released(cells)
    if [id(one) for one in as_submitted] == [id(one) for one in as_released]:
        return as_submitted, False
    if _too_early(as_released, names) < _too_early(as_submitted, names):
        return as_released, True
    return as_submitted, False


def _as_released(cells: Sequence[LaidCell]) -> list[LaidCell]:
    groups: list[tuple[int, list[LaidCell]]] = [(-1, [])]
    for one in cells:
        if one.released is None:
            groups[-1][1].append(one)
        else:
            groups.append((one.released, [one]))
    return [one for _, group in sorted(groups, key=lambda entry: entry[0]) for one in group]


def _too_early(cells: Sequence[LaidCell], names: NameReader) -> int:
    """How many names are used by a cell before the first one that binds them."""
    code = [names.names_of(one.cell.source) for one in cells if one.cell.cell_type == "code"]
    later = {name for cell in code for name in cell.bound}
    early = 0
    for cell in code:
        early += len((cell.used & later) - cell.bound)
        later -= cell.bound
    return early
