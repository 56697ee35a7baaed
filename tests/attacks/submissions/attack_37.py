"""Clocks and times of hand-in."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

from tests.attacks.suite import Attack

NUMBER = 37
TITLE = "tamper with clocks and late dates"


def states(text: str | bytes) -> Callable[[Path], None]:
    """A time of hand-in beside the notebook that nobody but nbgrader writes."""

    def place(folder: Path) -> None:
        content = text if isinstance(text, bytes) else text.encode()
        (folder / "timestamp.txt").write_bytes(content)

    return place


def old_file(folder: Path) -> None:
    for path in (folder / "target.ipynb", folder, folder.parent):
        os.utime(path, (0, 0))


def in_metadata(notebook: NotebookNode) -> None:
    notebook.metadata["timestamp"] = notebook.metadata["date"] = "1999-01-01 00:00:00 UTC"
    notebook.metadata["nbgrader"] = {"timestamp": "1999-01-01", "late": False}
    for cell in notebook.cells:
        cell.metadata["execution"] = {"iopub.status.busy": "1999-01-01T00:00:00Z"}


# Time stands still in the process, and runs on for whoever watches it.
STANDS_STILL = """
import time, datetime, threading
for name in ("time", "monotonic", "perf_counter", "process_time", "time_ns", "monotonic_ns"):
    setattr(time, name, lambda: 0)
time.sleep = lambda seconds: None
import autograder.student_kernel.exchange
while True:
    pass
"""
SETS_CLOCK = """
import ctypes, os, subprocess, time
for clock in (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC):
    try:
        time.clock_settime(clock, time.clock_gettime(clock))
        print("BRE" + "ACH", "the clock can be set")
    except OSError as error:
        print(error.strerror)
try:
    subprocess.run(["date", "-s", "1999-01-01"], capture_output=True, check=True)
    print("BRE" + "ACH", "the date can be set")
except (OSError, subprocess.CalledProcessError):
    pass
for name, value in {"LD_PRELOAD": "libfaketime.so.1", "FAKETIME": "@1999-01-01 00:00:00",
                    "TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "0"}.items():
    os.environ[name] = value
time.tzset()
"""
REWRITES = """
import glob, os
for name in ["@NEIGHBOUR@/target.ipynb", "@NEIGHBOUR@/timestamp.txt", *glob.glob("@SUBMITTED@/*/*"),
             "@OUT@/gradebook.db", "@COURSE@/course.toml"]:
    try:
        os.utime(name, (0, 0))  # Landlock's filter of calls says yes and does nothing
        if os.stat(name).st_mtime == 0:
            print("BRE" + "ACH", "time changed of", name)
    except OSError:
        pass
for place in (".", "..", "../..", "@NEIGHBOUR@"):
    try:
        open(os.path.join(place, "timestamp.txt"), "w").write("1999-01-01 00:00:00 UTC")
    except OSError:
        pass
"""
SOLVED = {"answer": "@REFERENCE@"}
# A time that can't be read must not cost what was earned, and one that can gives no points.
TIMES: dict[str, str | bytes] = {
    "early": "1999-01-01 00:00:00 UTC",
    "no-date": "yesterday, promised",
    "overflow": "0001-01-01T00:00:00+12:00",
    "path": "2027-01-01 00:00:00 ../../../../etc/passwd",
    "offset": "2027-01-01 00:00:00 +99999999999999",
    "bytes": b"\xff\xfe\x00\x00" * 30,
    "long": "2027-01-01 " * 100_000,
}

FORMS = [
    *(
        Attack(f"time-{name}", SOLVED, place=states(text), honest={"answer": 2},
               expect_status=("graded",))
        for name, text in TIMES.items()
    ),
    Attack("old-file", SOLVED, place=old_file, honest={"answer": 2}),
    Attack("metadata", SOLVED, mutate=in_metadata, honest={"answer": 2}),
    Attack("stands-still", {"answer": STANDS_STILL}, says="was stopped after"),
    Attack("sets-clock", {"answer": SETS_CLOCK}),
    Attack("rewrites", {"answer": REWRITES}),
]  # fmt: skip
