"""Puts right in a child of the zygote what an import has fixed for the zygote itself."""

from __future__ import annotations

import gc
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from autograder.zygote.hidden_packages import HiddenPackages

HIDDEN = ("tensorflow", "keras", "matplotlib", "mpl_toolkits")


def renew(environment: Mapping[str, str]) -> None:
    """Make this process look as if it had just been started with these variables.

    Python's and NumPy's random numbers are seeded anew. The seed of hashes stays that of the
    zygote: PYTHONHASHSEED is among the variables that have to be equal.
    """
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    _let_logs_follow_standard_error()
    HiddenPackages(HIDDEN, _imports(), _renew_package)
    gc.enable()


def _imports() -> dict[str, tuple[str, ...]]:
    return {"tensorflow": ("keras",), "keras": ("tensorflow",)}


def _renew_package(name: str) -> None:
    if name == "keras":
        _renew_keras()
    elif name == "matplotlib":
        _renew_matplotlib()


def _renew_keras() -> None:
    """Keras notes at import where its folder is."""
    config = sys.modules.get("keras.src.backend.config")
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


class _StandardError:
    """What is standard error at the moment: a kernel puts its own stream in its place."""

    def write(self, text: str) -> int:
        """Write to it."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush it."""
        sys.stderr.flush()


def _let_logs_follow_standard_error() -> None:
    """Libraries that log have noted the zygote's standard error at their import."""
    stream = _StandardError()
    own = (sys.stderr, sys.__stderr__)
    for reference in logging._handlerList:  # type: ignore[attr-defined]
        handler = reference()
        if isinstance(handler, logging.StreamHandler) and vars(handler).get("stream") in own:
            handler.stream = stream
