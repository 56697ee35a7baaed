"""Has a submission judged: after a run of its notebook, or over a run that was kept."""

from __future__ import annotations

import copy
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import nbformat

from autograder.checks.public_test_knowledge import AccuracyPair
from autograder.engine.fingerprints import run_environment, run_key
from autograder.engine.grader import Grader
from autograder.engine.judging_again import Again, Observed, again
from autograder.engine.kept_run import answers_of, evidence_digest, pack, run_digest, unpack
from autograder.engine.kept_runs import Runs
from autograder.engine.kept_verdicts import KeptVerdicts, case_digest, test_keys
from autograder.engine.plan import AssignmentPlan, GradingPlan
from autograder.engine.transcript import (
    Answers,
    NotAnswered,
    RequestLog,
    recording,
    replaying,
)
from autograder.intake.submission import Submission
from autograder.judge.calls import Answer
from autograder.judge.measured import MeasuredModel
from autograder.judge.process import JudgeProcess
from autograder.judge.results import BlindReading, Case, TestResult
from autograder.notebook_code.cell_code import without_indent
from autograder.run.execution import Execution
from autograder.run.local_paths import known_local_paths, text_without_local_paths
from autograder.run.session import run_submission

# A process that ended by itself may have been killed by the system, for want of memory.
_NOT_KEPT = {"kernel_died"}


@dataclass(frozen=True)
class Judged:
    """A run and what the judge made of it.

    Attributes:
        execution: the run.
        results: one per test.
        pairs: how well models read hold-out and public test digits.
        blind: models that were measured without their layers being seen.
        models: what the pages show of models.
        seconds: wall time in the judge.
        evidence: digest of the evidence.
        from_cache: whether the run was one that had been kept.
        lost: whether the run worker or the judge ended unexpectedly.
    """

    execution: Execution
    results: tuple[TestResult, ...]
    pairs: tuple[AccuracyPair, ...]
    blind: tuple[BlindReading, ...]
    models: tuple[MeasuredModel, ...]
    seconds: float
    evidence: str
    from_cache: bool
    lost: bool


def judge_kept_run(
    plan: GradingPlan, submission: Submission, grader: Grader, store: Runs
) -> Judged | None:
    """Judge a submission over a run that was kept; None when it has to be run.

    Tests that were judged before, and are as they were, are not judged again.

    Raises:
        JudgeError: the judge failed.
    """
    key = _key(plan, submission)
    data = store.get(key)
    if data is None:
        return None
    with grader.evidence_folder() as folder:
        kept = unpack(data, copy.deepcopy(submission.notebook), folder)
        if kept is None:
            store.remove(key)
            return None
        case = make_case(plan, plan.assignments[submission.assignment], submission, kept.execution)
        judging = _Judging(plan, grader, case, kept.execution, kept.evidence)
        note, run = store.note(key), run_digest(data)
        left = again(case, KeptVerdicts.from_bytes(note, run) if note else None, judging.digest)
        if left is not None and not left.running:
            return judging.judged(left.known(), left.kept)
        answers = kept.lay_out()
        if answers is None:
            store.remove(key)
            return None
        try:
            judged = judging.some(left, answers) if left is not None else None
            if judged is None:
                log = RequestLog()
                judged = judging.all(replaying(folder, answers, log), log)
        except NotAnswered:  # a test has changed and asks what was never asked
            grader.judge.abandon()
            grader.light.abandon()
            return None
        if judging.verdicts is not None:
            store.put_note(key, judging.verdicts.as_bytes(run))
        return judged


def run_and_judge(
    plan: GradingPlan, submission: Submission, grader: Grader, store: Runs | None
) -> Judged:
    """Run a submission's notebook, judge it, and keep the run.

    Raises:
        SubmissionError: the student kernel did not start.
        JudgeError: the judge failed.
    """
    settings = plan.run_settings(submission.assignment)
    grader.judge.warm_up()
    with grader.evidence_folder() as folder:
        with run_submission(grader.run, submission, settings, folder) as session:
            execution = session.execution
            if plan.warm is not None:
                plan.warm.tell(execution.cold_because)
            evidence = evidence_digest(folder)
            case = make_case(plan, plan.assignments[submission.assignment], submission, execution)
            judging = _Judging(plan, grader, case, execution, evidence)
            answers, log = Answers(), RequestLog()
            answer = recording(folder, session.answer_call, answers, log)
            judged = judging.all(answer, log, ran=True)
            execution = session.execution  # a call may have ended the kernel
            judged = replace(judged, execution=execution)
        codes = {problem.code for problem in execution.problems}
        if store is not None and not judged.lost and not codes & _NOT_KEPT:
            key = _key(plan, submission)
            run = _keep(store, key, execution, answers, evidence)
            if judging.verdicts is not None:
                store.put_note(key, judging.verdicts.as_bytes(run))
    return judged


def _keep(store: Runs, key: str, execution: Execution, answers: Answers, evidence: str) -> str:
    """Keep a run, and with it what an equal run was asked before; its `run_digest`."""
    data = store.peek(key)
    before = answers_of(data, evidence) if data is not None else None
    if before is not None:
        answers.add_all(before)
    packed = pack(execution, answers, evidence)
    store.put(key, packed)
    return run_digest(packed)


