"""Tells whether a notebook measures time by a clock that can't be moved."""

from __future__ import annotations

import re

import nbformat

_CLOCK = re.compile(
    r"%%?time|\b(timeit|datetime|timestamp|cProfile|profile|psutil|resource|TensorBoard)\b"
    r"|\b(monotonic|thread_time|clock_gettime|localtime|gmtime|ctime)(_ns)?\b|\bos\.times\b"
)


def measures_otherwise(notebook: nbformat.NotebookNode) -> bool:
    """Whether code of a notebook names a clock that does not count what is laid down.

    A training that is laid down takes no time. `time.time`, `time.perf_counter` and
    `time.process_time` are put forward by what it took
    (autograder/student_kernel/moved_clocks.py); other clocks would tell a student who measures a
    training something else than it takes.
    """
    return any(cell.cell_type == "code" and _CLOCK.search(cell.source) for cell in notebook.cells)
