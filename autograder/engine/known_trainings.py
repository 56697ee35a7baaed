"""What the reference solution trains is trained once for a whole class.

In a class of three or more, the reference solution is run first, and every training of it is
kept, and what it measures by its networks. A submission that trains the same network on the same
data from the same random numbers is given what that left
(autograder/student_kernel/known_trainings.py, known_measurements.py). Only the reference solution
fills the folder, so no student can put anything into another one's way. Results stay the same to
the last bit; what is saved is time.

By the way, the instructor hears whether the reference gets its points on this machine. Before a
class hands in, `autograder release --rehearse` does all this (autograder/engine/rehearsal.py).
"""

from __future__ import annotations

import copy
import io
import os
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.authoring.examples import REFERENCE, example_notebook, reference_example
from autograder.authoring.release import notebook_text
from autograder.engine.fingerprints import digest_of, run_environment, run_key
from autograder.engine.grader import Grader
from autograder.engine.grading import grade_task
from autograder.engine.plan import GradingPlan
from autograder.engine.store import Store
from autograder.engine.task import Graded, GradingTask
from autograder.intake.folders import SubmittedFiles
from autograder.intake.submission import SubmissionFolder
from autograder.intake.taking_in import take_in_files
from autograder.run.clocks import measures_otherwise
from autograder.student_kernel.known_entry import MOST_BYTES, NAME

LEAST = 3  # submissions of an assignment; for fewer, the reference costs more than it saves
MOST_ENTRIES = 500
_LOSES = (
    "The reference solution of {name} gets {points:g} of {most:g} points here. Look at '{test}' "
    "before you publish grades: {message}"
)
_FAILS = "The reference solution of {name} could not be graded here: {reason}"


@dataclass(frozen=True)
class _Reference:
    """The reference solution of an assignment.

    Attributes:
        submitted: as a student would hand it in.
        trains: whether there is something to learn, and notebooks that may know it.
        key: of its trainings in the store.
    """

    submitted: SubmittedFiles
    trains: bool
    key: str


