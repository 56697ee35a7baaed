"""A large class through the whole: time per submission, the coordinator's memory, formgrader.

    python -m tests.bench.scale [--submissions N]

The submissions train nothing, so that what is measured is the grader's own work. While they are
graded, the coordinator's memory is looked at; then formgrader is opened on the result, and asked
for its page of submissions. Exits 1 when memory or time per submission is not flat.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from autograder.course.layout import Course
from autograder.sandbox.process_tree import proportional_memory
from tests.bench.classes import copies

TRIVIAL = Path(__file__).parent / "trivial_course"
MOST_GROWTH = 1.2  # of memory and of time per submission, from the first mark to the last
START_SECONDS = 90
_LOOK_EVERY = 10  # submissions
_BYTES_PER_MB = 1e6
_DONE = re.compile(r"\[([0-9]+)/[0-9]+, ")


@dataclass(frozen=True)
class Mark:
    """How things stood when so many submissions were done.

    Attributes:
        done: submissions.
        seconds: on the clock since the start.
        megabytes: of the coordinator, shared pages counted in part; the most since the last mark.
    """

    done: int
    seconds: float
    megabytes: float


def main() -> int:
    """Measure and print; the exit status says whether time and memory are flat."""
    parser = argparse.ArgumentParser(description="A large class through the whole.")
    parser.add_argument("--submissions", type=int, default=200, help="how many (200)")
    parser.add_argument("--jobs", type=int, help="side by side; as many as fit, if left out")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as text:
        folder = Path(text)
        folder.chmod(0o711)  # student kernels may run as another user
        course = copies(folder / "scale", TRIVIAL, chosen.submissions)
        options = ["--jobs", str(chosen.jobs)] if chosen.jobs else []
        marks = graded(course, _places(chosen.submissions), options)
        began = time.perf_counter()
        unchanged = graded(course, [chosen.submissions], options)
        again = time.perf_counter() - began
        listed, page_seconds = formgrader(course)
    good = _print(marks)
    print(f"\nGraded again with nothing changed: {again:.1f} s, {unchanged[-1].megabytes:.0f} MB.")
    print(f"formgrader lists {listed} submissions; its page took {page_seconds:.1f} s.")
    return 0 if good and listed == chosen.submissions else 1


def _places(submissions: int) -> list[int]:
    """Where to look: at a tenth of all, a quarter, a half, and all."""
    return sorted({max(1, submissions * part // 100) for part in (10, 25, 50, 75, 100)})


def _print(marks: list[Mark]) -> bool:
    """The table; whether memory and time stay flat."""
    print("| submissions | s in all | s each since the row before | coordinator, MB |")
    print("| ---: | ---: | ---: | ---: |")
    before, each = Mark(0, 0.0, 0.0), []
    for mark in marks:
        each.append((mark.seconds - before.seconds) / (mark.done - before.done))
        print(f"| {mark.done} | {mark.seconds:.0f} | {each[-1]:.2f} | {mark.megabytes:.0f} |")
        before = mark
    flat = marks[-1].megabytes <= MOST_GROWTH * marks[0].megabytes
    # The first stretch has the start in it.
    linear = len(each) < 3 or each[-1] <= MOST_GROWTH * each[1]
    return flat and linear


def graded(course: Course, places: list[int], options: list[str]) -> list[Mark]:
    """Grade a class, looking at the coordinator on the way.

    Raises:
        RuntimeError: grading failed.
    """
    began = time.perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", *options],
        cwd=course.root,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    marks, last = list(_marks(running.stderr, running.pid, places, began)), ""
    if running.wait():
        raise RuntimeError(f"grading ended with {running.returncode}: {last}")
    return marks


def _marks(said: IO[str], pid: int, places: list[int], began: float) -> Iterator[Mark]:
    waiting, most = list(places), 0.0
    for line in said:
        found = _DONE.search(line)
        done = int(found[1]) if found else 0
        here = bool(waiting) and done >= waiting[0]
        if here or done % _LOOK_EVERY == 0:
            most = max(most, proportional_memory(pid) / _BYTES_PER_MB)
        if here:
            waiting.pop(0)
            yield Mark(done, time.perf_counter() - began, most)
            most = 0.0
    if waiting:  # nothing was graded, since nothing had changed
        yield Mark(places[-1], time.perf_counter() - began, most)


def formgrader(course: Course) -> tuple[int, float]:
    """How many submissions formgrader lists, and the seconds that its page with its list takes."""
    (name,) = course.settings.assignment_names
    with _server(course.root) as (address, token):

        def get(path: str) -> bytes:
            request = urllib.request.Request(
                f"{address}/{path}", headers={"Authorization": f"token {token}"}
            )
            with urllib.request.urlopen(request, timeout=300) as answer:
                content: bytes = answer.read()
            return content

        _wait_until_up(get)
        began = time.perf_counter()
        get(f"formgrader/manage_submissions/{name}")
        listed = json.loads(get(f"formgrader/api/submissions/{name}"))
        seconds = time.perf_counter() - began
    whole = [one for one in listed if one["autograded"] and one["score"] == one["max_score"]]
    return len(whole), seconds


def _wait_until_up(get: object) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            get("api/status")  # type: ignore[operator]
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


@contextmanager
def _server(folder: Path) -> Iterator[tuple[str, str]]:
    """`autograder formgrader`, with its address and token."""
    token = secrets.token_hex(8)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --ip=127.0.0.1 --port={port} --IdentityProvider.token={token}"
    options += " --allow-root"
    running = subprocess.Popen(
        [sys.executable, "-m", "autograder", "formgrader"],
        cwd=folder,
        env={**_environment(), "JUPYTER_ARGS": options},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}", token
    finally:
        running.terminate()
        running.wait(30)


def _environment() -> dict[str, str]:
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    return {**os.environ, "PATH": path}


if __name__ == "__main__":
    sys.exit(main())
