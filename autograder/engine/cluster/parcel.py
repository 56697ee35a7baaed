"""What travels to a worker: how a class is run, and what one assignment is graded by."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat

from autograder.course.borderline import Borderline
from autograder.course.layout import Course
from autograder.course.settings import Limits
from autograder.data.holdout import read_secret
from autograder.engine.class_request import ClassRequest
from autograder.engine.fingerprints import digits_digest, environment_parts
from autograder.engine.plan import RUN_SEED, AssignmentPlan
from autograder.errors import ClusterError
from autograder.run.released_files import released_files


@dataclass(frozen=True)
class RunOrder:
    """How the submissions of one class run are graded, wherever.

    Attributes:
        environment: name -> version, of all that a result depends on.
        secret: of the hold-out, in hexadecimal.
        holdout_size: number of hold-out digits.
        digits_digest: digest of all that the digits are made of.
        limits: limits of one graded submission.
        seed: start of all random numbers.
        device: "cpu" or "gpu".
        sandbox: a level of confinement, or "auto" for the best that works on a worker.
        unsafe: whether to grade without confinement when none works.
        cold: whether every kernel and judge is a new process.
        borderline: when chance is given another chance.
    """

    environment: Mapping[str, str]
    secret: str
    holdout_size: int
    digits_digest: str
    limits: Limits
    seed: int
    device: str
    sandbox: str
    unsafe: bool
    cold: bool
    borderline: Borderline

    def as_bytes(self) -> bytes:
        """The order as JSON; equal orders give equal bytes."""
        return _as_bytes(asdict(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> RunOrder:
        """The inverse of `as_bytes`."""
        values = json.loads(data)
        borderline = Borderline(**values["borderline"])
        return cls(**{**values, "limits": Limits(**values["limits"]), "borderline": borderline})


def run_order(course: Course, request: ClassRequest, device: str) -> RunOrder:
    """The order of a class run.

    Raises:
        DataError: the hold-out secret can't be read.
    """
    settings = course.settings
    secret = read_secret(course.private)  # made here, if need be, before the digest is taken
    return RunOrder(
        environment=environment_parts(),
        secret=secret.hex(),
        holdout_size=settings.holdout_size,
        digits_digest=digits_digest(course),
        limits=settings.limits,
        seed=RUN_SEED,
        device=device,
        sandbox=request.sandbox,
        unsafe=request.unsafe,
        cold=request.cold,
        borderline=settings.borderline,
    )


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """In what another machine's environment differs from the coordinator's, a phrase each."""
    return [
        f"{name} is {found.get(name, 'missing')} there, {expected.get(name, 'missing')} here"
        for name in {**expected, **found}
        if expected.get(name) != found.get(name)
    ]


def pack_assignment(plan: AssignmentPlan) -> bytes:
    """An assignment, hidden tests and students' files included, as JSON."""
    files = {
        path.relative_to(plan.folder).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in released_files(plan.folder)
    }
    return _as_bytes({"plan": plan.as_json(), "files": files})


def unpack_assignment(data: bytes, folder: Path) -> AssignmentPlan:
    """The assignment that `pack_assignment` packed.

    Args:
        data: what `pack_assignment` returned.
        folder: for the notebook and the students' files; made here.

    Raises:
        ClusterError: a file would lie outside.
    """
    values: dict[str, Any] = json.loads(data)
    plan = AssignmentPlan.from_json(values["plan"], folder)
    folder.mkdir(parents=True)
    nbformat.write(plan.released, folder / f"{plan.assignment.name}.ipynb")
    for name, content in values["files"].items():
        path = folder / name
        if ".." in path.parts or not path.is_relative_to(folder):
            raise ClusterError(f"{name!r} is no name of a file that students get.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
    return plan


def _as_bytes(values: Any) -> bytes:
    return json.dumps(values, sort_keys=True, ensure_ascii=True).encode("ascii")
