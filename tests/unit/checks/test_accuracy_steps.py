"""What an accuracy is worth: its sampling error, the steps of points, and one that is claimed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from autograder import checks
from tests.unit.checks.conftest import HOLDOUT_SIZE
from tests.unit.checks.failures import failure

pytestmark = pytest.mark.usefixtures("holdout")


class TestSamplingError:
    def test_of_99_percent_on_5000(self) -> None:
        assert checks.sampling_error(0.99, 5000) == pytest.approx(0.0014071, abs=1e-6)

    def test_none_at_the_ends(self) -> None:
        assert checks.sampling_error(0, 10) == checks.sampling_error(1, 10) == 0

    @pytest.mark.parametrize(("accuracy", "n"), [(1.1, 10), (-0.1, 10), (math.nan, 10), (0.5, 0)])
    def test_impossible_arguments(self, accuracy: float, n: int) -> None:
        with pytest.raises(ValueError, match="no sampling error"):
            checks.sampling_error(accuracy, n)

    def test_two_errors_below_still_reach_the_target(self) -> None:
        assert checks.reaches(0.98720, 0.99, 5000)
        assert not checks.reaches(0.98718, 0.99, 5000)


STEPS = [(0.95, 0.25), (0.99, 1.0), (0.98, 0.5)]


class TestAccuracySteps:
    @pytest.mark.parametrize("measured", [1.0, 0.99, 0.9872])
    def test_full_points(self, measured: float) -> None:
        checks.accuracy_steps(measured, STEPS, n=5000)

    @pytest.mark.parametrize(
        ("measured", "share"), [(0.987, 0.5), (0.977, 0.5), (0.975, 0.25), (0.945, 0.25)]
    )
    def test_part_of_the_points(self, measured: float, share: float) -> None:
        with pytest.raises(checks.PartialCredit) as caught:
            checks.accuracy_steps(measured, STEPS, n=5000)
        assert caught.value.fraction == share
        assert "99 % are asked for" in str(caught.value)

    def test_no_points(self) -> None:
        message = failure(checks.accuracy_steps, 0.943, STEPS, n=5000)
        assert "reads 94.3 % of 5000" in message
        assert "start at 95 %" in message

    def test_harder_digits_are_allowed_for(self) -> None:
        checks.accuracy_steps(0.985, STEPS, n=5000, shift=0.0025)
        message = failure(checks.accuracy_steps, 0.9, STEPS, n=5000, shift=0.0025)
        assert "0.25 % for harder digits" in message

    def test_number_of_holdout_digits_by_default(self) -> None:
        assert f"of {HOLDOUT_SIZE} unseen" in failure(checks.accuracy_steps, 0.5, STEPS)

    def test_highest_step_must_be_full(self) -> None:
        with pytest.raises(ValueError, match="all points"):
            checks.accuracy_steps(0.99, [(0.99, 0.5)], n=5000)


class TestClaimedAccuracy:
    @pytest.mark.parametrize("claimed", [0.991, 0.988, 0.994, np.float32(0.99), np.array(0.992)])
    def test_within_the_error(self, claimed: Any) -> None:
        checks.claimed_accuracy(claimed, 0.991, measured_on=5000)

    @pytest.mark.parametrize(
        ("claimed", "words"),
        [
            (1.0, "more than this model shows"),
            (0.97, "less than this model shows"),
            (99.1, "not in percent"),
            (None, "is None"),
            ("0.99", "a str"),
            (True, "a bool"),
            (math.nan, "nan"),
            (-0.5, "-0.5"),
            ([0.99], "a list"),
        ],
    )
    def test_refused(self, claimed: Any, words: str) -> None:
        message = failure(
            checks.claimed_accuracy, claimed, 0.985, name="test_accuracy", measured_on=5000
        )
        assert words in message
        assert "test_accuracy" in message


def test_percent_has_no_idle_digits() -> None:
    assert [checks.percent(share) for share in (0.99, 0.9912, 1, 0)] == [
        "99 %",
        "99.12 %",
        "100 %",
        "0 %",
    ]
