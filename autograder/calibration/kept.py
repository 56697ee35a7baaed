"""What each run of a calibration gave: nothing that was finished is lost.

At work, each run is a file in the course's private folder. Of what the page is made of, a record
stands beside the thresholds, one line a run, to be kept with the sources: whoever clones them
goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder.atomic_file import replace_file
from autograder.judge.results import TestResult


@dataclass(frozen=True)
class CalibrationRun:
    """A correct submission, graded once.

    Attributes:
        assignment: assignment name.
        example: name of the example submission.
        number: of the run, from 1: random numbers and hold-out digits follow from it.
        key: digest of all that the result depends on.
        day: when the notebook was run, as YYYY-MM-DD.
        seconds: wall time of running and judging, at that time.
        results: one per test.
        confirms: keys of earlier runs of this number that gave the same: all runs with these
            keys count as if they had this one's.
    """

    assignment: str
    example: str
    number: int
    key: str
    day: str
    seconds: float
    results: tuple[TestResult, ...]
    confirms: tuple[str, ...] = ()

    @property
    def lost(self) -> tuple[TestResult, ...]:
        """Results of the tests that did not give all of their points."""
        return tuple(result for result in self.results if result.points < result.max_points)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> CalibrationRun:
        """The inverse of `dataclasses.asdict`.

        Raises:
            TypeError, ValueError, KeyError: it is malformed.
        """
        results = tuple(TestResult.from_json(one) for one in values["results"])
        confirms = tuple(str(key) for key in values.get("confirms", ()))
        return cls(**{**values, "results": results, "confirms": confirms})


def essence(run: CalibrationRun) -> CalibrationRun:
    """The run with those results alone that measured something or lost points."""
    telling = [one for one in run.results if one.measurements or one.points < one.max_points]
    return replace(run, results=tuple(telling))


class KeptRuns:
    """The finished runs.

    Args:
        folder: where they are kept, a file each; made when something is kept.
        record: assignment -> its record, a file with a line for each run. A run in the folder
            takes the place of the one of the same number there.
    """

    def __init__(self, folder: Path, record: Callable[[str], Path]) -> None:
        self._folder, self._record = folder, record
        self._recorded: dict[str, dict[tuple[str, int], CalibrationRun]] = {}

    def keep(self, run: CalibrationRun) -> None:
        """Keep a run in the place of an earlier one of the same number.

        Raises:
            RecordError: it can't be written.
        """
        path = self._path(run.assignment, run.example, run.number)
        replace_file(path, _as_text(run).encode())

    def find(self, assignment: str, example: str, number: int, key: str) -> CalibrationRun | None:
        """The run of that number, if there is one that depended on the same things.

        It may have depended on others, if a run that was repeated since gave the same.
        """
        recorded = self._lines(assignment).get((example, number))
        each = (self._in_folder(assignment, example, number), recorded)
        found = [run for run in each if run is not None]
        same = next((run for run in found if run.key == key), None)
        if same is not None or not found:
            return same
        confirmed = self._confirmed(assignment, example, key)
        return next((run for run in found if run.key in confirmed), None)

    def latest(self, assignment: str, example: str, number: int) -> CalibrationRun | None:
        """The run of that number, whatever it depended on."""
        own = self._in_folder(assignment, example, number)
        return own or self._lines(assignment).get((example, number))

    def examples(self, assignment: str) -> list[str]:
        """Names of all examples of an assignment of which runs were kept."""
        own = {path.name for path in (self._folder / assignment).glob("*") if path.is_dir()}
        return sorted(own | {example for example, _ in self._lines(assignment)})

    def numbers(self, assignment: str, example: str) -> list[int]:
        """Numbers of all runs that were kept of an example, whatever they depended on."""
        paths = (self._folder / assignment / example).glob("*.json")
        own = {int(path.stem) for path in paths if path.stem.isdecimal()}
        return sorted(own | {number for name, number in self._lines(assignment) if name == example})

    def write_record(self, assignment: str, runs: Iterable[CalibrationRun]) -> Path:
        """Write the record of an assignment anew; what it held before is forgotten.

        Args:
            assignment: its name.
            runs: what to write; of each, its `essence`.

        Returns:
            The file.

        Raises:
            RecordError: it can't be written.
        """
        ordered = sorted(runs, key=lambda run: (run.example, run.number))
        path = self._record(assignment)
        replace_file(path, "".join(f"{_as_text(essence(run))}\n" for run in ordered).encode())
        self._recorded.pop(assignment, None)
        return path

    def _confirmed(self, assignment: str, example: str, key: str) -> set[str]:
        """Keys of earlier runs that are as good as one with this key."""
        latest = (self.latest(assignment, example, n) for n in self.numbers(assignment, example))
        return {one for run in latest if run and run.key == key for one in run.confirms}

    def _in_folder(self, assignment: str, example: str, number: int) -> CalibrationRun | None:
        try:
            text = self._path(assignment, example, number).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None
        run = _from_text(text)
        same = run is not None and (run.assignment, run.example, run.number) == (
            assignment,
            example,
            number,
        )
        return run if same else None

    def _lines(self, assignment: str) -> dict[tuple[str, int], CalibrationRun]:
        if assignment not in self._recorded:
            try:
                lines = self._record(assignment).read_text(encoding="utf-8").splitlines()
            except (OSError, ValueError):
                lines = []
            runs = [run for run in map(_from_text, lines) if run is not None]
            self._recorded[assignment] = {
                (run.example, run.number): run for run in runs if run.assignment == assignment
            }
        return self._recorded[assignment]

    def _path(self, assignment: str, example: str, number: int) -> Path:
        return self._folder / assignment / example / f"{number}.json"


def _as_text(run: CalibrationRun) -> str:
    return json.dumps(asdict(run), ensure_ascii=False)


def _from_text(text: str) -> CalibrationRun | None:
    """The run, or None when the text is damaged."""
    try:
        return CalibrationRun.from_json(json.loads(text))
    except (ValueError, TypeError, KeyError):
        return None
