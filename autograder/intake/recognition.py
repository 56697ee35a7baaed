"""Finds out which submitted cell is which released one.

By what cannot be mistaken first: nbgrader's and our marks, cell ids, the released source. What is
left, in a notebook that lost its metadata, is compared: tests and given cells by their text,
solutions by the names that they bind, and all by their place between cells that are known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import nbformat
from rapidfuzz import fuzz, utils

from autograder.intake.cell_names import NameReader
from autograder.intake.notebook_json import entry, text_entry
from autograder.intake.released_cells import ReleasedCell, ReleasedCells

MOST_COMPARED = 150  # submitted cells
COMPARED_CHARACTERS = 4_000
ALIKE = 75.0  # of 100, from which on an edited test is still that test

# Code and text are told apart, but a solution turned into text, and an answer written as
# code, are still known by their marks.
_KIND = {"raw": "markdown"}


@dataclass
class Recognised:
    """Which cell is which, by index.

    Attributes:
        known: submitted -> released; each released one at most once.
        copies: submitted -> released, for further copies.
        held: solution without a cell of its own -> submitted cell that does its work.
    """

    known: dict[int, int] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    held: dict[int, int] = field(default_factory=dict)

    @property
    def places(self) -> dict[int, int]:
        """released -> submitted."""
        return {there: here for here, there in self.known.items()}


def recognise(
    submitted: Sequence[nbformat.NotebookNode], released: ReleasedCells, names: NameReader
) -> Recognised:
    """Find out which submitted cell is which released one.

    Args:
        submitted: a student's cells; metadata and ids may be anything.
        released: the release.
        names: reads the names that cells bind.
    """
    state = _Recognition(submitted, released.cells, names, Recognised())
    for here, cell in enumerate(submitted):
        state.take_sure(here, _sure(cell, released, state.found.places))
    if state.found.known:
        state.compare_texts()
        state.compare_names()
        state.fill_places()
        state.adopt_own_cells()
        state.find_held()
    return state.found


def _sure(
    cell: nbformat.NotebookNode, released: ReleasedCells, taken: Mapping[int, int]
) -> int | None:
    """The released cell that this one must be; of equal ones, the first that is not taken yet."""
    metadata = cell.get("metadata")
    equal = released.by_source.get((cell.cell_type, cell.source.strip()), [])
    candidates = [
        released.by_name.get((False, text_entry(entry(metadata, "nbgrader"), "grade_id"))),
        released.by_name.get((True, text_entry(entry(metadata, "autograder"), "answer"))),
        released.by_id.get(text_entry(cell, "id")),
        next((index for index in equal if index not in taken), equal[-1] if equal else None),
    ]
    for index in candidates:
        if index is None:
            continue
        known = released.cells[index]
        if known.cell.cell_type == cell.cell_type or known.is_students:
            return index
    return None


@dataclass
class _Recognition:
    submitted: Sequence[nbformat.NotebookNode]
    released: Sequence[ReleasedCell]
    names: NameReader
    found: Recognised

    def take_sure(self, here: int, there: int | None) -> None:
        """Note a cell that is known; of two solutions, the one that is solved."""
        if there is None:
            return
        before = self.found.places.get(there)
        if before is None:
            self.found.known[here] = there
            return
        solved = self._is_untouched(before, there) and not self._is_untouched(here, there)
        if self.released[there].is_students and solved:
            del self.found.known[before]
            self.found.known[here], self.found.copies[before] = there, there
        else:
            self.found.copies[here] = there

    def compare_texts(self) -> None:
        """Tests, given cells and questions that were changed and have no marks."""
        theirs = self._unknown_cells()[:MOST_COMPARED]
        # The check of the file goes away: only what must be it may be taken for it.
        kept = ("solution", "answer", "check")
        wanted = [i for i in self._missing() if self.released[i].role not in kept]
        pairs = []
        for there in wanted:
            text = self.released[there].source[:COMPARED_CHARACTERS]
            for here in theirs:
                if not self._same_type(here, there):
                    continue
                other = self.submitted[here].source[:COMPARED_CHARACTERS]
                score = fuzz.ratio(text, other, score_cutoff=ALIKE, processor=utils.default_process)
                if score:
                    pairs.append((-score, here, there))
        for _, here, there in sorted(pairs):
            if here not in self.found.known and there not in self.found.places:
                self.found.known[here] = there

    def compare_names(self) -> None:
        """Solutions by the names that they bind; of several cells, the one in its place."""
        for there in self._missing("solution"):
            binding = self._binding(there)
            after, before = self._room_for(there)
            inside = [here for here in binding if after < here < before]
            if inside or binding:
                self.found.known[(inside or binding)[0]] = there

    def fill_places(self) -> None:
        """Cells that are alone between the same two known cells as a missing one."""
        for there in self._missing("answer"):
            after, before = self._room_for(there)
            inside = [
                here
                for here in self._unknown_cells()
                if after < here < before and self.submitted[here].cell_type != "code"
            ]
            inside = inside or self._text_above_question(there)
            if inside:
                self.found.known[inside[0]] = there
        for there in self._missing("solution"):
            room = self._room_for(there)
            rivals = [i for i in self._missing("solution") if self._room_for(i) == room]
            inside = [
                here
                for here in self._unknown_cells()
                if room[0] < here < room[1] and self.submitted[here].cell_type == "code"
            ]
            if len(inside) == len(rivals):
                self.found.known[inside[rivals.index(there)]] = there

    def adopt_own_cells(self) -> None:
        """What was left as released, while a cell of the student's own does its work."""
        for there, here in self.found.places.items():
            known = self.released[there]
            if not known.is_students or not self._is_untouched(here, there):
                continue
            fit = self._binding(there) if known.role == "solution" else self._text_below(here)
            if fit:
                del self.found.known[here]
                self.found.copies[here] = there
                self.found.known[min(fit, key=lambda other: abs(other - here))] = there

    def find_held(self) -> None:
        """Solutions that are missing, but whose names other cells bind: they were merged."""
        for there in self._missing("solution"):
            wanted = self.names.names_of(self.released[there].source).bound
            for here, cell in enumerate(self.submitted):
                if not wanted or cell.cell_type != "code":
                    continue
                role = self._role(here)
                mine = self.names.names_of(cell.source).bound
                if role in ("solution", "test", "given"):
                    released = self.released[self.found.known[here]]
                    mine -= self.names.names_of(released.source).bound
                if wanted <= mine:
                    self.found.held[there] = here
                    break

    def _binding(self, there: int) -> list[int]:
        """Unknown cells that bind all names of a solution."""
        wanted = self.names.names_of(self.released[there].source).bound
        return [
            here
            for here in self._unknown_cells()
            if self._same_type(here, there)
            and wanted
            and wanted <= self.names.names_of(self.submitted[here].source).bound
        ]

    def _text_below(self, here: int) -> list[int]:
        """A text of the student's own right below a cell."""
        return [
            other
            for other in self._unknown_cells()
            if other == here + 1 and self.submitted[other].cell_type != "code"
        ]

    def _text_above_question(self, there: int) -> list[int]:
        """A text of the student's own right above the question of an answer: cells were moved."""
        ident = self.released[there].ident
        places = self.found.places
        return [
            above
            for index, known in enumerate(self.released)
            if known.role == "task" and known.ident == ident and index in places
            for above in self._unknown_cells()
            if above == places[index] - 1 and self.submitted[above].cell_type != "code"
        ]

    def _is_untouched(self, here: int, there: int) -> bool:
        return bool(self.submitted[here].source.strip() == self.released[there].source.strip())

    def _role(self, here: int) -> str:
        there = self.found.known.get(here)
        return "" if there is None else self.released[there].role

    def _unknown_cells(self) -> list[int]:
        taken = self.found.known.keys() | self.found.copies.keys()
        return [
            here
            for here, cell in enumerate(self.submitted)
            if here not in taken and cell.source.strip()
        ]

    def _missing(self, role: str = "") -> list[int]:
        placed = set(self.found.known.values())
        return [
            index
            for index, known in enumerate(self.released)
            if index not in placed and role in ("", known.role)
        ]

    def _same_type(self, here: int, there: int) -> bool:
        kind = self.submitted[here].cell_type
        return bool(_KIND.get(kind, kind) == self.released[there].cell.cell_type)

    def _room_for(self, there: int) -> tuple[int, int]:
        """The submitted cells between which a released one should stand."""
        places = self.found.places
        after = max((here for index, here in places.items() if index < there), default=-1)
        following = (here for index, here in places.items() if index > there and here > after)
        return after, min(following, default=len(self.submitted))
