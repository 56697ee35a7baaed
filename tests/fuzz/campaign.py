"""The campaign's own process: `python -m tests.fuzz.campaign --cases N --out RESULT`.

It bounds its memory as the judge's is bounded, each case's time, and writes down what it
counted. When a case hangs, is killed or crashes the interpreter, the file beside the result
names the case; `--replay TARGET CASE` runs it again.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import mmap
import os
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

os.environ.update(
    CUDA_VISIBLE_DEVICES="",
    MPLBACKEND="agg",
    OMP_NUM_THREADS="1",
    TF_CPP_MIN_LOG_LEVEL="3",
    TF_NUM_INTEROP_THREADS="1",
    TF_NUM_INTRAOP_THREADS="1",
)

# Of 100 cases; what builds Keras models or draws figures takes a thousand times as long.
SHARES = {
    "arrays": 17.0,
    "positions": 14.0,
    "values": 26.0,
    "generated": 3.0,
    "replies": 6.0,
    "folders": 4.0,
    "plans": 25.0,
    "models": 3.0,
    "figures": 2.0,
}
SECONDS = 4.0  # processor time of one case: twice the aim, since the machine may be busy
STUCK = 120.0  # wall time without a finished case
MEMORY = 3 * 2**30  # bytes of data; the judge has 6 GiB in all, TensorFlow takes 0.4
_NAME = 80  # bytes in which the current case is kept


class Journal:
    """Keeps the name of the current case where it survives the process.

    Args:
        path: a small file.
    """

    def __init__(self, path: Path) -> None:
        path.write_bytes(b" " * _NAME)
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _NAME)

    def write(self, target: str, case: bytes) -> None:
        """A case begins."""
        self._map[:] = f"{target} {case.hex()}".encode().ljust(_NAME)[:_NAME]


def bound_memory() -> None:
    """Bound the data, so that a bomb is an error and not a slow machine."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_time() -> None:
    """End the process, with a traceback, when a case spends its processor time."""
    faulthandler.enable()
    faulthandler.register(signal.SIGPROF, chain=True)


def run_target(
    targets: Any, name: str, cases: int, seed: int, journal: Journal, faults: dict[str, str]
) -> dict[str, Any]:
    """Run that many cases: how many ended in which way, and the slowest.

    Args:
        faults: what went wrong -> the first case in which it did; added to.
    """
    import hypothesis
    from hypothesis import strategies

    from tests.fuzz.generated import trees

    counted: Counter[str] = Counter()
    slowest = (0.0, "")
    random_trees = name == "generated"

    def one(case: Any) -> None:
        nonlocal slowest
        started = time.process_time()
        journal.write(name, b"" if random_trees else case)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        if sum(counted.values()) % 64 == 0:
            faulthandler.dump_traceback_later(STUCK, exit=True)
        if random_trees:
            ending = targets.decode_generated(case)  # a fault is raised, and Hypothesis shrinks it
        else:
            try:
                ending = targets.run(name, case)
            except Exception as error:
                ending = "fault"
                faults.setdefault(_summary(error), f"{name} {case.hex()}")
        signal.setitimer(signal.ITIMER_PROF, 0)
        counted[ending] += 1
        if not random_trees:
            slowest = max(slowest, (round(time.process_time() - started, 3), case.hex()))

    strategy = trees if random_trees else strategies.binary(min_size=8, max_size=8)
    settings = hypothesis.settings(
        max_examples=cases,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[hypothesis.Phase.generate, *([hypothesis.Phase.shrink] if random_trees else [])],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    try:
        hypothesis.seed(seed)(settings(hypothesis.given(strategy)(one)))()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    return {**counted, "slowest": slowest}


def run(cases: int, seed: int, out: Path, only: list[str]) -> None:
    """Run the campaign and write its result: counts, seconds, memory."""
    journal = Journal(out.with_suffix(".case"))
    bound_memory()
    bound_time()
    from tests.fuzz.targets import Targets

    result: dict[str, Any] = {"targets": {}, "faults": {}}
    with tempfile.TemporaryDirectory() as folder:
        targets = Targets(Path(folder))
        for name, share in SHARES.items():
            if only and name not in only:
                continue
            started = time.process_time()
            wanted = max(20, round(cases * share / sum(SHARES.values())) + 1)
            counted = run_target(targets, name, wanted, seed, journal, result["faults"])
            seconds = round(time.process_time() - started, 2)
            result["targets"][name] = {**counted, "seconds": seconds}
            print(name, counted, seconds, file=sys.stderr, flush=True)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    result["seconds"] = round(usage.ru_utime + usage.ru_stime, 1)
    result["peak_mb"] = round(usage.ru_maxrss / 1024)
    out.write_text(json.dumps(result, indent=1), encoding="utf-8")


def _summary(error: Exception) -> str:
    """What went wrong and where, the same for the same fault."""
    places = traceback.extract_tb(error.__traceback__)
    own = [place for place in places if "autograder" in place.filename] or places
    words = re.sub(r"[0-9a-f]{16,}|[0-9]+", "0", str(error))[:60]
    return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}: {words}"


def replay(target: str, case: str) -> None:
    """Run one case again and say how it ends."""
    from tests.fuzz.targets import Targets

    with tempfile.TemporaryDirectory() as folder:
        targets = Targets(Path(folder))
        started = time.process_time()
        print(targets.run(target, bytes.fromhex(case)))
        print(f"{time.process_time() - started:.2f} s of processor time")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("fuzz.json"))
    parser.add_argument("--only", nargs="*", default=[], choices=sorted(SHARES))
    parser.add_argument("--replay", nargs=2, metavar=("TARGET", "CASE"))
    options = parser.parse_args()
    if options.replay:
        replay(*options.replay)
    else:
        run(options.cases, options.seed, options.out, options.only)


if __name__ == "__main__":
    main()
