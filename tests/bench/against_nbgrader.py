"""The grading engine and stock `nbgrader autograde`, on the same submissions in one run.

    python -m tests.bench.against_nbgrader [--per-assignment N] [--alike N] [--trivial N]
                                           [--short] [--stock-once]

Two classes, a table each: a notebook that imports TensorFlow and trains nothing, whose cost is all
overhead; and the first five assignments, trained in earnest. Each is graded, graded again after
nothing was changed and after a hidden test was, and all anew with other options. Stock runs its
usual commands, with its time limits raised, and without the hidden parts of tests, so that it has
less to do. Stock skips what it has graded before, whatever has changed in the tests, so its
grading again is `--force`.

What our `release` does before a class hands in, running the reference solutions, has a row
of its own. With `--alike`, a class comes in to us alone after the first grading that does as the
assignments say: each reference many times, no two notebooks equal. Stock takes one submission
after the other, each with a kernel of its own, so that its time for each is that of a small class.
It is measured a second time at the end, if not `--stock-once`, and ratios are to the quicker of
both, lest a machine that has changed its speed meanwhile decides.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.course.layout import Course
from tests.bench.classes import (
    ROOT,
    change_a_hidden_test,
    copies,
    examples_of,
    hand_in_alike,
    stock_course,
)
from tests.bench.effort import Effort, effort
from tests.course.plain_environment import STAND_IN

FIRST_FIVE = 5
TRIVIAL = Path(__file__).parent / "trivial_course"
NEEDS_ATTENTION = 1  # some example submissions are wrong on purpose
STOCK, FIRST = "stock nbgrader autograde", "first grading"
REHEARSAL = "before the class: release --rehearse"
ALIKE = "a class that does as it is told, later on"


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    what: str
    submissions: int
    took: Effort


def main() -> int:
    """Measure, print, and write when asked."""
    parser = argparse.ArgumentParser(description="Ours against stock nbgrader.")
    parser.add_argument(
        "--per-assignment", type=int, help="examples of each (those that `make test` grades)"
    )
    parser.add_argument("--alike", type=int, default=0, help="references of each, later on (none)")
    parser.add_argument("--trivial", type=int, default=12, help="trivial submissions (12)")
    parser.add_argument("--short", action="store_true", help="leave out what stock does again, too")
    parser.add_argument("--stock-once", action="store_true", help="no stock at the end")
    parser.add_argument("--write", type=Path, help="write the tables to this Markdown file too")
    chosen = parser.parse_args()
    parts = []
    with tempfile.TemporaryDirectory(prefix="bench-") as text:
        folder = Path(text)
        folder.chmod(0o711)  # student kernels may run as another user
        how = (chosen.short, chosen.stock_once)
        if chosen.trivial:
            course = copies(folder / "trivial", TRIVIAL, chosen.trivial)
            parts += ["## No training: all is overhead\n", _table(_measure(course, *how))]
        if chosen.per_assignment != 0:
            course = examples_of(folder / "five", FIRST_FIVE, chosen.per_assignment)
            rows = _measure(course, *how, chosen.alike)
            parts += ["## The first five assignments\n", _table(rows)]
    page = "\n".join(parts)
    print(page)
    if chosen.write:
        command = f"python -m tests.bench.against_nbgrader {' '.join(sys.argv[1:])}".strip()
        chosen.write.write_text(f"Made by `{command}`.\n\n{page}", encoding="utf-8")
    return 0


def _measure(course: Course, short: bool, stock_once: bool, alike: int = 0) -> Iterator[Row]:
    """Both sides on one class; rows as they come, told on standard error."""
    few = _count(course.root)
    for what, took in _stock(course, short):
        yield Row(what, few, took)
    command = [sys.executable, "-m", "autograder", "release", "--rehearse"]
    before = _told(REHEARSAL, effort(course.root, command))
    yield Row(REHEARSAL, len(course.settings.assignment_names), before)
    first = _told(FIRST, _grade(course))
    yield Row(FIRST, few, first)
    yield Row(f"{FIRST}, the references included", few, _sum([before, first]))
    if alike:
        hand_in_alike(course, alike)
        yield Row(ALIKE, _count(course.root) - few, _told(ALIKE, _grade(course)))
    for what, took in _again(course, short):
        yield Row(what, _count(course.root), took)
    if not stock_once:
        again = f"{STOCK}, at the end"
        yield Row(again, few, _told(again, _autograde(course, "--force")))


def _count(root: Path) -> int:
    return len(list(root.glob("submitted/*/*/*.ipynb")))


def _stock(course: Course, short: bool) -> Iterator[tuple[str, Effort]]:
    folder = _stock_folder(course)
    stock_course(folder, course)
    for name in course.settings.assignment_names:
        _nbgrader(folder, "generate_assignment", name, "--create")
    yield STOCK, _told(STOCK, _autograde(course, "--create"))
    _require_solved(folder)
    if not short:
        yield f"{STOCK} --force", _told("stock again", _autograde(course, "--force"))


def _stock_folder(course: Course) -> Path:
    return course.root.with_name(f"{course.root.name}-stock")


def _autograde(course: Course, *options: str) -> Effort:
    names, folder = course.settings.assignment_names, _stock_folder(course)
    return _sum([_nbgrader(folder, "autograde", name, *options) for name in names])


def _nbgrader(folder: Path, *command: str) -> Effort:
    """One command; the digits stand in for Keras's download, as they do in ours."""
    digits = str(ROOT / "source_data" / "mnist.npz")
    # Stock ends with 1 when a notebook of the class failed to run.
    return effort(
        folder, ["nbgrader", *command], (0, 1), PYTHONPATH=str(STAND_IN), PLAIN_MNIST=digits
    )


