"""Hidden tests and mark schemes, with marks in order and not."""

from __future__ import annotations

import pytest

from autograder.report.hidden_regions import HIDDEN_TESTS, MARK_SCHEME, without_regions

B, E = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["a", B, "secret", E, "b"], "a\nb"),
        (["a", B, "secret"], "a"),
        (["secret", E, "b"], "b"),
        (["a", B, "secret", B, "secret", E, "secret"], "a"),
        (["a", B, "secret", E, "b", B, "secret", E], "a\nb"),
        (["a", f"{B} {E}", "b"], "a\nb"),
        (["a", f"    {B}  # secret", "secret", f"    {E}", "b"], "a\nb"),
        (["secret", E, "secret", E, "b"], "b"),
        ([B, "secret", E], ""),
        (["a"], "a"),
        ([""], ""),
    ],
)
def test_regions_are_taken_out(lines: list[str], left: str) -> None:
    assert without_regions("\n".join(lines), HIDDEN_TESTS) == left


def test_mark_schemes_too() -> None:
    source = "Q\n=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ==="
    assert without_regions(source, MARK_SCHEME) == "Q"
