"""Lets nbgrader record a submission in one transaction of its gradebook.

nbgrader opens its gradebook about ten times for a submission and commits after every cell: fifty
commits, each of which waits for the disk. Within `one_transaction` all of it shares one gradebook
whose commits only flush; the one commit comes at the end, so that a submission is in the
gradebook as a whole or not at all.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from nbgrader.api import Gradebook

# All that open a gradebook while Autograde runs.
_MODULES = (
    "nbgrader.converters.autograde",
    "nbgrader.preprocessors.latesubmissions",
    "nbgrader.preprocessors.overwritecells",
    "nbgrader.preprocessors.overwritekernelspec",
    "nbgrader.preprocessors.saveautogrades",
    "autograder.record.written_answers",
)


@contextmanager
def one_transaction(gradebook_url: str, course_id: str) -> Iterator[None]:
    """Have one transaction for all that nbgrader's Autograde writes.

    It is rolled back when the body raises. Not for several threads at once.

    Args:
        gradebook_url: SQLAlchemy address.
        course_id: nbgrader's course id.
    """
    gradebook = Gradebook(gradebook_url, course_id)
    session = gradebook.db()
    commit, close = session.commit, gradebook.close

    def opened(*_: Any, **__: Any) -> Gradebook:
        return gradebook

    try:
        with ExitStack() as patches:
            for name in _MODULES:
                patches.enter_context(_replaced(importlib.import_module(name), "Gradebook", opened))
            patches.enter_context(_replaced(session, "commit", session.flush))
            patches.enter_context(_replaced(gradebook, "close", lambda: None))
            yield
        commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        close()


@contextmanager
def _replaced(thing: Any, name: str, value: Any) -> Iterator[None]:
    """Let an attribute of a module or object have another value for a while."""
    before = getattr(thing, name)
    setattr(thing, name, value)
    try:
        yield
    finally:
        setattr(thing, name, before)
