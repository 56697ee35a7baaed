"""Assignment 06 asks for NumPy only: honest work passes, work left to a framework does not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pytest

from autograder.checks.context import CheckContext, Digits, set_context
from autograder.checks.frameworks import numpy_only
from autograder.checks.registry import CheckFailed
from autograder.course.assignment import SourceCell
from autograder.course.layout import find_course
from autograder.course.source import load_assignment
from tests.conftest import ROOT
from tests.unit.checks.network_and_loss_cells import CHEATS, HONEST, SOFTMAX

CELLS = ("forward", "softmax", "cross-entropy", "from-logits")


@lru_cache(maxsize=1)
def solution_cells() -> tuple[SourceCell, ...]:
    return tuple(load_assignment(find_course(ROOT), "06-network-and-loss").of_kind("solution"))


@pytest.fixture(autouse=True)
def _no_context_afterwards() -> Iterator[None]:
    yield
    set_context(None)


def hand_in(cells: dict[str, str], added: str = "", *, first: bool = True) -> None:
    """Have the checks look at the reference, with some cells in other words.

    Args:
        cells: solution cell id -> source.
        added: a cell of the student's own.
        first: whether it stands at the beginning; otherwise all ran before it.
    """
    known = {cell.ident for cell in solution_cells()}
    assert set(cells) <= known
    nothing = Digits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    sources = {cell.ident: cells.get(cell.ident, cell.reference) for cell in solution_cells()}
    originals = {cell.ident: cell.released for cell in solution_cells()}
    written = list(sources.items())
    if added:
        written.insert(0 if first else len(written), ("", added))
    made = CheckContext(nothing, {}, sources, originals, written=tuple(written) if added else ())
    set_context(made)


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_passes(name: str) -> None:
    hand_in(HONEST[name])
    numpy_only(*CELLS)


@pytest.mark.parametrize("name", CHEATS)
def test_work_left_to_a_framework_is_refused(name: str) -> None:
    asked, cells = CHEATS[name]
    hand_in(cells)
    with pytest.raises(CheckFailed, match="Your code uses"):
        numpy_only(asked)


@pytest.mark.parametrize("name", CHEATS)
def test_only_the_tests_of_that_function_are_lost(name: str) -> None:
    asked, cells = CHEATS[name]
    hand_in(cells)
    numpy_only(*(cell for cell in CELLS if cell != asked))


ADDED = {
    "a name of Keras": ("calc = keras.ops", "def softmax(z):\n    return calc.softmax(z).numpy()"),
    "the function itself": ("from keras.ops import softmax", "pass"),
    "the function, a second time": (SOFTMAX, "softmax = keras.ops.softmax"),
    "a helper": ("def smooth(z):\n    return tf.nn.softmax(z)", "softmax = lambda z: smooth(z)"),
}


@pytest.mark.parametrize("name", ADDED)
@pytest.mark.parametrize("first", [True, False])
def test_a_cell_that_the_student_added_is_read(name: str, first: bool) -> None:
    """Before or after that of the function, as long as it runs before the test."""
    added, asked = ADDED[name] if first else reversed(ADDED[name])
    hand_in({"softmax": asked}, added, first=first)
    with pytest.raises(CheckFailed, match="Your code uses"):
        numpy_only("softmax")


def test_an_added_cell_may_compare() -> None:
    for first in (True, False):
        hand_in({"softmax": SOFTMAX}, "import tensorflow as tf\nz = tf.ones(3)", first=first)
        numpy_only("softmax")


def test_what_was_not_begun_uses_nothing() -> None:
    hand_in({cell.ident: cell.released for cell in solution_cells()})
    numpy_only(*CELLS)
