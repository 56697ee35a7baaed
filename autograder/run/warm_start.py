"""Warm student kernels and judges: who owns the zygote, and which notebooks start cold."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import nbformat

from autograder.errors import SandboxError
from autograder.run.environment import RunSettings, student_environment
from autograder.run.home_folder import font_lists
from autograder.sandbox.box import PRIVATE
from autograder.sandbox.bubblewrap import own_parts_are_open
from autograder.zygote.process import ZygoteProcess
from autograder.zygote.warm_or_cold import WarmOrCold

# What kernels and judges import, directly or later; none of it may start a thread.
MODULES = (
    "numpy.random",
    "tensorflow",
    "keras",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
    "autograder.student_kernel.acceleration",
    "autograder.student_kernel.datasets",
    "autograder.student_kernel.exchange",
    "autograder.student_kernel.known_measurements",
    "autograder.student_kernel.known_trainings",
)
OWN_VARIABLES = "The notebook reads or sets variables of the environment."
_VARIABLES = re.compile(r"environ|putenv|%(set_)?env\b")
_NOT_WARM = "Kernels start cold: {reason}"
_OPEN = "without Landlock, an ordinary user's box could change the programs it shares."


def cold_because(notebook: nbformat.NotebookNode) -> str:
    """Why a notebook needs a kernel that is started cold; empty if it does not.

    Libraries read variables when they are imported, so a notebook that sets some must come first.
    """
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return OWN_VARIABLES if any(map(_VARIABLES.search, sources)) else ""


class WarmStarts:
    """One zygote for all run workers and judges of this machine.

    It is started when it is first asked for, and tried at the level of confinement in use. Use
    as a context manager, or call `close`. Any thread may call.

    Args:
        settings: how notebooks are run; of several, any.
        wanted: whether to start warm at all.
        remark: told once, if kernels start cold though warm ones are wanted.
    """

    def __init__(
        self, settings: RunSettings, wanted: bool, remark: Callable[[str], None] = lambda _: None
    ) -> None:
        self._settings = settings
        self._remark = remark
        self._lock = threading.Lock()
        self._tried = not wanted
        self._told = False
        self._zygote: ZygoteProcess | None = None

    def __enter__(self) -> WarmStarts:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def address(self) -> Path | None:
        """The zygote's socket; None if kernels have to start cold. Takes seconds at first."""
        with self._lock:
            if not self._tried:
                self._tried = True
                self._zygote = self._started()
            return None if self._zygote is None else self._zygote.address

    def sandbox(self) -> WarmOrCold:
        """The level of confinement in use, starting warm where it can."""
        return WarmOrCold(self._settings.sandbox, self.address())

    def tell(self, reason: str) -> None:
        """Remark, once, that a process was started cold; nothing if there is no reason."""
        if reason and reason != OWN_VARIABLES and not self._told:
            self._told = True
            self._remark(_NOT_WARM.format(reason=reason))

    def close(self) -> None:
        """End the zygote; what it has forked goes on."""
        with self._lock:
            self._tried = True
            zygote, self._zygote = self._zygote, None
        if zygote is not None:
            zygote.close()

    def _started(self) -> ZygoteProcess | None:
        settings = self._settings
        if settings.sandbox.startswith("bubblewrap") and own_parts_are_open():
            self.tell(_OPEN)
            return None
        folder = Path(tempfile.mkdtemp(prefix="zygote-", dir=settings.scratch))
        try:
            zygote = ZygoteProcess(folder, MODULES, zygote_environment(settings, folder))
        except (SandboxError, OSError) as error:
            self.tell(str(error))
            return None
        if settings.sandbox != "none" and (problem := zygote.problem_of(settings.sandbox)):
            zygote.close()
            self.tell(problem)
            return None
        return zygote


def zygote_environment(settings: RunSettings, folder: Path) -> dict[str, str]:
    """All variables of the zygote: a student kernel's on the CPU, with a home of its own.

    Args:
        settings: how notebooks are run.
        folder: the zygote's own; gets what saves time at imports.
    """
    environment = {
        name: value.replace(PRIVATE, str(folder))
        for name, value in student_environment(settings).items()
        if not name.startswith("AUTOGRADER_")
    }
    fonts = Path(environment["MPLCONFIGDIR"])
    fonts.mkdir(parents=True)
    for path in font_lists():
        shutil.copyfile(path, fonts / path.name)
    return environment
