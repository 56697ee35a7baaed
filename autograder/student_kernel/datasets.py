"""Answers `keras.datasets.mnist.load_data()` from files, without network."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import numpy as np
import wrapt

ARRAYS = ("x_train", "y_train", "x_test", "y_test")
NO_NETWORK = (
    "There is no network in a graded run, so {what} can't be downloaded. "
    "Load the digits with keras.datasets.mnist.load_data()."
)


def answer_offline(digits: Path, *, allow_downloads: bool) -> None:
    """Patch Keras when it is imported: MNIST comes from `digits`.

    Args:
        digits: a folder of .npy files, or an .npz file, holding x_train, y_train, x_test, y_test.
        allow_downloads: whether Keras's other downloads keep working (in JupyterLab) or raise
            an error that names the loader to use (in a graded run).
    """

    def patch_mnist(module: ModuleType) -> None:
        def load_data(path: str = "mnist.npz") -> Any:
            """MNIST as ((x_train, y_train), (x_test, y_test)), uint8."""
            x_train, y_train, x_test, y_test = read_digits(digits)
            return (x_train, y_train), (x_test, y_test)

        module.load_data = load_data  # type: ignore[attr-defined]

    def patch_downloads(module: ModuleType) -> None:
        def get_file(fname: Any = None, origin: Any = None, *args: Any, **kwargs: Any) -> NoReturn:
            raise OSError(NO_NETWORK.format(what=origin or fname or "this file"))

        module.get_file = get_file  # type: ignore[attr-defined]

    wrapt.register_post_import_hook(patch_mnist, "keras.src.datasets.mnist")
    if not allow_downloads:
        wrapt.register_post_import_hook(patch_downloads, "keras.src.utils.file_utils")


def read_digits(digits: Path) -> tuple[np.ndarray, ...]:
    """The four arrays, fresh and writable, in the order of ARRAYS."""
    if digits.is_dir():
        return tuple(np.load(digits / f"{name}.npy", allow_pickle=False) for name in ARRAYS)
    with np.load(digits, allow_pickle=False) as stored:
        return tuple(stored[name] for name in ARRAYS)
