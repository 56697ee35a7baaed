"""What students get of a cell, and what the reference solution is."""

from __future__ import annotations

import textwrap

import pytest

from autograder.course.assignment import CellKind, SourceCell, ident_of


def cell(kind: CellKind, source: str) -> SourceCell:
    return SourceCell(kind, "some", textwrap.dedent(source).strip("\n"), 1)


def lines(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def test_several_solution_regions() -> None:
    made = cell(
        "solution",
        """
        a = b = None
        ### BEGIN SOLUTION
        a = 1
        ### END SOLUTION
        print(a)

        def double(x):
            \"\"\"Twice x.\"\"\"
            ### BEGIN SOLUTION
            y = 2 * x
            return y
            ### END SOLUTION
        """,
    )
    assert made.released == lines(
        """
        a = b = None
        # YOUR CODE HERE
        print(a)

        def double(x):
            \"\"\"Twice x.\"\"\"
            # YOUR CODE HERE
        """
    )
    assert made.reference == lines(
        """
        a = b = None
        a = 1
        print(a)

        def double(x):
            \"\"\"Twice x.\"\"\"
            y = 2 * x
            return y
        """
    )


def test_a_stub_stands_in_for_the_solution_in_the_released_cell_only() -> None:
    made = cell(
        "solution",
        """
        ### BEGIN STUB
        x = 1  # explain me
        ### END STUB
        ### BEGIN SOLUTION
        # x counts the images.
        x = 1
        ### END SOLUTION
        ### BEGIN SOLUTION
        y = 2
        ### END SOLUTION
        """,
    )
    assert made.released == "x = 1  # explain me\n# YOUR CODE HERE"
    assert made.reference == "# x counts the images.\nx = 1\ny = 2"


def test_two_stubs() -> None:
    made = cell(
        "solution",
        """
        ### BEGIN STUB
        a = None
        ### END STUB
        ### BEGIN SOLUTION
        a = 1
        ### END SOLUTION
        middle = 0
        ### BEGIN STUB
        b = None
        ### END STUB
        ### BEGIN SOLUTION
        b = 2
        ### END SOLUTION
        """,
    )
    assert made.released == "a = None\nmiddle = 0\nb = None"
    assert made.reference == "a = 1\nmiddle = 0\nb = 2"


def test_several_hidden_regions() -> None:
    made = cell(
        "test",
        """
        assert x, "a"
        ### BEGIN HIDDEN TESTS
        secret = 1
        ### END HIDDEN TESTS
        assert y, "b"
        ### BEGIN HIDDEN TESTS
        another = 2
        ### END HIDDEN TESTS
        """,
    )
    assert made.released == 'assert x, "a"\nassert y, "b"'


def test_a_test_that_is_hidden_altogether() -> None:
    made = cell("test", "### BEGIN HIDDEN TESTS\nsecret = 1\n### END HIDDEN TESTS")
    assert made.released == ""


def test_an_empty_region() -> None:
    made = cell("test", "x\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\ny")
    assert made.released == "x\ny"


@pytest.mark.parametrize("after", ["", "\n\nMore text."])
def test_a_mark_scheme(after: str) -> None:
    scheme = "=== BEGIN MARK SCHEME ===\n* 1 point: secret\n=== END MARK SCHEME ==="
    made = cell("written", f"Why?\n\n{scheme}{after}")
    assert "secret" not in made.released
    assert made.released.startswith("Why?")
    assert made.released.endswith(after.strip() or "Why?")


def test_given_cells_and_texts_are_released_as_they_are() -> None:
    for kind in ("given", "text"):
        assert cell(kind, "x = 1  # all of it").released == "x = 1  # all of it"


def test_ids_go_to_nbgrader_and_back() -> None:
    for kind in ("given", "solution"):
        assert ident_of(cell(kind, "x").grade_id) == "some"
    assert cell("test", "x").grade_id == cell("written", "x").grade_id == "some"
