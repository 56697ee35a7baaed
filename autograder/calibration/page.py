"""Writes docs/calibration.md, its figures and the records of the runs that they are made of."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from autograder.atomic_file import replace_file
from autograder.calibration.class_of_runs import kept_results
from autograder.calibration.figure import margins_figure
from autograder.calibration.kept import CalibrationRun, KeptRuns
from autograder.calibration.page_text import CLOSING, INTRODUCTION
from autograder.calibration.subject import correct_examples, subject_of
from autograder.calibration.summary import Quantity, SubmissionSummary, summarize
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from autograder.engine.fingerprints import environment_parts
from autograder.engine.plan import plan_assignment

AIM = 0.001  # probability that correct work loses a point
ENOUGH = 10  # runs of each submission; with fewer, a tail that is not normal would not show


@dataclass(frozen=True)
class AssignmentSummary:
    """What the runs of one assignment say.

    Attributes:
        name: assignment name.
        submissions: the correct submissions that have runs, the reference first.
        earlier: names of those of which all runs are out of date: what they depended on has
            changed since. They say how it was before that.
        outdated: other runs that are out of date; nothing is said of them.
        examples: how many correct submissions are calibrated by default.
        confirmed: runs that were done before a change, and count because one that was repeated
            after it gave the same.
    """

    name: str
    submissions: tuple[SubmissionSummary, ...]
    earlier: frozenset[str]
    outdated: int
    examples: int
    confirmed: int = 0

    @property
    def complete(self) -> bool:
        """Whether all correct submissions have been run often enough to look normal or not."""
        often = sum(summary.runs >= ENOUGH for summary in self.submissions)
        return often == len(self.submissions) >= self.examples

    @property
    def worst(self) -> SubmissionSummary:
        """The submission with the highest bound; one with too few runs for a bound comes first."""
        return max(self.submissions, key=lambda one: 2.0 if one.highest is None else one.highest)


def write_page(course: Course) -> list[Path]:
    """Write the page, and figure and record of all assignments that have been calibrated.

    Returns:
        The files that were written.

    Raises:
        AutograderError: an assignment can't be built, or a file can't be written.
    """
    results = kept_results(course)
    found, written = [], []
    for name in course.settings.assignment_names:
        each = _runs_of(course, results, name)
        if each:
            every = [run for runs in each for run in (*runs.counting, *runs.outdated)]
            written.append(results.write_record(name, every))
        found.append(_summary(course, name, each))
    docs = course.root / "docs"
    for one in found:
        if any(summary.quantities for summary in one.submissions):
            path = docs / "images" / f"calibration-{one.name}.png"
            replace_file(path, margins_figure(one.submissions))
            written.append(path)
    page = docs / "calibration.md"
    replace_file(page, page_text(found).encode())
    return [page, *written]


def page_text(assignments: list[AssignmentSummary]) -> str:
    """The page, in Markdown."""
    measured = [one for one in assignments if one.submissions]
    parts = [INTRODUCTION.strip(), "", "## At a glance", "", *_overview(assignments), ""]
    if measured:
        days = [day for one in measured for summary in one.submissions for day in summary.days]
        versions = environment_parts()
        packages = ", ".join(
            f"{title} {versions[name]}"
            for name, title in (("tensorflow", "TensorFlow"), ("keras", "Keras"))
            if name in versions
        )
        parts += [f"Measured from {min(days)} to {max(days)} with {packages}, on the CPU.", ""]
    for one in measured:
        parts += _section(one)
    return "\n".join([*parts, CLOSING.strip(), ""])


@dataclass(frozen=True)
class _Runs:
    """The runs of a submission, at least one.

    Attributes:
        key: digest of all that its results depend on now.
        counting: those that depended on that, or on something as good.
        outdated: all others.
    """

    key: str
    counting: tuple[CalibrationRun, ...]
    outdated: tuple[CalibrationRun, ...]

    @property
    def shown(self) -> list[CalibrationRun]:
        """Those that count; where none does, those that were alike when the last was made."""
        if self.counting:
            return list(self.counting)
        newest = max(self.outdated, key=lambda run: (run.day, run.number)).key
        return [run for run in self.outdated if run.key == newest]


def _runs_of(course: Course, results: KeptRuns, name: str) -> list[_Runs]:
    """What is kept of each correct submission of an assignment, the reference first."""
    plan = plan_assignment(course, name)
    each = []
    for example in correct_examples(course, plan.assignment, results.examples(name)):
        key = subject_of(course, plan, example).key
        numbers = results.numbers(name, example.name)
        counting = {n: results.find(name, example.name, n, key) for n in numbers}
        others = [results.latest(name, example.name, n) for n in numbers if counting[n] is None]
        runs = _Runs(
            key,
            tuple(run for run in counting.values() if run is not None),
            tuple(run for run in others if run is not None),
        )
        if runs.counting or runs.outdated:
            each.append(runs)
    return each


def _summary(course: Course, name: str, each: list[_Runs]) -> AssignmentSummary:
    default = correct_examples(course, load_assignment(course, name), None)
    return AssignmentSummary(
        name,
        tuple(summarize(runs.shown) for runs in each),
        frozenset(runs.shown[0].example for runs in each if not runs.counting),
        sum(len(runs.outdated) for runs in each if runs.counting),
        len(default),
        sum(run.key != runs.key for runs in each for run in runs.counting),
    )


def _overview(assignments: list[AssignmentSummary]) -> list[str]:
    lines = [
        "| assignment | correct submissions | runs | lost a point | by count alone | by margin | "
        "95 % bound | aim of 0.1 % |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in assignments:
        if not one.submissions:
            lines.append(f"| {one.name} | 0 of {one.examples} | | | | | | not measured |")
            continue
        worst, runs = one.worst, sum(summary.runs for summary in one.submissions)
        spoiled = sum(summary.spoiled for summary in one.submissions)
        count = max(summary.failing_bound for summary in one.submissions)
        lines.append(
            f"| [{one.name}](#{one.name}) | {len(one.submissions)} of {one.examples} | {runs} | "
            f"{spoiled} | "
            f"below {percent(count)} | {percent(worst.estimate)} | {percent(worst.highest)} | "
            f"{verdict(one)} |"
        )
    return lines


def verdict(one: AssignmentSummary) -> str:
    """Whether an assignment reaches the aim, in words."""
    found = _reached(one)
    return f"before a change: {found}" if one.earlier else found


def _reached(one: AssignmentSummary) -> str:
    if any(summary.spoiled for summary in one.submissions):
        return "**missed**: correct work lost points"
    highest = [summary.highest for summary in one.submissions]
    if all(bound is not None and bound <= AIM for bound in highest):
        return "reached" if one.complete else "reached so far"
    estimates = [summary.estimate for summary in one.submissions]
    if any(estimate is not None and estimate > AIM for estimate in estimates):
        return "**missed** by margin"
    return "more runs needed"


def _section(one: AssignmentSummary) -> list[str]:
    runs = ", ".join(f"{summary.example} {summary.runs}" for summary in one.submissions)
    lines = [f"## {one.name}", "", f"Runs: {runs}."]
    if one.confirmed:
        lines.append(
            f"{one.confirmed} of them were done before a change; a run that was repeated after it "
            "gave the same."
        )
    if one.outdated:
        lines.append(f"{one.outdated} more are out of date: `calibrate --again` judges them again.")
    if one.earlier:
        lines.append(
            f"Those of {', '.join(sorted(one.earlier))} were done before a test, a threshold, a "
            "library or code of this package that has a say was changed: `calibrate --again` "
            "brings them up to date."
        )
    for summary in one.submissions:
        for test, count in summary.failed.items():
            lines.append(f"**{summary.example} lost points in `{test}` in {count} runs.**")
    rows = _nearest_rows(one)
    if not rows:
        return [*lines, "Nothing in it varies from run to run.", ""]
    image = f"images/calibration-{one.name}.png"
    return [
        *lines,
        "",
        f"![Distance of each run from each bound, {one.name}]({image})",
        "",
        "| test | quantity | nearest submission | runs | mean ± sd | nearest value | bound | "
        "distance | estimate | 95 % bound |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(example, quantity) for example, quantity in rows),
        "",
    ]


def _nearest_rows(one: AssignmentSummary) -> list[tuple[str, Quantity]]:
    """For each quantity of each test the submission, and the place, that comes nearest to it."""
    rows: dict[tuple[str, str], tuple[str, Quantity]] = {}
    for summary in one.submissions:
        for quantity in summary.quantities:
            key = quantity.test, quantity.name
            if key not in rows or _risk(quantity) > _risk(rows[key][1]):
                rows[key] = summary.example, quantity
    return list(rows.values())


def _risk(quantity: Quantity) -> tuple[float, float]:
    distance = quantity.distance
    return quantity.highest or 0.0, -distance if distance is not None else float("-inf")


def _row(example: str, quantity: Quantity) -> str:
    values = quantity.values
    spread = f" ± {statistics.stdev(values):.2g}" if len(values) > 1 else ""
    middle = statistics.mean(quantity.bounds)
    sign = {"at least": "≥", "at most": "≤", "within": "±"}[quantity.kind]
    far = "constant" if quantity.distance is None else f"{quantity.distance:.1f} sd"
    place = f" ({quantity.place})" if quantity.place > 1 else ""
    return (
        f"| {quantity.test} | {quantity.name}{place} | {example} | {len(values)} | "
        f"{statistics.mean(values):.4g}{spread} | {quantity.worst:.4g} | {sign} {middle:.4g} | "
        f"{far} | {percent(quantity.estimate)} | {percent(quantity.highest)} |"
    )


def percent(probability: float | None) -> str:
    """A probability as text; what is below a millionth is said to be so."""
    if probability is None:
        return "too few runs"
    if probability < 1e-6:
        return "below 0.0001 %"
    return f"{100 * probability:.2g} %"
