"""Probabilities of rare failures, from few runs, with their bounds.

Written out, since scipy, which has these distributions, would be needed for nothing else.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

CONFIDENCE = 0.95
FEWEST = 3  # runs for which a spread says anything
_NODES = 120
_SIGMAS = 12.0  # so far from its middle, the density of a standard deviation is nothing


def binomial_bound(failures: int, runs: int, confidence: float = CONFIDENCE) -> float:
    """The highest probability that such a count of failures still fits (Clopper and Pearson).

    Args:
        failures: runs that failed, 0 to `runs`.
        runs: runs in all, at least 1.
        confidence: of the one-sided bound, between 0 and 1.

    Raises:
        ValueError: there can't be such a count.
    """
    if not 0 <= failures <= runs or runs < 1:
        raise ValueError(f"{failures} of {runs} runs can't fail")
    if failures == runs:
        return 1.0

    def as_few(probability: float) -> float:
        return sum(
            math.comb(runs, k) * probability**k * (1 - probability) ** (runs - k)
            for k in range(failures + 1)
        )

    return _where(lambda probability: as_few(probability) - (1 - confidence), 0.0, 1.0)


def normal_tail(distance: float) -> float:
    """The probability that a normal quantity lies more than `distance` spreads below its mean."""
    return 0.5 * math.erfc(distance / math.sqrt(2))


def tail_bound(distance: float, runs: int, confidence: float = CONFIDENCE) -> float:
    """The highest probability of a failure that still fits a measured distance.

    The distance from the mean to the bound, in standard deviations, is itself uncertain, since
    both were measured in few runs: times the root of `runs` it has a noncentral t distribution.

    Args:
        distance: mean margin over standard deviation, both of the runs.
        runs: at least 2.
        confidence: of the one-sided bound, between 0 and 1.

    Raises:
        ValueError: fewer than two runs have no spread.
    """
    if runs < 2:
        raise ValueError("one run has no spread")
    root = math.sqrt(runs)
    low, high = -abs(distance) - 10.0, abs(distance) + 10.0
    shortest = _where(
        lambda shift: confidence - noncentral_t(distance * root, runs - 1, shift * root), low, high
    )
    return normal_tail(shortest)


def noncentral_t(value: float, degrees: int, shift: float) -> float:
    """The distribution function of Student's t with a shift in its numerator.

    Args:
        value: where.
        degrees: of freedom, at least 1.
        shift: the noncentrality.
    """
    spreads, weights = _spreads(degrees)
    tails = np.array([normal_tail(shift - value * spread) for spread in spreads])
    return float(np.dot(weights, tails))


def estimated_tail(margins: Sequence[float]) -> tuple[float, float]:
    """The probability that a margin falls below 0, and its bound, if margins are normal.

    Where all are equal, nothing varies from run to run: both are 0 above 0, and 1 below.

    Args:
        margins: one of each run, at least `FEWEST`.
    """
    mean, spread = statistics.mean(margins), statistics.stdev(margins)
    if spread <= 1e-12 * max(1.0, abs(mean)):
        return (0.0, 0.0) if mean >= 0 else (1.0, 1.0)
    distance = mean / spread
    return normal_tail(distance), tail_bound(distance, len(margins))


@lru_cache(maxsize=64)
def _spreads(degrees: int) -> tuple[np.ndarray, np.ndarray]:
    """Values of a standard deviation measured with so many degrees of freedom, and weights."""
    width = _SIGMAS / math.sqrt(2 * degrees)
    low, high = max(0.0, 1 - width), 1 + width
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    values = low + (nodes + 1) / 2 * (high - low)
    half = degrees / 2
    logs = math.log(2) + half * math.log(half) - math.lgamma(half)
    density = np.exp(logs + (degrees - 1) * np.log(values) - half * values**2)
    return values, weights * density * (high - low) / 2


def _where(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that changes its sign once between two places is zero."""
    sign = function(low) > 0
    for _ in range(60):
        middle = (low + high) / 2
        if (function(middle) > 0) == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2
