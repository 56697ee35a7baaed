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
        self._own = (sys.stderr, sys.__stderr__)
        self._hidden = [one for one in every if one() is not logging.lastResort]
        every[:] = [one for one in every if one() is logging.lastResort]

    def put_back(self) -> None:
        """Put them back, on what is standard error now."""
        for reference in self._hidden:
            handler = reference()
            if isinstance(handler, logging.StreamHandler) and handler.stream in self._own:
                handler.stream = sys.stderr
        logging._handlerList.extend(self._hidden)  # type: ignore[attr-defined]
        self._hidden = []
