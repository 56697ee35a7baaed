"""All flags that one submission can get by itself."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from autograder.flags.dotted_names import DottedNames
from autograder.flags.edited_tests import edited_test_flags
from autograder.flags.embedded_data import embedded_data_flags
from autograder.flags.flag import Flag, Sighting, flag_of
from autograder.flags.shadowing import shadowing_flags
from autograder.flags.student_code import released_sources, student_cells
from autograder.flags.syntax import ParsedCell, parse_cells
from autograder.flags.tampering import tampering_flags
from autograder.intake.submission import Submission
from autograder.notebook_code.syntax_tree import syntax_tree


def submission_flags(
    submission: Submission, originals: Mapping[str, str], file_names: Iterable[str]
) -> list[Flag]:
    """What a teaching assistant should look at in a submission; empty for an honest one.

    The code is read, never run. Takes 10 to 20 ms for a solution of this course and at most a
    few seconds for a hostile one; raises nothing for what a student wrote.

    Args:
        submission: as taken in, laid over the release.
        originals: solution cell id -> source as released.
        file_names: names of files and folders in the submission's folder.
    """
    cells = parse_cells(student_cells(submission, originals))
    names = DottedNames([*_released_trees(submission, originals), *_trees(cells)])
    return [
        *edited_test_flags(submission.problems),
        *tampering_flags(cells, names),
        *shadowing_flags(file_names, cells, names),
        *embedded_data_flags(cells, names),
        *_unread(cells),
    ]


def _released_trees(submission: Submission, originals: Mapping[str, str]) -> Iterator[ast.AST]:
    for source in released_sources(submission, originals):
        tree = syntax_tree(source)
        if tree is not None:
            yield tree


def _trees(cells: Iterable[ParsedCell]) -> list[ast.Module]:
    return [cell.tree for cell in cells if cell.tree is not None]


def _unread(cells: Iterable[ParsedCell]) -> list[Flag]:
    sightings = [
        Sighting("not_examined", cell.cell.name, cell.skipped) for cell in cells if cell.skipped
    ]
    why = "No solution of this course is that long: open the notebook and look what it holds."
    return [flag_of("not_examined", sightings, why)] if sightings else []
