"""The child's end: requests of the coordinator, and events for it."""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO


class Coordinator:
    """The other end of the pipes."""

    def __init__(self, requests: TextIO, events: TextIO) -> None:
        self._requests = requests
        self._events = events

    def tell(self, **event: Any) -> None:
        """Send one event."""
        self._events.write(json.dumps(event) + "\n")
        self._events.flush()

    def ask(self, **event: Any) -> dict[str, Any]:
        """Send an event and wait for its answer."""
        self.tell(**event)
        answer = self.next_request()
        return {"error": "The coordinator is gone."} if answer is None else answer

    def next_request(self) -> dict[str, Any] | None:
        """The next request, or None at the end."""
        line = self._requests.readline()
        return json.loads(line) if line else None


def coordinator() -> Coordinator:
    """Standard input and output as the pipes; whatever is printed goes to standard error."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return Coordinator(sys.stdin, events)
