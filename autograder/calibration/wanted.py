"""Which runs a calibration has to do."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.calibration.kept import KeptRuns
from autograder.calibration.subject import Subject, require_known, subjects_of
from autograder.course.layout import Course
from autograder.errors import AutograderError


@dataclass(frozen=True)
class CalibrationRequest:
    """What to calibrate.

    Attributes:
        assignments: names.
        runs: how many of each submission.
        examples: names of correct examples, or None for the reference and all of them that
            are graded by default.
        again: whether only what was run before is wanted, as often as it was.
        confirm: whether only one run is wanted of each submission that was run before.
        jobs: runs side by side, or None for what the machine carries.
        sandbox: a level of confinement, or "auto".
        unsafe: whether to go without one when none works.
    """

    assignments: list[str]
    runs: int
    examples: list[str] | None = None
    again: bool = False
    confirm: bool = False
    jobs: int | None = None
    sandbox: str = "auto"
    unsafe: bool = False


@dataclass(frozen=True, eq=False)
class Repetition:
    """A run that has to be done.

    Attributes:
        subject: what is graded.
        number: of the run, from 1.
    """

    subject: Subject
    number: int

    @property
    def label(self) -> str:
        """What it is called on a display."""
        assignment = self.subject.plan.assignment.name
        return f"{assignment} {self.subject.example.name} {self.number}"


def wanted_runs(course: Course, request: CalibrationRequest, results: KeptRuns) -> list[Repetition]:
    """All runs, the first of each submission first; those that were done before included.

    Raises:
        AutograderError: an assignment can't be built, or an example is not known.
    """
    if not (request.again or request.confirm):
        subjects = subjects_of(course, request.assignments, request.examples)
        require_known(request.examples, [one.example for one in subjects])
        return [Repetition(one, n) for n in range(1, request.runs + 1) for one in subjects]
    ran = {name: results.examples(name) for name in request.assignments}
    unknown = sorted(set(request.examples or []).difference(*ran.values()))
    if unknown:
        raise AutograderError(
            f"Nothing of {', '.join(unknown)} was run before.",
            "Without --again and --confirm, it is run.",
        )
    found = []
    for name, before in ran.items():
        examples = [one for one in before if one in (request.examples or [one])]
        for one in subjects_of(course, [name], examples):
            numbers = results.numbers(name, one.example.name)
            found += [Repetition(one, n) for n in numbers[: 1 if request.confirm else None]]
    return sorted(found, key=lambda one: one.number)
