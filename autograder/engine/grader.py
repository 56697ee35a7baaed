"""What one thread grades with: a run worker, a judge, and a desk between them."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import IO

from autograder.engine.plan import GradingPlan
from autograder.judge.process import LIGHT, MODULE, JudgeProcess, judge_environment
from autograder.run.session import RunProcess
from autograder.sandbox.box import PRIVATE, Box, BoxLimits, Confined
from autograder.zygote.warm_or_cold import WarmOrCold

JUDGE_LIMITS = BoxLimits(
    memory_mb=6144,
    private_mb=256,
    cpu_seconds=10_000_000,  # one judge may serve a whole class; each test has its own limit
)


class Grader:
    """Grades one submission after another. Use as a context manager, or call `close`.

    Attributes:
        run: runs notebooks.
        judge: judges what they left.
        light: a judge that has not imported TensorFlow, for tests that do without.
        too_heavy: sets of tests that turned out to need the other one.
        closed: whether it was closed, and nothing more should be started.
    """

    def __init__(self, plan: GradingPlan) -> None:
        self.plan = plan
        self.closed = False
        self.run = RunProcess()
        self.judge = JudgeProcess(self._start_judge)
        self.light = JudgeProcess(self._start_light_judge)
        self.too_heavy: set[frozenset[str]] = set()
        self._desk = Path(tempfile.mkdtemp(prefix="desk-", dir=plan.run.scratch))

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def evidence_folder(self) -> Iterator[Path]:
        """A folder, not made yet, that the runner writes to and the judge can read."""
        folder = self._desk / uuid.uuid4().hex
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End all processes; may be called from any thread."""
        self.closed = True
        self.run.close()
        self.judge.close()
        self.light.close()

    def _start_judge(self, log: IO[str]) -> Confined:
        warm = self.plan.warm
        sandbox = self.plan.sandbox if warm is None else warm.sandbox()
        confined = sandbox.start(self._box(), stdin=PIPE, stdout=PIPE, stderr=log)
        if warm is not None and isinstance(sandbox, WarmOrCold):
            warm.tell(sandbox.cold_because)
        confined.go()
        return confined

    def _start_light_judge(self, log: IO[str]) -> Confined:
        """Cold: for tests that need no TensorFlow, no warm process has to be started."""
        confined = self.plan.sandbox.start(self._box(LIGHT), stdin=PIPE, stdout=PIPE, stderr=log)
        confined.go()
        return confined

    def _box(self, *arguments: str) -> Box:
        digits = self.plan.digits
        return Box(
            module=MODULE,
            arguments=arguments,
            environment=judge_environment(PRIVATE),
            scratch=self.plan.run.scratch,
            read_only=(digits.judge, digits.students),
            writable=(self._desk,),
            limits=JUDGE_LIMITS,
        )
