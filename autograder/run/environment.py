"""What a run needs to know, and the environment variables of a student kernel."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder.course.settings import Limits
from autograder.sandbox.box import PRIVATE

_PATHS = ("released", "zygote", "known_trainings", "new_trainings")  # each may be None
HOME, EXCHANGE, CONNECTION = "home", "exchange", "connection"  # within the private folder


@dataclass(frozen=True)
class RunSettings:
    """What running a notebook needs to know.

    Attributes:
        digits: folder that `mnist.load_data()` answers from.
        limits: limits of time, memory, files and output.
        seed: start of all random numbers, the same for every submission.
        device: "cpu" or "gpu".
        scratch: folder in which each run makes its private folders.
        sandbox: name of the level of confinement.
        released: folder with the files that students got for this assignment, or None.
        hidden: folders of this machine that no output or message may name, besides those of
            libraries, each with what is shown instead.
        zygote: socket of the process that forks kernels; None for cold starts.
        known_trainings: folder of trainings that need not be done again; None for none.
        new_trainings: folder to keep trainings in: of the reference solution alone.
    """

    digits: Path
    limits: Limits
    seed: int
    device: str
    scratch: Path
    sandbox: str
    released: Path | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    zygote: Path | None = None
    known_trainings: Path | None = None
    new_trainings: Path | None = None

    def numbered(self, number: int) -> RunSettings:
        """The same for another run of the same submission: it starts from another seed.

        Args:
            number: of the run, 0 for the first.
        """
        return replace(self, seed=self.seed + number)

    def as_json(self) -> dict[str, Any]:
        """The settings as JSON values."""
        values = {**asdict(self), "digits": str(self.digits), "scratch": str(self.scratch)}
        for name in _PATHS:
            values[name] = str(values[name]) if values[name] else None
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> RunSettings:
        """The settings that `as_json` wrote."""
        return cls(
            **{
                **values,
                "digits": Path(values["digits"]),
                "limits": Limits(**values["limits"]),
                "scratch": Path(values["scratch"]),
                "hidden": tuple((path, shown) for path, shown in values["hidden"]),
                **{name: Path(values[name]) if values[name] else None for name in _PATHS},
            }
        )


def student_environment(settings: RunSettings) -> dict[str, str]:
    """The whole environment of a student kernel: few variables, nothing of the instructor's.

    One thread, so that N kernels use N cores.
    """
    home = f"{PRIVATE}/{HOME}"
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": f"{home}/.ipython",
        "KERAS_HOME": f"{home}/.keras",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "AUTOGRADER_GRADED": "1",
        "AUTOGRADER_DIGITS": str(settings.digits),
        "AUTOGRADER_EXCHANGE": f"{PRIVATE}/{EXCHANGE}",
        "AUTOGRADER_SEED": str(settings.seed),
    }
    for name in ("known_trainings", "new_trainings"):
        if folder := getattr(settings, name):
            environment[f"AUTOGRADER_{name.upper()}"] = str(folder)
    if settings.device == "cpu":
        environment["CUDA_VISIBLE_DEVICES"] = ""
    else:
        environment["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
        for name in ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH"):
            if name in os.environ:
                environment[name] = os.environ[name]
    return environment
