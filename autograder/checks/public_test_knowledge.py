"""Whether a model knows the public test digits better than a fair model can.

A model that was trained on the test digits, or that carries a table of them, reads those better
than digits that it never saw. So each model's errors on the hold-out are compared with its errors
on the public test digits.

Calibration (tests/bench/fair_gap.py and holdout_effect.py; tables in docs/holdout.md): hold-out
digits are harder, with and without perturbation. Error rate on public digits over that on the
hold-out, pooled over runs: dense networks of 0 to 512 units 0.86 to 1.00, convolutional ones 0.81
to 0.90, those of the epoch that was best on the test digits 0.71 and 0.84. The bound 0.6 lies
below all. Of 125 fair models, none had a `fair_chance` below 0.5. Of models that read all public
digits, 98 % are flagged at 99.5 % on the hold-out, and practically all at 99.4 % or less.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FAIR_RATIO = 0.6  # a fair model's error rate on public digits is at least this share of the other
FALSE_ALARMS = 1e-4  # chance, at most, that a model at the bound of fairness is flagged


@dataclass(frozen=True)
class AccuracyPair:
    """How many digits one model reads correctly, of those never seen and of the public ones.

    Attributes:
        correct_holdout: hold-out digits read correctly.
        n_holdout: hold-out digits shown, at least 1.
        correct_public: public test digits read correctly.
        n_public: public test digits shown, at least 1.
        test: id of the test that measured the model.
    """

    correct_holdout: int
    n_holdout: int
    correct_public: int
    n_public: int
    test: str = ""

    @property
    def holdout(self) -> float:
        """Share of hold-out digits read correctly, 0 to 1."""
        return self.correct_holdout / self.n_holdout

    @property
    def public(self) -> float:
        """Share of public test digits read correctly, 0 to 1."""
        return self.correct_public / self.n_public


def fair_chance(pair: AccuracyPair) -> float:
    """Chance, at most, of so few errors on public digits if the model is fair; 0 to 1.

    Fair means: the model's true error rate on public digits is at least FAIR_RATIO times that
    on hold-out digits. Errors are rare, so both numbers are Poisson to good accuracy; given
    their sum, the number on the hold-out is binomial, with a share of successes of at most
    n_holdout / (n_holdout + FAIR_RATIO * n_public) (the conditional test of Przyborowski and
    Wilenski, exact for Poisson numbers; for models with many errors, whose numbers vary less,
    the chance given here is too high, which spares the model).
    """
    missed_holdout = pair.n_holdout - pair.correct_holdout
    missed_public = pair.n_public - pair.correct_public
    share = pair.n_holdout / (pair.n_holdout + FAIR_RATIO * pair.n_public)
    return _upper_tail(missed_holdout, missed_holdout + missed_public, share)


def knows_public_test(pair: AccuracyPair) -> bool:
    """Whether the model knows the public test digits better than fair."""
    return fair_chance(pair) < FALSE_ALARMS


def highest_fair_public(pair: AccuracyPair) -> float:
    """The highest share of public digits, 0 to 1, that is not flagged beside this hold-out."""
    flagged, fair = -1, pair.n_public  # errors on public digits: too few, and enough
    while fair - flagged > 1:
        middle = (flagged + fair) // 2
        other = AccuracyPair(
            pair.correct_holdout, pair.n_holdout, pair.n_public - middle, pair.n_public
        )
        if knows_public_test(other):
            flagged = middle
        else:
            fair = middle
    return 1 - fair / pair.n_public


def _upper_tail(least: int, n: int, share: float) -> float:
    """P(X >= least) for X binomial(n, share), 0 < share < 1."""
    log_yes, log_no = math.log(share), math.log1p(-share)
    terms = (
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        + k * log_yes + (n - k) * log_no
        for k in range(least, n + 1)
    )  # fmt: skip
    return min(1.0, math.fsum(math.exp(term) for term in terms))
