"""What a reader may say and give back, whatever it was given."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from autograder.evidence import LargeArray, OpaqueModel, StudentFunction, Unsupported

_HERE = tuple(str(Path(place).resolve()) for place in (sys.prefix, Path(__file__).parents[2]))
_FOREIGN = ("Traceback", "unforeseen", "MemoryError", "site-packages", 'File "', *_HERE)


class Fault(AssertionError):
    """A reader did something that it must never do."""


def check_words(text: str, folder: Path | None = None) -> None:
    """A refusal is one readable line that gives away nothing of this machine.

    Raises:
        Fault: it is none.
    """
    if not text.strip() or len(text) > 2500 or len(text.splitlines()) != 1:
        raise Fault(f"not one line: {text[:300]!r}")
    if not text.isprintable():
        raise Fault(f"not printable: {text[:300]!r}")
    for word in (*_FOREIGN, *([str(folder)] if folder else [])):
        if word in text:
            raise Fault(f"{word!r} in a message: {text[:300]!r}")


def check_value(value: Any) -> None:
    """What was taken is made of kinds that the judge expects, and can be written down.

    Raises:
        Fault: it isn't.
    """
    if isinstance(value, str):
        _check_text(value)
    elif type(value) is dict:
        check_value(list(value))
        check_value(list(value.values()))
    elif type(value) in (list, tuple, set):
        for item in list(value)[:200]:
            check_value(item)
    elif isinstance(value, np.ndarray):
        if value.dtype.kind not in "biufUO":
            raise Fault(f"an array of {value.dtype}")
        if value.dtype.kind in "UO":
            check_value(value.ravel().tolist())
    elif isinstance(value, Unsupported):
        check_value([value.type_name, value.reason])
    elif isinstance(value, OpaqueModel):
        check_words(value.reason or "nothing")
    elif isinstance(value, LargeArray | StudentFunction):
        check_value(repr(value))


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Fault(f"text that is none: {text[:50]!r}") from error
