"""A student's own machine: an environment without this project, in which notebooks are run."""

from __future__ import annotations

import asyncio
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from autograder.course.assignment import ident_of

STAND_IN = Path(__file__).parent / "stand_in"
CELL_SECONDS = 600
START_SECONDS = 120

# What TensorFlow itself writes to stderr: absl's and its own log lines, and their continuations.
TENSORFLOW_LOG = re.compile(
    r"WARNING: All log messages before absl::InitializeLog"
    r"|[IWEF]\d{4} \d\d:\d\d:\d\d"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] "
    r"|To enable the following instructions: "
)


@dataclass(frozen=True)
class CellRun:
    """One code cell that was run.

    Attributes:
        ident: id of the given or solution cell, or of the test.
        is_test: whether it is a test cell.
        source: what was run.
        error: name of the error that it raised, or empty.
        message: the error's message.
        warnings: what it wrote to stderr, without TensorFlow's own log.
        printed: what it wrote to stdout.
        seconds: wall time.
    """

    ident: str
    is_test: bool
    source: str
    error: str
    message: str
    warnings: str
    printed: str
    seconds: float


def packages() -> list[str]:
    """What a student's environment holds."""
    # The CPU-only wheel exists for Linux on x86-64 alone.
    cpu_wheel = (platform.system(), platform.machine()) == ("Linux", "x86_64")
    return ["tensorflow-cpu" if cpu_wheel else "tensorflow", "numpy", "matplotlib", "ipykernel"]


class PlainEnvironment:
    """A virtual environment with only what the notebooks ask for.

    Attributes:
        python: its interpreter.
    """

    def __init__(self, folder: Path, digits: Path, published: Path) -> None:
        """What the environment is made of, and what stands in for downloads.

        Args:
            folder: of the environment, made where missing.
            digits: the .npz file of MNIST.
            published: the folder `assignments` of a published course.
        """
        binaries = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = binaries / "python"
        self._digits, self._published = digits, published

    def install(self, constraints: Path) -> None:
        """Make the environment; one that was made before is used as it is."""
        folder = self.python.parent.parent
        ready = folder / "ready"
        if ready.exists():
            return
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        command = [str(self.python), "-m", "pip", "install", "--quiet", "--no-input"]
        command += ["--disable-pip-version-check", *packages()]
        if constraints.exists() and constraints.read_text(encoding="utf-8").strip():
            command += ["--constraint", str(constraints)]
        subprocess.run(command, check=True)
        ready.touch()

    def importable(self, *modules: str) -> list[str]:
        """Those of the modules that can be found in this environment."""
        program = (
            "import importlib.util, sys\n"
            "print(*[name for name in sys.argv[1:] if importlib.util.find_spec(name)])"
        )
        ended = subprocess.run(
            [str(self.python), "-c", program, *modules],
            cwd=self.python.parent,
            env=self._variables(self.python.parent, threads=1),
            capture_output=True,
            text=True,
            check=True,
        )
        return ended.stdout.split()

    def run(self, notebook: nbformat.NotebookNode, folder: Path, threads: int = 1) -> list[CellRun]:
        """Run all cells of a notebook; an error in one does not keep the next from running.

        Args:
            notebook: changed in place, it gets the outputs.
            folder: the working directory.
            threads: how many threads TensorFlow may use in an operation.
        """
        home = folder.parent / f"{folder.name}-home"
        home.mkdir()
        manager = _PlainKernelManager()
        manager.python = self.python
        client = NotebookClient(
            notebook,
            km=manager,
            allow_errors=True,
            timeout=CELL_SECONDS,
            startup_timeout=START_SECONDS,
            resources={"metadata": {"path": str(folder)}},
            store_widget_state=False,
        )
        asyncio.run(client.async_execute(env=self._variables(home, threads), cleanup_kc=True))
        return [_cell_run(cell) for cell in notebook.cells if cell.cell_type == "code"]

    def _variables(self, home: Path, threads: int) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("LANG", "SYSTEMROOT") if key in os.environ}
        return {
            **kept,
            "PATH": str(self.python.parent) + os.pathsep + os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": str(STAND_IN),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PLAIN_MNIST": str(self._digits),
            "PLAIN_PUBLISHED": str(self._published),
            "TF_NUM_INTRAOP_THREADS": str(threads),
            "TF_NUM_INTEROP_THREADS": "1",
            "OMP_NUM_THREADS": str(threads),
            "CUDA_VISIBLE_DEVICES": "",
        }


class _PlainKernelManager(AsyncKernelManager):
    """Starts the plain environment's ipykernel, whatever kernel the notebook asks for."""

    python: Path

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel's command line."""
        return KernelSpec(
            argv=[str(self.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Plain",
            language="python",
        )


def _cell_run(cell: nbformat.NotebookNode) -> CellRun:
    metadata = cell.metadata.get("nbgrader", {})
    errors = [output for output in cell.outputs if output.output_type == "error"]
    written = {"stdout": "", "stderr": ""}
    for output in cell.outputs:
        if output.output_type == "stream":
            written[output.name] += output.text
    return CellRun(
        ident=ident_of(metadata.get("grade_id", "")),
        is_test=bool(metadata.get("grade")) and not metadata.get("solution"),
        source=cell.source,
        error=errors[0].ename if errors else "",
        message=errors[0].evalue if errors else "",
        warnings="\n".join(
            line
            for line in written["stderr"].splitlines()
            if line.strip() and not TENSORFLOW_LOG.match(line)
        ),
        printed=written["stdout"],
        seconds=_seconds(cell),
    )


def _seconds(cell: nbformat.NotebookNode) -> float:
    times = cell.metadata.get("execution", {})
    first, last = times.get("iopub.status.busy"), times.get("shell.execute_reply")
    if not first or not last:
        return 0.0
    start, end = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (first, last))
    return (end - start).total_seconds()
