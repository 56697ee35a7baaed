"""Who knows the public test digits is found; who does not is left alone, at the stated rate."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograder.checks.public_test_knowledge import (
    FAIR_RATIO,
    FALSE_ALARMS,
    AccuracyPair,
    fair_chance,
    highest_fair_public,
    knows_public_test,
)

HOLDOUT, PUBLIC = 5000, 10_000
# True error rates on the hold-out: a good convolutional network, a dense one, a linear one.
RATES = [0.008, 0.025, 0.08]


def pair(missed_holdout: int, missed_public: int, n_public: int = PUBLIC) -> AccuracyPair:
    return AccuracyPair(HOLDOUT - missed_holdout, HOLDOUT, n_public - missed_public, n_public)


def binomial(k: int, n: int, share: float) -> float:
    return math.exp(
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        + k * math.log(share) + (n - k) * math.log1p(-share)
    )  # fmt: skip


@pytest.mark.parametrize("rate", RATES)
def test_the_false_alarm_rate_holds_exactly_at_the_bound_of_fairness(rate: float) -> None:
    """Added up over all outcomes: simulation can't show a rate of 1 in 10,000."""
    alarms = 0.0
    expected, width = HOLDOUT * rate, 8 * math.sqrt(HOLDOUT * rate)
    for missed in range(max(0, int(expected - width)), int(expected + width)):
        fewest = round(PUBLIC * (1 - highest_fair_public(pair(missed, 0))))
        chance = math.fsum(binomial(k, PUBLIC, FAIR_RATIO * rate) for k in range(fewest))
        alarms += binomial(missed, HOLDOUT, rate) * chance
    assert alarms <= FALSE_ALARMS
    assert alarms > FALSE_ALARMS / 20, "a test that never alarms would find nobody either"


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("n_public", [500, 2500, PUBLIC])
def test_simulated_models_at_the_bound_are_suspected_no_more_often_than_stated(
    rate: float, n_public: int
) -> None:
    """At levels that 3,000 draws can show; 3 standard errors are allowed for the simulation."""
    generator, draws = np.random.default_rng(1), 3000
    missed_holdout = generator.binomial(HOLDOUT, rate, draws)
    missed_public = generator.binomial(n_public, FAIR_RATIO * rate, draws)
    chances = np.array(
        [
            fair_chance(pair(int(unseen), int(public), n_public))
            for unseen, public in zip(missed_holdout, missed_public, strict=True)
        ]
    )
    for level in (0.1, 0.01):
        error = math.sqrt(level * (1 - level) / draws)
        assert np.mean(chances <= level) <= level + 3 * error


@pytest.mark.parametrize("rate", RATES)
def test_simulated_fair_models_are_not_flagged(rate: float) -> None:
    """Models as measured in docs/holdout.md: 0.75 times the errors, or more."""
    generator = np.random.default_rng(2)
    missed_holdout = generator.binomial(HOLDOUT, rate, 3000)
    missed_public = generator.binomial(PUBLIC, 0.75 * rate, 3000)
    flagged = [
        knows_public_test(pair(int(unseen), int(public)))
        for unseen, public in zip(missed_holdout, missed_public, strict=True)
    ]
    assert not any(flagged)


@pytest.mark.parametrize(
    ("missed_holdout", "missed_public"),
    [
        (125, 0),  # a dense network and a table of all test digits
        (110, 25),  # a dense network trained on the test digits too, 12 epochs
        (40, 0),  # a network of 99.2 % and a table
        (40, 8),
        (20, 0),
    ],
)
def test_knowledge_is_found(missed_holdout: int, missed_public: int) -> None:
    assert knows_public_test(pair(missed_holdout, missed_public))


@pytest.mark.parametrize(
    ("missed_holdout", "missed_public"),
    [
        (0, 0),
        (8, 0),  # too few errors to tell
        (125, 212),  # a dense network as measured
        (125, 120),  # luck on both sides
        (62, 97),  # a convolutional network as measured
        (4500, 9000),  # not trained
        (5000, 10_000),
        (40, 200),  # worse on public digits
    ],
)
def test_fair_models_are_left_alone(missed_holdout: int, missed_public: int) -> None:
    assert not knows_public_test(pair(missed_holdout, missed_public))


def test_a_few_digits_alone_are_never_enough() -> None:
    """The first stage of the judge's measurement ends most measurements: it must not flag."""
    assert not knows_public_test(pair(40, 0, n_public=500))


def test_the_chance_falls_with_every_error_fewer() -> None:
    chances = [fair_chance(pair(60, missed)) for missed in range(120)]
    assert chances == sorted(chances)
    assert chances[0] < 1e-15


@pytest.mark.parametrize("missed_holdout", [0, 5, 40, 125, 2000])
def test_the_highest_fair_accuracy_is_the_last_that_is_not_flagged(missed_holdout: int) -> None:
    fewest = round(PUBLIC * (1 - highest_fair_public(pair(missed_holdout, 0))))
    assert not knows_public_test(pair(missed_holdout, fewest))
    assert fewest == 0 or knows_public_test(pair(missed_holdout, fewest - 1))
