"""What the models and figures of one value may cost together."""

from __future__ import annotations

from collections import Counter

from autograder.evidence.layer_arguments import ModelRefused
from autograder.evidence.limits import Limits

# As many times what a single model or figure may have.
_TIMES = {"layer_calls": 2, "parameters": 4, "axes": 2, "artists": 2, "figure_numbers": 2}


class OverBudget(ModelRefused):
    """The model by itself is in order, but the models of its value are too large together."""


class Budget:
    """Adds up sizes before anything is built of them.

    Args:
        limits: bounds of a single model or figure; a value may have twice of
            each, and four times the parameters.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._spent: Counter[str] = Counter()

    def allows(self, name: str, amount: int) -> bool:
        """Add an amount to what is spent of a limit; False when that is too much.

        Args:
            name: "layer_calls", "parameters", "axes", "artists" or
                "figure_numbers".
            amount: what the next model or figure takes.
        """
        self._spent[name] += amount
        return self._spent[name] <= _TIMES[name] * getattr(self._limits, name)
