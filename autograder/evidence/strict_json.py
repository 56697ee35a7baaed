"""JSON without what the standard leaves open: no repeated keys, no NaN, no endless nesting."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from autograder.errors import EvidenceError

_LONGEST_INT = 20  # characters; larger ints than 2**63 cross as hexadecimal text
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")


def parse_json(content: bytes) -> Any:
    """The tree of a JSON text in UTF-8.

    Raises:
        EvidenceError: no JSON, a key that occurs twice, NaN, Infinity or a number beyond the
            floats, an int of over 20 characters, half of a character, or nesting too deep for
            the parser.
    """
    try:
        tree = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_short,
        )
        if _HALF_CHARACTER.search(content):
            # Halves that belong together have become one character; others can't be encoded.
            json.dumps(tree, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise EvidenceError(f"An evidence file is not the JSON it should be: {error}.") from error
    return tree


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise EvidenceError("An evidence file has a JSON object with the same key twice.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise EvidenceError(f"An evidence file holds {name}, which is no JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise EvidenceError("An evidence file holds a number that is too large for a float.")
    return number


def _short(text: str) -> int:
    # Python takes quadratic time to read digits, and early releases of 3.10 set no bound.
    if len(text) > _LONGEST_INT:
        raise EvidenceError("An evidence file holds an int of too many digits.")
    return int(text)
