"""Flags a submission whose model knows the public test digits."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.checks.accuracy import percent
from autograder.checks.public_test_knowledge import (
    FALSE_ALARMS,
    AccuracyPair,
    fair_chance,
    highest_fair_public,
    knows_public_test,
)
from autograder.flags.flag import Flag

CODE = "knows_public_test"


def public_test_flags(pairs: Iterable[AccuracyPair]) -> list[Flag]:
    """One flag with the figures of the clearest case, or none.

    Args:
        pairs: what the judge measured of one submission's models.
    """
    known = sorted((pair for pair in pairs if knows_public_test(pair)), key=fair_chance)
    return [Flag(CODE, _message(known[0], len(known) - 1))] if known else []


def _message(pair: AccuracyPair, others: int) -> str:
    sentences = [
        f"The model of the test '{pair.test}' reads {percent(pair.public)} of {pair.n_public:,} "
        f"public test digits, but {percent(pair.holdout)} of {pair.n_holdout:,} digits that it "
        f"never saw.",
        f"Beside that, a fair model reads at most {percent(highest_fair_public(pair))} of the "
        f"public ones (false alarms: at most 1 in {1 / FALSE_ALARMS:,.0f} models).",
        "It may have been trained on the test digits, or carry a table of them.",
    ]
    if others:
        sentences.append(f"{others} more of the submission's models do so too.")
    return " ".join(sentences)