def _require_solved(folder: Path) -> None:
    """Right solutions ran to their end: else the comparison would be worthless."""
    for path in [
        *folder.glob("autograded/reference/*/*.ipynb"),
        *folder.glob("autograded/student-*/*/*.ipynb"),
    ]:
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    raise RuntimeError(f"{path}: {output.ename}: {output.evalue}")


def _grade(course: Course, *options: str) -> Effort:
    command = [sys.executable, "-m", "autograder", "grade", *options]
    return effort(course.root, command, (0, NEEDS_ATTENTION))


def _again(course: Course, short: bool) -> Iterator[tuple[str, Effort]]:
    yield "nothing changed", _told("nothing changed", _grade(course))
    for number in (0, -1):
        what = f"a hidden test changed: the {'last' if number else 'first'} of each assignment"
        change_a_hidden_test(course, number)
        yield what, _told(what, _grade(course))
    if short:
        return
    one = "all again, one after the other (`--force --jobs 1`)"
    yield one, _told(one, _grade(course, "--force", "--jobs", "1"))
    cold = "all again, cold kernels (`--force --cold`)"
    yield cold, _told(cold, _grade(course, "--force", "--cold"))


def _sum(steps: list[Effort]) -> Effort:
    return Effort(
        sum(step.seconds for step in steps),
        sum(step.cpu_seconds for step in steps),
        max(step.peak_mb for step in steps),
    )


def _told(what: str, took: Effort) -> Effort:
    print(f"{what}: {took.seconds:.1f} s, {took.cpu_seconds:.1f} CPU s", file=sys.stderr)
    return took


def _each(row: Row) -> float:
    return row.took.seconds / row.submissions


def _table(rows: Iterator[Row]) -> str:
    lines = [
        "| what | submissions | s each | CPU s each | peak MB | throughput against stock |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    every = list(rows)
    stock = min(_each(row) for row in every if row.what.startswith(STOCK))
    for row in every:
        cpu = row.took.cpu_seconds / row.submissions
        lines.append(
            f"| {row.what} | {row.submissions} | {_each(row):.2f} | {cpu:.2f} "
            f"| {row.took.peak_mb:,.0f} | {stock / _each(row):,.1f} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
