"""What is graded and what comes of it, as plain data: it can go to another process and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import nbformat

from autograder.flags.flag import Flag
from autograder.intake.folders import SubmittedFiles
from autograder.intake.submission import Problem, Submission
from autograder.judge.measured import MeasuredModel
from autograder.judge.results import TestResult
from autograder.run.execution import Execution

# Problems that lie with the machine: the submission is tried once more, and in the next run.
PASSING_PROBLEMS = {"kernel_start", "run_lost", "run_failed", "not_graded"}
UNDECIDED = "undecided"  # the machine spoiled a run that was to decide
# With these, the next run of the class grades the submission again.
_NOT_LASTING = PASSING_PROBLEMS | {"internal_error", "not_recorded", "kernel_died", UNDECIDED}


@dataclass(frozen=True)
class GradingTask:
    """One submission to grade.

    Attributes:
        student: student id.
        assignment: assignment name; whoever grades has its plan.
        submitted: what was handed in.
        fresh: whether the notebook is to be run although a run of it was kept.
        number: of the run: another one has other random numbers; 0 for the first.
    """

    student: str
    assignment: str
    submitted: SubmittedFiles
    fresh: bool = False
    number: int = 0

    def as_json(self) -> dict[str, Any]:
        """The task as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> GradingTask:
        """The inverse of `as_json`."""
        submitted = SubmittedFiles.from_json(values["submitted"])
        return cls(**{**values, "submitted": submitted})


@dataclass(frozen=True)
class Graded:
    """What grading one submission gave.

    Attributes:
        student: student id.
        assignment: assignment name.
        submission: the submission as taken in; None when it could not be read.
        execution: how its cells ran; None when they did not. Its evidence is gone.
        results: one per test; empty when the submission could not be graded.
        problems: of intake, run and judging together.
        status: graded, needs_attention, or rejected.
        seconds_judge: wall time in the judge.
        flags: what a teaching assistant should look at.
        evidence: digest of the evidence that was judged; empty when there was none.
        from_cache: whether the run was one that had been kept.
        models: what the judge measured of its models, for the pages.
    """

    student: str
    assignment: str
    submission: Submission | None
    execution: Execution | None
    results: tuple[TestResult, ...]
    problems: tuple[Problem, ...]
    status: str
    seconds_judge: float
    flags: tuple[Flag, ...] = ()
    evidence: str = ""
    from_cache: bool = False
    models: tuple[MeasuredModel, ...] = ()

    @property
    def codes(self) -> set[str]:
        """Codes of all problems."""
        return {problem.code for problem in self.problems}

    @property
    def lasting(self) -> bool:
        """Whether grading it again, with nothing changed, would give the same."""
        timed_out = any(result.outcome == "timeout" for result in self.results)
        return not timed_out and not self.codes & _NOT_LASTING

    def as_json(self) -> dict[str, Any]:
        """The result as JSON values."""
        names = ("student", "assignment", "status", "seconds_judge", "evidence", "from_cache")
        return {
            **{name: getattr(self, name) for name in names},
            "submission": _submission_json(self.submission),
            "execution": self.execution.as_json() if self.execution else None,
            "results": [asdict(result) for result in self.results],
            "problems": [asdict(problem) for problem in self.problems],
            "flags": [asdict(flag) for flag in self.flags],
            "models": [model.as_json() for model in self.models],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Graded:
        """The inverse of `as_json`."""
        execution = values["execution"]
        return cls(
            **{
                **values,
                "submission": _submission(values["submission"]),
                "execution": Execution.from_json(execution) if execution else None,
                "results": tuple(TestResult.from_json(result) for result in values["results"]),
                "problems": tuple(Problem(**problem) for problem in values["problems"]),
                "flags": tuple(Flag(**flag) for flag in values["flags"]),
                "models": tuple(MeasuredModel.from_json(one) for one in values["models"]),
            }
        )


def _submission_json(submission: Submission | None) -> dict[str, Any] | None:
    if submission is None:
        return None
    problems = [asdict(problem) for problem in submission.problems]
    return {**vars(submission), "problems": problems}


def _submission(values: Mapping[str, Any] | None) -> Submission | None:
    if values is None:
        return None
    notebook = nbformat.from_dict(values["notebook"])
    problems = tuple(Problem(**problem) for problem in values["problems"])
    return Submission(**{**values, "notebook": notebook, "problems": problems})