class KnownTrainings:
    """The trainings of the reference solutions of one class run. Any thread may call.

    Args:
        plan: how submissions are graded; nothing is known where they run on a GPU, whose
            arithmetic is not the same each time.
        store: where trainings are kept, and the reference's run with them.
        fresh: whether to run the reference though its trainings were kept.
    """

    def __init__(self, plan: GradingPlan, store: Store, *, fresh: bool = False) -> None:
        self._plan, self._store, self._fresh = plan, store, fresh
        self._on = plan.run.device == "cpu"
        self._lock = threading.Lock()
        self._references: dict[str, _Reference] = {}
        self._folders: dict[str, Path | None] = {}

    def to_learn(self, waiting: Sequence[SubmissionFolder]) -> list[str]:
        """The assignments whose reference solution is to be run first, in the order of `waiting`.

        Args:
            waiting: submissions to grade.
        """
        if not self._on:
            return []
        counts = Counter(folder.assignment for folder in waiting)
        return [
            name
            for name, count in counts.items()
            if count >= LEAST and self._is_to_run(self._reference(name))
        ]

    def seconds(self, names: Iterable[str]) -> dict[str, float]:
        """What the run of the reference solution took, of those assignments where one was kept."""
        found = {}
        for name in names if self._on else ():
            note = self._store.note(self._reference(name).key)
            if note is not None:
                found[name] = float(note)
        return found

    def learn(self, name: str, grader: Grader) -> str:
        """Grade the reference solution of an assignment; what it trains is kept, if it was not.

        Returns:
            What the instructor should know of it; empty if all is well.
        """
        reference = self._reference(name)
        if self._on and self._is_to_run(reference):
            return self._learn(name, reference, grader)
        plan = replace(self._plan, trainings=self.folder)
        task = GradingTask(REFERENCE, name, reference.submitted, fresh=self._fresh)
        return _remark(name, grade_task(plan, task, grader, self._store))

    def _learn(self, name: str, reference: _Reference, grader: Grader) -> str:
        plan, began = self._plan, time.monotonic()
        with tempfile.TemporaryDirectory(prefix="new-", dir=plan.run.scratch) as text:
            folder = Path(text)
            folder.chmod(0o777)  # the kernel may be another user's
            run = replace(plan.run, new_trainings=folder)
            task = GradingTask(REFERENCE, name, reference.submitted, fresh=True)
            graded = grade_task(replace(plan, run=run, trainings=None), task, grader, self._store)
            entries = _entries(folder)
        if graded.lasting and not grader.closed:
            self._store.put(reference.key, _packed(entries))
            self._store.put_note(reference.key, f"{time.monotonic() - began:.1f}".encode())
        with self._lock:
            self._folders[name] = self._laid_out(name, entries)
        return _remark(name, graded)

    def folder(self, name: str) -> Path | None:
        """The folder of an assignment's trainings; None where there are none."""
        if not self._on:
            return None
        reference = self._reference(name)
        with self._lock:
            if name not in self._folders:
                packed = None if self._fresh else self._store.peek(reference.key)
                if packed is None:
                    return None  # perhaps later
                self._folders[name] = self._laid_out(name, _unpacked(packed))
            return self._folders[name]

    def _is_to_run(self, reference: _Reference) -> bool:
        return reference.trains and (self._fresh or not self._store.has(reference.key))

    def _reference(self, name: str) -> _Reference:
        with self._lock:
            if name not in self._references:
                self._references[name] = self._made_reference(name)
            return self._references[name]

    def _made_reference(self, name: str) -> _Reference:
        planned = self._plan.assignments[name]
        example = reference_example(planned.assignment)
        notebook = example_notebook(planned.assignment, example, copy.deepcopy(planned.released))
        files = SubmittedFiles(f"{name}.ipynb", notebook_text(notebook))
        taken = take_in_files(REFERENCE, name, files, planned.released, planned.earlier)
        as_run = taken.notebook
        fits = any("fit(" in cell.source for cell in as_run.cells if cell.cell_type == "code")
        settings, digits = self._plan.settings_of(name), self._plan.digits_digest
        key = digest_of(["trainings", run_key(as_run, settings, digits, run_environment())])
        return _Reference(files, fits and not measures_otherwise(as_run), key)

    def _laid_out(self, name: str, entries: Mapping[str, bytes]) -> Path | None:
        if not entries:
            return None
        folder = Path(tempfile.mkdtemp(prefix="known-", dir=self._plan.run.scratch))
        for entry, data in entries.items():
            (folder / entry).write_bytes(data)
            (folder / entry).chmod(0o644)
        folder.chmod(0o755)  # the kernel may be another user's
        return folder


def _remark(name: str, graded: Graded) -> str:
    if not graded.results:
        reason = " ".join(problem.message for problem in graded.problems)
        return _FAILS.format(name=name, reason=reason)
    judged = [result for result in graded.results if result.outcome != "manual"]
    lost = [result for result in judged if result.points < result.max_points]
    if not lost:
        return ""
    return _LOSES.format(
        name=name,
        points=sum(result.points for result in judged),
        most=sum(result.max_points for result in judged),
        test=lost[0].test,
        message=" ".join(lost[0].message.split())[:300],
    )


def _entries(folder: Path) -> dict[str, bytes]:
    """What lies in a folder under names of entries; links and whatever else is there is not."""
    found = {}
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)[:MOST_ENTRIES]:
        small = entry.is_file(follow_symlinks=False) and entry.stat().st_size <= 2 * MOST_BYTES
        if small and NAME.fullmatch(entry.name):
            found[entry.name] = Path(entry.path).read_bytes()
    return found


def _packed(entries: Mapping[str, bytes]) -> bytes:
    """Entries as one byte string; they look like noise and can't be compressed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if NAME.fullmatch(name)]
        return {name: archive.read(name) for name in names}
