"""What each run of a calibration gave, one file a run: nothing that was finished is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
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
    """

    assignment: str
    example: str
    number: int
    key: str
    day: str
    seconds: float
    results: tuple[TestResult, ...]

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
        return cls(**{**values, "results": results})


class KeptRuns:
    """The finished runs in a folder.

    Args:
        folder: made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, run: CalibrationRun) -> None:
        """Keep a run in the place of an earlier one of the same number.

        Raises:
            RecordError: it can't be written.
        """
        path = self._path(run.assignment, run.example, run.number)
        replace_file(path, json.dumps(asdict(run)).encode())

    def find(self, assignment: str, example: str, number: int, key: str) -> CalibrationRun | None:
        """The run of that number, if there is one that depended on the same things."""
        run = self.latest(assignment, example, number)
        return run if run is not None and run.key == key else None

    def latest(self, assignment: str, example: str, number: int) -> CalibrationRun | None:
        """The run of that number, whatever it depended on."""
        try:
            text = self._path(assignment, example, number).read_text(encoding="utf-8")
            run = CalibrationRun.from_json(json.loads(text))
        except (OSError, ValueError, TypeError, KeyError):
            return None
        same = (run.assignment, run.example, run.number) == (assignment, example, number)
        return run if same else None

    def examples(self, assignment: str) -> list[str]:
        """Names of all examples of an assignment of which runs were kept."""
        return sorted(path.name for path in (self._folder / assignment).glob("*") if path.is_dir())

    def numbers(self, assignment: str, example: str) -> list[int]:
        """Numbers of all runs that were kept of an example, whatever they depended on."""
        paths = (self._folder / assignment / example).glob("*.json")
        return sorted(int(path.stem) for path in paths if path.stem.isdecimal())

    def _path(self, assignment: str, example: str, number: int) -> Path:
        return self._folder / assignment / example / f"{number}.json"
