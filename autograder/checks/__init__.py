"""The vocabulary in which hidden tests are written.

Small functions, grouped by what they look at; each raises `CheckFailed` with what was
observed, what was expected, and the concept behind it.
"""

from autograder.checks.context import CheckContext, Digits, set_context, threshold
from autograder.checks.registry import (
    REGISTRY,
    Check,
    CheckFailed,
    Finding,
    PartialCredit,
    award,
    check,
    fail,
    require,
)

__all__ = [
    "REGISTRY",
    "Check",
    "CheckContext",
    "CheckFailed",
    "Digits",
    "Finding",
    "PartialCredit",
    "award",
    "check",
    "fail",
    "require",
    "set_context",
    "threshold",
]
