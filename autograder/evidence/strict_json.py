"""JSON without what the standard leaves open: no repeated keys, no NaN, no endless nesting."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from autograder.errors import EvidenceError


def parse_json(content: bytes) -> Any:
    """The tree of a JSON text in UTF-8.

    Raises:
        EvidenceError: no JSON, a key that occurs twice, NaN or Infinity, a number with
            thousands of digits, or nesting too deep for the parser.
    """
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        raise EvidenceError(f"An evidence file is not the JSON it should be: {error}.") from error


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise EvidenceError("An evidence file has a JSON object with the same key twice.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise EvidenceError(f"An evidence file holds {name}, which is no JSON.")
