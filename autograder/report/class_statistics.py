"""What a class did in one assignment, counted from its record lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles

from autograder.record.lines import GradeLine, Notice, SubmissionLine
from autograder.report.hand_grading import HandGrading
from autograder.report.tests_of_class import TestSummary, summaries_of_tests
from autograder.report.unsafe_runs import ran_unsafe

BINS = 10
# Problems that end a run early, or keep it from being whole.
LIMIT_CODES = ("cell_timeout", "limit_exceeded", "kernel_died")


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

    `scored` counts the submissions that are not rejected: mean, median, quartiles and the
    distribution are theirs. `flagged` counts those with flags; `unsafe` are the students whose
    code ran without a sandbox; `limited` the submissions that hit a limit, and `slow_tests` the
    tests that took too long with how often. `answers` counts written answers, `waiting_cells`
    those without points yet.
    """

    submissions: int
    scored: int
    machine_max: float
    mean_score: float | None
    median_score: float | None
    quartiles: tuple[float, float] | None
    bins: list[Bin]
    tests: list[TestSummary]
    flags: list[FlagGroup]
    flagged: int
    unsafe: list[str]
    attention: list[SubmissionLine]
    limited: list[SubmissionLine]
    slow_tests: list[tuple[str, int]]
    answers: int
    waiting_cells: int
    waiting_students: list[str]
    seconds: list[float]
    median_seconds: float
    longest: SubmissionLine | None
    total_seconds: float
    from_cache: int

    @property
    def attention_count(self) -> int:
        """How many submissions need attention or are rejected."""
        return len(self.attention)

    @property
    def graded_answers(self) -> int:
        """How many written answers have points."""
        return max(0, self.answers - self.waiting_cells)

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
    waiting_for = Counter(cell for entry in hand.values() for cell in entry.waiting_cells)
    tests = summaries_of_tests(grades, waiting_for)
    machine_max = sum(test.max_points for test in tests if not test.by_hand)
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
        quartiles=_quartiles(scores),
        bins=_bins(scores, machine_max),
        tests=tests,
        flags=_flag_groups(submissions),
        flagged=sum(bool(line.flags) for line in submissions),
        unsafe=sorted(line.student for line in submissions if ran_unsafe(line.sandbox)),
        attention=_attention(submissions),
        limited=[line for line in submissions if hit_limits(line)],
        slow_tests=[
            (test.title, test.outcomes["timeout"]) for test in tests if "timeout" in test.outcomes
        ],
        answers=sum(line.outcome == "manual" for line in grades),
        waiting_cells=sum(entry.waiting for entry in hand.values()),
        waiting_students=waiting,
        seconds=times,
        median_seconds=median(times) if times else 0.0,
        longest=max(submissions, key=_seconds, default=None),
        total_seconds=sum(times),
        from_cache=sum(line.from_cache for line in submissions),
    )


def hit_limits(line: SubmissionLine) -> list[Notice]:
    """The problems of a submission that tell of a limit."""
    return [problem for problem in line.problems if problem.code in LIMIT_CODES]


def _quartiles(scores: Sequence[float]) -> tuple[float, float] | None:
    if len(scores) < 2:
        return None
    low, _, high = quantiles(scores, n=4, method="inclusive")
    return low, high


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
