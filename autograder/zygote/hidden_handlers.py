"""Handlers of logs that libraries have made, out of sight until the libraries are imported."""

from __future__ import annotations

import logging
import sys


class HiddenHandlers:
    """Takes all handlers out of the list that whoever sets logs up anew closes.

    A kernel does so when it starts, when a cold one has no such handlers yet.
    """

    def __init__(self) -> None:
        every = logging._handlerList  # type: ignore[attr-defined]
        self._streams = {id(sys.stdout): "stdout", id(sys.stderr): "stderr"}
        self._hidden = [one for one in every if one() is not logging.lastResort]
        every[:] = [one for one in every if one() is logging.lastResort]

    def put_back(self) -> None:
        """Put them back, on what are the standard streams now."""
        for reference in self._hidden:
            handler = reference()
            stream = self._streams.get(id(getattr(handler, "stream", None)))
            if isinstance(handler, logging.StreamHandler) and stream is not None:
                handler.stream = getattr(sys, stream)
        logging._handlerList.extend(self._hidden)  # type: ignore[attr-defined]
        self._hidden = []
