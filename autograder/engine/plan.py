"""What a grading run needs to know, gathered and checked before the first submission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from autograder.authoring.earlier_releases import Fingerprints, earlier_releases
from autograder.checks.context import read_thresholds
from autograder.course.assignment import Assignment, SourceCell
from autograder.course.borderline import NEVER, Borderline
from autograder.course.layout import Course
from autograder.data.graded_digits import GradedDigits, prepare_graded_digits
from autograder.engine.device import choose_device
from autograder.engine.fingerprints import digits_digest
from autograder.errors import SourceError
from autograder.judge.results import TestCell
from autograder.run.environment import RunSettings
from autograder.run.kernel_sockets import require_short_paths
from autograder.run.local_paths import variants
from autograder.run.warm_start import WarmStarts
from autograder.sandbox.box import Sandbox

# Every submission starts from the same random state; a seed that a student sets still wins.
RUN_SEED = 20_260_301


@dataclass(frozen=True)
class AssignmentPlan:
    """One assignment, ready to grade.

    Attributes:
        assignment: as read from its source.
        released: the student notebook that submissions are laid over.
        tests: its tests, hidden parts included.
        thresholds: name -> value.
        folder: holds, besides the student notebook, the files that students get with it.
        earlier: the releases before this one, oldest first: a student may have worked on one.
    """

    assignment: Assignment
    released: nbformat.NotebookNode
    tests: tuple[TestCell, ...]
    thresholds: dict[str, float]
    folder: Path
    earlier: tuple[Fingerprints, ...] = ()

    @property
    def originals(self) -> dict[str, str]:
        """Solution cell id -> source as released."""
        return {cell.ident: cell.released for cell in self.assignment.of_kind("solution")}

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON values, but for the files in `folder`."""
        return {
            "assignment": asdict(self.assignment),
            "released": self.released,
            "tests": [asdict(test) for test in self.tests],
            "thresholds": self.thresholds,
            "earlier": self.earlier,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any], folder: Path) -> AssignmentPlan:
        """The inverse of `as_json`; `folder` is where the files are now."""
        described = values["assignment"]
        cells = tuple(SourceCell(**cell) for cell in described["cells"])
        return cls(
            assignment=Assignment(**{**described, "cells": cells}),
            released=nbformat.from_dict(values["released"]),
            tests=tuple(TestCell(**test) for test in values["tests"]),
            thresholds=values["thresholds"],
            folder=folder,
            earlier=tuple(values["earlier"]),
        )


@dataclass(frozen=True)
class GradingPlan:
    """All that the grading of submissions depends on, besides the submissions.

    Attributes:
        assignments: name -> plan.
        digits: the digits of graded runs.
        digits_digest: digest of all that these digits are made of.
        sandbox: what confines student kernels and the judge.
        run: how notebooks are run; each assignment has its own `released`.
        remarks: what the instructor should know, for example that there is no GPU.
        warm: starts student kernels and judges warm; None for cold starts.
        borderline: when chance is given another chance.
        trainings: assignment -> folder of trainings that need not be done again, or None.
    """

    assignments: dict[str, AssignmentPlan]
    digits: GradedDigits
    digits_digest: str
    sandbox: Sandbox
    run: RunSettings
    remarks: tuple[str, ...]
    warm: WarmStarts | None = None
    borderline: Borderline = NEVER
    trainings: Callable[[str], Path | None] | None = None

    def numbered(self, number: int) -> GradingPlan:
        """The same for another run of the same submissions: it starts from another seed.

        Args:
            number: of the run, 0 for the first.
        """
        return replace(self, run=self.run.numbered(number))

    def run_settings(self, assignment: str) -> RunSettings:
        """How notebooks of one assignment are run; starts the warm process if need be."""
        zygote = self.warm.address() if self.warm is not None else None
        known = self.trainings(assignment) if self.trainings is not None else None
        settings = self.settings_of(assignment)
        return replace(settings, zygote=zygote, known_trainings=known)

    def settings_of(self, assignment: str) -> RunSettings:
        """The same, as far as it has a say in what a run gives."""
        return replace(self.run, released=self.assignments[assignment].folder)


def make_plan(
    course: Course, names: list[str], device: str, scratch: Path, sandbox: Sandbox
) -> GradingPlan:
    """Build the named assignments and prepare data and settings.

    Raises:
        UnknownAssignmentError, SourceError, ReleaseError: an assignment can't be built.
        DataError: the digits are missing or damaged.
        SandboxError: the path of the scratch folder is too long.
    """
    settings = course.settings
    chosen, remarks = choose_device(device)
    plans = {name: plan_assignment(course, name) for name in names}
    digits = prepare_graded_digits(course.source_data, course.private, settings.holdout_size)
    scratch.chmod(0o711)  # confined processes may belong to other users
    hidden = (*variants(scratch, "scratch"), *variants(course.root, "course"))
    run = RunSettings(
        digits.students, settings.limits, RUN_SEED, chosen, scratch, sandbox.name, hidden=hidden
    )
    require_short_paths(run)
    return GradingPlan(
        plans,
        digits,
        digits_digest(course),
        sandbox,
        run,
        remarks,
        borderline=settings.borderline,
    )


def plan_assignment(course: Course, name: str) -> AssignmentPlan:
    """Build an assignment, if it has changed, and read what grading needs of it.

    Raises:
        UnknownAssignmentError, SourceError, ReleaseError: it can't be built.
    """
    # With nbgrader, which takes a second: a cluster's workers, who build nothing, go without.
    from autograder.engine.built import build_if_changed

    assignment = build_if_changed(course, name)
    released = nbformat.read(course.student_notebook(name), as_version=4)
    path = course.thresholds(name)
    try:
        thresholds = read_thresholds(path) if path.exists() else {}
    except (KeyError, ValueError) as error:
        raise SourceError(path, str(error.args[0])) from error
    tests = tuple(
        TestCell(
            ident=cell.ident,
            title=cell.title,
            points=cell.points,
            source=cell.source,
            seconds=cell.seconds or course.settings.limits.test_seconds,
        )
        for cell in assignment.of_kind("test")
    )
    folder = course.student_notebook(name).parent
    earlier = tuple(earlier_releases(course, name))
    return AssignmentPlan(assignment, released, tests, thresholds, folder, earlier)
