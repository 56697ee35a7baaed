"""Which notebooks measure time, and so see every training computed."""

from __future__ import annotations

import nbformat
import pytest

from autograder.run.clocks import measures_time


def _notebook(*cells: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


@pytest.mark.parametrize(
    "code",
    [
        "import time",
        "import os, time as t",
        "from time import perf_counter as now",
        "from datetime import datetime",
        "%%time\nmodel.fit(x, y)",
        "%time model.fit(x, y)",
        "%%timeit\nmodel.fit(x, y)",
        "start = tf.timestamp()",
        "clock = __import__('time').perf_counter",
    ],
)
def test_a_clock_is_seen(code: str) -> None:
    assert measures_time(_notebook("x = 1", code))


@pytest.mark.parametrize(
    "code",
    [
        "# the last time, one step at a time.\nmodel.fit(x, y, epochs=5)",
        "timed = 3\nsometimes = True",
        "model.fit(x, y)  # this takes some time",
        "import numpy as np\nimport keras",
    ],
)
def test_a_word_is_no_clock(code: str) -> None:
    assert not measures_time(_notebook(code))


def test_text_is_no_code() -> None:
    text = nbformat.v4.new_markdown_cell("I used `import time`.")
    assert not measures_time(nbformat.v4.new_notebook(cells=[text]))
