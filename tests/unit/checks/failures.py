"""The words of a check that fails, each with the concept that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autograder import checks


def failure(function: Callable[..., Any], *args: Any, **named: Any) -> str:
    """What a check that is called so says to the student."""
    with pytest.raises(checks.CheckFailed) as caught:
        function(*args, **named)
    assert caught.value.finding.concept
    return str(caught.value)
