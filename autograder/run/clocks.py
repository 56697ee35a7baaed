"""Tells whether a notebook measures how long something takes."""

from __future__ import annotations

import re

import nbformat

_CLOCK = re.compile(
    r"\bimport\s+.*\b(time|timeit|datetime)\b|\bfrom\s+(time|timeit|datetime)\b"
    r"|\b(time|timeit|datetime)\.\w|perf_counter|%%?time|\btimestamp\b|cProfile|psutil|TensorBoard"
)


def measures_time(notebook: nbformat.NotebookNode) -> bool:
    """Whether code of a notebook names a clock.

    What is laid down instead of computed takes no time, and a student who measures that would
    find something else than a training takes.
    """
    return any(cell.cell_type == "code" and _CLOCK.search(cell.source) for cell in notebook.cells)
