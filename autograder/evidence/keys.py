"""Keys of dicts and items of sets that come from an untrusted process."""

from __future__ import annotations

from collections import Counter
from typing import Any

from autograder.errors import EvidenceError

_EQUAL_HASHES = 32


def check_keys(values: list[Any]) -> None:
    """Refuse what can't be hashed, and keys chosen to collide, which would take hours.

    Raises:
        EvidenceError: a value can't be hashed, or too many have the same hash.
    """
    try:
        counts = Counter(hash(value) for value in values)
    except TypeError as error:
        raise EvidenceError("A value that can't be hashed is a key or in a set.") from error
    if counts and max(counts.values()) > _EQUAL_HASHES:
        raise EvidenceError("The keys of a dict or the items of a set were chosen to collide.")
