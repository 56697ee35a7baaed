"""Random damage to submitted notebooks, and what intake may make of it.

python -m tests.fuzz.notebooks --cases 10000 --out RESULT
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import signal
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat

from autograder.authoring.examples import write_examples
from autograder.authoring.release import build_assignment
from autograder.course.layout import find_course
from autograder.errors import SubmissionError
from autograder.intake.released_cells import ReleasedCells
from autograder.intake.submission import Problem, Submission, SubmissionFolder
from autograder.intake.taking_in import take_in
from tests.conftest import ROOT
from tests.fuzz.damage import damaged, damaged_bytes

SECONDS = 4.0  # processor time of one case
MEMORY = 3 * 2**30  # bytes of data
MOST_WORDS = 2_000  # characters of a message
LEAST_SHARE = 0.05  # of cases that are taken, and that are refused: both ways are gone


class Fault(Exception):
    """Intake did what it must not do."""


class TooSlow(Exception):
    """A case spent its processor time."""


class Cases:
    """Damages good submissions of several kinds and has them taken in.

    Args:
        folder: an empty one.
    """

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT / "tests" / "tiny_course", folder / "tiny")
        course = find_course(folder / "tiny")
        build_assignment(course, "small")
        self.released = nbformat.read(course.student_notebook("small"), as_version=4)
        write_examples(course, "small", folder / "made")
        path = folder / "made" / "reference" / "small" / "small.ipynb"
        self.good = json.loads(path.read_text(encoding="utf-8"))
        self.trees = [*self._kinds(self.good), self._with_outputs(self.good)]
        self.place = folder / "submitted" / "anna" / "small"
        self.place.mkdir(parents=True)
        self.submission = SubmissionFolder("anna", "small", self.place)
        self.known = ReleasedCells.of(self.released)

    def run(self, case: bytes) -> str:
        """One case: "taken", "mended" or "refused".

        Raises:
            Fault: intake did what it must not do; or whatever else it raised.
        """
        chance = random.Random(case)
        name = chance.choice(("small.ipynb",) * 8 + ("mine.ipynb", "small.json", "small.py"))
        path = self.place / name
        path.write_bytes(self.damaged(chance))
        try:
            taken = take_in(self.submission, self.released)
        except SubmissionError as error:
            check_words(error.code, str(error))
            return "refused"
        finally:
            path.unlink()
        self.check(taken)
        return "mended" if taken.problems else "taken"

    def damaged(self, chance: random.Random) -> bytes:
        """The bytes of a damaged submission."""
        tree = chance.choice(self.trees)
        if chance.random() < 0.6:
            tree = damaged(chance, tree, chance.choice(self.trees))
        text = json.dumps(tree, default=str, ensure_ascii=chance.random() < 0.7, indent=1)
        encoding = chance.choice(("utf-8",) * 6 + ("utf-16", "cp1252", "utf-8-sig"))
        raw = text.encode(encoding, "replace")
        return damaged_bytes(chance, raw) if chance.random() < 0.6 else raw

    def check(self, taken: Submission) -> None:
        """Each released cell is there once, as released where it is not the student's."""
        nbformat.validate(taken.notebook)
        nbformat.writes(taken.notebook).encode("utf-8")
        for problem in taken.problems:
            check_words(problem.code, problem.message)
        found: Counter[Any] = Counter()
        laid = ReleasedCells.of(taken.notebook)
        for one in laid.cells:
            if one.ident:
                found[one.role, one.ident] += 1
        for known in self.known.cells:
            if not known.ident:
                continue
            if found[known.role, known.ident] != 1:
                raise Fault(f"{known.title} is there {found[known.role, known.ident]} times")
            there = laid.cells[laid.by_name[known.role == "answer", known.ident]]
            if not known.is_students and there.source != known.source:
                raise Fault(f"{known.title} is not as released")
        if sum(found.values()) != sum(bool(known.ident) for known in self.known.cells):
            raise Fault("There are cells that were not released.")

    @staticmethod
    def _kinds(good: dict[str, Any]) -> list[Any]:
        """The notebook with ids and marks, without, and in the old format."""
        bare = json.loads(json.dumps(good))
        for cell in bare["cells"]:
            cell["metadata"] = {"id": cell.pop("id")}
        bare["nbformat_minor"] = 0
        lost = json.loads(json.dumps(bare))
        for cell in lost["cells"]:
            cell["metadata"] = {}
        sheets = [{"cells": good["cells"][:4]}, {"cells": good["cells"][4:]}]
        old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": sheets}
        return [good, good, bare, lost, old]

    @staticmethod
    def _with_outputs(good: dict[str, Any]) -> Any:
        made = json.loads(json.dumps(good))
        for cell in made["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["a\n"] * 9}]
        return made


def check_words(code: str, words: str) -> None:
    """A problem is one line that can be shown anywhere.

    Raises:
        Fault: it is not.
    """
    Problem(code, words.encode("utf-8").decode("utf-8"))
    if not words or len(words) > MOST_WORDS or not words.isprintable() or not code.isidentifier():
        raise Fault(f"Words that can't be shown: {words[:100]!r}")


def campaign(folder: Path, cases: int, seed: int) -> dict[str, Any]:
    """Run that many cases: how they ended, the slowest, and the faults, each with its case."""
    import hypothesis
    from hypothesis import strategies

    made = Cases(folder)
    counted: Counter[str] = Counter()
    faults: dict[str, str] = {}
    slowest = (0.0, "")

    def stop(*_: object) -> None:
        raise TooSlow

    def one(case: bytes) -> None:
        nonlocal slowest
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            ending = made.run(case)
        except Exception as error:
            ending = "fault"
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {error}"
            faults.setdefault(what[:200], case.hex())
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        counted[ending] += 1
        slowest = max(slowest, (round(time.process_time() - started, 3), case.hex()))

    settings = hypothesis.settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    before = signal.signal(signal.SIGPROF, stop)
    started = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            drawn = hypothesis.given(strategies.binary(min_size=8, max_size=8))(one)
            hypothesis.seed(seed)(settings(drawn))()
    finally:
        signal.signal(signal.SIGPROF, before)
    return {
        **counted,
        "faults": faults,
        "slowest": slowest,
        "seconds": round(time.process_time() - started, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--replay", metavar="CASE")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        if options.replay:
            print(Cases(Path(folder)).run(bytes.fromhex(options.replay)))
            return
        result = campaign(Path(folder), options.cases, options.seed)
    text = json.dumps(result, indent=1)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
