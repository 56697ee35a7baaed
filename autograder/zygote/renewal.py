"""Puts right in a child of the zygote what an import has fixed for the zygote itself."""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from autograder.zygote.hidden_handlers import HiddenHandlers
from autograder.zygote.hidden_packages import HiddenPackages

HIDDEN = ("tensorflow", "keras", "matplotlib", "mpl_toolkits")


def renew(environment: Mapping[str, str], imported: Mapping[str, str]) -> None:
    """Make this process look as if it had just been started with these variables.

    Python's and NumPy's random numbers are seeded anew. The seed of hashes stays that of the
    zygote: PYTHONHASHSEED is among the variables that have to be equal.

    Args:
        environment: all variables that the process is started with.
        imported: further ones, which imports set.
    """
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    hidden = partial(_renew_package, imported, HiddenHandlers())
    HiddenPackages(HIDDEN, _imports(), hidden)
    gc.enable()


def _imports() -> dict[str, tuple[str, ...]]:
    return {"tensorflow": ("keras",), "keras": ("tensorflow",)}


def _renew_package(imported: Mapping[str, str], handlers: HiddenHandlers, name: str) -> None:
    if name == "tensorflow":
        handlers.put_back()
        for variable, value in imported.items():
            os.environ.setdefault(variable, value)
    elif name == "keras":
        _renew_keras()
    elif name == "matplotlib":
        _renew_matplotlib()


def _renew_keras() -> None:
    """Keras notes at import where its folder is."""
    config: Any = sys.modules.get("keras.src.backend.config")
    home = os.environ.get("KERAS_HOME") or str(Path.home() / ".keras")
    if hasattr(config, "_KERAS_DIR"):
        config._KERAS_DIR = home
    if hasattr(config, "_config_path"):
        config._config_path = str(Path(home) / "keras.json")


def _renew_matplotlib() -> None:
    """Matplotlib notes its backend at import, and its folders when it looks for fonts."""
    matplotlib = sys.modules["matplotlib"]
    if backend := os.environ.get("MPLBACKEND"):
        matplotlib.rcParams["backend"] = backend
    for name in ("get_configdir", "get_cachedir"):
        remembering = getattr(matplotlib, name)
        if hasattr(remembering, "__wrapped__"):
            setattr(matplotlib, name, remembering.__wrapped__)
