"""Which cells a change reaches, what counts as the same, and how results are judged."""

from __future__ import annotations

import numpy as np
import pytest

from tests.mutation.campaign import chosen
from tests.mutation.operators import mutants_of
from tests.mutation.page import judgement, score, tried_in_cells
from tests.mutation.snapshots import fresh, kept, same
from tests.mutation.steps import global_names


def test_names_of_a_cell_are_those_of_the_namespace() -> None:
    loads, stores = global_names(
        "def f(a):\n    b = a + outside\n    return b\nx, y = f(data), [q for q in rows]\nx[0] = 1"
    )
    assert {"outside", "f", "data", "rows", "x"} <= loads
    assert not {"a", "b"} & loads
    assert {"f", "x", "y"} <= stores and "b" not in stores


def test_what_was_kept_is_made_again_after_changes_in_place() -> None:
    space = {"list": [1, [2]], "array": np.zeros(3), "pairs": {"a": [0]}}
    before = kept(space)
    space["list"][1].append(3)
    space["array"][0] = 5
    space["pairs"]["a"].clear()
    again = fresh(before)
    assert again["list"] == [1, [2]] and again["pairs"] == {"a": [0]}
    assert again["array"].tolist() == [0, 0, 0]


def double(x: int) -> int:
    return 2 * x


def triple(x: int) -> int:
    return 3 * x


def uses_other(x: int) -> int:
    return double(x)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (5, 5.0, True),
        (float("nan"), float("nan"), True),
        ([1, {"a": np.arange(3)}], [1, {"a": np.arange(3)}], True),
        (np.arange(3), np.arange(3.0), False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        (double, double, True),
        (double, triple, False),
        (uses_other, uses_other, True),
        (object(), object(), False),
        ("a", "b", False),
    ],
)
def test_values_that_came_out_the_same(one: object, other: object, equal: bool) -> None:
    assert same(one, other, set()) is equal


def test_a_function_is_another_one_when_what_it_calls_is() -> None:
    assert not same(uses_other, uses_other, {"double"})


def test_a_larger_choice_adds_to_a_smaller_one() -> None:
    mutants = mutants_of("c", "x = a + b * c / d - e ** f")
    few, more = chosen(mutants, 2, 7, []), chosen(mutants, 4, 7, [])
    assert len(few) == 2 and more[:2] == few
    assert chosen(mutants, 0, 7, ["other"]) == []


def test_the_first_rule_that_fits_judges_a_survivor() -> None:
    rules = [
        {"assignment": "a", "line": [1, 2], "verdict": "allowed", "reason": "r"},
        {"cell": "c", "verdict": "equivalent", "reason": "s"},
    ]
    line = {"cell": "c", "line": 2}
    assert judgement("a", line, rules)["verdict"] == "allowed"
    assert judgement("b", line, rules)["verdict"] == "equivalent"
    assert judgement("a", {"cell": "d", "line": 3}, rules)["verdict"] == "open"


def test_the_score_leaves_equivalent_mutants_out() -> None:
    results = ["killed"] * 18 + ["survived"] * 4 + ["same"] * 5
    assert score(results, equivalent=2) == pytest.approx(0.9)
    assert score([], 0) == 1


def test_the_page_says_how_many_of_each_cell_were_tried() -> None:
    made = [*mutants_of("build", "a = 1"), *mutants_of("train", "b = 2")]
    assert tried_in_cells(made, {made[0].key}) == "build 1 of 2, train 0 of 2"
