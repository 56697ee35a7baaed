"""What a class did in one assignment, counted from its record lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from autograder.record.lines import GradeLine, SubmissionLine
from autograder.report.hand_grading import HandGrading
from autograder.report.unsafe_runs import ran_unsafe

BINS = 10
SEPARATION_NEEDS = 9  # submissions; with fewer, thirds of the class say nothing
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class MessageGroup:
    """A failure message and the students who got it; `varies` says that numbers in it differ."""

    message: str
    varies: bool
    students: list[str]


@dataclass(frozen=True)
class TestSummary:
    """One test or written answer over the class.

    Attributes:
        test: id of the test.
        title: the property that it looks for.
        max_points: points possible.
        outcomes: number of submissions by outcome, the most frequent first.
        submissions: number of submissions that it was asked of.
        pass_rate: share that passed, 0 to 1.
        mean_points: over all submissions.
        by_hand: whether people grade it.
        groups: failure messages, the most frequent first.
        strong_rate: pass rate in the upper third by the other tests' points, or None.
        weak_rate: the same for the lower third.
    """

    __test__ = False  # not a test of ours, whatever pytest may think

    test: str
    title: str
    max_points: float
    outcomes: dict[str, int]
    submissions: int
    pass_rate: float
    mean_points: float
    by_hand: bool
    groups: list[MessageGroup]
    strong_rate: float | None
    weak_rate: float | None


@dataclass(frozen=True)
class FlagGroup:
    """All flags of one code: what they say, and of whom; the same words stand once."""

    code: str
    entries: list[tuple[str, list[str]]]

    @property
    def title(self) -> str:
        """The code as words."""
        return self.code.replace("_", " ").capitalize()

    @property
    def submissions(self) -> int:
        """How many submissions have such a flag."""
        return len({student for _, students in self.entries for student in students})


@dataclass(frozen=True)
class Bin:
    """Submissions whose share of the machine's points lies between two per cents."""

    low: int
    high: int
    count: int


@dataclass(frozen=True)
class ClassStatistics:
    """One assignment over the class. Times are seconds; points are the machine's.

    `scored` counts the submissions that are not rejected: mean, median and the distribution
    are theirs. `flagged` counts those with flags; `unsafe` are the students whose code ran
    without a sandbox.
    """

    submissions: int
    scored: int
    machine_max: float
    mean_score: float | None
    median_score: float | None
    bins: list[Bin]
    tests: list[TestSummary]
    flags: list[FlagGroup]
    flagged: int
    unsafe: list[str]
    attention: list[SubmissionLine]
    waiting_cells: int
    waiting_students: list[str]
    median_seconds: float
    longest: SubmissionLine | None
    total_seconds: float
    from_cache: int

    @property
    def attention_count(self) -> int:
        """How many submissions need attention or are rejected."""
        return len(self.attention)

    @property
    def largest_bin(self) -> int:
        """The count of the fullest bin, at least 1."""
        return max([1, *(entry.count for entry in self.bins)])


def class_statistics(
    submissions: Sequence[SubmissionLine],
    grades: Sequence[GradeLine],
    hand: Mapping[str, HandGrading],
) -> ClassStatistics:
    """Statistics of one assignment; `hand` is by student and may be empty."""
    tests = _by_test(grades)
    machine_max = sum(
        lines[0].max_points for lines in tests.values() if lines[0].outcome != "manual"
    )
    scored = [line for line in submissions if line.status != "rejected"]
    scores = [line.score for line in scored]
    times = [_seconds(line) for line in submissions]
    waiting = sorted(student for student, entry in hand.items() if entry.waiting)
    return ClassStatistics(
        submissions=len(submissions),
        scored=len(scored),
        machine_max=machine_max,
        mean_score=mean(scores) if scores else None,
        median_score=median(scores) if scores else None,
        bins=_bins(scores, machine_max),
        tests=[_test_summary(test, lines, grades) for test, lines in tests.items()],
        flags=_flag_groups(submissions),
        flagged=sum(bool(line.flags) for line in submissions),
        unsafe=sorted(line.student for line in submissions if ran_unsafe(line.sandbox)),
        attention=_attention(submissions),
        waiting_cells=sum(entry.waiting for entry in hand.values()),
        waiting_students=waiting,
        median_seconds=median(times) if times else 0.0,
        longest=max(submissions, key=_seconds, default=None),
        total_seconds=sum(times),
        from_cache=sum(line.from_cache for line in submissions),
    )


