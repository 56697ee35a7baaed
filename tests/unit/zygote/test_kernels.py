"""Warm student kernels compute what cold ones do, and show the same."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.course.settings import Limits
from autograder.run.environment import RunSettings
from autograder.run.kernel import StudentKernel
from autograder.run.warm_start import OWN_VARIABLES, WarmStarts, cold_because
from autograder.sandbox.choose import choose_sandbox
from autograder.zygote.warm_or_cold import WarmOrCold

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="needs Linux"),
]
FORKS = 20
CELLS = [
    "import random\nimport numpy as np\nprint(np.random.rand(), random.random())",
    "import sys\nprint({'tensorflow', 'keras', 'matplotlib'} & set(sys.modules))",
    "from tensorflow import keras\nprint(np.random.rand(), random.random())",
    "import matplotlib\nimport matplotlib.pyplot as plt\nplt.plot([1, 3, 2]);",
    "print(matplotlib.get_backend(), plt.isinteractive(), matplotlib.get_cachedir())",
    "!echo from a shell",
    "import logging\nlogging.getLogger('tensorflow').warning('a warning')",
    "import os\nprint(sorted(set(os.environ.items()) - {('PWD', '/')}))",
    "print(keras.config.floatx(), keras.config.backend(), np.geterr())",
    "(x, y), _ = keras.datasets.mnist.load_data()\nprint(x.sum())",
    "keras.utils.get_file('x', 'http://127.0.0.1/x')",
]
TRAINING = """
import keras
import numpy as np
rng = np.random.default_rng(1)
x, y = rng.normal(size=(512, 20)).astype("float32"), rng.integers(0, 3, 512)
model = keras.Sequential([keras.layers.Dense(16, activation="relu"), keras.layers.Dropout(0.2),
                          keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
history = model.fit(x, y, epochs=2, verbose=0)
import hashlib
weights = b"".join(w.tobytes() for w in model.get_weights())
print(hashlib.sha256(weights).hexdigest(), history.history["loss"])
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> RunSettings:
    scratch = tmp_path_factory.mktemp("scratch")
    for place in (scratch, *scratch.parents):
        if place.stat().st_uid == Path.home().stat().st_uid and place.name.startswith("pytest"):
            place.chmod(place.stat().st_mode | 0o011)
    digits = scratch / "digits"
    digits.mkdir()
    digits.chmod(0o755)
    for name, shape in (("x_train", (8, 28, 28)), ("y_train", (8,))):
        np.save(digits / f"{name}.npy", np.full(shape, 3, "uint8"))
        np.save(digits / f"{name.replace('train', 'test')}.npy", np.full(shape, 3, "uint8"))
    level = choose_sandbox(unsafe=True).name
    return RunSettings(digits, Limits(), 5, "cpu", scratch, level)


@pytest.fixture(scope="module")
def warm(settings: RunSettings) -> Iterator[WarmStarts]:
    with WarmStarts(settings, True, pytest.fail) as starts:
        yield starts


def outputs(sandbox: WarmOrCold, settings: RunSettings, cells: list[str]) -> list[list[object]]:
    """What each cell put out, without what differs from run to run."""
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    with StudentKernel(notebook, sandbox, settings) as kernel:
        for index in range(len(cells)):
            kernel.run_cell(index, 120)
    assert sandbox.cold_because == ""
    return [[_shown(output) for output in cell.outputs] for cell in notebook.cells]


def _shown(output: nbformat.NotebookNode) -> object:
    if output.output_type == "error":
        return output.evalue
    if output.output_type == "stream":
        text = re.sub(r"box-\w+", "box", output.text)
        return output.name, re.sub(r"('JPY_PARENT_PID', ')\d+", r"\1N", text)
    return dict(output.get("data", {}))


def test_cells_show_the_same(settings: RunSettings, warm: WarmStarts) -> None:
    cold = outputs(WarmOrCold(settings.sandbox, None), settings, CELLS)
    assert cold[1] == [("stdout", "set()\n")]
    assert "image/png" in str(cold[3])
    for code, one, other in zip(CELLS, outputs(warm.sandbox(), settings, CELLS), cold, strict=True):
        assert one == other, code


def test_many_forks_train_to_the_same_weights(settings: RunSettings, warm: WarmStarts) -> None:
    cold = outputs(WarmOrCold(settings.sandbox, None), settings, [TRAINING])
    assert len(str(cold)) > 64
    for number in range(FORKS):
        assert outputs(warm.sandbox(), settings, [TRAINING]) == cold, f"fork {number}"


def test_notebooks_that_set_variables_start_cold() -> None:
    def because(*sources: str) -> str:
        cells = list(map(nbformat.v4.new_code_cell, sources))
        return cold_because(nbformat.v4.new_notebook(cells=cells))

    assert because("import os", "os.environ['KERAS_BACKEND'] = 'jax'") == OWN_VARIABLES
    assert because("%env TF_DETERMINISTIC_OPS=1") == OWN_VARIABLES
    assert because("import keras", "x = 5 % env2") == ""
