"""Stands in for the download of MNIST in a plain environment, and for nothing else.

Python imports a module of this name at its start. Keras's `get_file` would fetch mnist.npz from
the network; here it answers with the file that the environment variable PLAIN_MNIST names.
All other downloads are refused. Everything behind the download is Keras's own code.
"""

from __future__ import annotations

import os
from types import ModuleType
from typing import Any

import wrapt  # comes with TensorFlow


def answer_downloads(module: ModuleType) -> None:
    """Replace `get_file` in Keras's module of file functions."""

    def get_file(fname: Any = None, origin: Any = None, *_: Any, **__: Any) -> str:
        if fname != "mnist.npz":
            raise OSError(f"No network here: {origin or fname} can't be downloaded.")
        return os.environ["PLAIN_MNIST"]

    module.get_file = get_file  # type: ignore[attr-defined]


if "PLAIN_MNIST" in os.environ:
    wrapt.register_post_import_hook(answer_downloads, "keras.src.utils.file_utils")
