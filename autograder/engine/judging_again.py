"""Judges a kept run again where only a few tests have changed: these, and what they need.

The results are those that judging all tests again would give. Where that is not certain, all
tests are judged again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.engine.kept_verdicts import KeptVerdicts, Verdict, relations, test_keys
from autograder.engine.transcript import Answers, RequestLog
from autograder.judge.dependence import to_run
from autograder.judge.footprint import Footprint
from autograder.judge.listener import Listener
from autograder.judge.results import Case, TestResult

# Results that say something of the moment: none of the case is kept.
_NOT_KEPT = {"timeout", "not_run"}
_NEVER = ""  # the key of a test that is judged every time: it broke, perhaps for want of memory
_KERAS = re.compile(r"\b(keras|tensorflow|tf)\b")


class Observed(Listener):
    """Takes note of what a case's tests have to do with each other.

    Args:
        log: of the calls that they make.
        before: what is known of tests that may be left out.

    Attributes:
        footprints: test id -> what it took in and left.
        whole: whether one process ran them all.
    """

    def __init__(self, log: RequestLog, before: Sequence[Verdict] = ()) -> None:
        self.log = log
        self.footprints: dict[str, Footprint] = {}
        self.whole = True
        self._requests = {verdict.result.test: verdict.requests for verdict in before}

    def started(self, test: str) -> None:
        """See `Listener`."""
        self.log.begin(test)

    def left_out(self, test: str) -> None:
        """See `Listener`."""
        self.log.pass_over(self._requests[test])

    def footprint(self, footprint: Footprint) -> None:
        """See `Listener`."""
        self.footprints[footprint.test] = footprint

    def measuring(self) -> None:
        """See `Listener`."""
        self.log.begin("")

    def stopped(self) -> None:
        """See `Listener`."""
        self.whole = False

    def verdicts(
        self, results: Sequence[TestResult], keys: Mapping[str, str]
    ) -> tuple[Verdict, ...] | None:
        """What may be kept of these results; None when one of them may not be.

        Args:
            results: of tests that ran.
            keys: `test_keys` of their case.
        """
        if not self.whole:
            return None
        found = []
        for result in results:
            left = self.footprints.get(result.test)
            if left is None or left.doubt or result.outcome in _NOT_KEPT:
                return None
            requests = tuple(self.log.made_for.get(result.test, ()))
            key = _NEVER if result.outcome == "error" else keys[result.test]
            found.append(Verdict(key, result, left, requests))
        return tuple(found)


@dataclass(frozen=True)
class Again:
    """What is left to do of a case that was judged before.

    Attributes:
        case: the case as it is now.
        kept: what came of it then.
        keys: `test_keys` of the case.
        unknown: ids of the tests whose results are not known.
        running: these, and the tests that they need.
    """

    case: Case
    kept: KeptVerdicts
    keys: dict[str, str]
    unknown: frozenset[str]
    running: frozenset[str]

    @property
    def likely_needs_keras(self) -> bool:
        """Whether tests that are to run seem to need Keras; the judge will find out."""
        return any(
            verdict.footprint.models or verdict.footprint.readings or _KERAS.search(test.source)
            for verdict, test in zip(self.kept.tests, self.case.tests, strict=True)
            if test.ident in self.running
        )

    def known(self) -> list[TestResult]:
        """The results, where nothing has to be run; with today's titles and points."""
        return [
            verdict.result.of(test)
            for verdict, test in zip(self.kept.tests, self.case.tests, strict=True)
        ]

    def merged(
        self, results: Sequence[TestResult], observed: Observed, answers: Answers
    ) -> tuple[list[TestResult], KeptVerdicts] | None:
        """All results, and what to keep of them; None when there is a doubt.

        Args:
            results: of the tests in `running`.
            observed: what was noted of them.
            answers: what the student's functions answered.
        """
        made = observed.verdicts(results, self.keys)
        if made is None or {verdict.result.test for verdict in made} != self.running:
            return None
        new = {verdict.result.test: verdict for verdict in made}
        before = {verdict.result.test: verdict for verdict in self.kept.tests}
        for test, verdict in new.items():
            if not _leaves_the_same(before[test].footprint, verdict.footprint):
                return None
            if test not in self.unknown and not _same(before[test].result, verdict.result):
                return None
        if self._asks_otherwise(before, new, answers):
            return None
        tests = tuple(
            new[ident] if ident in self.unknown else verdict for ident, verdict in before.items()
        )
        kept = replace(self.kept, tests=tests)
        return replace(self, kept=kept).known(), kept

    def _asks_otherwise(
        self, before: Mapping[str, Verdict], new: Mapping[str, Verdict], answers: Answers
    ) -> bool:
        """Whether a call that comes later, and is not made again, would be answered otherwise."""
        later = set(self.kept.requests)
        for test, then in reversed(list(before.items())):
            if test not in new:
                later |= set(then.requests)
                continue
            more = Counter(new[test].requests)
            fewer = Counter(then.requests)
            more, fewer = more - fewer, fewer - more
            if later & set(more) or not all(map(answers.are_alike, later & set(fewer))):
                return True
        return False


def again(case: Case, kept: KeptVerdicts | None, digest: str) -> Again | None:
    """What is left to do of a case; None when all tests have to be judged.

    Args:
        case: as it is now.
        kept: what came of it before; None: nothing is known.
        digest: `case_digest` of the case.
    """
    if kept is None or kept.case != digest:
        return None
    if [verdict.result.test for verdict in kept.tests] != [test.ident for test in case.tests]:
        return None
    keys = test_keys(case)
    changed = [
        verdict.result.test
        for verdict in kept.tests
        if verdict.key != keys[verdict.result.test]
        or any(
            case.thresholds.get(name) != value
            for name, value in verdict.footprint.thresholds.items()
        )
    ]
    if not changed:
        return Again(case, kept, keys, frozenset(), frozenset())
    needed = relations(case.tests)
    return None if isinstance(needed, str) else Again(case, kept, keys, *to_run(needed, changed))


def _leaves_the_same(before: Footprint, now: Footprint) -> bool:
    """Whether pages and flags, which are about all tests together, stay as they are."""
    return before.models == now.models and before.readings == now.readings


def _same(before: TestResult, now: TestResult) -> bool:
    """Whether a test that has not changed ended as it did before."""
    return (before.outcome, before.fraction, before.message, before.parts) == (
        now.outcome,
        now.fraction,
        now.message,
        now.parts,
    )
