"""Live objects that stay in the student's process and are known outside by a handle."""

from __future__ import annotations

import re
from typing import Any

from autograder.errors import EvidenceError

HANDLE = re.compile(r"[a-z0-9-]{1,64}")


class Holder:
    """Keeps objects alive and gives each one handle, however often it is held."""

    def __init__(self) -> None:
        self._objects: dict[str, Any] = {}
        self._handles: dict[Any, str] = {}

    def hold(self, value: Any) -> str:
        """The handle of an object; the same for the same object or bound method."""
        key = _identity(value)
        handle = self._handles.get(key)
        if handle is None:
            handle = f"h{len(self._objects) + 1}"
            self._handles[key] = handle
            self._objects[handle] = value
        return handle

    def get(self, handle: str) -> Any:
        """The object of a handle.

        Raises:
            EvidenceError: nothing is held under it.
        """
        if handle not in self._objects:
            raise EvidenceError(f"Nothing is held under the handle {handle[:64]!r}.")
        return self._objects[handle]


def _identity(value: Any) -> Any:
    # A bound method is a new object at every access: what it is bound to identifies it.
    owner, function = getattr(value, "__self__", None), getattr(value, "__func__", None)
    if owner is not None and function is not None:
        return id(owner), id(function)
    return id(value)
