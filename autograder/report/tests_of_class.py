"""What a class did in one test: how many passed, what failed, and whom the test tells apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation, mean

from autograder.record.lines import GradeLine

SEPARATION_NEEDS = 10  # submissions; with fewer, a correlation says nothing
# The share in which two groups differ most reliably (Kelley, J. Educ. Psychol. 30, 1939).
OUTER_SHARE = 0.27
# Ebel, Measuring Educational Achievement (1965): how good a difference of these groups is.
EBEL = ((0.4, "very well"), (0.3, "well"), (0.2, "somewhat"), (-0.1, "hardly"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class MessageGroup:
    """A failure message and the students who got it; `varies` says that numbers in it differ."""

    message: str
    varies: bool
    students: list[str]


@dataclass(frozen=True)
class Separation:
    """How well a test tells strong submissions from weak ones.

    Attributes:
        index: correlation, -1 to 1, of the test's points with those of all other tests
            (point-biserial where the test gives all or nothing).
        strong_rate: pass rate in the upper 27 % by the other tests' points.
        weak_rate: the same for the lower 27 %.
    """

    index: float
    strong_rate: float
    weak_rate: float

    @property
    def words(self) -> str:
        """How well, by the difference of the two pass rates."""
        difference = self.strong_rate - self.weak_rate
        if difference < EBEL[-1][0]:  # nearer to zero, it may be chance
            return "the wrong way round, look at the test"
        return next(words for bound, words in EBEL if difference >= bound)


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
        waiting: how many submissions wait for a person's points for it.
        groups: failure messages, the most frequent first.
        separation: None where too few submissions, or no differences, make one.
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
    waiting: int
    groups: list[MessageGroup]
    separation: Separation | None

    @property
    def anchor(self) -> str:
        """An id for the page; ids of tests are words of letters, digits and hyphens."""
        return "test-" + re.sub(r"[^A-Za-z0-9_-]", "-", self.test)


def summaries_of_tests(
    grades: Sequence[GradeLine], waiting: Mapping[str, int]
) -> list[TestSummary]:
    """A summary of each test, in the order of the notebook.

    Args:
        grades: all grade lines of an assignment.
        waiting: id of a written answer -> submissions that wait for its points.
    """
    tests: dict[str, list[GradeLine]] = {}
    totals: dict[str, float] = defaultdict(float)
    for line in grades:
        tests.setdefault(line.test, []).append(line)
        totals[line.student] += line.points
    return [_summary(test, lines, totals, waiting) for test, lines in tests.items()]


def separation(lines: Sequence[GradeLine], totals: Mapping[str, float]) -> Separation | None:
    """How well one test separates; `totals` are all machine points by student."""
    if len(lines) < SEPARATION_NEEDS:
        return None
    rest = [totals[line.student] - line.points for line in lines]
    try:
        index = correlation([line.points for line in lines], rest)
    except StatisticsError:  # all the same
        return None
    ranked = [line for _, line in sorted(zip(rest, lines, strict=True), key=_by_rest)]
    outer = max(1, round(OUTER_SHARE * len(ranked)))
    return Separation(index, _pass_rate(ranked[-outer:]), _pass_rate(ranked[:outer]))


def _by_rest(pair: tuple[float, GradeLine]) -> tuple[float, str]:
    return pair[0], pair[1].student


def _summary(
    test: str, lines: Sequence[GradeLine], totals: Mapping[str, float], waiting: Mapping[str, int]
) -> TestSummary:
    by_hand = lines[0].outcome == "manual"
    return TestSummary(
        test=test,
        title=lines[0].title,
        max_points=lines[0].max_points,
        outcomes=dict(Counter(line.outcome for line in lines).most_common()),
        submissions=len(lines),
        pass_rate=_pass_rate(lines),
        mean_points=mean(line.points for line in lines),
        by_hand=by_hand,
        waiting=waiting.get(test, 0),
        groups=_message_groups(lines),
        separation=None if by_hand else separation(lines, totals),
    )


def _pass_rate(lines: Sequence[GradeLine]) -> float:
    return mean(line.outcome == "passed" for line in lines)


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
