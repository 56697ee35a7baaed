"""Syntax trees of what students wrote; nothing is run."""

from __future__ import annotations

import ast
import threading
import warnings

# Python 3.11 counts the depth of a tree for all threads together, and fails when two build one
# at once (CPython issue 106905).
_ONE_AT_A_TIME = threading.Lock()
_ATTEMPTS = 3  # other libraries parse without our lock


def syntax_tree(source: str) -> ast.Module | None:
    """The tree of Python source, or None; any thread may ask.

    Deep nesting makes the parser raise RecursionError or MemoryError.

    Args:
        source: Python, or anything.
    """
    for _ in range(_ATTEMPTS):
        with _ONE_AT_A_TIME, warnings.catch_warnings():  # of escapes that Python does not know
            warnings.simplefilter("ignore")
            try:
                return ast.parse(source)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
            except SystemError:
                continue
    return None
