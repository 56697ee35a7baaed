"""The ground of an attack: a course of its own, canaries around it, and what changed afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from autograder.authoring.release import build_assignment
from autograder.course.layout import Course, find_course
from tests.attacks.suite import ASSIGNMENT, Attack, write_submission
from tests.attacks.traces import (
    Snapshot,
    adopted_orphans,
    descendants,
    differences,
    mounts,
    snapshot,
    state,
)
from tests.conftest import ROOT, Finished, environment
from tests.unit.sandbox.ordinary_user import USER, as_ordinary_user

MARK = "pwned"
SECRET_TEXT = "canary: nobody may change or read this"


@dataclass
class Ground:
    """Where a class is graded.

    Attributes:
        root: everything of this ground lies in it.
        course: the course.
        home: the grader's home folder.
        temporary: the grader's folder for temporary files.
        shared: canary folder in shared memory.
        ordinary: whether an ordinary user grades, and not whoever runs the tests.
        peak_bytes: most memory that the last command's own process had.
    """

    root: Path
    course: Course
    home: Path
    temporary: Path
    shared: Path
    ordinary: bool = False
    peak_bytes: int = 0

    @property
    def canary(self) -> Path:
        """A folder that is open to everyone, with canary files."""
        return self.root / "open"

    @property
    def earlier(self) -> Path:
        """Results of an earlier run, which nobody may touch."""
        return self.root / "earlier"

    def words(self, submitted: Path, out: Path) -> dict[str, str]:
        """What an attacker knows of this machine; see suite."""
        return {
            "COURSE": str(self.course.root),
            "SUBMITTED": str(submitted),
            "NEIGHBOUR": str(submitted / "a07-honest-reference" / ASSIGNMENT),
            "OUT": str(out),
            "EARLIER": str(self.earlier),
            "HOME": str(self.home),
            "CANARY": str(self.canary),
            "TMP": str(self.temporary),
            "SHM": str(self.shared),
        }

    def hand_in(self, name: str, submissions: list[tuple[str, Attack]]) -> Path:
        """Write a class into a folder of that name; the folder."""
        built = build_assignment(self.course, ASSIGNMENT)
        submitted, out = self.root / name, self.root / f"{name}-out"
        words = self.words(submitted, out)
        for student, attack in submissions:
            write_submission(self.course, built.assignment, submitted, student, attack, words)
        return submitted

    def command(self, *arguments: str, seconds: float = 1200) -> Finished:
        """Run `autograder ...` in this course; killed, with all that it started, after a time."""
        command = [sys.executable, "-m", "autograder", *arguments]
        if self.ordinary:
            self.give_away()
            command = as_ordinary_user(command)
        started = subprocess.Popen(
            command,
            cwd=self.course.root,
            env={**environment(), "HOME": str(self.home), "TMPDIR": str(self.temporary)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.peak_bytes = 0
        watcher = threading.Thread(target=self._watch_memory, args=(started.pid,), daemon=True)
        watcher.start()
        try:
            out, err = started.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            out, err = started.communicate()
            err += f"\nIt did not end by itself within {seconds:g} s."
            return Finished(-1, out, err)
        return Finished(started.returncode, out, err)

    def _watch_memory(self, pid: int) -> None:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                self.peak_bytes = max(self.peak_bytes, process.memory_info().rss)
                time.sleep(0.2)

    def give_away(self) -> None:
        """Everything here belongs to the ordinary user; links are not followed."""
        for place in (self.root, self.shared):
            for folder, names, files in os.walk(place):
                for name in (".", *names, *files):
                    os.lchown(Path(folder) / name, USER, USER)

    def outside(self, submitted: Path) -> Snapshot:
        """Everything that no submission may change, each file by size and content."""
        kept = snapshot(self.course.solutions, self.course.assignments)
        private = snapshot(self.course.private, times=True)
        # The coordinator itself keeps the results of runs, and notes what was built.
        own = tuple(str(self.course.private / name) for name in ("runs", "built"))
        kept |= {path: what for path, what in private.items() if not path.startswith(own)}
        kept |= snapshot(submitted, self.earlier, times=True)
        kept |= snapshot(self.canary, self.shared, times=True)
        kept |= {path: what for path, what in snapshot(self.home).items() if _is_canary(path)}
        for path in (self.course.root / "course.toml", ROOT / "source_data" / "mnist.npz"):
            kept[str(path)] = state(path, times=True)
        return kept


def _is_canary(path: str) -> bool:
    return "canary" in Path(path).name


@contextlib.contextmanager
def made_ground(*, ordinary: bool = False) -> Iterator[Ground]:
    """A ground with a built course; removed at the end."""
    root = Path(tempfile.mkdtemp(prefix="attacked-"))
    memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else root
    shared = Path(tempfile.mkdtemp(prefix="attacked-canary-", dir=memory))
    try:
        for path in (root, shared):
            path.chmod(0o755)
        place = root / "course"
        shutil.copytree(ROOT / "tests" / "attacks" / "course", place)
        (place / "source_data").symlink_to(ROOT / "source_data")
        shutil.copy(ROOT / "nbgrader_config.py", place)
        ground = Ground(root, find_course(place), root / "home", root / "tmp", shared, ordinary)
        _place_canaries(ground)
        build_assignment(ground.course, ASSIGNMENT)
        yield ground
    finally:
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(shared, ignore_errors=True)


def _place_canaries(ground: Ground) -> None:
    ground.temporary.mkdir()
    for folder in (ground.home, ground.home / ".ssh", ground.canary, ground.shared):
        folder.mkdir(exist_ok=True)
        for name in ("canary.txt", "canary.py", "grades-canary.jsonl"):
            (folder / name).write_text(SECRET_TEXT + "\n", encoding="utf-8")
    (ground.canary / "canary-folder").mkdir()
    ground.canary.chmod(0o777)


def marked_files(ground: Ground) -> list[str]:
    """Files anywhere near whose name an attack gave them."""
    places = [ground.root, ground.shared, Path("/dev/shm"), Path("/var/tmp"), Path("/tmp")]
    found = set()
    for place in places:
        deep = place in (ground.root, ground.shared)
        with contextlib.suppress(OSError):
            found |= {str(path) for path in (place.rglob if deep else place.glob)(f"*{MARK}*")}
    return sorted(found)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of a record file; none where it was not written."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@dataclass
class ClassResult:
    """What came of grading a class.

    Attributes:
        finished: the command.
        seconds: wall time.
        peak_bytes: most memory that the coordinator had.
        submissions: student -> lines of submissions.jsonl.
        grades: student -> test -> line of grades.jsonl.
        exported: student -> score in the gradebook.
        changed: what changed outside.
        left: processes, mounts and files left behind.
        pages: student -> feedback page, where there is one.
        sources: student -> the notebook as handed in.
        outputs: student -> what the notebook put out.
        class_pages: the pages over the class, joined.
    """

    finished: Finished
    seconds: float
    peak_bytes: int
    submissions: dict[str, list[dict[str, Any]]]
    grades: dict[str, dict[str, dict[str, Any]]]
    exported: dict[str, float] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    class_pages: str = ""


def grade_class(ground: Ground, submitted: Path, *options: str) -> ClassResult:
    """Grade a class with the real command, and look at what it left behind."""
    out = submitted.parent / f"{submitted.name}-out"
    if ground.ordinary:
        ground.give_away()
    before, mounted = ground.outside(submitted), mounts()
    with adopted_orphans():
        known = {child.pid for child in psutil.Process().children(recursive=True)}
        started = time.monotonic()
        # With --force, since a run that was kept attacks nothing.
        where = ("--submitted", str(submitted), "--out", str(out))
        finished = ground.command("grade", *where, "--jobs", "2", "--json", "--force", *options)
        seconds = time.monotonic() - started
        left = [f"process {line}" for line in descendants(known)]
    result = ClassResult(finished, seconds, ground.peak_bytes, {}, {}, left=left)
    result.left += [f"mount {line}" for line in sorted(set(mounts()) - set(mounted))]
    result.left += [f"file {path}" for path in marked_files(ground)]
    result.left += [f"temporary {path}" for path in sorted(ground.temporary.iterdir())]
    result.changed = differences(before, ground.outside(submitted))
    for path in submitted.glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"):
        if path.is_file() and not path.is_symlink():
            result.sources[path.parent.parent.name] = path.read_text("utf-8", errors="replace")
    for path in out.glob(f"autograded/*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        texts = [json.dumps(cell.get("outputs", []), ensure_ascii=False) for cell in cells]
        result.outputs[path.parent.parent.name] = "\n".join(texts)
    reports = out / "reports" / ASSIGNMENT
    for line in read_lines(reports / "submissions.jsonl"):
        result.submissions.setdefault(line["student"], []).append(line)
    for line in read_lines(reports / "grades.jsonl"):
        result.grades.setdefault(line["student"], {})[line["test"]] = line
    return result


def add_pages(ground: Ground, result: ClassResult, out: Path) -> None:
    """Make feedback pages and the export, and read them."""
    made = ground.command("feedback", "--out", str(out))
    assert made.status == 0, made.err
    for page in out.glob(f"feedback/*/{ASSIGNMENT}/{ASSIGNMENT}.html"):
        result.pages[page.parent.parent.name] = page.read_text("utf-8")
    reported = ground.command("report", "--out", str(out))
    assert reported.status == 0, reported.err
    found = [out / "reports" / "index.html", out / "reports" / ASSIGNMENT / "index.html"]
    result.class_pages = "\n".join(path.read_text("utf-8") for path in found)
    export = out / "grades.csv"
    exported = ground.command("export", "--out", str(out), "--to", str(export))
    if exported.status == 0:
        import csv

        with export.open(encoding="utf-8", newline="") as file:
            result.exported = {
                row["student_id"]: float(row["raw_score"] or 0) for row in csv.DictReader(file)
            }
