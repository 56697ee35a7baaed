"""Which notebooks measure time by a clock that can't be moved, and so compute every training."""

from __future__ import annotations

import nbformat
import pytest

from autograder.run.clocks import measures_otherwise


def _notebook(*cells: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])


@pytest.mark.parametrize(
    "code",
    [
        "from time import monotonic as now",
        "import time\nstart = time.monotonic_ns()",
        "import time\nstart = time.mktime(time.localtime())",
        "import resource\nused = resource.getrusage(resource.RUSAGE_SELF).ru_utime",
        "import os\nstart = os.times().elapsed",
        "from datetime import datetime",
        "%%time\nmodel.fit(x, y)",
        "%time model.fit(x, y)",
        "%%timeit\nmodel.fit(x, y)",
        "start = tf.timestamp()",
        "%load_ext tensorboard\nkeras.callbacks.TensorBoard('logs')",
    ],
)
def test_a_clock_is_seen(code: str) -> None:
    assert measures_otherwise(_notebook("x = 1", code))


@pytest.mark.parametrize(
    "code",
    [
        "import time\nstart = time.perf_counter()",
        "from time import time, process_time as now",
        "clock = __import__('time').perf_counter_ns",
        "# the last time, one step at a time.\nmodel.fit(x, y, epochs=5)",
        "timed = 3\nsometimes = True",
        "model.fit(x, y)  # this takes some time",
        "import numpy as np\nimport keras",
    ],
)
def test_a_word_is_no_clock(code: str) -> None:
    assert not measures_otherwise(_notebook(code))


def test_text_is_no_code() -> None:
    text = nbformat.v4.new_markdown_cell("I used `import time`.")
    assert not measures_otherwise(nbformat.v4.new_notebook(cells=[text]))
