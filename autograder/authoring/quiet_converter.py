"""Runs nbgrader's converters without their reports on the terminal."""

from __future__ import annotations

import logging
import warnings

from nbgrader.converters.base import BaseConverter, NbGraderException
from sqlalchemy.exc import SAWarning


def run_quietly(converter: BaseConverter) -> None:
    """Start a converter; its reports go nowhere.

    The converter gets a log of its own, since the one it has may be the log of the program
    around it: in nbgrader's commands and formgrader it is theirs.

    Raises:
        NbGraderException: with what nbgrader logged as the cause; its own exceptions say no
            more than that there was an error.
    """
    log = logging.Logger("nbgrader", logging.ERROR)
    errors = _Errors()
    log.addHandler(errors)
    converter.log = log
    try:
        # nbgrader 0.9 on SQLAlchemy 2.1 warns of how it builds its rows, to no effect.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            converter.start()
    except NbGraderException as error:
        raise NbGraderException(errors.cause or str(error)) from error


class _Errors(logging.Handler):
    """Keeps the last line of the first traceback that is logged."""

    cause = ""

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().strip()
        if text.startswith("Traceback") and not self.cause:
            self.cause = text.splitlines()[-1]
