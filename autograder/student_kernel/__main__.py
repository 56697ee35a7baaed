"""Starts an IPython kernel for student code: `python -m autograder.student_kernel -f FILE`.

What is switched on is said by the environment, which the starter of the kernel sets:

    AUTOGRADER_DIGITS   folder or .npz file that `mnist.load_data()` answers from
    AUTOGRADER_GRADED   "1" in a graded run: quick training, no downloads, a fixed seed
    AUTOGRADER_SEED     the seed of a graded run
    AUTOGRADER_KNOWN_TRAININGS
                        folder of trainings that need not be done again
    AUTOGRADER_NEW_TRAININGS
                        folder to keep trainings in; for the reference solution alone
    AUTOGRADER_EXCHANGE folder in which evidence and calls are exchanged with the runner
    NBGRADER_EXECUTION  "validate" within `nbgrader validate`
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import wrapt
from ipykernel.kernelapp import IPKernelApp

from autograder.student_kernel.acceleration import accelerate_training
from autograder.student_kernel.datasets import answer_offline
from autograder.student_kernel.elsewhere import settle
from autograder.student_kernel.known_entry import KnownCalls
from autograder.student_kernel.known_measurements import know_measurements
from autograder.student_kernel.known_trainings import know_trainings
from autograder.student_kernel.moved_clocks import MovedClocks


def main() -> None:
    """Switch on what the environment asks for and run the kernel."""
    graded = os.environ.get("AUTOGRADER_GRADED") == "1"
    digits = os.environ.get("AUTOGRADER_DIGITS")
    if digits:
        answer_offline(Path(digits), allow_downloads=not graded)
    if graded:
        accelerate_training()
        know_calls(_folder("AUTOGRADER_KNOWN_TRAININGS"), _folder("AUTOGRADER_NEW_TRAININGS"))
    # TensorFlow's C++ code reports on standard error whatever the log level says.
    StudentKernelApp.launch_instance(capture_fd_output=False)


def know_calls(known: Path | None, new: Path | None) -> None:
    """What the reference solution has computed is not computed again.

    Args:
        known: folder of entries to look into.
        new: folder to write an entry to for each call that can be known again.
    """
    if known is None and new is None:
        return
    clocks = MovedClocks()
    if known is not None:
        clocks.patch()
    calls = KnownCalls(known, new, clocks)
    know_trainings(calls)
    know_measurements(calls)


def _folder(variable: str) -> Path | None:
    return Path(os.environ[variable]) if os.environ.get(variable) else None


class StudentKernelApp(IPKernelApp):
    """IPython's kernel; within `nbgrader validate`, warnings go to the terminal."""

    def initialize(self, argv: Sequence[str] | None = None) -> None:
        """Prepare the kernel; in a graded run, its random numbers at last.

        What is imported on the way draws some, more in a cold process than in a warm one.
        """
        super().initialize(argv)
        # It would draw a random tip each time that somebody asks what kernel this is.
        shell: Any = self.shell
        if hasattr(shell, "enable_tip"):
            shell.enable_tip = False
        if os.environ.get("AUTOGRADER_GRADED") == "1":
            settle(self.kernel)
            seed_everything(int(os.environ.get("AUTOGRADER_SEED", "0")))

    def init_io(self) -> None:
        """Set up the output streams."""
        super().init_io()
        if os.environ.get("NBGRADER_EXECUTION") == "validate":
            # nbgrader takes a test that leaves a word on standard error for a failed one.
            sys.stderr = sys.__stderr__


def seed_everything(seed: int) -> None:
    """The same start for every submission; a seed that the student sets still wins."""
    random.seed(seed)
    np.random.seed(seed)

    def seed_keras(module: ModuleType) -> None:
        module.utils.set_random_seed(seed)

    wrapt.register_post_import_hook(seed_keras, "keras")


if __name__ == "__main__":
    main()