class _Judging:
    """One case on its way through the judge.

    Attributes:
        digest: `case_digest`.
        verdicts: what may be kept of the last judging; None: nothing.
    """

    def __init__(
        self, plan: GradingPlan, grader: Grader, case: Case, execution: Execution, evidence: str
    ) -> None:
        self._plan, self._grader, self._case = plan, grader, case
        self._execution, self._evidence = execution, evidence
        self._started = time.monotonic()
        self._losses = grader.judge.losses
        self.digest = case_digest(case, evidence, plan.digits_digest)
        self.verdicts: KeptVerdicts | None = None

    def all(self, answer: Answer, log: RequestLog, *, ran: bool = False) -> Judged:
        """Judge all tests."""
        pairs: list[AccuracyPair] = []
        blind: list[BlindReading] = []
        models: list[MeasuredModel] = []
        observed = Observed(log)
        found = self._grader.judge.judge(self._case, answer, pairs, blind, models, observed)
        results = self._shown(found)
        tests = observed.verdicts(results, test_keys(self._case))
        requests = tuple(log.made_for.get("", ()))
        of_case = tuple(pairs), tuple(blind), tuple(models)
        kept = KeptVerdicts(self.digest, tests or (), requests, *of_case)
        judged = self.judged(results, kept, ran=ran)
        self.verdicts = kept if tests is not None and not judged.lost else None
        return judged

    def some(self, left: Again, answers: Answers) -> Judged | None:
        """Judge the tests whose results are not known; None when all have to be judged."""
        for judge in self._judges(left):
            log = RequestLog()
            observed = Observed(log, left.kept.tests)
            answer = replaying(self._execution.evidence, answers, log)
            found = judge.judge_some(self._case, left.running, answer, observed)
            merged = left.merged(self._shown(found), observed, answers)
            if merged is not None:
                results, self.verdicts = merged
                return self.judged(results, self.verdicts)
            if judge is self._grader.light:
                self._grader.too_heavy.add(left.running)
        return None

    def judged(
        self, results: Sequence[TestResult], found: KeptVerdicts, *, ran: bool = False
    ) -> Judged:
        """What came of the case."""
        grader = self._grader
        return Judged(
            execution=self._execution,
            results=tuple(results),
            pairs=found.pairs,
            blind=found.blind,
            models=found.models,
            seconds=round(time.monotonic() - self._started, 3),
            evidence=self._evidence,
            from_cache=not ran,
            lost=grader.judge.losses > self._losses or (ran and not grader.run.running),
        )

    def _judges(self, left: Again) -> Sequence[JudgeProcess]:
        """The judge to try, and perhaps another one after it."""
        grader = self._grader
        heavy = left.likely_needs_keras or left.running in grader.too_heavy
        return (grader.judge,) if heavy or grader.judge.running else (grader.light, grader.judge)

    def _shown(self, results: Sequence[TestResult]) -> list[TestResult]:
        return [_without_local_paths(self._plan, result) for result in results]


def make_case(
    plan: GradingPlan, assignment: AssignmentPlan, submission: Submission, execution: Execution
) -> Case:
    """Everything the judge needs to know about one executed submission."""
    executed: dict[str, list[str]] = {}
    idents: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    runs = {run.index: run for run in execution.cells}
    sources: list[str] = []
    ran: list[str] = []
    recent: list[str] = []
    for index, cell in enumerate(execution.notebook.cells):
        if cell.cell_type != "code":
            continue
        if _is_test(cell):
            test = cell.metadata.nbgrader.grade_id
            executed[test], idents[test] = list(sources), list(ran)
            errors[test] = " ".join(recent)
            recent = []
        elif index in runs:
            sources.append(without_indent(cell.source))
            run = runs[index]
            ran.append(run.ident)
            if run.error:
                name = f"'{run.ident}'" if run.ident else f"number {index + 1}"
                recent.append(f"(The cell {name} stopped: {run.error})")
    return Case(
        tests=assignment.tests,
        evidence=execution.evidence,
        positions=execution.positions,
        executed=executed,
        cell_errors=errors,
        holdout=plan.digits.judge,
        thresholds=assignment.thresholds,
        sources=submission.sources(),
        originals=assignment.originals,
        idents=idents,
        public=plan.digits.students,
    )


def _without_local_paths(plan: GradingPlan, result: TestResult) -> TestResult:
    """A result whose message, which may quote what a student's function raised, names no folder."""
    hidden = [*known_local_paths(), *plan.run.hidden]
    return replace(
        result,
        message=text_without_local_paths(result.message, hidden),
        parts=tuple(text_without_local_paths(part, hidden) for part in result.parts),
    )


def _is_test(cell: nbformat.NotebookNode) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _key(plan: GradingPlan, submission: Submission) -> str:
    settings = plan.settings_of(submission.assignment)
    return run_key(submission.notebook, settings, plan.digits_digest, run_environment())
