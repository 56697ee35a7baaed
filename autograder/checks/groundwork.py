"""Which statements of a notebook the functions of a cell rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from autograder.checks.statement_names import Statement


def groundwork(
    program: Sequence[Statement],
    names: Iterable[str],
    own: int,
    judged_there: Collection[tuple[int, str]] = (),
) -> set[int]:
    """Places of the statements that the values of some names rest on once all have run.

    A statement counts if it binds or changes such a name, or one that a statement that counts
    uses. Of the own cell those count, too, that may bind any name.

    Args:
        program: all statements that have run.
        names: of what is looked at, such as a function.
        own: number of the own cell.
        judged_there: cell and name of what is looked at by itself: it leads no further.

    Returns:
        None of them if no statement binds one of the names.
    """
    end = len(program)
    waiting = [place for name in names for place in _binding(program, name, end)]
    if waiting:
        waiting += [i for i, one in enumerate(program) if one.cell == own and one.binds_any]
    found: set[int] = set()
    while waiting:
        place = waiting.pop()
        if place in found:
            continue
        found.add(place)
        for name, until in _uses(program[place], place, end):
            waiting += [
                binding
                for binding in _binding(program, name, until)
                if (program[binding].cell, name) not in judged_there
            ]
    return found


def comes_from_outside(program: Sequence[Statement], place: int, name: str) -> bool:
    """Whether a name that a statement uses is not bound by its cell before that.

    Args:
        program: statements in their order.
        place: of the statement, from 0.
        name: that it uses.
    """
    statement = program[place]
    binding = [
        i for i, one in enumerate(program) if one.cell == statement.cell and name in one.binds
    ]
    if name in statement.at_once:
        return not any(i < place for i in binding)
    return not binding


def _uses(statement: Statement, place: int, end: int) -> Iterator[tuple[str, int]]:
    """Each name that a statement uses, and before which statement it had been bound by then."""
    yield from ((name, place) for name in statement.at_once)
    yield from ((name, end) for name in statement.later)


def _binding(program: Sequence[Statement], name: str, end: int) -> list[int]:
    """Places of the statements that a name has its value from, the last one first."""
    found: list[int] = []
    calling: list[int] = []
    imported = True
    for place in range(end - 1, -1, -1):
        statement = program[place]
        if name in statement.called_on:
            calling.append(place)
        if name in statement.binds | statement.may_bind:
            found.append(place)
            imported = imported and statement.imports
        if name in statement.binds:
            break
    # A method of an own object may change it, a function of a library does not change the library.
    return found if imported else found + calling
