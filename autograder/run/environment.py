"""The environment variables of a student kernel: few, and nothing of the instructor's."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.course.settings import Limits


@dataclass(frozen=True)
class RunSettings:
    """What running a notebook needs to know.

    Attributes:
        digits: folder that `mnist.load_data()` answers from.
        limits: time and output limits.
        seed: start of all random numbers, the same for every submission.
        device: "cpu" or "gpu".
        scratch: folder in which each run makes its private folders.
    """

    digits: Path
    limits: Limits
    seed: int
    device: str
    scratch: Path


def student_environment(settings: RunSettings, home: Path, exchange: Path) -> dict[str, str]:
    """The whole environment of a student kernel; one thread, so that N kernels use N cores."""
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(home / ".ipython"),
        "KERAS_HOME": str(home / ".keras"),
        "MPLCONFIGDIR": str(_matplotlib_folder(home)),
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "AUTOGRADER_GRADED": "1",
        "AUTOGRADER_DIGITS": str(settings.digits),
        "AUTOGRADER_EXCHANGE": str(exchange),
        "AUTOGRADER_SEED": str(settings.seed),
    }
    if settings.device == "cpu":
        environment["CUDA_VISIBLE_DEVICES"] = ""
    else:
        environment["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
        for name in ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH"):
            if name in os.environ:
                environment[name] = os.environ[name]
    return environment


def _matplotlib_folder(home: Path) -> Path:
    """A settings folder with Matplotlib's list of fonts, which takes seconds to make anew."""
    import matplotlib
    import matplotlib.font_manager  # writes the list if there is none yet

    folder = home / ".matplotlib"
    folder.mkdir(parents=True, exist_ok=True)
    for font_list in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copy(font_list, folder)
    return folder