def _by_test(grades: Sequence[GradeLine]) -> dict[str, list[GradeLine]]:
    tests: dict[str, list[GradeLine]] = {}
    for line in grades:
        tests.setdefault(line.test, []).append(line)
    return tests


def _test_summary(
    test: str, lines: Sequence[GradeLine], grades: Sequence[GradeLine]
) -> TestSummary:
    strong, weak = _thirds(test, lines, grades)
    return TestSummary(
        test=test,
        title=lines[0].title,
        max_points=lines[0].max_points,
        outcomes=dict(Counter(line.outcome for line in lines).most_common()),
        submissions=len(lines),
        pass_rate=_pass_rate(lines),
        mean_points=mean(line.points for line in lines),
        by_hand=lines[0].outcome == "manual",
        groups=_message_groups(lines),
        strong_rate=strong,
        weak_rate=weak,
    )


def _pass_rate(lines: Sequence[GradeLine]) -> float:
    return mean(line.outcome == "passed" for line in lines)


def _thirds(
    test: str, lines: Sequence[GradeLine], grades: Sequence[GradeLine]
) -> tuple[float | None, float | None]:
    """Pass rates of the upper and the lower third, ranked by the points of all other tests."""
    if len(lines) < SEPARATION_NEEDS:
        return None, None
    others: dict[str, float] = defaultdict(float)
    for line in grades:
        if line.test != test:
            others[line.student] += line.points
    if len(set(others.values())) < 2:
        return None, None
    ranked = sorted(lines, key=lambda line: (others[line.student], line.student))
    third = len(ranked) // 3
    return _pass_rate(ranked[-third:]), _pass_rate(ranked[:third])


def _message_groups(lines: Sequence[GradeLine]) -> list[MessageGroup]:
    """Messages that differ only in their numbers tell of the same misconception."""
    found: dict[str, list[GradeLine]] = defaultdict(list)
    for line in lines:
        if line.outcome not in ("passed", "manual"):
            message = " ".join(line.message.split()) or "(no message)"
            found[_NUMBER.sub("#", message)].append(line)
    groups = [_message_group(group) for group in found.values()]
    return sorted(groups, key=lambda group: (-len(group.students), group.message))


def _message_group(lines: Sequence[GradeLine]) -> MessageGroup:
    messages = Counter(" ".join(line.message.split()) or "(no message)" for line in lines)
    return MessageGroup(
        message=messages.most_common(1)[0][0],
        varies=len(messages) > 1,
        students=sorted(line.student for line in lines),
    )


def _flag_groups(submissions: Sequence[SubmissionLine]) -> list[FlagGroup]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in submissions:
        for flag in line.flags:
            found[flag.code][flag.message].add(line.student)
    groups = [
        FlagGroup(code, sorted((text, sorted(who)) for text, who in messages.items()))
        for code, messages in found.items()
    ]
    return sorted(groups, key=lambda group: (-group.submissions, group.code))


def _attention(submissions: Sequence[SubmissionLine]) -> list[SubmissionLine]:
    waiting = [line for line in submissions if line.status != "graded"]
    return sorted(waiting, key=lambda line: (line.status == "rejected", line.student))


def _bins(scores: Sequence[float], machine_max: float) -> list[Bin]:
    counts = [0] * BINS
    for score in scores if machine_max > 0 else ():
        # Full marks belong to the last bin; the small term undoes rounding in sums of points.
        counts[min(BINS - 1, int(score / machine_max * BINS + 1e-9))] += 1
    width = 100 // BINS
    return [Bin(i * width, (i + 1) * width, count) for i, count in enumerate(counts)]


def _seconds(line: SubmissionLine) -> float:
    return line.seconds_run + line.seconds_judge
