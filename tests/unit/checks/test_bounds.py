"""What tests compare with bounds is noted for the judge, and nothing else can pass for a note."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from autograder import checks
from autograder.checks.measurement import MOST_MEASUREMENTS, Measurement


@pytest.fixture
def noted() -> Iterator[list[Measurement]]:
    """What the checks of a judge note; the threshold "enough" is 0.5."""
    digits = checks.Digits(np.zeros((4, 28, 28), np.uint8), np.zeros(4, np.uint8))
    context = checks.CheckContext(digits, {"enough": 0.5})
    checks.set_context(context)
    yield context.measurements
    checks.set_context(None)


@pytest.mark.parametrize(
    ("compare", "value", "keeps", "margins"),
    [
        (checks.at_least, 0.75, True, (0.25,)),
        (checks.at_least, 0.5, True, (0.0,)),
        (checks.at_least, 0.25, False, (-0.25,)),
        (checks.at_most, 0.25, True, (0.25,)),
        (checks.at_most, 0.75, False, (-0.25,)),
        (checks.within, -0.25, True, (0.75, 0.25)),
        (checks.within, 0.25, True, (0.25, 0.75)),
        (checks.within, -0.75, False, (1.25, -0.25)),
    ],
)
def test_a_comparison_is_noted_with_its_margins(
    noted: list[Measurement], compare: Any, value: float, keeps: bool, margins: tuple[float, ...]
) -> None:
    assert compare(np.float32(value), "enough") is keeps
    assert [(one.name, one.value, one.bound) for one in noted] == [("enough", value, 0.5)]
    assert noted[0].margins == margins
    assert noted[0].keeps is keeps


def test_what_varies_by_factors_is_noted_in_powers_of_ten(noted: list[Measurement]) -> None:
    assert checks.at_least(50, "enough", by_factors=True)
    assert not checks.at_least(0.05, "enough", by_factors=True)
    assert checks.at_most(0.05, "enough", by_factors=True)
    assert {one.name for one in noted} == {"log10 of enough"}
    assert [one.margins[0] for one in noted] == pytest.approx([2, -1, 1])


@pytest.mark.parametrize("value", [0, -1, -math.inf])
def test_what_has_no_logarithm_is_the_smallest(noted: list[Measurement], value: float) -> None:
    assert not checks.at_least(value, "enough", by_factors=True)
    assert checks.at_most(value, "enough", by_factors=True)
    assert noted == []


def test_what_is_no_number_keeps_no_bound_and_is_not_noted(noted: list[Measurement]) -> None:
    assert not checks.at_least(math.nan, "enough")
    assert not checks.at_most(math.nan, "enough")
    assert not checks.within(math.nan, "enough")
    assert not checks.at_least(math.nan, "enough", by_factors=True)
    assert not checks.at_most(math.nan, "enough", by_factors=True)
    assert checks.at_least(math.inf, "enough")
    assert noted == []


def test_notes_of_a_test_are_limited(noted: list[Measurement]) -> None:
    for _ in range(MOST_MEASUREMENTS + 10):
        checks.at_least(1, "enough")
    assert len(noted) == MOST_MEASUREMENTS


def test_outside_the_judge_nothing_is_noted_and_no_digits_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("autograder.checks.context._stand_in", lambda: pytest.fail("asked for"))
    assert checks.reaches(0.99, 0.98, 5000)


def test_accuracies_are_noted(noted: list[Measurement]) -> None:
    checks.accuracy_steps(0.99, [(0.98, 1), (0.9, 0.5)], n=5000)
    checks.claimed_accuracy(0.985, 0.99, measured_on=5000)
    checks.reaches(0.99, 0.95, 5000, name="dense accuracy")
    assert [(one.name, one.kind) for one in noted] == [
        ("accuracy", "at least"),
        ("stated accuracy", "within"),
        ("dense accuracy", "at least"),
    ]
    assert noted[0].bound == pytest.approx(0.98 - 2 * math.sqrt(0.98 * 0.02 / 5000))
    assert noted[1].value == pytest.approx(-0.005)


def test_a_partial_step_is_judged_as_before(noted: list[Measurement]) -> None:
    with pytest.raises(checks.PartialCredit) as credit:
        checks.accuracy_steps(0.97, [(0.99, 1), (0.975, 0.8), (0.96, 0.5)], n=5000)
    assert credit.value.fraction == 0.5
    assert [(one.name, one.keeps) for one in noted] == [
        ("accuracy", False),
        ("accuracy step", False),
        ("accuracy step", True),
    ]


def test_each_step_is_noted_with_what_is_enough_for_it(noted: list[Measurement]) -> None:
    with pytest.raises(checks.CheckFailed):
        checks.accuracy_steps(0.9, [(0.99, 1), (0.95, 0.2), (0.975, 0.5)], n=5000, shift=0.01)
    enough = [step - 2 * math.sqrt(step * (1 - step) / 5000) - 0.01 for step in (0.99, 0.975, 0.95)]
    assert [one.bound for one in noted] == pytest.approx(enough)
    assert {one.value for one in noted} == {0.9}


GOOD = asdict(Measurement("accuracy", 0.98, 0.97, "at least"))


def test_a_measurement_comes_back_from_json() -> None:
    assert Measurement.from_json(GOOD) == Measurement("accuracy", 0.98, 0.97, "at least")


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "<b>accuracy</b>"},
        {"name": "a" * 61},
        {"name": ""},
        {"name": 5},
        {"value": math.inf},
        {"value": "0.98"},
        {"value": True},
        {"bound": math.nan},
        {"bound": None},
        {"kind": "above"},
        {"kind": ["within"]},
        {"more": 1},
    ],
)
def test_malformed_measurements_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no measurement"):
        Measurement.from_json({**GOOD, **changed})
