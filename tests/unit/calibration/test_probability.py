"""Probabilities of failures against tables, closed forms, and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.calibration.probability import (
    binomial_bound,
    estimated_tail,
    noncentral_t,
    normal_tail,
    tail_bound,
)


@pytest.mark.parametrize("runs", [1, 5, 30, 3000])
def test_no_failure_bounds_by_the_closed_form(runs: int) -> None:
    assert binomial_bound(0, runs) == pytest.approx(1 - 0.05 ** (1 / runs))


def test_some_failures() -> None:
    # Known: one of ten, and two of twenty, at 95 % one-sided.
    assert binomial_bound(1, 10) == pytest.approx(0.3942, abs=1e-4)
    assert binomial_bound(2, 20) == pytest.approx(0.2826, abs=1e-4)
    assert binomial_bound(7, 7) == 1


@pytest.mark.parametrize(("failures", "runs"), [(-1, 5), (6, 5), (0, 0)])
def test_counts_that_can_not_be(failures: int, runs: int) -> None:
    with pytest.raises(ValueError, match="can't fail"):
        binomial_bound(failures, runs)


def test_normal_tail() -> None:
    assert normal_tail(0) == 0.5
    assert normal_tail(3.0902) == pytest.approx(0.001, rel=1e-3)
    assert normal_tail(-1) == pytest.approx(0.8413, abs=1e-4)


@pytest.mark.parametrize(
    ("runs", "share", "factor"),
    [
        # Factors of one-sided normal tolerance limits, 95 % confidence, as tables print them.
        (2, 0.99, 37.094),
        (3, 0.99, 10.553),
        (5, 0.99, 5.741),
        (10, 0.90, 2.355),
        (10, 0.999, 5.203),
        (30, 0.99, 3.064),
    ],
)
def test_tail_bound_agrees_with_tables_of_tolerance_factors(
    runs: int, share: float, factor: float
) -> None:
    assert tail_bound(factor, runs) == pytest.approx(1 - share, rel=2e-3)


def test_central_t() -> None:
    # With two degrees of freedom Student's t has a closed form.
    for value in (-3.0, -0.5, 0.0, 1.2, 4.0):
        known = 0.5 + value / (2 * math.sqrt(2 + value**2))
        assert noncentral_t(value, 2, 0.0) == pytest.approx(known, abs=1e-7)


def test_the_bound_covers_the_truth_as_often_as_it_says() -> None:
    generator = np.random.default_rng(7)
    truth = normal_tail(3.0)
    covered = [estimated_tail(list(generator.normal(3.0, 1.0, 6)))[1] >= truth for _ in range(400)]
    assert 0.91 <= np.mean(covered) <= 0.985


def test_quantities_that_do_not_vary() -> None:
    assert estimated_tail([0.2, 0.2, 0.2]) == (0.0, 0.0)
    assert estimated_tail([0.0, 0.0, 0.0]) == (0.0, 0.0)
    assert estimated_tail([-0.1, -0.1, -0.1]) == (1.0, 1.0)


def test_more_runs_give_a_lower_bound() -> None:
    bounds = [tail_bound(4.0, runs) for runs in (3, 5, 10, 30, 100)]
    assert bounds == sorted(bounds, reverse=True)
    assert all(bound > normal_tail(4.0) for bound in bounds)


def test_one_run_has_no_spread() -> None:
    with pytest.raises(ValueError, match="no spread"):
        tail_bound(4.0, 1)
