"""How long each reference solution takes, as graded on one core and plainly on two.

    python -m tests.bench.course_times [--plain] [--write FILE] [ASSIGNMENT...]

*Graded*: one `autograder grade --jobs 1` for all, held to one core; seconds of each run and of
each judge, and processor seconds of all processes together, starts included. *Plainly*: all cells
one after the other with two threads, as in JupyterLab, visible checks included (only with
--plain). *Accuracy*: the best of its models on the hold-out. Exits 1 when a goal is missed, or
when a reference loses a point: a time is worth nothing if the judge had nothing to do.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring.examples import REFERENCE
from autograder.authoring.publication import publish
from autograder.course.layout import Course
from autograder.course.source import load_assignment
from tests.bench.classes import examples_of
from tests.bench.effort import effort
from tests.course.plain_environment import PlainEnvironment

MOST_GRADED, MOST_PLAIN, MOST_OF_COURSE = 120.0, 300.0, 480.0  # seconds; the last: of processor
LONG = "08-weight-decay"  # fifteen networks
MOST_GRADED_LONG, MOST_PLAIN_LONG = 300.0, 720.0
ONE_CORE = ["taskset", "--cpu-list", "0"]


@dataclass(frozen=True)
class Times:
    """What one reference solution took.

    Attributes:
        assignment: its name.
        run: seconds of the student's notebook, as graded.
        judge: seconds of the judge.
        plain: seconds of all cells, run plainly; None if that was not asked for.
        accuracy: best of the models on the hold-out, 0 to 1; None where no model is measured.
        lost: points that it lost.
    """

    assignment: str
    run: float
    judge: float
    plain: float | None
    accuracy: float | None
    lost: float

    @property
    def good(self) -> bool:
        """Whether the times are within the goals, and all points were reached."""
        graded = MOST_GRADED_LONG if self.assignment == LONG else MOST_GRADED
        plain = MOST_PLAIN_LONG if self.assignment == LONG else MOST_PLAIN
        in_time = self.run + self.judge <= graded and (self.plain or 0) <= plain
        return in_time and not self.lost


def measure(
    course: Course, names: list[str], plain: PlainEnvironment | None
) -> tuple[list[Times], float]:
    """Grade the references in one command, and run them plainly; times, and processor seconds."""
    command = [*ONE_CORE, sys.executable, "-m", "autograder", "grade", *names, "--jobs", "1"]
    took = effort(course.root, [*command, "--student", REFERENCE])
    return [_times(course, name, plain) for name in names], took.cpu_seconds


def _times(course: Course, name: str, plain: PlainEnvironment | None) -> Times:
    folder = course.root / "reports" / name
    text = (folder / "submissions.jsonl").read_text(encoding="utf-8")
    line = json.loads(text.splitlines()[0])
    measured = json.loads((folder / "measured" / f"{REFERENCE}.json").read_text(encoding="utf-8"))
    readings = [one["reading"] for one in measured["models"] if one["reading"]]
    return Times(
        assignment=name,
        run=line["seconds_run"],
        judge=line["seconds_judge"],
        plain=_plain_seconds(course, name, plain) if plain else None,
        accuracy=max((one["correct"] / one["digits"] for one in readings), default=None),
        lost=load_assignment(course, name).machine_points - line["score"],
    )


def _plain_seconds(course: Course, name: str, plain: PlainEnvironment) -> float:
    made = course.root / "submitted" / REFERENCE / name / f"{name}.ipynb"
    folder = course.root / "plain" / name
    shutil.copytree(course.student_notebook(name).parent, folder)
    cells = plain.run(nbformat.read(made, as_version=4), folder, threads=2)
    return sum(cell.seconds for cell in cells)


def table(times: list[Times], cpu: float) -> str:
    """As Markdown, with the sums, and the processor seconds of all together."""
    lines = [
        "| assignment | run, s | judge, s | plainly, s | best hold-out accuracy |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for one in times:
        plain = "" if one.plain is None else f"{one.plain:.0f}"
        accuracy = "" if one.accuracy is None else f"{one.accuracy:.1%}"
        lines.append(
            f"| {one.assignment} | {one.run:.0f} | {one.judge:.0f} | {plain} | {accuracy} |"
        )
    run, judge = sum(one.run for one in times), sum(one.judge for one in times)
    lines.append(f"| all | {run:.0f} | {judge:.0f} | | |")
    return "\n".join(lines) + f"\n\n{cpu:.0f} processor seconds in all, starts included.\n"


def main() -> int:
    """Measure, print the table, and say whether the goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--plain", action="store_true", help="run the notebooks plainly too")
    parser.add_argument("--write", type=Path, help="write the table to this Markdown file too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as text:
        folder = Path(text)
        folder.chmod(0o711)  # student kernels may run as another user
        course = examples_of(folder / "course", None, 1)
        plain = None
        if chosen.plain:
            publish(course, folder / "public")
            here, digits = Path(sys.prefix), course.source_data / "mnist.npz"
            plain = PlainEnvironment(here, digits, folder / "public" / "assignments")
        names = chosen.assignments or list(course.settings.assignment_names)
        times, cpu = measure(course, names, plain)
    page = table(times, cpu)
    print(page)
    if chosen.write:
        command = " ".join(["python -m tests.bench.course_times", *sys.argv[1:]])
        chosen.write.write_text(f"Made by `{command}`.\n\n{page}", encoding="utf-8")
    return 0 if all(one.good for one in times) and cpu <= MOST_OF_COURSE else 1


if __name__ == "__main__":
    sys.exit(main())
