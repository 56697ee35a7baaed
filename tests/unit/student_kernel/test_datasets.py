"""`load_data()` answers from files, whatever way a notebook takes to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.student_kernel.datasets import ARRAYS, read_digits
from tests.conftest import ROOT

# One process asks in all ways, since each import of Keras takes seconds.
ASK = """
import json, sys
from pathlib import Path
from autograder.student_kernel.datasets import answer_offline

answer_offline(Path(sys.argv[1]), allow_downloads=sys.argv[2] == "lab")
import numpy as np
import keras
import tensorflow as tf
from keras.datasets import mnist
from tensorflow import keras as tf_keras
from tensorflow.keras.datasets import mnist as tf_mnist

seen = {}


def ask(name, load):
    (x_train, y_train), (x_test, y_test) = load()
    arrays = [x_train, y_train, x_test, y_test]
    seen[name] = [[a.shape, str(a.dtype), int(a.sum()), a.flags.writeable] for a in arrays]
    x_train[:] = 0  # the next call must not see this


ask("keras.datasets.mnist", lambda: keras.datasets.mnist.load_data())
ask("tf.keras.datasets.mnist", lambda: tf.keras.datasets.mnist.load_data())
ask("from keras.datasets import mnist", lambda: mnist.load_data())
ask("from tensorflow import keras", lambda: tf_keras.datasets.mnist.load_data())
ask("from tensorflow.keras.datasets import mnist", lambda: tf_mnist.load_data())
ask("path by name", lambda: keras.datasets.mnist.load_data(path="mine.npz"))
ask("path by position", lambda: keras.datasets.mnist.load_data("mnist.npz"))


def refused(load):
    try:
        load()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "no error"


if sys.argv[2] == "graded":
    seen["refused"] = {
        "fashion": refused(keras.datasets.fashion_mnist.load_data),
        "cifar": refused(tf.keras.datasets.cifar10.load_data),
        "file": refused(lambda: keras.utils.get_file("a.npz", origin="https://example.org/a.npz")),
        "file by name": refused(lambda: tf.keras.utils.get_file(origin="https://example.org/b")),
    }
else:
    seen["get_file"] = keras.utils.get_file.__module__
Path(sys.argv[3]).write_text(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of .npy files and an .npz file with the same few digits."""
    folder = tmp_path_factory.mktemp("digits")
    rng = np.random.default_rng(3)
    arrays = {
        "x_train": rng.integers(0, 256, (60, 28, 28), np.uint8),
        "y_train": rng.integers(0, 10, 60, np.uint8),
        "x_test": rng.integers(0, 256, (10, 28, 28), np.uint8),
        "y_test": rng.integers(0, 10, 10, np.uint8),
    }
    (folder / "files").mkdir()
    for name, array in arrays.items():
        np.save(folder / "files" / f"{name}.npy", array)
    np.savez(folder / "mnist.npz", **arrays)
    return folder


def ask(digits: Path, mode: str, out: Path) -> dict[str, Any]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "KERAS_HOME": str(out.parent / "keras"),
    }
    command = [sys.executable, "-c", ASK, str(digits), mode, str(out)]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    seen: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return seen


def expected(digits: Path) -> list[Any]:
    arrays = [np.load(digits / "files" / f"{name}.npy") for name in ARRAYS]
    return [[list(a.shape), "uint8", int(a.sum()), True] for a in arrays]


@pytest.mark.slow
def test_graded_runs_answer_from_files_and_refuse_other_downloads(
    digits: Path, tmp_path: Path
) -> None:
    seen = ask(digits / "files", "graded", tmp_path / "seen.json")
    refused = seen.pop("refused")
    assert len(seen) == 7
    for way, arrays in seen.items():
        assert arrays == expected(digits), way
    for message in refused.values():
        assert "There is no network in a graded run" in message
        assert "keras.datasets.mnist.load_data()" in message
    assert "https://example.org/a.npz" in refused["file"]
    assert "https://example.org/b" in refused["file by name"]


@pytest.mark.slow
def test_jupyterlab_answers_from_the_shipped_file_and_allows_downloads(
    digits: Path, tmp_path: Path
) -> None:
    seen = ask(digits / "mnist.npz", "lab", tmp_path / "seen.json")
    assert seen.pop("get_file") == "keras.src.utils.file_utils"
    for way, arrays in seen.items():
        assert arrays == expected(digits), way


def test_folder_and_file_give_the_same(digits: Path) -> None:
    from_files, from_archive = read_digits(digits / "files"), read_digits(digits / "mnist.npz")
    assert all(np.array_equal(a, b) for a, b in zip(from_files, from_archive, strict=True))


def test_digits_are_never_unpickled(tmp_path: Path) -> None:
    for name in ARRAYS:
        np.save(tmp_path / f"{name}.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        read_digits(tmp_path)
